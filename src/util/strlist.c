/*
 * A growing list of strings
 */
#include "util/strlist.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

void strlist_add(StrList *l, const char *s, size_t len)
{
    GROW(l->list, l->n, l->cap);
    l->list[l->n++] = mem_strndup(s, len);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

void strlist_sort(StrList *l)
{
    size_t i, kept = 0;

    if (l->n) {
        qsort(l->list, l->n, sizeof(*l->list), compare);
    }
    for (i = 0; i < l->n; i++) {
        if (kept && strcmp(l->list[kept - 1], l->list[i]) == 0) {
            free(l->list[i]);
        } else {
            l->list[kept++] = l->list[i];
        }
    }
    l->n = kept;
}

void strlist_free(StrList *l)
{
    size_t i;

    for (i = 0; i < l->n; i++) {
        free(l->list[i]);
    }
    free(l->list);
    *l = (StrList){ 0 };
}
