/*
 * Incremental search in the history (^R)
 */
#include "term/search.h"

#include <stdlib.h>
#include <string.h>

#include "term/keys.h"
#include "term/wide.h"
#include "util/mem.h"

struct Search {
    const History *history;
    wchar_t pattern[256];
    size_t n;
    wchar_t *typed; /* the line before the search */
    size_t typed_cursor;
    wchar_t *match;
    size_t cursor; /* where the pattern is in it */
    size_t index;  /* of the match; history_count(): there is none yet */
    bool failed;
};

static void forget_match(Search *s)
{
    free(s->match);
    s->match = wide_dup(s->typed, wcslen(s->typed));
    s->cursor = s->typed_cursor;
    s->index = history_count(s->history);
    s->failed = false;
}

Search *search_new(const History *h, const wchar_t *line, size_t cursor)
{
    Search *s = NEW0(Search);

    s->history = h;
    s->typed = wide_dup(line, wcslen(line));
    s->typed_cursor = cursor;
    forget_match(s);
    return s;
}

void search_free(Search *s)
{
    free(s->typed);
    free(s->match);
    free(s);
}

static void set_match(Search *s, size_t index, const char *pattern)
{
    const char *entry = history_get(s->history, index);
    const char *at = strstr(entry, pattern);
    autofree char *before = mem_strndup(entry, (size_t)(at - entry));
    autofree wchar_t *wide_before = wide_from_utf8(before);

    free(s->match);
    s->match = wide_from_utf8(entry);
    s->cursor = wcslen(wide_before);
    s->index = index;
}

/*
 * Look for the pattern from entry @from on.  An entry that equals @except
 * (may be NULL) is passed over: it would look as if nothing had happened.
 */
static void find(Search *s, size_t from, int step, const char *except)
{
    autofree char *pattern = wide_to_utf8(s->pattern, s->n);
    size_t count = history_count(s->history);
    size_t i = from;

    do {
        i = history_find(s->history, i, step, pattern, false);
    } while (i < count && except &&
             strcmp(history_get(s->history, i), except) == 0);
    s->failed = i == count;
    if (!s->failed) {
        set_match(s, i, pattern);
    }
}

static void find_another(Search *s, int step)
{
    size_t count = history_count(s->history);

    if (s->n > 0) {
        find(s, s->index, step,
             s->index < count ? history_get(s->history, s->index) : NULL);
    }
}

/* A longer pattern may still match the entry that is shown. */
static void add_character(Search *s, wchar_t c)
{
    size_t count = history_count(s->history);

    s->pattern[s->n++] = c;
    find(s, s->index < count ? s->index + 1 : count, -1, NULL);
}

static void drop_character(Search *s)
{
    s->n -= s->n > 0;
    forget_match(s);
    if (s->n > 0) {
        find(s, s->index, -1, NULL);
    }
}

bool search_key(Search *s, wchar_t key)
{
    switch (key) {
    case 0x12: /* ^R */
        find_another(s, -1);
        return true;
    case 0x13: /* ^S */
        find_another(s, 1);
        return true;
    case 0x7f:
    case '\b':
        drop_character(s);
        return true;
    default:
        if (!key_is_character(key) || s->n == ARRAY_SIZE(s->pattern)) {
            return false;
        }
        add_character(s, key);
        return true;
    }
}

char *search_prompt(const Search *s)
{
    autofree char *pattern = wide_to_utf8(s->pattern, s->n);

    return mem_printf("(%s)`%s': ", s->failed ? "not found" : "search",
                      pattern);
}

const wchar_t *search_match(const Search *s, size_t *cursor)
{
    *cursor = s->cursor;
    return s->match;
}
