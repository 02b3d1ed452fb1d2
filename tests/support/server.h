/*
 * A scripted QMP server: it does what the actions of a transcript say
 */
#ifndef SUPPORT_SERVER_H
#define SUPPORT_SERVER_H

#include <stdbool.h>

#include "program.h"
#include "transcript.h"
#include "util/error.h"
#include "vars.h"

typedef struct Server Server;

/*
 * What "KIND [bound|absent]" says, with its sockets in @dir; puts %SOCK,
 * %PORT and %FD into @vars.  NULL with @errp; ERROR_REFUSED: this machine
 * cannot do that.
 */
Server *server_new(const char *kind, const char *dir, Vars *vars, Error **errp);

/* The end of a socket pair that the program inherits, or -1. */
int server_program_fd(const Server *s);

/* Run @actions against @program. */
bool server_run(Server *s, Program *program, const Action *actions, size_t n,
                Error **errp);

/*
 * After the program has ended: has it sent anything that no action took?
 */
bool server_finish(Server *s, Error **errp);

/* What went over the wire, for people; borrowed. */
const char *server_log(const Server *s);

void server_free(Server *s);

#endif
