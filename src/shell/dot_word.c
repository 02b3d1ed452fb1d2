/*
 * The word of a dot command that is being typed
 */
#include "shell/dot_word.h"

#include <string.h>

#include "lang/line_parser.h"
#include "lang/quote.h"
#include "lang/spot_words.h"
#include "lang/suggest.h"
#include "lang/words.h"
#include "util/mem.h"

/* A word without quotes: what is typed is what it is. */
static bool set_bare(Spot *word, const char *before, size_t at)
{
    word->start = at;
    word->prefix = mem_strdup(before + at);
    return true;
}

/* Is the quote of the bad word at @at open?  Only there one can be. */
static bool set_quoted(Spot *word, const char *before, size_t at)
{
    size_t len = strlen(before);

    if (!is_quote(before[at]) || quote_skip(before, at, len, QUOTE_VALUE)) {
        return false;
    }
    word->start = at + 1;
    word->quote = before[at];
    word->prefix = spot_unquote(before, at + 1, len, before[at], QUOTE_VALUE);
    return word->prefix;
}

bool dot_word_find(Spot *word, const char *before)
{
    WordReader r = { .text = before, .len = strlen(before), .dot = true };
    WordResult result;
    Error *err = NULL;
    Word last = { 0 };

    *word = (Spot){ .kind = SPOT_VALUE };
    while ((result = word_read(&r, &last, &err)) == WORD_FOUND &&
           last.end < r.len) {
    }
    error_free(err);
    switch (result) {
    case WORD_FOUND: /* it ends at the cursor */
        return last.kind != WORD_PIPE && last.shape == SHAPE_BARE &&
               set_bare(word, before, last.at);
    case WORD_END:
        return (!r.len || is_blank(before[r.len - 1])) &&
               !memchr(before + last.end, '#', r.len - last.end) &&
               set_bare(word, before, r.len);
    case WORD_BAD:
        return set_quoted(word, before, r.word.at);
    default:
        return false;
    }
}

static bool reads_back(const char *name)
{
    size_t n = 0;
    char **words = words_split(name, &n, NULL);
    bool same = n == 1 && strcmp(words[0], name) == 0;

    words_free(words);
    return same;
}

char *dot_word_written(const Spot *word, const char *name)
{
    Spot place = *word;

    /* what stands in JSON has quotes in any case */
    place.in_json = !word->quote && !reads_back(name);
    return suggest_quoted(&place, name);
}
