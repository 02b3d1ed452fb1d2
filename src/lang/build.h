/*
 * The words of a complete line to what they mean
 */
#ifndef LANG_BUILD_H
#define LANG_BUILD_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/command.h"
#include "lang/words.h"
#include "util/error.h"

/* A line that was read; it borrows all it points to. */
typedef struct Line {
    const char *text;
    size_t len;
    const Word *words;
    size_t n_words;
    bool interactive;
    ActionCheckFn *check; /* may be NULL */
    void *check_opaque;
    size_t error_at; /* the place of an error, an offset in the text */
} Line;

/*
 * These return an owned Command without its source and line, or NULL with
 * ERROR_PARSE and the place in l->error_at.
 */

/* QMP or RAW; there is at least one word. */
Command *build_wire(Line *l, Error **errp);

/* HMP: words are not looked at. */
Command *build_hmp(Line *l, Error **errp);

/*
 * DOT: words are needed for what ends its rest, `|`, and for the `\` that
 * continue it, which are words here.
 */
Command *build_dot(Line *l, Error **errp);

/* Is the text, whose first non-blank is a dot, `.hmp LINE`? */
bool is_dot_hmp(const char *text);

/*
 * Take the words from number @first into the transaction @trans; *@closed:
 * the last one was its `)`.  On failure @trans is as it was.
 */
bool build_actions(Command *trans, Line *l, size_t first, bool *closed,
                   Error **errp);

#endif
