/*
 * A QMP conversation: greeting, capabilities, requests, replies, events
 *
 * The client writes only what it is told to, and nothing before the greeting
 * has come: a monitor that another client holds keeps what is written to it
 * and runs it later.  It never prints, exits, installs handlers or reads the
 * environment.
 *
 * Everything can be driven from an event loop (qmp_client_fd(), _poll_events(),
 * _process()), or by the blocking calls, which are loops over those.  Any
 * number of requests may be out; each is known by its ticket.
 *
 * Protocol: QEMU docs/interop/qmp-spec.
 */
#ifndef QMP_CLIENT_H
#define QMP_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

#include "qmp/stream.h"
#include "util/error.h"

typedef struct QmpClient QmpClient;

/* Names a request of this client; never 0, never used twice. */
typedef uint64_t QmpTicket;

typedef enum QmpDirection {
    QMP_SENT,
    QMP_RECEIVED,
} QmpDirection;

/*
 * Sees every message, in order, as it is on the wire.  @message is the
 * parsed message, borrowed for the call like @bytes; what was received may
 * span lines.  Must not call the client.
 */
typedef void QmpTraceFn(void *opaque, QmpDirection direction,
                        json_object *message, const char *bytes, size_t len);

typedef struct QmpClientOptions {
    size_t max_message; /* bytes; 0 is 1 GiB */
    size_t event_limit; /* events kept; 0 is 1000 */
    bool keep_raw;      /* keep replies' bytes as received (QmpReply.raw) */
    QmpTraceFn *trace;  /* may be NULL */
    void *trace_opaque;
} QmpClientOptions;

/*
 * A reply; owned by who took it.  Either error_class is NULL and @value is
 * what came as "return" (NULL is JSON null), or both error strings are set.
 * An error reply whose class or desc is missing gets "" there.
 */
typedef struct QmpReply {
    QmpTicket ticket;
    json_object *message;                 /* the whole message */
    json_object *value;                   /* borrowed from message */
    const char *error_class, *error_desc; /* borrowed from message */
    char *raw; /* as received, or NULL; see keep_raw */
    size_t raw_len;
} QmpReply;

void qmp_reply_free(QmpReply *reply);

/* An event; borrowed from the client until its next _process() or _call(). */
typedef struct QmpEvent {
    uint64_t seq; /* 1, 2, 3... in order of arrival */
    const char *name;
    json_object *data; /* NULL where there is none */
    int64_t seconds;   /* the server's clock; -1: it did not say */
    int64_t microseconds;
    json_object *message;
} QmpEvent;

/* @stream is consumed.  @options may be NULL. */
QmpClient *qmp_client_new(QmpStream *stream, const QmpClientOptions *options);

/*
 * Close the connection.  A server may then drop the requests that are out
 * (QEMU does, on UNIX sockets always): to have one carried out, wait for its
 * reply.
 */
void qmp_client_free(QmpClient *c);

/*
 * End the connection now: it counts as lost from here on, and what has come
 * can still be looked at.
 */
void qmp_client_disconnect(QmpClient *c);

/*
 * Wait for the greeting.  Events ahead of it are kept.  false: ERROR_TIMEOUT
 * or ERROR_INTERRUPTED (it may be called again and goes on waiting),
 * ERROR_LOST, ERROR_PROTOCOL.
 */
bool qmp_client_wait_greeting(QmpClient *c, const QmpLimit *limit,
                              Error **errp);

/* The greeting's "QMP" member, or NULL; borrowed while the client lives. */
json_object *qmp_client_greeting(const QmpClient *c);

/*
 * Send qmp_capabilities, enabling "oob" when the greeting offers it, and
 * wait for the reply.  A refusal with CommandNotFound means that it was done
 * before (an inherited connection) and is success.
 */
bool qmp_client_negotiate(QmpClient *c, const QmpLimit *limit, Error **errp);

/* Was "oob" enabled?  Then up to 8 requests may usefully be out at once. */
bool qmp_client_has_oob(const QmpClient *c);

/*
 * Queue @request for sending (and send what can be sent at once) with the
 * @n_fds descriptors at @fds, of which the client makes copies.
 * @request: {"execute": ...} or {"exec-oob": ...}, borrowed; the client puts
 * its own "id" on the wire, and the caller's own "id" back into the reply's
 * message (which has none if the request had none).
 * Returns the ticket, or 0 and the request will not be carried out:
 * ERROR_LOST, ERROR_PROTOCOL, ERROR_REFUSED (fds on a stream that cannot
 * carry them), ERROR_FAILED (no memory, a bad descriptor).
 */
QmpTicket qmp_client_send(QmpClient *c, json_object *request, const int *fds,
                          size_t n_fds, Error **errp);

/*
 * The reply to @ticket if it is there, owned; else NULL.  A reply without an
 * id is that of the only request that is out; with several out it is a
 * protocol error.
 */
QmpReply *qmp_client_take_reply(QmpClient *c, QmpTicket ticket);

/* Would qmp_client_take_reply() give it now? */
bool qmp_client_has_reply(const QmpClient *c, QmpTicket ticket);

/* Nobody will take that reply: drop it when it comes. */
void qmp_client_abandon(QmpClient *c, QmpTicket ticket);

/*
 * Wait for the reply to @ticket and take it; NULL: ERROR_TIMEOUT,
 * ERROR_INTERRUPTED (the request stays out: call again, or abandon it),
 * ERROR_LOST, ERROR_PROTOCOL.
 */
QmpReply *qmp_client_wait_reply(QmpClient *c, QmpTicket ticket,
                                const QmpLimit *limit, Error **errp);

/* qmp_client_send() and qmp_client_wait_reply(); abandons on failure. */
QmpReply *qmp_client_call(QmpClient *c, json_object *request,
                          const QmpLimit *limit, Error **errp);

/* For a caller's own poll(). */
int qmp_client_fd(const QmpClient *c);
short qmp_client_poll_events(const QmpClient *c);

/*
 * Read and write what can be without waiting.  false once the connection is
 * unusable: ERROR_LOST ("closed by the server" or the errno), ERROR_PROTOCOL.
 * What had come before can still be taken after that.
 */
bool qmp_client_process(QmpClient *c, Error **errp);

/*
 * Wait for the server to send or to take something, and process it.  false:
 * ERROR_TIMEOUT, ERROR_INTERRUPTED (also from a server that never falls
 * silent), or as qmp_client_process().
 */
bool qmp_client_wait(QmpClient *c, const QmpLimit *limit, Error **errp);

/*
 * How many messages came that were neither events nor replies to anything:
 * passed over, but odd enough to be told.
 */
uint64_t qmp_client_stray_count(const QmpClient *c);

/* Has the connection failed (see qmp_client_process())? */
bool qmp_client_is_lost(const QmpClient *c);

/*
 * The first kept event whose seq is greater than @seq, or NULL.  So a loop
 * that stores the last seq it saw sees each event once.
 */
const QmpEvent *qmp_client_event_after(const QmpClient *c, uint64_t seq);

/*
 * Put the events that @from has kept before those of @c, which takes them
 * over: for a connection that was made anew.  The numbering is @from's.
 */
void qmp_client_adopt_events(QmpClient *c, QmpClient *from);

/* How many events have come, and how many of the oldest were dropped. */
uint64_t qmp_client_event_count(const QmpClient *c);
uint64_t qmp_client_event_dropped(const QmpClient *c);

pid_t qmp_client_peer_pid(const QmpClient *c);

/*
 * Borrowed: to look at, not to read from or write to; NULL when
 * disconnected.
 */
const QmpStream *qmp_client_stream(const QmpClient *c);

#endif
