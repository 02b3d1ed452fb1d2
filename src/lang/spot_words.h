/*
 * The words of a line that is being typed, with the one at the cursor
 */
#ifndef LANG_SPOT_WORDS_H
#define LANG_SPOT_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/quote.h"
#include "lang/words.h"

typedef struct SpotWord {
    Word word;
    bool first; /* no word is before it in its line */
} SpotWord;

typedef struct SpotWords {
    SpotWord *list;
    size_t n, cap;
    /*
     * The word that the cursor stands in or behind; an empty PLAIN one where
     * nothing is typed.
     */
    size_t here;
    bool here_found; /* false: the cursor is in a comment or behind a `|` */
} SpotWords;

/*
 * Read all words of @text.  A quote or bracket that nobody closed reaches
 * to the end of what is typed: the cursor's word, else the line's end.
 * @objects: also a word that is not the first may be {...}.
 */
void spot_words_read(SpotWords *words, const char *text, size_t cursor,
                     bool objects);
void spot_words_free(SpotWords *words);

#define autofree_spot_words __attribute__((cleanup(spot_words_free)))

/*
 * What the text from @at to @end stands for, behind a quote that is still
 * open; owned.  NULL when it ends in the middle of an escape, or is wrong.
 */
char *spot_unquote(const char *text, size_t at, size_t end, char quote,
                   QuoteRule rule);

#endif
