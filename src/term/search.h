/*
 * Incremental search in the history (^R)
 */
#ifndef TERM_SEARCH_H
#define TERM_SEARCH_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

#include "term/history.h"

typedef struct Search Search;

/* Search @h, which must not change meanwhile; @line is what is shown until
 * there is a match. */
Search *search_new(const History *h, const wchar_t *line, size_t cursor);
void search_free(Search *s);

/* Take a key in; false: it is none of the search's, and ends it. */
bool search_key(Search *s, wchar_t key);

/* What to show in place of the prompt; owned. */
char *search_prompt(const Search *s);

/* The match, borrowed until the next key; @cursor: where the pattern is. */
const wchar_t *search_match(const Search *s, size_t *cursor);

#endif
