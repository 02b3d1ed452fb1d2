/*
 * A growing list of strings
 */
#ifndef UTIL_STRLIST_H
#define UTIL_STRLIST_H

#include <stddef.h>

typedef struct StrList {
    char **list; /* each owned */
    size_t n, cap;
} StrList;

#define STRLIST_INIT \
    {                \
        0            \
    }

/* Add a copy of the @len bytes at @s. */
void strlist_add(StrList *l, const char *s, size_t len);

/* Sort by bytes and drop what is there twice. */
void strlist_sort(StrList *l);

/* Free the strings; the list is empty, usable again. */
void strlist_free(StrList *l);

#define autofree_strlist __attribute__((cleanup(strlist_free)))

#endif
