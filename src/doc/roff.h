/*
 * Roff as docutils writes it, taken apart into plain text
 *
 * Not a formatter: it knows the few macros with which docutils (Sphinx)
 * writes man pages, passes over all others, and drops fonts.  Nothing that a
 * page can hold is an error.
 */
#ifndef DOC_ROFF_H
#define DOC_ROFF_H

#include <stdbool.h>
#include <stddef.h>

#include "util/strbuf.h"

typedef enum RoffKind {
    ROFF_HEADING, /* .SH, .SS */
    ROFF_TAG,     /* .TP's first line; what it is about follows */
    ROFF_ITEM,    /* .IP: "-", "1." or some words; its text follows */
    ROFF_TEXT,    /* a paragraph, on one line */
    ROFF_CODE,    /* lines that keep their form */
} RoffKind;

typedef struct RoffBlock {
    RoffKind kind;
    int depth;        /* of .INDENT; below 0 where a page is broken */
    int floor;        /* the least depth since the block before */
    const char *text; /* may be ""; valid until the next block is read */
} RoffBlock;

/* The fields are roff.c's own. */
typedef struct Roff {
    const char *pos, *end;
    int depth, floor;
    bool tag_next; /* behind .TP */
    bool code;     /* behind .nf */
    StrBuf text;   /* of the block that is being read */
} Roff;

/* @page is borrowed. */
void roff_init(Roff *r, const char *page, size_t len);
void roff_free(Roff *r);

/* false: the end of the page. */
bool roff_next(Roff *r, RoffBlock *block);

/*
 * Append the text of one line: escapes resolved, fonts and what could drive a
 * terminal dropped.  Runs of blanks become one unless @verbatim.
 */
void roff_decode(StrBuf *out, const char *line, size_t len, bool verbatim);

#define autofree_roff __attribute__((cleanup(roff_free)))

#endif
