/*
 * An event as a line for people, its data in the syntax of a command line
 */
#include "out/render.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "out/json_print.h"
#include "util/mem.h"
#include "util/text.h"

static const char *skip_digits(const char *s)
{
    return s + strspn(s, "0123456789");
}

/* Is all of @s a number by JSON's grammar (RFC 8259, 6)? */
static bool is_number(const char *s)
{
    s += *s == '-';
    if (!isdigit((unsigned char)*s)) {
        return false;
    }
    s = *s == '0' ? s + 1 : skip_digits(s);
    if (*s == '.') {
        if (!isdigit((unsigned char)s[1])) {
            return false;
        }
        s = skip_digits(s + 1);
    }
    if (*s == 'e' || *s == 'E') {
        s++;
        s += *s == '+' || *s == '-';
        if (!isdigit((unsigned char)*s)) {
            return false;
        }
        s = skip_digits(s);
    }
    return *s == '\0';
}

/* Has @s only characters that a word may have as they are? */
static bool is_plain(const char *s, size_t len)
{
    size_t n;
    uint32_t cp;

    for (; len > 0; s += n, len -= n) {
        n = text_decode(s, len, &cp);
        if (n == 0 || cp == ' ' || text_is_unsafe(cp)) {
            return false;
        }
    }
    return true;
}

/* Would the bare word @s be read as the string @s where no type is known? */
static bool is_bare_value(const char *s, size_t len)
{
    return len > 0 && !strchr("\"'{[", *s) &&
           strncmp(s, "json:{", strlen("json:{")) != 0 && is_plain(s, len) &&
           !is_number(s) && strcasecmp(s, "true") != 0 &&
           strcasecmp(s, "false") != 0 && strcmp(s, "null") != 0;
}

/* Would @s be read as one part of a key, and as a name? */
static bool is_bare_key(const char *s)
{
    const char *digits_end = skip_digits(s);

    return *digits_end &&
           s[strspn(s, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                       "0123456789-_")] == '\0';
}

static void append_coloured(StrBuf *out, const Theme *theme, ThemeRole role,
                            const char *text)
{
    strbuf_puts(out, theme_start(theme, role));
    text_append_safe(out, text, strlen(text), 0);
    strbuf_puts(out, theme_end(theme, role));
}

static void append_time(StrBuf *out, int64_t seconds, int64_t microseconds,
                        const Theme *theme)
{
    autofree char *text = NULL;
    time_t when = (time_t)seconds;
    struct tm tm;

    if (seconds < 0 || !localtime_r(&when, &tm)) {
        text = mem_strdup("[--:--:--.---]");
    } else {
        int ms = microseconds >= 0 && microseconds < 1000000 ?
                     (int)(microseconds / 1000) :
                     0;

        text = mem_printf("[%02d:%02d:%02d.%03d]", tm.tm_hour, tm.tm_min,
                          tm.tm_sec, ms);
    }
    append_coloured(out, theme, THEME_TIME, text);
}

static bool append_member(StrBuf *out, const char *key, json_object *value,
                          const Theme *theme)
{
    strbuf_putc(out, ' ');
    strbuf_puts(out, theme_start(theme, THEME_KEY));
    if (is_bare_key(key)) {
        strbuf_puts(out, key);
    } else {
        json_print_string(out, key, strlen(key));
    }
    strbuf_puts(out, theme_end(theme, THEME_KEY));
    strbuf_putc(out, '=');
    if (json_object_is_type(value, json_type_string)) {
        const char *s = json_object_get_string(value);
        size_t len = (size_t)json_object_get_string_len(value);

        if (is_bare_value(s, len)) {
            append_coloured(out, theme, THEME_STRING, s);
            return !out->failed;
        }
    }
    return json_print(out, value, JSON_PRINT_COMPACT, theme, 0);
}

bool render_event(StrBuf *out, const char *name, json_object *data,
                  int64_t seconds, int64_t microseconds,
                  const RenderStyle *style)
{
    bool ok = true;

    append_time(out, seconds, microseconds, style->theme);
    strbuf_putc(out, ' ');
    append_coloured(out, style->theme, THEME_EVENT_NAME, name);
    if (json_object_is_type(data, json_type_object)) {
        struct lh_entry *e = json_object_get_object(data)->head;

        for (; e && ok; e = e->next) {
            ok = append_member(out, lh_entry_k(e), lh_entry_v(e), style->theme);
        }
    } else if (data) {
        strbuf_putc(out, ' ');
        ok = json_print(out, data, JSON_PRINT_COMPACT, style->theme, 0);
    }
    return strbuf_putc(out, '\n') && ok;
}
