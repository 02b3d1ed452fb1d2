/*
 * QEMU's manual pages, as far as they are installed here
 */
#include "shell/manuals.h"

#include <string.h>

#include "util/json.h"
#include "util/mem.h"

/* The first that has a name wins: the daemon's is a part of QEMU's. */
static const char *const page_names[] = {
    "qemu-qmp-ref",
    "qemu-storage-daemon-qmp-ref",
    "qemu-ga-ref",
};

struct Manuals {
    const char *manpath;
    bool opened[ARRAY_SIZE(page_names)];
    Manual *pages[ARRAY_SIZE(page_names)]; /* NULL: not installed */
};

Manuals *manuals_new(const char *manpath)
{
    Manuals *m = NEW0(Manuals);

    m->manpath = manpath;
    return m;
}

void manuals_free(Manuals *m)
{
    size_t i;

    for (i = 0; m && i < ARRAY_SIZE(m->pages); i++) {
        manual_free(m->pages[i]);
    }
    free(m);
}

/* Read when it is looked into: most need the first only. */
static const Manual *get_page(Manuals *m, size_t i)
{
    if (!m->opened[i]) {
        m->pages[i] = manual_open(page_names[i], m->manpath, NULL);
        m->opened[i] = true;
    }
    return m->pages[i];
}

/* The first page that knows @name. */
static const Manual *page_with(Manuals *m, const char *name)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(m->pages); i++) {
        const Manual *page = get_page(m, i);

        if (page && manual_find(page, name)) {
            return page;
        }
    }
    return NULL;
}

const ManualEntry *manuals_entry(Manuals *m, const char *name)
{
    const Manual *page = page_with(m, name);

    return page ? manual_find(page, name) : NULL;
}

void manuals_visit(Manuals *m, ManualVisitFn *visit, void *opaque)
{
    size_t i, n, number;

    for (number = 0; number < ARRAY_SIZE(m->pages); number++) {
        const Manual *page = get_page(m, number);
        const ManualEntry *entries = page ? manual_entries(page, &n) : NULL;

        for (i = 0; entries && i < n; i++) {
            if (page_with(m, entries[i].name) == page) {
                visit(opaque, &entries[i]);
            }
        }
    }
}

/* ---- members ---- */

/* An action is a variant of this type; its arguments are in `data`. */
#define ACTION_TYPE "TransactionAction"

/* Where the documentation of what stands at a spot begins. */
typedef struct Way {
    const Spot *spot;
    const char *entry;
    const char **path;
    size_t n_path;
    size_t n_before; /* parts in front of the spot's own */
} Way;

static const char *tag_value(void *opaque, size_t n, const char *tag)
{
    const Way *way = opaque;

    if (n < way->n_before) {
        return strcmp(tag, "type") == 0 ? way->spot->command : NULL;
    }
    return json_get_string(spot_given_at(way->spot, n - way->n_before), tag);
}

/* The way to @name at @spot (NULL: to the spot itself); path is owned. */
static Way find_way(const Spot *spot, const char *name)
{
    Way way = { .spot = spot, .entry = spot->command };
    size_t i;

    way.path = mem_new0(spot->path.n + 2, sizeof(*way.path));
    if (spot->is_action) {
        way.entry = ACTION_TYPE;
        way.path[way.n_path++] = "data";
        way.n_before = 1;
    }
    for (i = 0; i < spot->path.n; i++) {
        way.path[way.n_path++] = spot->path.list[i];
    }
    if (name) {
        way.path[way.n_path++] = name;
    }
    return way;
}

const char *manuals_text(Manuals *m, const Spot *spot, const char *name)
{
    const ManualMember *member = NULL;
    const ManualEntry *entry;
    const Manual *page;
    Way way;

    if (spot->kind == SPOT_COMMAND || spot->kind == SPOT_ACTION) {
        entry = manuals_entry(m, name);
        return entry ? entry->text : NULL;
    }
    if (spot->kind != SPOT_KEY && spot->kind != SPOT_VALUE) {
        return NULL;
    }
    way = find_way(spot, spot->kind == SPOT_KEY ? name : NULL);
    page = page_with(m, way.entry);
    if (page && spot->kind == SPOT_KEY) {
        member = manual_member(page, way.entry, way.path, way.n_path, tag_value,
                               &way);
    } else if (page) {
        member = manual_value(page, way.entry, way.path, way.n_path, tag_value,
                              &way, name);
    }
    free(way.path);
    return member ? member->text : NULL;
}
