/*
 * Text for a terminal: UTF-8, column widths, and what must be escaped
 */
#include "util/text.h"

#include <locale.h>
#include <string.h>
#include <wchar.h>

#include "util/mem.h"

/* The forms of RFC 3629, by the number of bytes that follow the first. */
typedef struct Utf8Form {
    unsigned char mask, lead; /* the first byte is lead under mask */
    uint32_t least;           /* smaller values are overlong here */
} Utf8Form;

static const Utf8Form utf8_forms[] = {
    { 0x80, 0x00, 0 },
    { 0xe0, 0xc0, 0x80 },
    { 0xf0, 0xe0, 0x800 },
    { 0xf8, 0xf0, 0x10000 },
};

size_t text_decode(const char *s, size_t len, uint32_t *cp)
{
    const unsigned char *p = (const unsigned char *)s;
    const Utf8Form *form;
    size_t more, i;
    uint32_t value;

    for (more = 0; more < ARRAY_SIZE(utf8_forms); more++) {
        form = &utf8_forms[more];
        if ((p[0] & form->mask) == form->lead) {
            break;
        }
    }
    if (more == ARRAY_SIZE(utf8_forms) || more >= len) {
        return 0;
    }
    value = p[0] & (unsigned char)~form->mask;
    for (i = 1; i <= more; i++) {
        if ((p[i] & 0xc0) != 0x80) {
            return 0;
        }
        value = value << 6 | (p[i] & 0x3f);
    }
    if (value < form->least || value > 0x10ffff ||
        (value >= 0xd800 && value <= 0xdfff)) {
        return 0;
    }
    *cp = value;
    return more + 1;
}

bool text_encode(StrBuf *out, uint32_t cp)
{
    size_t more = cp < 0x80 ? 0 : cp < 0x800 ? 1 : cp < 0x10000 ? 2 : 3;
    char bytes[4];
    size_t i;

    for (i = more; i > 0; i--) {
        bytes[i] = (char)(0x80 | (cp & 0x3f));
        cp >>= 6;
    }
    bytes[0] = (char)(utf8_forms[more].lead | cp);
    return strbuf_append(out, bytes, more + 1);
}

bool text_is_utf8(const char *s, size_t len)
{
    uint32_t cp;
    size_t n;

    for (; len > 0; s += n, len -= n) {
        n = text_decode(s, len, &cp);
        if (n == 0) {
            return false;
        }
    }
    return true;
}

bool text_is_unsafe(uint32_t cp)
{
    return cp < 0x20 || (cp >= 0x7f && cp <= 0x9f) || cp == 0x061c ||
           cp == 0x200e || cp == 0x200f || (cp >= 0x2028 && cp <= 0x202e) ||
           (cp >= 0x2066 && cp <= 0x2069);
}

static bool is_kept(uint32_t cp, unsigned keep)
{
    return !text_is_unsafe(cp) || (cp == '\n' && (keep & TEXT_KEEP_NEWLINE)) ||
           (cp == '\t' && (keep & TEXT_KEEP_TAB));
}

static void append_escape(StrBuf *out, uint32_t cp)
{
    static const char short_forms[] = "\bb\tt\nn\ff\rr";
    size_t i;

    for (i = 0; i + 1 < sizeof(short_forms); i += 2) {
        if (cp == (unsigned char)short_forms[i]) {
            strbuf_putc(out, '\\');
            strbuf_putc(out, short_forms[i + 1]);
            return;
        }
    }
    strbuf_printf(out, "\\u%04x", (unsigned)cp);
}

bool text_append_safe(StrBuf *out, const char *text, size_t len, unsigned keep)
{
    size_t run = 0, pos = 0;

    while (pos < len) {
        uint32_t cp;
        size_t n = text_decode(text + pos, len - pos, &cp);

        if (n > 0 && is_kept(cp, keep)) {
            pos += n;
            continue;
        }
        strbuf_append(out, text + run, pos - run);
        if (n > 0) {
            append_escape(out, cp);
        } else {
            strbuf_printf(out, "\\x%02x", (unsigned char)text[pos]);
            n = 1;
        }
        pos += n;
        run = pos;
    }
    return strbuf_append(out, text + run, pos - run);
}

char *text_safe(const char *text)
{
    StrBuf out = STRBUF_INIT;

    text_append_safe(&out, text, strlen(text), 0);
    return strbuf_steal(&out);
}

/*
 * wcwidth() of a locale that knows all of Unicode, for when the user's knows
 * only ASCII: a container without LANG still has a terminal that speaks UTF-8.
 */
static int unicode_width(uint32_t cp)
{
    static locale_t unicode;
    locale_t saved;
    int width;

    if (!unicode) {
        unicode = newlocale(LC_CTYPE_MASK, "C.UTF-8", (locale_t)0);
        if (!unicode) {
            return -1;
        }
    }
    saved = uselocale(unicode);
    width = wcwidth((wchar_t)cp);
    uselocale(saved);
    return width;
}

int text_char_width(uint32_t cp)
{
    int width;

    if (cp < 0x7f) {
        return 1;
    }
    width = wcwidth((wchar_t)cp);
    if (width < 0) {
        width = unicode_width(cp);
    }
    return width < 0 ? 1 : width;
}

size_t text_width(const char *s, size_t len)
{
    size_t width = 0, n;
    uint32_t cp;

    for (; len > 0; s += n, len -= n) {
        n = text_decode(s, len, &cp);
        if (n == 0) {
            n = 1;
            width++;
        } else {
            width += (size_t)text_char_width(cp);
        }
    }
    return width;
}

size_t text_append_cut(StrBuf *out, const char *s, size_t width)
{
    size_t len = strlen(s), taken = 0, end = 0;

    while (end < len) {
        uint32_t cp;
        size_t n = text_decode(s + end, len - end, &cp);
        size_t columns = n ? (size_t)text_char_width(cp) : 1;

        if (taken + columns > width) {
            break;
        }
        taken += columns;
        end += n ? n : 1;
    }
    strbuf_append(out, s, end);
    return taken;
}
