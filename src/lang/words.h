/*
 * The words of a line
 */
#ifndef LANG_WORDS_H
#define LANG_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/scan.h"
#include "util/error.h"

typedef enum WordKind {
    WORD_PLAIN,
    WORD_ARG,    /* KEY=VALUE and its likes */
    WORD_OBJECT, /* {...} where a command or an action may begin */
    WORD_PIPE,   /* `|` and all that follows it in its line */
} WordKind;

typedef enum ArgOp {
    OP_SET,  /* KEY=VALUE */
    OP_JSON, /* KEY:=JSON */
    OP_FILE, /* KEY:@FILE */
} ArgOp;

/* What a value's first characters say about where it ends. */
typedef enum ValueShape {
    SHAPE_BARE,
    SHAPE_QUOTED,
    SHAPE_BRACKET,
    SHAPE_JSON_COLON, /* json:{...} */
} ValueShape;

/* A word as offsets into its text. */
typedef struct Word {
    WordKind kind;
    size_t at, end;
    /* ARG only: */
    ArgOp op;
    ValueShape shape;
    size_t key_end, value_at;
} Word;

/*
 * Reads words from a text that may grow: a new line is appended to it, with
 * a newline between, and @text and @len are set anew.
 */
typedef struct WordReader {
    const char *text;
    size_t len;
    size_t pos;   /* after an error: its place */
    bool dot;     /* words of a dot command: quotes stand around a whole one */
    bool objects; /* a word may be {...} */
    bool open;    /* a bracket of @word is open */
    Word word;
    BracketScan brackets;
} WordReader;

typedef enum WordResult {
    WORD_FOUND,
    WORD_END,  /* no further word in this line */
    WORD_MORE, /* an open bracket: append a line and go on */
    WORD_BAD,  /* *errp is set: ERROR_PARSE */
} WordResult;

WordResult word_read(WordReader *r, Word *word, Error **errp);

/*
 * Find the operator that ends the KEY of an argument between @at and @end.
 * Returns false when there is none; then w->end is where the word ends, or,
 * with *@errp set, the place of an error.  @literal: blanks are no ends.
 */
bool word_find_op(Word *w, const char *text, size_t end, bool literal,
                  Error **errp);

/* Is @word of that text, to the letter? */
bool word_is(const Word *word, const char *text, const char *what);

static inline bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

#endif
