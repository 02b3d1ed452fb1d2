/*
 * Names as they must be written where they are suggested
 */
#include "lang/suggest_priv.h"

#include <string.h>

#include "lang/quote.h"
#include "lang/words.h"
#include "util/mem.h"

static bool key_needs_quotes(const char *name, bool flat)
{
    static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "abcdefghijklmnopqrstuvwxyz0123456789-_[].";
    size_t len = strspn(name, plain);

    return !name[0] || name[0] == '[' || name[len] ||
           (!flat && strchr(name, '.'));
}

static bool value_needs_quotes(const char *value, unsigned flags)
{
    const char *c;

    for (c = value; *c; c++) {
        if ((unsigned char)*c < 0x20 || is_blank(*c)) {
            return true;
        }
    }
    return !value[0] || strchr("\"'{[", value[0]) ||
           strncmp(value, "json:{", 6) == 0 ||
           (!(flags & WRITE_NULL_BARE) && strcmp(value, "null") == 0);
}

static bool needs_quotes(const Spot *spot, const char *name, unsigned flags)
{
    if (spot->in_json) {
        return true;
    }
    switch (spot->kind) {
    case SPOT_KEY:
        return key_needs_quotes(name, spot_keys_are_flat(spot->command));
    case SPOT_VALUE:
        return value_needs_quotes(name, flags);
    default:
        return false;
    }
}

/* Append @text as it stands behind an open @quote. */
static void append_quoted(StrBuf *out, const char *text, char quote,
                          QuoteRule rule)
{
    bool escapes = quote == '"' || rule == QUOTE_JSON;

    for (; *text; text++) {
        if (*text == quote || (*text == '\\' && escapes)) {
            strbuf_printf(out, "\\%c", *text);
        } else if ((unsigned char)*text < 0x20 && escapes) {
            strbuf_printf(out, "\\u%04x", (unsigned char)*text);
        } else {
            strbuf_putc(out, *text);
        }
    }
}

char *suggest_written(const Spot *spot, const char *name, unsigned flags)
{
    StrBuf out = STRBUF_INIT;
    char quote = spot->quote;

    if (!quote && !needs_quotes(spot, name, flags)) {
        return mem_strdup(name);
    }
    if (!quote) {
        quote = '"';
        strbuf_putc(&out, quote);
    }
    append_quoted(&out, name, quote, spot->in_json ? QUOTE_JSON : QUOTE_VALUE);
    if (!(flags & WRITE_OPEN) && !(spot->quote && spot->next == quote)) {
        strbuf_putc(&out, quote);
    }
    return strbuf_steal(&out);
}

void suggest_key_part(StrBuf *out, const char *name, bool flat)
{
    if (key_needs_quotes(name, flat)) {
        quote_append(out, name);
    } else {
        strbuf_puts(out, name);
    }
}

char *suggest_quoted(const Spot *spot, const char *name)
{
    size_t len = strlen(name);
    bool goes_on = len && name[len - 1] == '/';

    return suggest_written(spot, name, goes_on ? WRITE_OPEN : 0);
}
