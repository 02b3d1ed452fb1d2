/*
 * QEMU's own manual pages as a source of help: entries by name
 */
#include "doc/manual.h"

#include <stdlib.h>
#include <string.h>

#include "doc/manual_priv.h"
#include "doc/page.h"
#include "util/mem.h"

/* How a page writes an array: until QEMU 9 "array of X", later "[X]". */
static const struct {
    const char *prefix, *suffix;
} array_forms[] = {
    { "array of ", "" },
    { "[", "]" },
};

const char *manual_keep(Manual *m, const char *text, size_t len)
{
    strlist_add(&m->strings, text, len);
    return m->strings.list[m->strings.n - 1];
}

/* The length of X in a type; *@start is where it begins. */
static size_t element_of(const char *type, const char **start)
{
    size_t i, len = strlen(type), prefix, suffix;

    for (i = 0; i < ARRAY_SIZE(array_forms); i++) {
        prefix = strlen(array_forms[i].prefix);
        suffix = strlen(array_forms[i].suffix);
        if (len > prefix + suffix &&
            strncmp(type, array_forms[i].prefix, prefix) == 0 &&
            strcmp(type + len - suffix, array_forms[i].suffix) == 0) {
            *start = type + prefix;
            return len - prefix - suffix;
        }
    }
    *start = type;
    return len;
}

bool manual_type_is_array(const char *type)
{
    const char *start;

    element_of(type, &start);
    return start != type;
}

static int compare_entries(const void *a, const void *b)
{
    const ManualEntry *x = *(const ManualEntry *const *)a;
    const ManualEntry *y = *(const ManualEntry *const *)b;
    int order = strcmp(x->name, y->name);

    return order ? order : (int)x->kind - (int)y->kind;
}

static void sort_entries(Manual *m)
{
    size_t i;

    m->by_name = mem_new0(m->n_entries + 1, sizeof(ManualEntry *));
    for (i = 0; i < m->n_entries; i++) {
        m->by_name[i] = &m->entries[i];
    }
    qsort(m->by_name, m->n_entries, sizeof(ManualEntry *), compare_entries);
}

/* The first entry that is not before (@name, @kind). */
static size_t lower_bound(const Manual *m, const char *name, ManualKind kind)
{
    const ManualEntry wanted = { .kind = kind, .name = name };
    const ManualEntry *key = &wanted;
    size_t low = 0, high = m->n_entries;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (compare_entries(&m->by_name[middle], &key) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

static const ManualEntry *find_from(const Manual *m, const char *name,
                                    ManualKind kind)
{
    size_t at = lower_bound(m, name, kind);

    if (at < m->n_entries && strcmp(m->by_name[at]->name, name) == 0) {
        return m->by_name[at];
    }
    return NULL;
}

const ManualEntry *manual_find(const Manual *m, const char *name)
{
    return find_from(m, name, MANUAL_COMMAND);
}

const ManualEntry *manual_type(const Manual *m, const char *type)
{
    autofree char *name = NULL;
    const char *start;
    size_t len = element_of(type, &start);

    name = mem_strndup(start, len);
    return find_from(m, name, MANUAL_TYPE);
}

/* Of the first paragraph of @text, if it is no heading or list. */
static size_t paragraph_len(const char *text)
{
    size_t len = strcspn(text, "\n");

    return text[len] && text[len + 1] != '\n' ? 0 : len;
}

/*
 * Members that only carry another type (ChardevSocketWrapper's data) have no
 * text of their own in older pages: what their type is says it as well.
 */
static void borrow_texts(Manual *m)
{
    const ManualEntry *type;
    ManualMember *member;
    size_t i, k, len;

    for (i = 0; i < m->n_entries; i++) {
        for (k = 0; k < m->entries[i].n_members; k++) {
            member = (ManualMember *)&m->entries[i].members[k];
            if (*member->text || !member->type) {
                continue;
            }
            type = manual_type(m, member->type);
            len = type ? paragraph_len(type->text) : 0;
            if (len) {
                member->text = manual_keep(m, type->text, len);
            }
        }
    }
}

Manual *manual_parse(const char *roff, size_t len)
{
    Manual *m = NEW0(Manual);

    manual_read_page(m, roff, len);
    sort_entries(m);
    borrow_texts(m);
    return m;
}

Manual *manual_open(const char *name, const char *manpath, Error **errp)
{
    autofree_strbuf StrBuf page = STRBUF_INIT;

    if (!page_read(name, manpath, &page, errp)) {
        return NULL;
    }
    return manual_parse(strbuf_str(&page), page.len);
}

void manual_free(Manual *m)
{
    size_t i;

    if (!m) {
        return;
    }
    for (i = 0; i < m->n_entries; i++) {
        free((void *)m->entries[i].members);
        free((void *)m->entries[i].includes);
    }
    free(m->entries);
    free(m->by_name);
    strlist_free(&m->strings);
    free(m);
}

const ManualEntry *manual_entries(const Manual *m, size_t *n)
{
    *n = m->n_entries;
    return m->entries;
}
