/*
 * Walking through the history with up-arrow and down-arrow
 */
#include "term/recall.h"

#include <stdlib.h>
#include <string.h>

#include "term/wide.h"
#include "util/mem.h"

void recall_end(Recall *r)
{
    free(r->shown);
    free(r->typed);
    free(r->prefix);
    *r = (Recall){ 0 };
}

static void begin(Recall *r, const History *h, const wchar_t *line,
                  size_t cursor)
{
    if (r->shown && wcscmp(line, r->shown) == 0) {
        return;
    }
    recall_end(r);
    r->shown = wide_dup(line, wcslen(line));
    r->typed = wide_dup(line, wcslen(line));
    r->typed_cursor = cursor;
    r->prefix = wide_to_utf8(line, cursor);
    r->index = history_count(h);
}

/* The next entry with the prefix that is not the same as what is shown. */
static size_t find(const Recall *r, const History *h, int step)
{
    autofree char *shown = wide_to_utf8(r->shown, wcslen(r->shown));
    size_t i = r->index;

    do {
        i = history_find(h, i, step, r->prefix, true);
    } while (i < history_count(h) && strcmp(history_get(h, i), shown) == 0);
    return i;
}

const wchar_t *recall_step(Recall *r, const History *h, int step,
                           const wchar_t *line, size_t *cursor)
{
    size_t count = history_count(h);
    size_t i;

    begin(r, h, line, *cursor);
    if (step > 0 && r->index == count) {
        return NULL;
    }
    i = find(r, h, step);
    if (step < 0 && i == count) {
        return NULL;
    }
    r->index = i;
    free(r->shown);
    if (i == count) {
        r->shown = wide_dup(r->typed, wcslen(r->typed));
        *cursor = r->typed_cursor;
    } else {
        r->shown = wide_from_utf8(history_get(h, i));
        *cursor = wcslen(r->shown);
    }
    return r->shown;
}
