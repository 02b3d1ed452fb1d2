/*
 * The shell's own commands: .name
 *
 * One table: running, .help, completion and the manual page's test are made
 * of it.  A new command is one entry in dot.c and its function.
 */
#ifndef SHELL_DOT_H
#define SHELL_DOT_H

#include <stdbool.h>

#include "lang/command.h"
#include "shell/session.h"
#include "shell/status.h"
#include "term/line_editor.h"
#include "util/strlist.h"

typedef struct DotCommand {
    const char *name;    /* without the dot */
    const char *args;    /* synopsis, "" for none */
    const char *summary; /* one line */
    bool prints;         /* its output may go to `| PROGRAM` */
    bool takes_line;     /* what follows is a line of its own: LINE */
    /* @rest: the line behind the name, without blanks around it */
    Status (*run)(Session *s, const char *rest);
    /*
     * Candidates for the end of @before, the text behind the name;
     * out->start is an offset in it.  NULL: none.
     */
    void (*complete)(Session *s, const char *before, bool confirmed,
                     Completions *out);
} DotCommand;

/* Ends with an entry whose name is NULL. */
extern const DotCommand dot_commands[];

const DotCommand *dot_find(const char *name);

/* Add the names of all. */
void dot_names(StrList *out);

/*
 * Where what follows the name begins in @line, a dot command's; 0 as long as
 * no blank ends the name before byte @cursor.  *@dot: the command, NULL for
 * an unknown one.
 */
size_t dot_rest(const char *line, size_t cursor, const DotCommand **dot);

/*
 * Where the line begins that the cursor is in: the LINE of a dot command that
 * takes one, or of the one in that; 0 for @line itself.
 */
size_t dot_inner_line(const char *line, size_t cursor);

/* Run @cmd, a COMMAND_DOT; @cmd is borrowed. */
Status dot_run(Session *s, const Command *cmd);

#endif
