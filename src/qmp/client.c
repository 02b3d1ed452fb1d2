/*
 * A QMP conversation: greeting, capabilities, requests, replies, events
 */
#include "qmp/client.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "qmp/event_ring.h"
#include "qmp/framer.h"
#include "qmp/outbox.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define DEFAULT_MAX_MESSAGE ((size_t)1 << 30)
#define DEFAULT_EVENT_LIMIT 1000
#define SHORT_IDS 9
/*
 * Reads in one qmp_client_process(): what one read brings is few enough
 * events that a caller who looks after each call sees them all.
 */
#define MAX_READS 1
/* More than any socket buffers, for a connection that has broken. */
#define MAX_DRAIN_READS 4096

/* A request whose reply nobody has taken yet. */
typedef struct Pending {
    struct Pending *next;
    QmpTicket ticket;
    uint64_t id; /* on the wire */
    bool abandoned;
    bool has_own_id; /* the caller's, which may be null */
    json_object *own_id;
    QmpReply *reply; /* NULL while the request is out */
} Pending;

struct QmpClient {
    QmpStream *stream;
    QmpFramer *framer;
    QmpClientOptions options;
    Error *failure; /* why the connection is unusable; NULL: it is fine */
    json_object *greeting;
    bool no_greeting;      /* something else came first */
    QmpTicket negotiation; /* of qmp_capabilities while it is out */
    bool negotiated;
    bool oob;
    QmpTicket last_ticket;
    uint64_t last_id;
    Pending *pending; /* by ticket, so replies in order are found at once */
    Pending **pending_end;
    size_t n_out; /* pending ones without a reply */
    uint64_t n_stray;
    Outbox outbox;
    EventRing events;
};

/* ---- pending requests ---- */

static void pending_add(QmpClient *c, QmpTicket ticket, uint64_t id,
                        json_object *request)
{
    Pending *p = NEW0(Pending);

    p->ticket = ticket;
    p->id = id;
    p->has_own_id = json_has(request, "id", &p->own_id);
    json_object_get(p->own_id);
    *c->pending_end = p;
    c->pending_end = &p->next;
    c->n_out++;
}

/* The link that leads to the request of @ticket, or NULL. */
static Pending **pending_find(QmpClient *c, QmpTicket ticket)
{
    Pending **link;

    for (link = &c->pending; *link; link = &(*link)->next) {
        if ((*link)->ticket == ticket) {
            return link;
        }
    }
    return NULL;
}

/* The link to the request that is out under @id, or NULL. */
static Pending **pending_find_id(QmpClient *c, uint64_t id)
{
    Pending **link;

    for (link = &c->pending; *link; link = &(*link)->next) {
        if ((*link)->id == id && !(*link)->reply) {
            return link;
        }
    }
    return NULL;
}

/*
 * An id for the next request.  QEMU reads its input byte by byte, so each
 * digit costs some microseconds: one will do, as ids of requests that are
 * out no more are free again.  They take turns, so that a stray second reply
 * does not meet the request right behind its own.
 */
static uint64_t choose_id(QmpClient *c)
{
    uint64_t n;

    for (n = 0; n < SHORT_IDS; n++) {
        uint64_t id = (c->last_id + n) % SHORT_IDS + 1;

        if (!pending_find_id(c, id)) {
            c->last_id = id;
            return id;
        }
    }
    return SHORT_IDS + c->last_ticket + 1;
}

/* The link to the only request that is out. */
static Pending **pending_only(QmpClient *c)
{
    Pending **link = &c->pending;

    while ((*link)->reply) {
        link = &(*link)->next;
    }
    return link;
}

static void pending_remove(QmpClient *c, Pending **link)
{
    Pending *p = *link;

    *link = p->next;
    if (!p->next) {
        c->pending_end = link;
    }
    qmp_reply_free(p->reply);
    json_object_put(p->own_id);
    free(p);
}

/* ---- what comes in ---- */

void qmp_reply_free(QmpReply *reply)
{
    if (reply) {
        json_object_put(reply->message);
        free(reply->raw);
        free(reply);
    }
}

/* The caller sees its own id or none, not the one that was on the wire. */
static void restore_id(const Pending *p, json_object *message)
{
    if (p->has_own_id) {
        json_set(message, "id", json_object_get(p->own_id));
    } else {
        json_object_object_del(message, "id");
    }
}

static QmpReply *make_reply(const QmpClient *c, const Pending *p,
                            json_object *message, const char *raw,
                            size_t raw_len)
{
    QmpReply *reply = NEW0(QmpReply);
    json_object *error;

    reply->ticket = p->ticket;
    restore_id(p, message);
    reply->message = json_object_get(message);
    if (json_has(message, "error", &error)) {
        reply->error_class = json_get_string(error, "class");
        reply->error_desc = json_get_string(error, "desc");
        reply->error_class = reply->error_class ? reply->error_class : "";
        reply->error_desc = reply->error_desc ? reply->error_desc : "";
    } else {
        json_has(message, "return", &reply->value);
    }
    if (c->options.keep_raw) {
        reply->raw = mem_strndup(raw, raw_len);
        reply->raw_len = raw_len;
    }
    return reply;
}

/*
 * Whose reply is @message?  NULL: nobody's, or with c->failure set it cannot
 * be told.
 */
static Pending **find_asker(QmpClient *c, json_object *message)
{
    json_object *id = NULL;

    /* some servers give no id, and QEMU none to what it could not parse */
    json_has(message, "id", &id);
    if (!id && c->n_out > 1) {
        error_set(&c->failure, ERROR_PROTOCOL,
                  "a reply without an id came while %zu requests were out",
                  c->n_out);
    }
    if (!id) {
        return c->n_out == 1 ? pending_only(c) : NULL;
    }
    if (!json_object_is_type(id, json_type_int)) {
        return NULL;
    }
    return pending_find_id(c, json_object_get_uint64(id));
}

static void take_reply_message(QmpClient *c, json_object *message,
                               const char *raw, size_t raw_len)
{
    Pending **link = find_asker(c, message);

    if (!link) {
        c->n_stray++;
        return;
    }
    c->n_out--;
    if ((*link)->abandoned) {
        pending_remove(c, link);
    } else {
        (*link)->reply = make_reply(c, *link, message, raw, raw_len);
    }
}

/*
 * What is neither event, greeting nor the reply to something is passed over:
 * the trace shows it, and the conversation can go on.
 */
static void take_message(QmpClient *c, json_object *message, const char *raw,
                         size_t raw_len)
{
    bool first = !c->greeting && c->last_ticket == 0;

    if (c->options.trace) {
        c->options.trace(c->options.trace_opaque, QMP_RECEIVED, message, raw,
                         raw_len);
    }
    if (json_get_string(message, "event")) {
        event_ring_add(&c->events, message);
    } else if (!c->greeting && json_get_object(message, "QMP")) {
        c->greeting = json_object_get(message);
    } else if (first) {
        c->no_greeting = true;
    } else if (json_has(message, "return", NULL) ||
               json_has(message, "error", NULL)) {
        take_reply_message(c, message, raw, raw_len);
    } else {
        c->n_stray++;
    }
}

static void take_messages(QmpClient *c)
{
    json_object *message;
    const char *raw;
    size_t raw_len;

    while (!c->failure && qmp_framer_next(c->framer, &message, &raw, &raw_len,
                                          &c->failure) > 0) {
        take_message(c, message, raw, raw_len);
        json_object_put(message);
    }
}

static void set_lost(QmpClient *c, int err)
{
    const char *where = qmp_framer_is_partial(c->framer) ?
                            " in the middle of a message" :
                            "";

    if (c->failure) {
        return;
    }
    if (err) {
        error_set_errno(&c->failure, ERROR_LOST, err,
                        "the connection was lost%s", where);
    } else {
        error_set(&c->failure, ERROR_LOST,
                  "the connection was closed by the server%s", where);
    }
}

/*
 * Read what is there, until the connection ends or a read leaves some of the
 * room empty (nothing more is there, then); with @drain until a read fails.
 */
static void receive(QmpClient *c, bool drain)
{
    size_t i, room, max_reads = drain ? MAX_DRAIN_READS : MAX_READS;
    ssize_t n;

    for (i = 0; i < max_reads && !c->failure; i++) {
        char *data = qmp_framer_reserve(c->framer, &room, &c->failure);

        if (!data) {
            return;
        }
        n = qmp_stream_read(c->stream, data, room);
        if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            return;
        }
        if (n <= 0) {
            set_lost(c, n < 0 ? errno : 0);
            return;
        }
        qmp_framer_commit(c->framer, (size_t)n);
        take_messages(c);
        if ((size_t)n < room && !drain) {
            return;
        }
    }
}

/*
 * A server that is gone may have said something before: what a broken
 * stream still holds is read before the failure is noted.
 */
static void flush(QmpClient *c)
{
    int err = outbox_flush(&c->outbox, c->stream);

    if (err) {
        outbox_clear(&c->outbox);
        receive(c, true);
        set_lost(c, err);
    }
}

/* ---- a client's life ---- */

QmpClient *qmp_client_new(QmpStream *stream, const QmpClientOptions *options)
{
    QmpClient *c = NEW0(QmpClient);

    c->stream = stream;
    if (options) {
        c->options = *options;
    }
    if (!c->options.max_message) {
        c->options.max_message = DEFAULT_MAX_MESSAGE;
    }
    if (!c->options.event_limit) {
        c->options.event_limit = DEFAULT_EVENT_LIMIT;
    }
    c->framer = qmp_framer_new(c->options.max_message);
    c->pending_end = &c->pending;
    outbox_init(&c->outbox);
    event_ring_init(&c->events, c->options.event_limit);
    return c;
}

void qmp_client_free(QmpClient *c)
{
    if (!c) {
        return;
    }
    qmp_stream_close(c->stream);
    qmp_framer_free(c->framer);
    while (c->pending) {
        pending_remove(c, &c->pending);
    }
    outbox_clear(&c->outbox);
    event_ring_free(&c->events);
    json_object_put(c->greeting);
    error_free(c->failure);
    free(c);
}

void qmp_client_disconnect(QmpClient *c)
{
    if (!c->failure) {
        error_set(&c->failure, ERROR_LOST, "the connection was closed");
    }
    qmp_stream_close(STEAL(c->stream));
}

int qmp_client_fd(const QmpClient *c)
{
    return c->stream ? qmp_stream_fd(c->stream) : -1;
}

short qmp_client_poll_events(const QmpClient *c)
{
    if (c->failure) {
        return 0;
    }
    return outbox_is_empty(&c->outbox) ? POLLIN : POLLIN | POLLOUT;
}

/* Returns false with a copy of the failure, if there is one. */
static bool check_usable(const QmpClient *c, Error **errp)
{
    if (c->failure) {
        error_set(errp, error_kind(c->failure), "%s",
                  error_message(c->failure));
    }
    return !c->failure;
}

bool qmp_client_process(QmpClient *c, Error **errp)
{
    if (!c->failure) {
        flush(c);
        receive(c, false);
    }
    return check_usable(c, errp);
}

bool qmp_client_is_lost(const QmpClient *c)
{
    return c->failure;
}

const QmpStream *qmp_client_stream(const QmpClient *c)
{
    return c->stream;
}

pid_t qmp_client_peer_pid(const QmpClient *c)
{
    return c->stream ? qmp_stream_peer_pid(c->stream) : 0;
}

/*
 * Unlike with fd_wait(), a server that never falls silent cannot hide the
 * wake fd or the deadline.
 */
bool qmp_client_wait(QmpClient *c, const QmpLimit *limit, Error **errp)
{
    struct pollfd fds[2] = {
        { .fd = qmp_client_fd(c), .events = qmp_client_poll_events(c) },
        { .fd = limit->wake_fd, .events = POLLIN },
    };
    int n;

    if (!check_usable(c, errp)) {
        return false;
    }
    do {
        n = poll(fds, 2, deadline_poll_timeout(limit->deadline));
    } while (n < 0 && errno == EINTR);
    if (n < 0) {
        error_set_errno(errp, ERROR_FAILED, errno, "poll");
        return false;
    }
    if (fds[0].revents && !qmp_client_process(c, errp)) {
        return false;
    }
    if (fds[1].revents) {
        error_set(errp, ERROR_INTERRUPTED, "interrupted");
        return false;
    }
    if (deadline_poll_timeout(limit->deadline) == 0) {
        error_set(errp, ERROR_TIMEOUT, "time limit reached");
        return false;
    }
    return true;
}

/* Say what was waited for, unless the peer's own fault explains it. */
static void name_missing(Error **err, const char *what)
{
    if (error_kind(*err) != ERROR_PROTOCOL) {
        error_prepend(err, "no %s came: ", what);
    }
}

/* ---- greeting and capabilities ---- */

bool qmp_client_wait_greeting(QmpClient *c, const QmpLimit *limit, Error **errp)
{
    Error *err = NULL;

    while (!c->greeting && !c->no_greeting && !err) {
        qmp_client_wait(c, limit, &err);
    }
    if (c->greeting) {
        error_free(err);
        return true;
    }
    if (c->no_greeting) {
        error_free(err);
        error_set(errp, ERROR_PROTOCOL,
                  "the server sent something else than a QMP greeting: "
                  "capabilities have been negotiated before (-N skips that), "
                  "or this is not QMP");
        return false;
    }
    name_missing(&err, "greeting");
    error_propagate(errp, err);
    return false;
}

json_object *qmp_client_greeting(const QmpClient *c)
{
    return json_get_object(c->greeting, "QMP");
}

static bool greeting_offers(const QmpClient *c, const char *capability)
{
    json_object *list = json_get_array(qmp_client_greeting(c), "capabilities");
    size_t i, n = list ? json_object_array_length(list) : 0;

    for (i = 0; i < n; i++) {
        json_object *item = json_object_array_get_idx(list, i);

        if (json_object_is_type(item, json_type_string) &&
            strcmp(json_object_get_string(item), capability) == 0) {
            return true;
        }
    }
    return false;
}

static json_object *make_negotiation(bool oob)
{
    json_object *request = json_object_new_object();
    json_object *arguments, *enable;

    json_set_string(request, "execute", "qmp_capabilities");
    if (oob) {
        enable = json_object_new_array();
        json_object_array_add(enable, json_object_new_string("oob"));
        arguments = json_object_new_object();
        json_set(arguments, "enable", enable);
        json_set(request, "arguments", arguments);
    }
    return request;
}

bool qmp_client_negotiate(QmpClient *c, const QmpLimit *limit, Error **errp)
{
    bool oob = greeting_offers(c, "oob");
    json_object *request;
    QmpReply *reply;

    if (c->negotiated) {
        return true;
    }
    if (!c->negotiation) {
        request = make_negotiation(oob);
        c->negotiation = qmp_client_send(c, request, NULL, 0, errp);
        json_object_put(request);
        if (!c->negotiation) {
            return false;
        }
    }
    /* after a time limit, the next call goes on waiting for this reply */
    reply = qmp_client_wait_reply(c, c->negotiation, limit, errp);
    if (!reply) {
        return false;
    }
    c->negotiation = 0;
    c->oob = oob && !reply->error_class;
    c->negotiated = !reply->error_class ||
                    strcmp(reply->error_class, "CommandNotFound") == 0;
    if (!c->negotiated) {
        error_set(errp, ERROR_PROTOCOL,
                  "the server refused to negotiate capabilities: %s: %s",
                  reply->error_class, reply->error_desc);
    }
    qmp_reply_free(reply);
    return c->negotiated;
}

bool qmp_client_has_oob(const QmpClient *c)
{
    return c->oob;
}

/* ---- requests ---- */

/* @request as it goes on the wire: with our id, in place of the caller's. */
static json_object *with_id(json_object *request, uint64_t id)
{
    json_object *message = json_object_new_object();

    json_object_object_foreach(request, key, value)
    {
        if (strcmp(key, "id") != 0) {
            json_set(message, key, json_object_get(value));
        }
    }
    json_set(message, "id", json_object_new_uint64(id));
    return message;
}

QmpTicket qmp_client_send(QmpClient *c, json_object *request, const int *fds,
                          size_t n_fds, Error **errp)
{
    autofree_strbuf StrBuf bytes = STRBUF_INIT;
    autoput json_object *message = NULL;
    QmpTicket ticket = c->last_ticket + 1;
    uint64_t id;

    if (!check_usable(c, errp)) {
        return 0;
    }
    if (n_fds && !qmp_stream_can_pass_fds(c->stream)) {
        error_set(errp, ERROR_REFUSED,
                  "a file can be passed over a UNIX socket only");
        return 0;
    }
    id = choose_id(c);
    message = with_id(request, id);
    json_append(&bytes, message, false);
    /* QEMU needs no newline, servers and proxies that read lines do */
    if (!strbuf_putc(&bytes, '\n')) {
        error_set(errp, ERROR_FAILED, "no memory for the request");
        return 0;
    }
    if (c->options.trace) {
        c->options.trace(c->options.trace_opaque, QMP_SENT, message, bytes.data,
                         bytes.len - 1);
    }
    if (!outbox_add(&c->outbox, &bytes, fds, n_fds, errp)) {
        return 0;
    }
    c->last_ticket = ticket;
    flush(c);
    if (!check_usable(c, errp)) {
        return 0;
    }
    pending_add(c, ticket, id, request);
    return ticket;
}

static QmpReply *take_from(QmpClient *c, Pending **link)
{
    QmpReply *reply = STEAL((*link)->reply);

    pending_remove(c, link);
    return reply;
}

QmpReply *qmp_client_take_reply(QmpClient *c, QmpTicket ticket)
{
    Pending **link = pending_find(c, ticket);

    return link && (*link)->reply ? take_from(c, link) : NULL;
}

bool qmp_client_has_reply(const QmpClient *c, QmpTicket ticket)
{
    const Pending *p = c->pending;

    while (p && p->ticket != ticket) {
        p = p->next;
    }
    return p && p->reply;
}

void qmp_client_abandon(QmpClient *c, QmpTicket ticket)
{
    Pending **link = pending_find(c, ticket);

    if (link && (*link)->reply) {
        pending_remove(c, link);
    } else if (link) {
        (*link)->abandoned = true;
    }
}

QmpReply *qmp_client_wait_reply(QmpClient *c, QmpTicket ticket,
                                const QmpLimit *limit, Error **errp)
{
    Error *err = NULL;

    for (;;) {
        Pending **link = pending_find(c, ticket);

        if (link && (*link)->reply) {
            error_free(err);
            return take_from(c, link);
        }
        if (!link) {
            error_set(&err, ERROR_FAILED, "that request is not out");
        }
        if (err) {
            name_missing(&err, "reply");
            error_propagate(errp, err);
            return NULL;
        }
        qmp_client_wait(c, limit, &err);
    }
}

QmpReply *qmp_client_call(QmpClient *c, json_object *request,
                          const QmpLimit *limit, Error **errp)
{
    QmpTicket ticket = qmp_client_send(c, request, NULL, 0, errp);
    QmpReply *reply;

    if (!ticket) {
        return NULL;
    }
    reply = qmp_client_wait_reply(c, ticket, limit, errp);
    if (!reply) {
        qmp_client_abandon(c, ticket);
    }
    return reply;
}

uint64_t qmp_client_stray_count(const QmpClient *c)
{
    return c->n_stray;
}

/* ---- events ---- */

const QmpEvent *qmp_client_event_after(const QmpClient *c, uint64_t seq)
{
    return event_ring_after(&c->events, seq);
}

void qmp_client_adopt_events(QmpClient *c, QmpClient *from)
{
    EventRing newer = c->events;
    uint64_t seq = 0;
    const QmpEvent *e;

    c->events = from->events;
    event_ring_init(&from->events, from->options.event_limit);
    while ((e = event_ring_after(&newer, seq))) {
        seq = e->seq;
        event_ring_add(&c->events, e->message);
    }
    event_ring_free(&newer);
}

uint64_t qmp_client_event_count(const QmpClient *c)
{
    return c->events.count;
}

uint64_t qmp_client_event_dropped(const QmpClient *c)
{
    return event_ring_dropped(&c->events);
}
