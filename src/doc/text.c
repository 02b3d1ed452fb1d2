/*
 * Texts of the manual for lists and for the screen
 */
#include "doc/manual.h"

#include <string.h>

#include "doc/prose.h"
#include "util/mem.h"
#include "util/text.h"

/* What ends in a full stop without ending a sentence. */
static const char *const abbreviations[] = {
    "e.g.", "i.e.", "etc.", "vs.", "cf.", "resp.", "approx.",
};

static size_t leading_blanks(const char *line)
{
    return strspn(line, " ");
}

/* The length of a list's mark and the blank behind it at @line, or 0. */
static size_t mark_len(const char *line)
{
    size_t len = strspn(line, "0123456789");

    if (len) {
        len = strchr(".)", line[len]) && line[len] ? len + 1 : 0;
    } else if (*line == '-' || *line == '*') {
        len = 1;
    }
    return len && line[len] == ' ' ? len + 1 : 0;
}

/* Does @end, just behind a full stop, end an abbreviation? */
static bool is_abbreviation(const char *start, const char *end)
{
    size_t i, len, before;

    for (i = 0; i < ARRAY_SIZE(abbreviations); i++) {
        len = strlen(abbreviations[i]);
        if ((size_t)(end - start) < len ||
            strncasecmp(end - len, abbreviations[i], len) != 0) {
            continue;
        }
        before = (size_t)(end - start) - len;
        if (before == 0 || strchr(" (\"'", start[before - 1])) {
            return true;
        }
    }
    return false;
}

/* The length of the first sentence of a line, with what ends it. */
static size_t sentence_len(const char *line, size_t len)
{
    size_t i;

    for (i = 0; i + 1 < len; i++) {
        if (strchr(".!?", line[i]) && line[i + 1] == ' ' &&
            !is_abbreviation(line, line + i + 1)) {
            return i + 1;
        }
    }
    return len;
}

/* Is the line of @len bytes empty, of an example, or a heading? */
static bool says_nothing(const char *line, size_t len)
{
    return len == 0 || leading_blanks(line) >= PROSE_CODE_INDENT ||
           (line[len - 1] == ':' && line[len] && line[len + 1] != '\n');
}

void manual_summary(const char *text, StrBuf *out)
{
    size_t len;

    for (len = strcspn(text, "\n"); *text && says_nothing(text, len);
         len = strcspn(text, "\n")) {
        text += len + (text[len] == '\n');
    }
    text += leading_blanks(text);
    text += mark_len(text);
    len = sentence_len(text, strcspn(text, "\n"));
    if (len && strchr(".:", text[len - 1])) {
        len--;
    }
    strbuf_append(out, text, len);
}

/* One line of the text as lines that hang behind @first blanks. */
static void wrap_line(const char *line, size_t len, size_t indent, size_t width,
                      StrBuf *out)
{
    size_t first = indent + leading_blanks(line);
    size_t hang = first + mark_len(line + leading_blanks(line));
    size_t column = 0, word, columns, pos = leading_blanks(line);

    for (; pos < len; pos += word + strspn(line + pos + word, " ")) {
        word = strcspn(line + pos, " \n");
        columns = text_width(line + pos, word);
        if (column && column + 1 + columns > width) {
            strbuf_putc(out, '\n');
            column = 0;
            first = hang;
        }
        strbuf_fill(out, ' ', column ? 1 : first);
        column += column ? 1 : first;
        strbuf_append(out, line + pos, word);
        column += columns;
    }
    strbuf_putc(out, '\n');
}

void manual_wrap(const char *text, size_t indent, size_t width, StrBuf *out)
{
    size_t len;

    for (; *text; text += len + (text[len] == '\n')) {
        len = strcspn(text, "\n");
        if (leading_blanks(text) >= PROSE_CODE_INDENT) {
            strbuf_fill(out, ' ', indent);
            strbuf_append(out, text, len);
            strbuf_putc(out, '\n');
        } else {
            wrap_line(text, len, indent, width, out);
        }
    }
}
