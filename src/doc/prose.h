/*
 * Blocks of a page as the plain text that manual.h promises
 */
#ifndef DOC_PROSE_H
#define DOC_PROSE_H

#include <stdbool.h>
#include <stddef.h>

#include "doc/roff.h"
#include "util/strbuf.h"

enum {
    PROSE_LIST_INDENT = 2, /* of what belongs to an item */
    PROSE_CODE_INDENT = 4, /* a line with so much is part of an example */
    /* deeper lists look like this one, or they would look like examples */
    PROSE_LIST_DEPTH = 2,
};

/* What was added last: it decides about an empty line. */
typedef enum ProseLast {
    PROSE_NOTHING,
    PROSE_HEADING,
    PROSE_LIST,
    PROSE_OTHER,
} ProseLast;

/* The fields are prose.c's own. */
typedef struct Prose {
    StrBuf text;
    ProseLast last;
    StrBuf mark; /* of the innermost item while its text is to come, or "" */
    bool named;  /* the mark is more than a bullet or a number */
    int items[PROSE_LIST_DEPTH]; /* depths of the items that are open */
    size_t n_items;
} Prose;

void prose_add(Prose *p, const RoffBlock *block);

/* A line that says what is below it, with a colon. */
void prose_add_heading(Prose *p, const char *text);

/* Borrowed until the next change. */
const char *prose_text(Prose *p);

/* Empty it. */
void prose_reset(Prose *p);
void prose_free(Prose *p);

#endif
