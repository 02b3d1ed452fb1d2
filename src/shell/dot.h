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
#include "util/strbuf.h"
#include "util/strlist.h"

typedef struct DotCommand {
    const char *name;    /* without the dot */
    const char *args;    /* synopsis, "" for none */
    const char *summary; /* one line */
    bool prints;         /* its output may go to `| PROGRAM` */
    /* @rest: the line behind the name, without blanks around it */
    Status (*run)(Session *s, const char *rest);
    /* Candidates for the word at the end of @before; NULL: none. */
    void (*complete)(Session *s, const char *before, StrList *out);
} DotCommand;

/* Ends with an entry whose name is NULL. */
extern const DotCommand dot_commands[];

const DotCommand *dot_find(const char *name);

/* Run @cmd, a COMMAND_DOT; @cmd is borrowed. */
Status dot_run(Session *s, const Command *cmd);

#endif
