/*
 * Running lines that nobody types: stdin, -c, -f
 */
#ifndef SHELL_SCRIPT_H
#define SHELL_SCRIPT_H

#include "shell/line_source.h"
#include "shell/session.h"
#include "shell/status.h"

/*
 * Run the lines of @src.  @name says in messages where a line is from
 * (a file), NULL: its number will do.  The status is that of the first line
 * that failed; after a lost connection, a time limit, a broken output or a
 * signal the rest is not run, and with --exit-on-error after any failure.
 * *@stop tells whether sources behind this one are not to be run either.
 */
Status script_run(Session *s, LineSource *src, const char *name, bool *stop);

#endif
