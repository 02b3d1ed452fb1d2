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
    free(c->message);
    *c = (Completions){ 0 };
}

static bool is_quoted(const Candidate *one)
{
    return one->text[0] == '"';
}

/* The bytes that @a and @b begin with in common, whole characters. */
static size_t common_length(const char *a, const char *b)
{
    size_t n = 0;

    while (a[n] && a[n] == b[n]) {
        n++;
    }
    while (n > 0 && (a[n] & 0xc0) == 0x80) {
        n--; /* in the middle of a character */
    }
    return n;
}

char *completions_common(const Completions *c)
{
    size_t n_quoted = 0, i;
    char *common = NULL;

    for (i = 0; i < c->n; i++) {
        n_quoted += is_quoted(&c->list[i]);
    }
    for (i = 0; i < c->n; i++) {
        const Candidate *one = &c->list[i];
        bool name = is_quoted(one) && n_quoted < c->n && one->display;
        const char *text = name ? one->display : one->text;

        common = common ? common : mem_strdup(text);
        common[common_length(common, text)] = '\0';
    }
    return common ? common : mem_strdup("");
}
