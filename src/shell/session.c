/*
 * A conversation with one server: commands in, printed replies out
 */
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "qmp/addr.h"
#include "shell/assist.h"
#include "shell/connect.h"
#include "shell/introspect.h"
#include "shell/session_priv.h"
#include "term/signals.h"
#include "util/json.h"
#include "util/mem.h"

#define END_MS 5000

Session *session_new(const SessionConfig *config)
{
    Session *s = NEW0(Session);

    s->config = *config;
    s->hmp = config->options->hmp;
    s->hmp_cpu = -1;
    return s;
}

/*
 * A wait was woken by a signal.  true: it is to go on (the window changed
 * its size; we were stopped and continued).
 */
static bool survive_signal(const Session *s)
{
    bool harmless = signals_take(SIGWINCH) | signals_take(SIGCHLD);

    if (signals_take(SIGTSTP)) {
        s->config.user->suspend(s->config.user->opaque);
        harmless = true;
    }
    return harmless && !signals_interrupted();
}

void in_flight_clear(InFlight *f)
{
    command_free(f->cmd);
    free(f->title);
    json_object_put(f->request);
}

/* --- connecting and its end ------------------------------------------- */

bool session_needs_server(const Session *s)
{
    return s->config.address || !s->config.options->dry_run;
}

bool session_connect(Session *s, Error **errp)
{
    ConnectContext ctx = {
        .options = s->config.options,
        .address = s->config.address,
        .output = s->config.output,
        .log = s->config.log,
        .wake_fd = signals_wake_fd(),
    };
    Error *err = NULL;

    do {
        error_free(STEAL(err));
        s->client = connect_client(&ctx, &s->launch, &err);
    } while (!s->client && !s->launch && error_kind(err) == ERROR_INTERRUPTED &&
             survive_signal(s));
    s->lost = false;
    error_propagate(errp, err);
    return s->client;
}

static void forget_late(Session *s)
{
    while (s->n_late) {
        in_flight_clear(&s->late[--s->n_late]);
    }
}

/* Can another connection take the place of this one? */
static bool is_repeatable(const Session *s)
{
    const Options *opts = s->config.options;
    QmpAddr *addr = opts->qemu || opts->listen || !s->config.address ?
                        NULL :
                        qmp_addr_parse(s->config.address, NULL);
    bool repeatable = addr && addr->kind != QMP_ADDR_FD;

    qmp_addr_free(addr);
    return repeatable;
}

bool session_reconnect(Session *s, Error **errp)
{
    QmpClient *old = s->client;

    if (!session_is_interactive(s)) {
        error_set(errp, ERROR_REFUSED, "a script has one connection only");
        return false;
    }
    if (!is_repeatable(s)) {
        error_set(errp, ERROR_REFUSED, "this connection cannot be made again");
        return false;
    }
    forget_late(s);
    introspect_forget(s, true);
    qmp_client_disconnect(old); /* a monitor serves one client at a time */
    free(STEAL(s->shutdown_reason));
    s->hmp_cpu = -1;
    s->quit = false;
    s->stray_told = false;
    s->untyped_told = false;
    if (!session_connect(s, errp)) {
        s->client = old;
        s->lost = true;
        return false;
    }
    qmp_client_adopt_events(s->client, old);
    qmp_client_free(old);
    free(STEAL(s->vm_name)); /* it may be another VM now */
    return true;
}

bool session_is_connected(const Session *s)
{
    return s->client && !s->lost;
}

bool session_has_quit(const Session *s)
{
    return s->quit;
}

bool session_owns_vm(const Session *s)
{
    return s->launch;
}

bool session_is_over(const Session *s)
{
    return s->leaving || (s->lost && s->launch);
}

void session_leave(Session *s)
{
    s->leaving = true;
}

/* Why a connection ended, in the VM's own words where it had some. */
static void say_why_lost(Session *s, Error *err)
{
    Output *output = s->config.output;

    if (s->launch && launch_wait(s->launch, deadline_in(END_MS / 10), -1) &&
        !s->shutdown_reason) {
        autofree char *end = launch_describe_end(s->launch);

        output_note(output, "QEMU %s", end);
    } else if (s->shutdown_reason) {
        output_note(output, "the VM has shut down (%s), connection closed",
                    s->shutdown_reason);
    } else if (err && error_kind(err) == ERROR_PROTOCOL) {
        output_note(output, "%s; the connection is of no more use",
                    error_message(err));
    } else {
        output_note(output, "%s",
                    err ? error_message(err) :
                          "the connection was closed by the server");
    }
}

Status session_handle_loss(Session *s, Error *err)
{
    Status status = STATUS_CONNECTION;
    size_t i;

    for (i = 0; i < s->n_in_flight; i++) {
        /* garbage instead of an answer is no end that was asked for */
        if (s->in_flight[i].quit && (!err || error_kind(err) == ERROR_LOST)) {
            s->quit = true;
        }
    }
    if (s->quit) {
        status = STATUS_OK;
    }
    if (!s->lost && (session_is_interactive(s) || !s->quit)) {
        say_why_lost(s, err);
    }
    s->lost = true;
    for (i = 0; i < s->n_in_flight; i++) {
        InFlight *p = &s->in_flight[i];

        if (!p->quit || !s->quit) {
            output_note(s->config.output,
                        "no reply came to %s: it was sent and may have run",
                        p->title);
            status = STATUS_CONNECTION;
        }
        in_flight_clear(p);
    }
    s->n_in_flight = 0;
    forget_late(s);
    introspect_forget(s, false);
    error_free(err);
    return status;
}

/*
 * A QEMU of ours ends with us: asked politely, then told.  What it may
 * still be doing (flushing a disk) gets its time, unless we are in a hurry
 * ourselves.
 */
static void end_launched(Session *s)
{
    autoput json_object *quit = json_object_new_object();
    QmpLimit limit = { deadline_in(END_MS), signals_wake_fd() };

    json_set_string(quit, "execute", "quit");
    if (session_is_connected(s)) {
        qmp_reply_free(qmp_client_call(s->client, quit, &limit, NULL));
    } else if (!s->lost) {
        limit.deadline = 0; /* it has never listened to us */
    }
    if (!launch_wait(s->launch, limit.deadline, limit.wake_fd)) {
        launch_terminate(s->launch);
        if (!launch_wait(s->launch, deadline_in(END_MS), -1)) {
            output_note(s->config.output,
                        "QEMU (pid %d) does not end; it is left alone",
                        (int)launch_pid(s->launch));
        }
    }
}

void session_free(Session *s)
{
    if (!s) {
        return;
    }
    if (s->launch) {
        end_launched(s);
        launch_free(s->launch);
    }
    while (s->n_in_flight) {
        in_flight_clear(&s->in_flight[--s->n_in_flight]);
    }
    forget_late(s);
    introspect_forget(s, true);
    assist_forget(s);
    manuals_free(s->manuals);
    qmp_client_free(s->client);
    free(s->late);
    free(s->vm_name);
    free(s->shutdown_reason);
    free(s);
}

/* --- events and late replies ------------------------------------------ */

static void append_event(StrBuf *out, const QmpEvent *event, RenderStyle style)
{
    render_event(out, event->name, event->data, event->seconds,
                 event->microseconds, &style);
}

/* Why the VM has shut down, until it runs again. */
static void note_shutdown(Session *s, const QmpEvent *event)
{
    const char *reason = json_get_string(event->data, "reason");

    if (strcmp(event->name, "SHUTDOWN") == 0) {
        free(s->shutdown_reason);
        s->shutdown_reason = mem_strdup(reason ? reason : "no reason");
    } else if (strcmp(event->name, "RESET") == 0 ||
               strcmp(event->name, "RESUME") == 0) {
        free(STEAL(s->shutdown_reason));
    }
}

/*
 * Look at the new events; a person sees each, though not while a program
 * behind `|` has the terminal: then they are for later.
 */
static void take_events(Session *s)
{
    Output *output = s->config.output;
    autofree_strbuf StrBuf text = STRBUF_INIT;
    const QmpEvent *event;

    while ((event = qmp_client_event_after(s->client, s->event_shown))) {
        if (event->seq > s->event_shown + 1 && session_is_interactive(s)) {
            strbuf_printf(&text, "(%d events came too fast to be shown)\n",
                          (int)(event->seq - s->event_shown - 1));
        }
        s->event_shown = event->seq;
        note_shutdown(s, event);
        if (session_is_interactive(s)) {
            append_event(&text, event, output_notice_style(output));
        }
    }
    if (text.len) {
        output_notice(output, text.data, text.len);
    }
}

void session_list_events(Session *s)
{
    Output *output = s->config.output;
    autofree_strbuf StrBuf text = STRBUF_INIT;
    const QmpEvent *event;
    uint64_t seq = s->event_cleared;

    while (s->client && (event = qmp_client_event_after(s->client, seq))) {
        seq = event->seq;
        append_event(&text, event, output_style(output));
    }
    if (s->client && qmp_client_event_dropped(s->client) > s->event_cleared) {
        output_note(output, "older events have been dropped");
    }
    output_write(output, strbuf_str(&text), text.len);
}

void session_clear_events(Session *s)
{
    s->event_cleared = s->client ? qmp_client_event_count(s->client) : 0;
}

/* Replies to commands that ^C gave up on are shown when they come. */
static void take_late_replies(Session *s)
{
    size_t i = 0;

    while (i < s->n_late) {
        InFlight p = s->late[i];
        QmpReply *reply = qmp_client_take_reply(s->client, p.ticket);

        if (!reply) {
            i++;
            continue;
        }
        memmove(&s->late[i], &s->late[i + 1],
                (--s->n_late - i) * sizeof(s->late[0]));
        output_note(s->config.output, "the reply to %s, after all:", p.title);
        session_print_reply(s, &p, reply, false);
        in_flight_clear(&p);
    }
}

int session_fd(const Session *s)
{
    return session_is_connected(s) ? qmp_client_fd(s->client) : -1;
}

short session_poll_events(const Session *s)
{
    return session_is_connected(s) ? qmp_client_poll_events(s->client) : 0;
}

/* A reply to nothing is odd enough to be told, once. */
static void take_strays(Session *s)
{
    if (!s->stray_told && qmp_client_stray_count(s->client)) {
        s->stray_told = true;
        output_note(s->config.output,
                    "the server sends replies to nothing we asked: ignored "
                    "(-v shows them)");
    }
}

/* What has come besides the reply that is waited for. */
static void take_news(Session *s)
{
    if (!output_is_redirected(s->config.output)) {
        take_events(s);
        take_late_replies(s);
    }
    take_strays(s);
}

void session_process(Session *s)
{
    Error *err = NULL;
    bool ok;

    if (!session_is_connected(s)) {
        return;
    }
    ok = qmp_client_process(s->client, &err);
    introspect_take(s);
    take_news(s);
    /* replies that came before the end are still to be printed */
    if (!ok && !session_oldest_is_ready(s)) {
        session_handle_loss(s, STEAL(err));
    }
    error_free(err);
}

bool session_wait(Session *s, Deadline deadline, Error **errp)
{
    QmpLimit limit = { deadline, signals_wake_fd() };
    Error *err = NULL;
    bool ok;

    qmp_client_wait(s->client, &limit, &err);
    take_news(s);
    if (err && error_kind(err) == ERROR_INTERRUPTED && survive_signal(s)) {
        error_free(STEAL(err));
    }
    ok = !err;
    error_propagate(errp, err);
    return ok;
}

/* --- small things --------------------------------------------------------- */

void session_set_hmp(Session *s, bool on)
{
    s->hmp = on;
}

bool session_is_hmp(const Session *s)
{
    return s->hmp;
}

const SessionConfig *session_config(const Session *s)
{
    return &s->config;
}

Manuals *session_manuals(Session *s)
{
    if (!s->manuals) {
        s->manuals = manuals_new(getenv("MANPATH"));
    }
    return s->manuals;
}

History *session_history(const Session *s)
{
    return s->history;
}

void session_set_history(Session *s, History *history)
{
    s->history = history;
}
