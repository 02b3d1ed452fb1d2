/*
 * Lines to Commands
 *
 * A command may need several lines (a bracket left open, a transaction, a
 * lone `\` at the end), so the parser is fed line by line and keeps what is
 * open.  It reads no file and asks no server.
 */
#ifndef LANG_LINE_PARSER_H
#define LANG_LINE_PARSER_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/command.h"
#include "util/error.h"

typedef struct LineParser LineParser;

typedef enum LineResult {
    LINE_COMMAND, /* *@cmd is owned */
    LINE_MORE,    /* another line is needed */
    LINE_ERROR,   /* *@errp is set: ERROR_PARSE */
} LineResult;

/* What the next line will be part of: for the prompt. */
typedef enum LineState {
    LINE_STATE_START,
    LINE_STATE_CONTINUED, /* behind a lone `\` */
    LINE_STATE_JSON,      /* inside brackets */
    LINE_STATE_TRANSACTION,
} LineState;

/*
 * @interactive: `|` is understood, and a transaction's line that cannot be
 * parsed is refused alone, the transaction staying open (a whole transaction
 * on one line is refused as a whole).  Otherwise it voids the whole
 * transaction: the rest of it is read up to its `)` and reported as one
 * error.
 */
LineParser *line_parser_new(bool interactive);
void line_parser_free(LineParser *p);

/*
 * Have every action of a transaction looked at when its line is complete, so
 * that a wrong one is refused then and not only with the whole.
 */
void line_parser_set_check(LineParser *p, ActionCheckFn *check, void *opaque);

/*
 * Human-monitor mode: a line is HMP, from its first to its last non-blank,
 * but for one that begins with a dot.  Takes effect at the next line.
 */
void line_parser_set_hmp(LineParser *p, bool on);

/*
 * Parse @line (@len bytes, without its newline; it may hold newlines: then
 * each is a line of its own, and they must make one command, blank lines and
 * comments around it; an error then drops all that is open).  @number: its
 * line number for messages, from 1.
 *
 * An error's hint shows the offending line with a caret below the place, and
 * names the line where it is not a single-line command.  After an error the
 * parser is at a line's start again (but see line_parser_new()).
 */
LineResult line_parser_feed(LineParser *p, const char *line, size_t len,
                            unsigned number, Command **cmd, Error **errp);

/*
 * End of input: false with ERROR_PARSE if something is still open, naming
 * the line that opened it.  The parser is at a line's start again.
 */
bool line_parser_finish(LineParser *p, Error **errp);

/* Drop what is open (^C). */
void line_parser_reset(LineParser *p);

LineState line_parser_state(const LineParser *p);

/*
 * A command given as separate words (`qmpsh ADDRESS COMMAND ARG...`): each
 * word is literal, with no quotes, comments or continuation, but for
 * KEY=VALUE, KEY:=JSON and KEY:@FILE; a VALUE that begins with a bracket is
 * JSON where its argument is no string.  With @hmp the words are joined by one
 * blank.  A first word that begins with '.' is a dot command, its words joined
 * with quotes as needed.  Returns an owned Command or NULL with ERROR_PARSE.
 */
Command *command_from_words(char *const *words, size_t n_words, bool hmp,
                            Error **errp);

/*
 * Split a dot command's rest into words, by the quoting rules of values
 * ("..." with JSON escapes, '...'), also behind `KEY=`; a word that begins
 * with `#` ends them.  Returns an owned, NULL-terminated array with *@n_words
 * entries, each owned; or NULL with ERROR_PARSE.
 */
char **words_split(const char *text, size_t *n_words, Error **errp);
void words_free(char **words);

#endif
