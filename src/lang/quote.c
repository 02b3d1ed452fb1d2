/*
 * "Quoted" and 'quoted' text in a line
 */
#include "lang/quote.h"

#include <string.h>

#include "util/json.h"
#include "util/mem.h"

size_t quote_skip(const char *text, size_t at, size_t end, QuoteRule rule)
{
    char quote = text[at];
    bool all = quote == '"' || rule == QUOTE_JSON;
    size_t i;

    for (i = at + 1; i < end; i++) {
        if (text[i] == quote) {
            return i + 1;
        }
        if (text[i] == '\\' && i + 1 < end && (all || text[i + 1] == quote)) {
            i++;
        }
    }
    return 0;
}

static char *take_single(const char *text, size_t at, size_t end, size_t *len)
{
    char *taken = mem_new0(end - at, 1);
    size_t i;

    *len = 0;
    for (i = at + 1; i < end - 1; i++) {
        if (text[i] == '\\' && text[i + 1] == '\'') {
            i++;
        }
        taken[(*len)++] = text[i];
    }
    return taken;
}

static char *take_double(const char *text, size_t at, size_t end, size_t *len,
                         size_t *error_at, Error **errp)
{
    autoput json_object *string = NULL;
    size_t off;

    if (!json_read(text + at, end - at, JSON_READ_LITERAL, &string, &off,
                   errp)) {
        *error_at = at + off;
        return NULL;
    }
    *len = (size_t)json_object_get_string_len(string);
    return mem_strndup(json_object_get_string(string), *len);
}

char *quote_take(const char *text, size_t at, size_t end, size_t *len,
                 size_t *error_at, Error **errp)
{
    return text[at] == '\'' ? take_single(text, at, end, len) :
                              take_double(text, at, end, len, error_at, errp);
}

void quote_append(StrBuf *out, const char *text)
{
    strbuf_putc(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;

        if (c == '"' || c == '\\') {
            strbuf_printf(out, "\\%c", c);
        } else if (c < 0x20) {
            strbuf_printf(out, "\\u%04x", c);
        } else {
            strbuf_putc(out, *text);
        }
    }
    strbuf_putc(out, '"');
}
