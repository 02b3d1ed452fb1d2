/*
 * Shows where in a command an error is
 */
#include "lang/place.h"

#include <stdarg.h>
#include <string.h>

#include "util/mem.h"
#include "util/strbuf.h"
#include "util/text.h"

enum {
    SHOWN_COLUMNS = 72,  /* of the line; with the indent and dots below 80 */
    COLUMNS_BEFORE = 48, /* kept before the place in a line that is cut */
    EXCERPT_BYTES = 60,
};

bool place_fail(size_t *error_at, size_t at, Error **errp, const char *fmt, ...)
{
    autofree char *phrase = NULL;
    va_list ap;

    va_start(ap, fmt);
    phrase = mem_vprintf(fmt, ap);
    va_end(ap);
    *error_at = at;
    error_set(errp, ERROR_PARSE, "%s", phrase);
    return false;
}

/* What one character looks like when shown; returns the bytes it takes. */
static size_t show_char(const char *s, size_t len, StrBuf *out, size_t *columns)
{
    uint32_t cp;
    size_t n = text_decode(s, len, &cp);
    size_t was = out->len;

    if (!n) {
        n = 1;
    }
    text_append_safe(out, s, n, 0);
    *columns = text_width(out->data + was, out->len - was);
    return n;
}

/* The first byte of the character that ends before offset @at. */
static size_t char_before(const char *text, size_t start, size_t at)
{
    size_t i = at - 1;
    uint32_t cp;

    while (i > start && at - i < 4 && ((unsigned char)text[i] & 0xc0) == 0x80) {
        i--;
    }
    return text_decode(text + i, at - i, &cp) == at - i ? i : at - 1;
}

/* As far to the left of @at as fits into @max columns, not before @start. */
static size_t window_start(const char *text, size_t start, size_t at,
                           size_t max)
{
    size_t used = 0, columns, i;

    while (at > start) {
        autofree_strbuf StrBuf shown = STRBUF_INIT;

        i = char_before(text, start, at);
        show_char(text + i, at - i, &shown, &columns);
        used += columns;
        if (used > max) {
            break;
        }
        at = i;
    }
    return at;
}

/*
 * Append what is between two offsets as far as it fits into @max columns;
 * returns the columns taken, and in *@pos how far it came.
 */
static size_t show(StrBuf *out, const char *text, size_t *pos, size_t end,
                   size_t max)
{
    size_t used = 0, columns, n, was;

    while (*pos < end) {
        was = out->len;
        n = show_char(text + *pos, end - *pos, out, &columns);
        if (used + columns > max) {
            strbuf_truncate(out, was);
            break;
        }
        used += columns;
        *pos += n;
    }
    return used;
}

unsigned place_line(const char *text, size_t at, unsigned line)
{
    size_t i;

    for (i = 0; i < at; i++) {
        line += text[i] == '\n';
    }
    return line;
}

/* Append the line [start, end) or what fits of it; the caret's column. */
static size_t show_line(StrBuf *out, const char *text, size_t start, size_t at,
                        size_t end)
{
    size_t pos = start, before, from;

    show(out, text, &pos, end, SHOWN_COLUMNS);
    from = pos == end ? start : window_start(text, start, at, COLUMNS_BEFORE);
    strbuf_reset(out);
    strbuf_puts(out, from > start ? "  ..." : "  ");
    before = out->len;
    pos = from;
    before += show(out, text, &pos, at, SHOWN_COLUMNS);
    show(out, text, &pos, end, SHOWN_COLUMNS + 2 - before);
    strbuf_puts(out, pos < end ? "...\n" : "\n");
    return before;
}

void place_hint(Error **errp, const char *text, size_t len, size_t at,
                unsigned line)
{
    autofree_strbuf StrBuf shown = STRBUF_INIT;
    size_t start = at, end = at;

    if (!errp || !*errp) {
        return;
    }
    while (start > 0 && text[start - 1] != '\n') {
        start--;
    }
    while (end < len && text[end] != '\n') {
        end++;
    }
    strbuf_fill(&shown, ' ', show_line(&shown, text, start, at, end));
    strbuf_puts(&shown, "^\n");
    if (line) {
        error_set_line(errp, place_line(text, at, line));
    }
    if (line && memchr(text, '\n', len)) {
        error_append_hint(errp, "in line %u:\n", place_line(text, at, line));
    }
    error_append_hint(errp, "%s", strbuf_str(&shown));
}

char *place_excerpt(const char *text, size_t len)
{
    size_t cut = EXCERPT_BYTES;

    if (len <= EXCERPT_BYTES) {
        return mem_strndup(text, len);
    }
    while (cut > EXCERPT_BYTES - 4 &&
           ((unsigned char)text[cut] & 0xc0) == 0x80) {
        cut--;
    }
    return mem_printf("%.*s...", (int)cut, text);
}
