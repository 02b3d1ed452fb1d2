/*
 * Completions as a list on the screen
 */
#include "term/listing.h"

#include <stdint.h>
#include <string.h>

#include "util/text.h"

/* Blanks between columns, and between a candidate and its note. */
#define GAP 2

static const char *shown(const Candidate *candidate)
{
    return candidate->display ? candidate->display : candidate->text;
}

static size_t shown_width(const Candidate *candidate)
{
    return text_width(shown(candidate), strlen(shown(candidate)));
}

static size_t widest(const Completions *c)
{
    size_t max = 0, i;

    for (i = 0; i < c->n; i++) {
        size_t width = shown_width(&c->list[i]);

        max = width > max ? width : max;
    }
    return max;
}

static bool has_notes(const Completions *c)
{
    size_t i;

    for (i = 0; i < c->n; i++) {
        if (c->list[i].note && *c->list[i].note) {
            return true;
        }
    }
    return false;
}

static void append_note(StrBuf *out, const char *note, size_t width,
                        const Theme *theme)
{
    strbuf_puts(out, theme_start(theme, THEME_HINT));
    text_append_cut(out, note, width);
    strbuf_puts(out, theme_end(theme, THEME_HINT));
}

static size_t append_with_notes(StrBuf *out, const Completions *c, size_t width,
                                const Theme *theme)
{
    size_t max = widest(c);
    /* one long name does not push all notes off the screen */
    size_t column = (max < width / 2 ? max : width / 2) + GAP;
    size_t i;

    for (i = 0; i < c->n; i++) {
        const char *note = c->list[i].note;
        size_t taken = text_append_cut(out, shown(&c->list[i]), width);
        size_t start = taken + GAP > column ? taken + GAP : column;

        if (note && *note && start < width) {
            strbuf_fill(out, ' ', start - taken);
            append_note(out, note, width - start, theme);
        }
        strbuf_putc(out, '\n');
    }
    return c->n;
}

static size_t append_in_columns(StrBuf *out, const Completions *c, size_t width)
{
    size_t step = widest(c) + GAP;
    /* the last column needs no gap behind it */
    size_t columns = width + GAP > step ? (width + GAP) / step : 1;
    size_t lines = (c->n + columns - 1) / columns;
    size_t line, i;

    for (line = 0; line < lines; line++) {
        for (i = line; i < c->n; i += lines) {
            size_t taken = text_append_cut(out, shown(&c->list[i]), width);

            if (i + lines < c->n) {
                strbuf_fill(out, ' ', step - taken);
            }
        }
        strbuf_putc(out, '\n');
    }
    return lines;
}

/* More than the screen holds is looked through, not read: no notes then. */
size_t listing_append(StrBuf *out, const Completions *c, int width,
                      size_t height, const Theme *theme)
{
    if (c->n <= height && has_notes(c)) {
        return append_with_notes(out, c, (size_t)width, theme);
    }
    return append_in_columns(out, c, (size_t)width);
}
