/*
 * The word of a dot command that is being typed
 */
#ifndef SHELL_DOT_WORD_H
#define SHELL_DOT_WORD_H

#include <stdbool.h>

#include "lang/spot.h"

/*
 * Find the last word of @before, what is typed behind the command's name:
 * @word becomes a VALUE with its start, prefix and open quote.  false: no
 * word can go on there (behind a closing quote, in a comment).  Owned:
 * spot_clear().
 */
bool dot_word_find(Spot *word, const char *before);

/*
 * @name as it must be written there to be read back as one word; owned.  One
 * that ends in '/' can go on: its quote stays open.
 */
char *dot_word_written(const Spot *word, const char *name);

#endif
