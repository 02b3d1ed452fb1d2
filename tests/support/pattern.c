/*
 * Comparing output with what a transcript expects
 */
#include "pattern.h"

#include <string.h>

#include "util/mem.h"
#include "util/text.h"

/* The length of the line at @s, its newline included. */
static size_t line_length(const char *s)
{
    size_t len = strcspn(s, "\n");

    return len + (s[len] == '\n');
}

static bool match_line(const char *p, size_t p_len, const char *s, size_t len)
{
    size_t i;

    while (p_len > 0) {
        if (p_len >= 2 && p[0] == '%' && p[1] == '%') {
            for (i = 0; i <= len; i++) {
                if (match_line(p + 2, p_len - 2, s + i, len - i)) {
                    return true;
                }
            }
            return false;
        }
        if (len == 0 || *p != *s) {
            return false;
        }
        p++, p_len--, s++, len--;
    }
    return len == 0;
}

static bool is_any_lines(const char *pattern)
{
    return strncmp(pattern, "%*\n", 3) == 0;
}

bool pattern_match(const char *pattern, const char *text)
{
    size_t p_len, len;

    while (*pattern) {
        if (is_any_lines(pattern)) {
            while (!pattern_match(pattern + 3, text)) {
                if (!*text) {
                    return false;
                }
                text += line_length(text);
            }
            return true;
        }
        p_len = line_length(pattern);
        len = line_length(text);
        if (!match_line(pattern, p_len, text, len)) {
            return false;
        }
        pattern += p_len;
        text += len;
    }
    return !*text;
}

static void append_line(StrBuf *out, const char *mark, const char *line,
                        size_t len)
{
    bool is_whole = len > 0 && line[len - 1] == '\n';

    strbuf_puts(out, mark);
    text_append_safe(out, line, is_whole ? len - 1 : len, 0);
    strbuf_puts(out, is_whole ? "\n" : "  (no newline)\n");
}

static void append_lines(StrBuf *out, const char *mark, const char *text)
{
    while (*text) {
        size_t len = line_length(text);

        append_line(out, mark, text, len);
        text += len;
    }
}

void pattern_diff(StrBuf *out, const char *pattern, const char *text)
{
    while (*pattern && *text) {
        size_t p_len = line_length(pattern), len = line_length(text);

        if (!match_line(pattern, p_len, text, len)) {
            break;
        }
        append_line(out, "  ", text, len);
        pattern += p_len;
        text += len;
    }
    append_lines(out, "- ", pattern);
    append_lines(out, "+ ", text);
}
