/*
 * What the files of a session share: session.c its life and what the server
 * sends unasked, session_commands.c commands and their replies,
 * session_query.c questions of our own
 */
#ifndef SHELL_SESSION_PRIV_H
#define SHELL_SESSION_PRIV_H

#include "shell/launch.h"
#include "shell/session.h"
#include "util/clock.h"

/* QEMU's queue of in-band commands with oob (monitor/qmp.c). */
#define SESSION_MAX_IN_FLIGHT 8

typedef struct InFlight {
    QmpTicket ticket;
    Command *cmd;
    char *title; /* what messages call it */
    int64_t started_ms;
    int cpu;   /* of an HMP line `cpu N`, else -1 */
    bool quit; /* it ends the VM */
} InFlight;

struct Session {
    SessionConfig config;
    QmpClient *client;
    Launch *launch;
    History *history;
    char *vm_name; /* safe text */
    int hmp_cpu;   /* -1: none chosen */
    bool hmp;
    bool lost; /* the connection has ended, and that was said */
    bool quit; /* a quit was carried out */
    bool leaving;
    uint64_t event_shown, event_cleared; /* seq of the last such event */
    bool stray_told;
    char *shutdown_reason;
    InFlight in_flight[SESSION_MAX_IN_FLIGHT]; /* oldest first */
    size_t n_in_flight;
    Deadline limit, patience; /* of the oldest: to give up, to say so */
    InFlight *late; /* given up on by ^C; their replies are still of interest */
    size_t n_late, cap_late;
};

/* Free what @f holds. */
void in_flight_clear(InFlight *f);

/* Is there a person? */
static inline bool session_is_interactive(const Session *s)
{
    return s->config.user;
}

/*
 * Wait for the server until @deadline and take what it sends unasked.
 * false: ERROR_TIMEOUT, ERROR_INTERRUPTED, ERROR_LOST, ERROR_PROTOCOL.
 */
bool session_wait(Session *s, Deadline deadline, Error **errp);

/*
 * The connection has ended with @err (consumed; NULL: it was closed).  Says
 * why, and which commands in flight may or may not have been carried out.
 */
Status session_handle_loss(Session *s, Error *err);

/* Print the reply to @p; consumes @reply. */
Status session_print_reply(Session *s, const InFlight *p, QmpReply *reply);

#endif
