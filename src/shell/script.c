/*
 * Running lines that nobody types: stdin, -c, -f
 */
#include "shell/script.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>

#include "lang/line_parser.h"
#include "shell/dispatch.h"
#include "term/signals.h"
#include "util/mem.h"

typedef struct Script {
    Session *session;
    LineSource *src;
    LineParser *parser;
    const char *name;
    Status status; /* of the first failure */
    bool stop;
} Script;

static void note_status(Script *script, Status status)
{
    bool fatal = status == STATUS_TIMEOUT || status == STATUS_OUTPUT ||
                 status >= STATUS_INTERRUPTED;

    if (!script->status) {
        script->status = status;
    }
    if (fatal ||
        (status && session_config(script->session)->options->exit_on_error)) {
        script->stop = true;
    }
}

static void report(Script *script, Error *err)
{
    unsigned number = line_source_number(script->src);

    if (script->name && number) {
        error_prepend(&err, "%s:%u: ", script->name, number);
    } else if (script->name) {
        error_prepend(&err, "%s: ", script->name);
    } else if (number > 1) {
        error_prepend(&err, "line %u: ", number);
    }
    output_error(session_config(script->session)->output, err);
    note_status(script, status_of_error(error_kind(err)));
    error_free(err);
}

/* Print the replies that are there, and as many as make room for one more. */
static void finish_some(Script *script)
{
    Session *s = script->session;

    while (session_in_flight(s) && !script->stop &&
           (session_in_flight(s) >= session_depth(s) ||
            session_oldest_is_ready(s))) {
        note_status(script, session_finish_oldest(s));
    }
}

/*
 * Nothing to do but wait for a line; what is in flight is printed as it
 * comes.  A connection that ends while nothing is asked of it ends the
 * script, unless it was told to quit: then lines still to come are named.
 */
static void wait_for_line(Script *script)
{
    Session *s = script->session;
    struct pollfd fds[] = {
        { .fd = line_source_fd(script->src), .events = POLLIN },
        { .fd = session_fd(s), .events = session_poll_events(s) },
        { .fd = signals_wake_fd(), .events = POLLIN },
    };

    if (!session_is_connected(s) && !session_has_quit(s)) {
        script->stop = true; /* whatever comes could not be sent */
        return;
    }
    if (poll(fds, ARRAY_SIZE(fds), -1) < 0 && errno != EINTR) {
        script->stop = true;
        return;
    }
    if (fds[2].revents) {
        note_status(script, STATUS_INTERRUPTED);
    }
    if (fds[1].revents) {
        session_process(s);
        finish_some(script);
        if (!session_is_connected(s) && !session_has_quit(s)) {
            note_status(script, STATUS_CONNECTION);
            script->stop = true;
        }
    }
}

static void run_line(Script *script, const char *line, size_t len)
{
    Session *s = script->session;
    bool connected = session_is_connected(s);
    Command *cmd = NULL;
    Error *err = NULL;

    line_parser_set_hmp(script->parser, session_is_hmp(s));
    switch (line_parser_feed(script->parser, line, len,
                             line_source_number(script->src), &cmd, &err)) {
    case LINE_MORE:
        break;
    case LINE_ERROR:
        report(script, err);
        break;
    case LINE_COMMAND:
        note_status(script, dispatch_start(s, cmd));
        finish_some(script);
        break;
    }
    if (!connected && !session_has_quit(s)) {
        /* the first line that could not be sent was named: that is enough */
        script->stop = true;
    }
    if (session_is_over(s)) {
        script->stop = true;
    }
}

/* The end of the lines: what is open, and what is in flight. */
static void finish(Script *script)
{
    Error *err = NULL;

    if (!script->stop && !line_parser_finish(script->parser, &err)) {
        report(script, err);
    }
    while (session_in_flight(script->session)) {
        note_status(script, session_finish_oldest(script->session));
    }
}

Status script_run(Session *s, LineSource *src, const char *name, bool *stop)
{
    Script script = { .session = s, .src = src, .name = name };
    bool ended = false;

    script.parser = line_parser_new(false);
    while (!script.stop && !ended) {
        const char *line;
        size_t len;
        Error *err = NULL;

        if (signals_pending(SIGINT) || signals_pending(SIGTERM) ||
            signals_pending(SIGHUP)) {
            note_status(&script, STATUS_INTERRUPTED);
            break;
        }
        switch (line_source_next(src, &line, &len, &err)) {
        case LINE_SOURCE_LINE:
            run_line(&script, line, len);
            break;
        case LINE_SOURCE_WAIT:
            wait_for_line(&script);
            break;
        case LINE_SOURCE_END:
            ended = true;
            break;
        case LINE_SOURCE_ERROR:
            report(&script, err);
            ended = true;
            break;
        }
    }
    finish(&script);
    line_parser_free(script.parser);
    *stop = script.stop;
    return script.status;
}
