/*
 * A session with a server that says what a test wants
 *
 * The server is a thread at the other end of a socket pair.  It notes what it
 * was asked, for what may be asked matters as much as what comes of it.
 */
#ifndef UNIT_FAKE_SERVER_H
#define UNIT_FAKE_SERVER_H

#include "shell/session.h"

typedef struct FakeReply {
    const char *question; /* the command, a blank and its arguments as JSON,
                             if it has any; "*": any */
    const char *value;    /* JSON; "!CLASS": an error; "": the end of the
                             connection */
} FakeReply;

/*
 * A session with a server that says it is QEMU @major.@minor.  The first of
 * @replies whose question fits counts; they end with {}.  It knows no other
 * command.  One at a time.
 */
Session *fake_server_start(int major, int minor, const FakeReply *replies);

/* Frees the session, too. */
void fake_server_stop(void);

/* What was asked up to now, one question a line. */
const char *fake_server_asked(void);

#endif
