/*
 * Roff as docutils writes it: the characters of a line
 */
#include <stdlib.h>
#include <string.h>

#include "doc/roff.h"
#include "util/mem.h"
#include "util/text.h"

/* groff_char(7): `\(NAME`.  A bullet is what it would be in plain text. */
static const struct {
    const char *name, *text;
} characters[] = {
    { "aq", "'" },      { "dq", "\"" },     { "bu", "-" },
    { "co", "\u00a9" }, { "rg", "\u00ae" }, { "tm", "\u2122" },
    { "em", "\u2014" }, { "en", "\u2013" }, { "hy", "-" },
    { "mi", "-" },      { "lq", "\u201c" }, { "rq", "\u201d" },
    { "oq", "\u2018" }, { "cq", "\u2019" }, { "ga", "`" },
    { "ha", "^" },      { "ti", "~" },      { "rs", "\\" },
    { "mu", "\u00d7" }, { "+-", "\u00b1" }, { "->", "->" },
    { "<-", "<-" },     { "<=", "<=" },     { ">=", ">=" },
};

/* groff(7): escapes of one character that stand for another. */
static const struct {
    char escape, text;
} escapes[] = {
    { '-', '-' }, { 'e', '\\' }, { '\\', '\\' }, { '\'', '\'' }, { '`', '`' },
    { '.', '.' }, { ' ', ' ' },  { '~', ' ' },   { '0', ' ' },   { 't', '\t' },
};

/* Escapes with an argument: `\fB`, `\f(CW`, `\f[CW]`; `\h'1m'`. */
static const char with_name[] = "fFmMnsgYVk*";
static const char with_quotes[] = "hvwXDlLoNSHRxZbABC";

/* Where a name that begins at @pos ends: X, (XX or [...]. */
static size_t skip_name(const char *s, size_t len, size_t pos)
{
    const char *close;

    if (pos < len && s[pos] == '[') {
        close = memchr(s + pos, ']', len - pos);
        pos = close ? (size_t)(close - s) + 1 : len;
    } else {
        pos += pos < len && s[pos] == '(' ? 3 : 1;
    }
    return pos < len ? pos : len;
}

static size_t skip_quoted(const char *s, size_t len, size_t pos)
{
    const char *close = NULL;

    if (pos < len) {
        close = memchr(s + pos + 1, s[pos], len - pos - 1);
    }
    return close ? (size_t)(close - s) + 1 : len;
}

/* `uXXXX` */
static void append_code_point(StrBuf *out, const char *s, size_t len)
{
    autofree char *digits = mem_strndup(s + 1, len - 1);
    char *end;
    unsigned long cp = strtoul(digits, &end, 16);

    if (!*end && cp < 0x110000 && !(cp >= 0xd800 && cp < 0xe000) &&
        !text_is_unsafe((uint32_t)cp)) {
        text_encode(out, (uint32_t)cp);
    }
}

/* The character that @len bytes name; an unknown one is nothing. */
static void append_character(StrBuf *out, const char *s, size_t len)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(characters); i++) {
        if (strlen(characters[i].name) == len &&
            memcmp(characters[i].name, s, len) == 0) {
            strbuf_puts(out, characters[i].text);
            return;
        }
    }
    if (len > 1 && *s == 'u') {
        append_code_point(out, s, len);
    }
}

static void append_blank(StrBuf *out, bool verbatim)
{
    if (verbatim || (out->len && out->data[out->len - 1] != ' ')) {
        strbuf_putc(out, ' ');
    }
}

static void append_simple(StrBuf *out, char escape, bool verbatim)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(escapes); i++) {
        if (escapes[i].escape == escape) {
            if (escapes[i].text == ' ' || escapes[i].text == '\t') {
                append_blank(out, verbatim);
            } else {
                strbuf_putc(out, escapes[i].text);
            }
        }
    }
}

/* The escape whose backslash is before @pos; returns where it ends. */
static size_t take_escape(StrBuf *out, const char *s, size_t len, size_t pos,
                          bool verbatim)
{
    char c = s[pos];
    size_t behind;

    if (c == '(' || c == '[') {
        behind = skip_name(s, len, pos);
        if (c == '[' && s[behind - 1] == ']' && behind - pos > 2) {
            append_character(out, s + pos + 1, behind - pos - 2);
        } else if (c == '(') {
            append_character(out, s + pos + 1, behind - pos - 1);
        }
        return behind;
    }
    if (c == '"') {
        return len; /* a comment */
    }
    if (c && strchr(with_quotes, c)) {
        return skip_quoted(s, len, pos + 1);
    }
    if (c && strchr(with_name, c)) {
        pos++;
        if (c == 's' && pos < len && (s[pos] == '+' || s[pos] == '-')) {
            pos++;
        }
        return skip_name(s, len, pos);
    }
    append_simple(out, c, verbatim);
    return pos + 1;
}

/* One character that is no escape; returns its length. */
static size_t take_character(StrBuf *out, const char *s, size_t len,
                             bool verbatim)
{
    uint32_t cp;
    size_t n;

    if (*s == ' ' || *s == '\t') {
        append_blank(out, verbatim);
        return 1;
    }
    n = text_decode(s, len, &cp);
    if (n == 0) {
        return 1;
    }
    if (!text_is_unsafe(cp)) {
        strbuf_append(out, s, n);
    }
    return n;
}

/* Does @c stand for itself, and need no further look? */
static bool is_plain(char c)
{
    return c > ' ' && c < 0x7f && c != '\\';
}

void roff_decode(StrBuf *out, const char *line, size_t len, bool verbatim)
{
    size_t pos = 0, run;

    while (pos < len) {
        for (run = pos; pos < len && is_plain(line[pos]); pos++) {
        }
        strbuf_append(out, line + run, pos - run);
        if (pos == len) {
            break;
        }
        if (line[pos] != '\\') {
            pos += take_character(out, line + pos, len - pos, verbatim);
        } else if (pos + 1 < len) {
            pos = take_escape(out, line, len, pos + 1, verbatim);
        } else {
            pos++;
        }
    }
}
