/*
 * A conversation with one server: commands in, printed replies out
 *
 * The same for a person and for a script; what differs is decided by
 * SessionConfig.  Commands may be in flight together (--pipeline); their
 * replies are printed in the order of the commands.
 */
#ifndef SHELL_SESSION_H
#define SHELL_SESSION_H

#include <stdbool.h>
#include <sys/types.h>

#include "lang/command.h"
#include "qmp/client.h"
#include "shell/manuals.h"
#include "shell/options.h"
#include "shell/output.h"
#include "shell/status.h"
#include "shell/wire_log.h"
#include "term/history.h"
#include "util/clock.h"

typedef struct Session Session;

/* The person at the terminal; for scripts there is none. */
typedef struct SessionUser {
    /* A yes/no question; true is yes. */
    bool (*confirm)(void *opaque, const char *question);
    /* A text that is not echoed, owned, or NULL. */
    char *(*ask_secret)(void *opaque, const char *question);
    /* ^Z while a command runs: give the terminal back and stop. */
    void (*suspend)(void *opaque);
    void *opaque;
} SessionUser;

typedef struct SessionConfig {
    const Options *options;
    const char *address; /* NULL with -- QEMU, or for a dry run without */
    Output *output;
    WireLog *log;
    const SessionUser *user; /* NULL: a script */
} SessionConfig;

Session *session_new(const SessionConfig *config);

/*
 * Also ends a QEMU that we started: quit, 5 s, SIGTERM, and says so when
 * that is not enough.
 */
void session_free(Session *s);

/* Is there one to connect to?  A dry run may go without. */
bool session_needs_server(const Session *s);
bool session_connect(Session *s, Error **errp);

/*
 * Send a command (not a dot command: see dispatch.h) and, in another step,
 * print the reply to the oldest that is in flight or say what went wrong.
 * The status is that of the command; with several concerned, of the first
 * that failed.  A quit goes alone: it waits for the others and is finished
 * when session_submit() returns.  Consumes @cmd.
 */
Status session_submit(Session *s, Command *cmd);
Status session_finish_oldest(Session *s);
Status session_finish_all(Session *s);
size_t session_in_flight(const Session *s);

/*
 * Print the request for @cmd and send nothing, introspection at most; with
 * --dry-run session_submit() does that.  Consumes @cmd.
 */
Status session_preview(Session *s, Command *cmd);

/*
 * Could @action, of a transaction, be sent?  False with ERROR_PARSE, its
 * place in *@error_at.
 */
bool session_check_action(Session *s, const Call *action, size_t *error_at,
                          Error **errp);

/*
 * When session_finish_oldest() will have something to say or to give up, if
 * the reply has not come by then; DEADLINE_NONE with nothing in flight.
 */
Deadline session_deadline(const Session *s);

/* Is the reply to the oldest there, so that finishing it takes no wait? */
bool session_oldest_is_ready(Session *s);

/* How many commands may usefully be in flight here. */
size_t session_depth(const Session *s);

/*
 * For whoever polls: session_fd() is -1 when disconnected; session_process()
 * takes what has come, shows events (to a person) and late replies, and says
 * it when the connection has ended.
 */
int session_fd(const Session *s);
short session_poll_events(const Session *s);
void session_process(Session *s);

bool session_is_connected(const Session *s);

/* Was a `quit` carried out?  Then the end of the connection is no failure. */
bool session_has_quit(const Session *s);

/* Has the user asked to leave (.exit), or has our QEMU ended? */
bool session_is_over(const Session *s);
void session_leave(Session *s);

/* Is the VM one that we started (and which ends with us)? */
bool session_owns_vm(const Session *s);

/* Human-monitor mode for the lines to come. */
void session_set_hmp(Session *s, bool on);
bool session_is_hmp(const Session *s);

/* The VM's name, or "QEMU"; safe for a terminal. */
const char *session_vm_name(Session *s);

/* The server and its version for people, "QEMU 7.2.22"; owned, may be NULL. */
char *session_version(const Session *s);

/*
 * Its version as a number to compare, 70222 for 7.2.22; 0: not known.  A
 * storage daemon has QEMU's.
 */
unsigned session_version_number(const Session *s);

/*
 * Ask the server something for our own use: @command, with @arguments
 * (consumed, may be NULL), or the HMP line @hmp.  Owned value, or NULL (also
 * when it fails or takes long).
 */
json_object *session_query(Session *s, const char *command);
json_object *session_ask(Session *s, const char *command,
                         json_object *arguments);
char *session_query_hmp(Session *s, const char *hmp);

/*
 * The same as a part of what the user has told to do: -t is the limit, ^C
 * ends it, and an error reply is a reply.  Owned; NULL: it was said why, and
 * *@status is set.
 */
QmpReply *session_call(Session *s, const char *command, json_object *arguments,
                       Status *status);

/* Is an answer to something that was asked for our own use overdue? */
bool session_is_silent(const Session *s);

/* Drop the connection and make it anew; asks and prints nothing else. */
bool session_reconnect(Session *s, Error **errp);

/* Print the events that are kept; forget them. */
void session_list_events(Session *s);
void session_clear_events(Session *s);

/* The process at the other end, where it is on this machine; else 0. */
pid_t session_peer_pid(const Session *s);

/* QEMU's manual pages. */
Manuals *session_manuals(Session *s);

const SessionConfig *session_config(const Session *s);
History *session_history(const Session *s);
void session_set_history(Session *s, History *history); /* borrowed */

#endif
