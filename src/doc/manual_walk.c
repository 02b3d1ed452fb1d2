/*
 * QEMU's own manual pages as a source of help: from a path to its text
 *
 * Types are cyclic (a block device's backing is one too), and a page may say
 * anything: so many types are looked at for one part of a path, no more.
 */
#include <string.h>

#include "doc/manual.h"
#include "doc/manual_priv.h"

#define MAX_TYPES 200

typedef struct Walk {
    const Manual *manual;
    const char *const *path;
    size_t at; /* the part that is looked for */
    ManualTagFn *tag_value;
    void *opaque;
    unsigned types_left;
} Walk;

static const ManualEntry *type_of(const Manual *m, const ManualMember *member)
{
    return member && member->type ? manual_type(m, member->type) : NULL;
}

static const ManualMember *own_member(const ManualEntry *entry,
                                      const char *name)
{
    size_t i;

    for (i = 0; i < entry->n_members; i++) {
        if (strcmp(entry->members[i].name, name) == 0) {
            return &entry->members[i];
        }
    }
    return NULL;
}

static bool is_included(const Walk *w, const ManualInclude *include)
{
    const char *value;

    if (!include->tag) {
        return true;
    }
    value = w->tag_value ? w->tag_value(w->opaque, w->at, include->tag) : NULL;
    return value && strcmp(value, include->value) == 0;
}

static const ManualMember *find_part(Walk *w, const ManualEntry *entry);

/* Of an alternate: the part is a member of one of its branches. */
static const ManualMember *find_in_branches(Walk *w, const ManualEntry *entry)
{
    const ManualMember *found = NULL;
    size_t i;

    for (i = 0; i < entry->n_members && !found; i++) {
        found = find_part(w, type_of(w->manual, &entry->members[i]));
    }
    return found;
}

static const ManualMember *find_part(Walk *w, const ManualEntry *entry)
{
    const ManualMember *found;
    size_t i;

    if (!entry || !w->types_left) {
        return NULL;
    }
    w->types_left--;
    if (entry->is_alternate) {
        return find_in_branches(w, entry);
    }
    found = own_member(entry, w->path[w->at]);
    for (i = 0; i < entry->n_includes && !found; i++) {
        if (is_included(w, &entry->includes[i])) {
            found = find_part(w,
                              manual_type(w->manual, entry->includes[i].type));
        }
    }
    return found;
}

static bool is_index(const char *part)
{
    return *part && !part[strspn(part, "0123456789")];
}

/* What an action of a transaction takes: its variant's data. */
static const ManualEntry *find_action(const Manual *m, const char *name)
{
    const ManualEntry *all = manual_type(m, "TransactionAction");
    const ManualEntry *action = NULL;
    size_t i;

    for (i = 0; all && i < all->n_includes && !action; i++) {
        if (all->includes[i].value &&
            strcmp(all->includes[i].value, name) == 0) {
            action = manual_type(m, all->includes[i].type);
        }
    }
    return action ? type_of(m, own_member(action, "data")) : NULL;
}

/*
 * Where a path begins.  QEMU 7's pages do not say what some commands take,
 * but these are actions too.
 */
static const ManualEntry *find_root(const Manual *m, const char *name)
{
    const ManualEntry *entry = manual_find(m, name);
    const ManualEntry *action = NULL;

    if (!entry || (!entry->n_members && !entry->n_includes)) {
        action = find_action(m, name);
    }
    return action ? action : entry;
}

const ManualMember *manual_member(const Manual *m, const char *name,
                                  const char *const *path, size_t n_path,
                                  ManualTagFn *tag_value, void *opaque)
{
    Walk w = { m, path, 0, tag_value, opaque, 0 };
    const ManualEntry *entry = find_root(m, name);
    const ManualMember *found = NULL;

    while (w.at < n_path) {
        w.types_left = MAX_TYPES;
        found = find_part(&w, entry);
        if (!found) {
            return NULL;
        }
        w.at++;
        if (found->type && manual_type_is_array(found->type) && w.at < n_path &&
            is_index(path[w.at])) {
            w.at++;
        }
        entry = type_of(m, found);
    }
    return found;
}

/* Values of an enum have no type, members of an object have one. */
static const ManualMember *own_value(const ManualEntry *entry,
                                     const char *value)
{
    const ManualMember *found = entry ? own_member(entry, value) : NULL;

    return found && !found->type ? found : NULL;
}

/* A value of an enum, or of one that an alternate may be. */
static const ManualMember *find_value(const Manual *m, const ManualEntry *entry,
                                      const char *value)
{
    const ManualMember *found = NULL;
    size_t i;

    if (!entry || !entry->is_alternate) {
        return own_value(entry, value);
    }
    for (i = 0; i < entry->n_members && !found; i++) {
        found = own_value(type_of(m, &entry->members[i]), value);
    }
    return found;
}

const ManualMember *manual_value(const Manual *m, const char *name,
                                 const char *const *path, size_t n_path,
                                 ManualTagFn *tag_value, void *opaque,
                                 const char *value)
{
    const ManualMember *member;

    if (!n_path) {
        return find_value(m, manual_find(m, name), value);
    }
    member = manual_member(m, name, path, n_path, tag_value, opaque);
    return find_value(m, type_of(m, member), value);
}
