/*
 * "Quoted" and 'quoted' text in a line
 */
#ifndef LANG_QUOTE_H
#define LANG_QUOTE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/error.h"
#include "util/strbuf.h"

typedef enum QuoteRule {
    QUOTE_VALUE, /* "..." has JSON's escapes, '...' only \' */
    QUOTE_JSON,  /* both have JSON's escapes */
} QuoteRule;

static inline bool is_quote(char c)
{
    return c == '"' || c == '\'';
}

/*
 * The offset behind the quote that closes the one at @at, or 0 when there
 * is none before @end.
 */
size_t quote_skip(const char *text, size_t at, size_t end, QuoteRule rule);

/*
 * What the quoted text from @at to @end (both quotes included) stands for,
 * by QUOTE_VALUE.  Owned, of *@len bytes; NULL with ERROR_PARSE and the
 * place in *@error_at.
 */
char *quote_take(const char *text, size_t at, size_t end, size_t *len,
                 size_t *error_at, Error **errp);

/* Append @text in double quotes, so that quote_take() gives it back. */
void quote_append(StrBuf *out, const char *text);

#endif
