/*
 * From the command line's ADDRESS to a client that is ready for commands
 */
#include "shell/connect.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "qmp/addr.h"
#include "qmp/holder.h"
#include "qmp/listener.h"
#include "qmp/stream.h"
#include "term/signals.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define CONNECT_TIMEOUT_MS 5000
/* A QEMU that is well answers within 30 ms; then silence has a reason. */
#define SILENCE_MS 1000
#define LAUNCH_EXIT_MS 1000

static QmpAddr *parse_address(const ConnectContext *ctx, Error **errp)
{
    QmpAddr *addr = qmp_addr_parse(ctx->address, errp);

    if (addr && addr->ignored) {
        output_note(ctx->output,
                    "'%s' is for QEMU's command line, not part of an address: "
                    "ignored",
                    addr->ignored);
    }
    return addr;
}

static QmpStream *listen_stream(const ConnectContext *ctx, const QmpAddr *addr,
                                Error **errp)
{
    const Options *opts = ctx->options;
    /* someone starts QEMU by hand: only a limit that was asked for counts */
    QmpLimit limit = { deadline_in(opts->timeout_ms), ctx->wake_fd };
    QmpListener *listener = qmp_listener_new(addr, errp);
    QmpStream *stream;

    if (!listener) {
        return NULL;
    }
    if (!opts->quiet) {
        int port = qmp_listener_port(listener);

        if (port && strcmp(addr->port, "0") == 0) {
            output_note(ctx->output, "listening on %s, port %d", addr->text,
                        port);
        } else {
            output_note(ctx->output, "listening on %s", addr->text);
        }
    }
    stream = qmp_listener_accept(listener, &limit, errp);
    qmp_listener_free(listener);
    return stream;
}

/*
 * `qmpsh query-status` takes the word for a socket in this folder.  Where
 * there is none, say what was probably meant.
 */
static void suggest_command(const char *word, Error **errp)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789_-";

    if (errp && *word >= 'a' && *word <= 'z' && !word[strspn(word, letters)] &&
        access(word, F_OK) < 0) {
        autofree char *message = mem_strdup(error_message(*errp));
        ErrorKind kind = error_kind(*errp);

        error_free(STEAL(*errp));
        error_set(errp, kind,
                  "%s; if it is a command: qmpsh ADDRESS %s, or qmpsh -c %s",
                  message, word, word);
    }
}

static QmpStream *open_stream(const ConnectContext *ctx, QmpLimit *limit,
                              Launch **launch, Error **errp)
{
    const Options *opts = ctx->options;
    QmpAddr *addr;
    QmpStream *stream;
    int fd;

    if (opts->qemu) {
        *launch = launch_qemu(opts->qemu, &fd, errp);
        return *launch ? qmp_stream_from_fd(fd, errp) : NULL;
    }
    addr = parse_address(ctx, errp);
    if (!addr) {
        return NULL;
    }
    if (opts->listen) {
        stream = listen_stream(ctx, addr, errp);
        /* the greeting's limit begins when someone is there */
        limit->deadline = deadline_in(
            opts->timeout_ms >= 0 ? opts->timeout_ms : CONNECT_TIMEOUT_MS);
    } else {
        Deadline wait_until = opts->wait_ms ? deadline_in(opts->wait_ms) : 0;

        if (wait_until > limit->deadline) {
            limit->deadline = wait_until;
        }
        stream = qmp_stream_connect(addr, limit, wait_until, errp);
        if (!stream && opts->address) {
            suggest_command(opts->address, errp);
        }
    }
    qmp_addr_free(addr);
    return stream;
}

/* Why a server is silent, as a phrase; owned. */
static char *explain_silence(const ConnectContext *ctx, const QmpClient *client,
                             const Launch *launch)
{
    QmpHolder who;

    if (launch) {
        return mem_printf("QEMU (pid %d) is busy or stopped",
                          (int)launch_pid(launch));
    }
    if (ctx->options->listen) {
        return mem_strdup("who has connected does not speak QMP");
    }
    qmp_holder_find(qmp_client_stream(client), &who);
    if (who.server_stopped) {
        return mem_printf("the server, %s (pid %d), is stopped", who.server,
                          (int)who.server_pid);
    }
    if (who.client_pid == getpid()) {
        return mem_strdup("this process itself holds the monitor");
    }
    if (who.client_pid) {
        return mem_printf("another client holds the monitor: %s (pid %d)",
                          who.client, (int)who.client_pid);
    }
    return mem_printf("another client may hold the monitor%s%s, or this is "
                      "no QMP server",
                      *who.server ? " of " : "", who.server);
}

static bool greet(const ConnectContext *ctx, QmpClient *client,
                  const Launch *launch, const QmpLimit *limit, Error **errp)
{
    QmpLimit first = { deadline_min(limit->deadline, deadline_in(SILENCE_MS)),
                       limit->wake_fd };
    autofree char *reason = NULL;
    Error *err = NULL;

    if (qmp_client_wait_greeting(client, &first, &err)) {
        return true;
    }
    if (error_kind(err) == ERROR_TIMEOUT) {
        reason = explain_silence(ctx, client, launch);
        if (first.deadline < limit->deadline) {
            if (!ctx->options->quiet) {
                output_note(ctx->output, "connected, but no greeting yet: %s",
                            reason);
            }
            error_free(STEAL(err));
            if (qmp_client_wait_greeting(client, limit, &err)) {
                return true;
            }
        }
    }
    if (error_kind(err) == ERROR_TIMEOUT) {
        error_free(STEAL(err));
        free(reason);
        reason = explain_silence(ctx, client, launch);
        error_set(&err, ERROR_TIMEOUT,
                  "connected to %s, but no greeting came within the time "
                  "limit: %s",
                  ctx->address ? ctx->address : "QEMU", reason);
    }
    error_propagate(errp, err);
    return false;
}

/* A QEMU that ended at once has told why on stderr; we name its status. */
static void blame_launched(Launch *launch, Error **errp)
{
    autofree char *end = NULL;

    if (launch && launch_wait(launch, deadline_in(LAUNCH_EXIT_MS), -1)) {
        end = launch_describe_end(launch);
        error_free(STEAL(*errp));
        error_set(errp, ERROR_LOST, "QEMU %s before its monitor was ready",
                  end);
    }
}

QmpClient *connect_client(const ConnectContext *ctx, Launch **launch,
                          Error **errp)
{
    const Options *opts = ctx->options;
    QmpLimit limit = { deadline_in(opts->timeout_ms >= 0 ? opts->timeout_ms :
                                                           CONNECT_TIMEOUT_MS),
                       ctx->wake_fd };
    QmpClientOptions client_options = {
        .max_message = opts->max_message,
        .keep_raw = opts->format && !opts->format->render,
        .trace = wire_log_trace,
        .trace_opaque = ctx->log,
    };
    QmpStream *stream;
    QmpClient *client;
    Error *err = NULL;

    stream = open_stream(ctx, &limit, launch, errp);
    if (!stream) {
        return NULL;
    }
    client = qmp_client_new(stream, &client_options);
    if (opts->skip_negotiation) {
        return client;
    }
    if (greet(ctx, client, *launch, &limit, &err) &&
        qmp_client_negotiate(client, &limit, &err)) {
        return client;
    }
    if (error_kind(err) == ERROR_LOST) {
        blame_launched(*launch, &err);
    }
    error_propagate(errp, err);
    qmp_client_free(client);
    return NULL;
}
