/*
 * What the files of a session share: session.c its life and what the server
 * sends unasked, session_commands.c commands and their replies,
 * session_query.c questions of our own, introspect.c what is learned by them
 * of the server, assist.c the last refusal
 */
#ifndef SHELL_SESSION_PRIV_H
#define SHELL_SESSION_PRIV_H

#include "qmp/schema.h"
#include "shell/launch.h"
#include "shell/session.h"
#include "util/clock.h"

/* Without a reply for so long, a word is said. */
#define SESSION_PATIENCE_MS 5000

/* QEMU's queue of in-band commands with oob (monitor/qmp.c). */
#define SESSION_MAX_IN_FLIGHT 8

typedef struct InFlight {
    QmpTicket ticket;
    Command *cmd;
    char *title; /* what messages call it */
    json_object *request;
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
    bool untyped_told;
    char *shutdown_reason;
    InFlight in_flight[SESSION_MAX_IN_FLIGHT]; /* oldest first */
    size_t n_in_flight;
    Deadline limit, patience; /* of the oldest: to give up, to say so */
    Manuals *manuals;
    QmpTicket schema_ticket; /* query-qmp-schema is out */
    int64_t schema_asked_ms; /* since then */
    QmpTicket overdue;    /* asked for Tab's sake, and not answered in time */
    bool schema_answered; /* what there is is there */
    QmpSchema *schema;
    bool version_asked; /* query-version was answered: it is here */
    unsigned version;
    json_object *device_types; /* replies of device-list-properties */
    json_object *kept;         /* see introspect_kept() */
    json_object *refused;      /* the last request that had an error reply */
    char *refused_class, *refused_desc;
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

/* {"execute": @command}; @arguments is consumed and may be NULL.  Owned. */
json_object *session_request(const char *command, json_object *arguments);

/*
 * Wait for the reply to @ticket, that of @command, which the session has sent
 * for its own use, at most @limit_ms (-1: without limit), with a word when it
 * takes long.  NULL: see session_wait(), or ERROR_TIMEOUT.
 */
QmpReply *session_await(Session *s, QmpTicket ticket, const char *command,
                        int64_t limit_ms, Error **errp);

/*
 * Send @request and wait for its reply as for one to a command of the user's,
 * with the time limit of -t; it is abandoned on failure.
 */
QmpReply *session_exchange(Session *s, json_object *request, Error **errp);

/*
 * The same for what a person can do without: NULL after two seconds, and at
 * once as long as an earlier such question has no answer.
 */
QmpReply *session_exchange_soon(Session *s, json_object *request);

/* How long that is. */
int64_t session_soon_ms(const Session *s);

/*
 * Before a command: what was asked for our own sake gets its answer first, as
 * some proxies hang on two requests.  But it does not get all the time in
 * the world: false is ERROR_INTERRUPTED, ERROR_LOST, ERROR_PROTOCOL.
 */
bool session_settle(Session *s, Error **errp);

/* Say once that values have no types but their look, and why. */
void session_say_untyped(Session *s, const char *why);

/* Say that there is no reply to @title yet. */
void session_lose_patience(Session *s, const char *title);

/* query-version's reply, or the greeting's version, as a number. */
unsigned session_version_of(json_object *version);

/*
 * Print the reply to @p; consumes @reply.  @may_ask: the server may be asked
 * for what helps after an error.  Not while something else is waited for.
 */
Status session_print_reply(Session *s, const InFlight *p, QmpReply *reply,
                           bool may_ask);

#endif
