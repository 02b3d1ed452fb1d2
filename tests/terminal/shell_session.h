/*
 * A test's hold on a qmpsh in a terminal, and on the server it talks to
 *
 * The server is the test itself, so that replies and events come exactly
 * when the test wants.
 */
#ifndef TESTS_SHELL_SESSION_H
#define TESTS_SHELL_SESSION_H

#include <json-c/json.h>

#include "screen.h"
#include "util/strbuf.h"

typedef struct Shell {
    Screen *screen;
    int listener;
    int conn;             /* -1: none */
    StrBuf in;            /* from the program, not yet taken */
    json_object *request; /* the one that was taken last */
} Shell;

/* Make the folder that all shells of this program live in: call it once. */
void shell_make_folder(void);
void shell_remove_folder(void);

/*
 * Start @command, a line for sh (NULL: qmpsh, quiet), in a folder of its own.
 * $QMPSH is the program, $SOCK the server's socket, $JOB_PARENT a shell that
 * knows no more than job control.  The home folder is that folder.
 */
Shell shell_start(int rows, int cols, const char *command);

/* The same; accept the connection, call the VM "vm", wait for the prompt. */
Shell shell_open(int rows, int cols, const char *command);

void shell_free(Shell *sh);

/* ^D on an empty line; the program must end well. */
void shell_leave(Shell *sh);

/* The program ends although there is no terminal left to see it at. */
void shell_expect_end(Shell *sh);

/* ---- the server ---- */

/* The next connection: greeting and capabilities. */
void shell_accept(Shell *sh);

/*
 * Take a request, which must be for @command.  One for the schema that comes
 * before is refused: the server has none, unless the test takes it.
 */
void shell_take(Shell *sh, const char *command);

/* Take the request for the schema and refuse it. */
void shell_refuse_schema(Shell *sh);

/* The arguments of the request that was taken last are @json. */
void shell_expect_arguments(const Shell *sh, const char *json);

/* Answer the request that was taken last; @value is JSON. */
void shell_reply(Shell *sh, const char *value);
void shell_reply_error(Shell *sh, const char *class, const char *desc);

/* The same to an earlier @request. */
void shell_reply_error_to(Shell *sh, json_object *request, const char *class,
                          const char *desc);

/* Take the very next request, which must be for @command. */
void shell_take_next(Shell *sh, const char *command);

/* shell_take() and shell_reply(). */
void shell_serve(Shell *sh, const char *command, const char *value);

/* An event of 00:00:01.002; @data is JSON, or NULL. */
void shell_event(Shell *sh, const char *name, const char *data);

void shell_send(Shell *sh, const char *bytes, size_t len);

void shell_hang_up(Shell *sh);

/* ---- what it leaves behind ---- */

/* The text of @file in its folder; owned, "" if there is none. */
char *shell_read_file(const char *file);

#endif
