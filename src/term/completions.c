/*
 * The candidates of a completion
 */
#include "term/line_editor.h"

#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

void completions_add(Completions *c, const char *text, const char *note,
                     char suffix)
{
    GROW(c->list, c->n, c->cap);
    c->list[c->n++] = (Candidate){ .text = mem_strdup(text),
                                   .note = mem_strdup(note),
                                   .suffix = suffix };
}

void completions_free(Completions *c)
{
    size_t i;

    for (i = 0; i < c->n; i++) {
        free(c->list[i].text);
        free(c->list[i].display);
        free(c->list[i].note);
    }
    free(c->list);
    free(c->question);
    *c = (Completions){ 0 };
}

size_t completions_common(const Completions *c)
{
    const char *first = c->n > 0 ? c->list[0].text : "";
    size_t common = strlen(first), i, j;

    for (i = 1; i < c->n; i++) {
        for (j = 0; j < common && c->list[i].text[j] == first[j]; j++) {
        }
        common = j;
    }
    while (common > 0 && (first[common] & 0xc0) == 0x80) {
        common--; /* in the middle of a character */
    }
    return common;
}
