/*
 * Running lines that nobody types: stdin, -c, -f
 */
#include "shell/script.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>

#include "lang/line_parser.h"
#include "shell/assist.h"
#include "shell/dispatch.h"
#include "term/signals.h"
#include "util/mem.h"

typedef struct Script {
    Session *session;
    LineSource *src;
    LineParser *parser;
    const char *name;
    bool numbered; /* -c holds a line, not lines to be counted */
    Status status; /* of the first failure */
    bool stop;
} Script;

static void note_status(Script *script, Status status)
{
    if (!script->status) {
        script->status = status;
    }
    if (status_ends_all(status) ||
        (status && session_config(script->session)->options->exit_on_error)) {
        script->stop = true;
    }
}

static void report(Script *script, Error *err)
{
    note_status(script, assist_report(script->session, err));
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

/* Has the connection ended, and no `quit` has asked for it? */
static bool is_lost(const Session *s)
{
    return session_needs_server(s) && !session_is_connected(s) &&
           !session_has_quit(s);
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
    int n;

    if (is_lost(s)) {
        script->stop = true; /* whatever comes could not be sent */
        return;
    }
    n = poll(fds, ARRAY_SIZE(fds), deadline_poll_timeout(session_deadline(s)));
    if (n < 0 && errno != EINTR) {
        script->stop = true;
    } else if (n == 0) {
        note_status(script, session_finish_oldest(s));
    } else if (n > 0 && fds[2].revents) {
        note_status(script, STATUS_INTERRUPTED);
    } else if (n > 0 && fds[1].revents) {
        session_process(s);
        finish_some(script);
        if (is_lost(s)) {
            note_status(script, STATUS_CONNECTION);
            script->stop = true;
        }
    }
}

static void run_line(Script *script, const char *line, size_t len)
{
    Session *s = script->session;
    bool was_lost = is_lost(s);
    Output *output = session_config(s)->output;
    unsigned number = line_source_number(script->src);
    Command *cmd = NULL;
    Error *err = NULL;

    output_set_place(output, script->name, script->numbered ? number : 0);
    line_parser_set_hmp(script->parser, session_is_hmp(s));
    switch (line_parser_feed(script->parser, line, len, number, &cmd, &err)) {
    case LINE_MORE:
        break;
    case LINE_ERROR:
        report(script, err);
        break;
    case LINE_COMMAND:
        output_set_place(output, script->name,
                         script->numbered ? cmd->line : 0);
        note_status(script, dispatch_start(s, cmd));
        finish_some(script);
        break;
    }
    if (was_lost) {
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
    note_status(script, session_finish_all(script->session));
    output_set_place(session_config(script->session)->output, NULL, 0);
}

Status script_run(Session *s, LineSource *src, const char *name, bool *stop)
{
    Script script = { .session = s,
                      .src = src,
                      .name = name,
                      .numbered = line_source_fd(src) >= 0 };
    bool ended = false;

    script.parser = line_parser_new(false);
    while (!script.stop && !ended) {
        const char *line;
        size_t len;
        Error *err = NULL;

        if (signals_interrupted()) {
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
