/*
 * Lines for the human monitor
 */
#ifndef LANG_HMP_LINE_H
#define LANG_HMP_LINE_H

#include <stdbool.h>
#include <stddef.h>

/*
 * Word number @index of @line, from 0, as QEMU's monitor cuts its words: at
 * white space, and a name also at `/` ("x/4x").  Returns its length, 0 when
 * there is none, and borrows it in *@word.
 */
size_t hmp_word(const char *line, size_t index, const char **word);

/* Is that word @what? */
bool hmp_word_is(const char *line, size_t index, const char *what);

#endif
