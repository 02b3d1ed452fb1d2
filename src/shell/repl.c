/*
 * The interactive session
 */
#include "shell/repl.h"

#include <signal.h>
#include <string.h>

#include "lang/line_parser.h"
#include "lang/safety.h"
#include "shell/assist.h"
#include "shell/complete.h"
#include "shell/console.h"
#include "shell/dispatch.h"
#include "shell/dot.h"
#include "shell/help.h"
#include "shell/pipe_program.h"
#include "shell/session.h"
#include "term/signals.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"
#include "util/text.h"

typedef struct Repl {
    const Options *options;
    Output *output;
    Session *session;
    Console *console;
    History *history;
    bool history_failed;
    LineParser *parser;
    LineEditorOps editor_ops;
    SessionUser user;
    StrBuf entry; /* the lines of the command so far, for the history */
    /* where in @entry the line begins that the next one may go on with */
    size_t open_at;
    bool open_in_transaction;
    unsigned line_number;
    const char *pipe;     /* the PROGRAM of `| PROGRAM`, to be started */
    PipeProgram *program; /* the one that has the terminal */
} Repl;

/* --- what the console and the session call back ----------------------- */

static void update_prompt(Repl *r)
{
    autofree char *prompt = NULL;
    const char *mode = "";

    switch (line_parser_state(r->parser)) {
    case LINE_STATE_TRANSACTION:
        console_set_prompt(r->console, "TRANS> ");
        return;
    case LINE_STATE_CONTINUED:
    case LINE_STATE_JSON:
        console_set_prompt(r->console, "...> ");
        return;
    case LINE_STATE_START:
        break;
    }
    if (r->options->dry_run) {
        mode = " dry run";
    } else if (!session_is_connected(r->session)) {
        mode = " disconnected";
    } else if (session_is_hmp(r->session)) {
        mode = " hmp";
    }
    prompt = mem_printf("(%s%s) ", session_vm_name(r->session), mode);
    console_set_prompt(r->console, prompt);
}

static void watch(Repl *r)
{
    console_watch(r->console, session_fd(r->session),
                  session_poll_events(r->session));
}

static void fd_ready(void *opaque, short revents)
{
    Repl *r = opaque;

    (void)revents;
    session_process(r->session);
    watch(r);
    if (!session_is_connected(r->session)) {
        update_prompt(r);
        if (session_is_over(r->session)) {
            console_stop(r->console);
        }
    }
}

/*
 * @line with the lines before it that it goes on with, an open bracket's
 * say; owned.  *@before: their length.
 */
static char *whole_line(const Repl *r, const char *line, size_t *before)
{
    LineState state = line_parser_state(r->parser);
    const char *open = state == LINE_STATE_CONTINUED ||
                               state == LINE_STATE_JSON ?
                           strbuf_str(&r->entry) + r->open_at :
                           "";
    char *whole = mem_printf("%s%s%s", open, *open ? "\n" : "", line);

    *before = strlen(whole) - strlen(line);
    return whole;
}

static void complete(void *opaque, const char *line, size_t cursor,
                     bool confirmed, Completions *out)
{
    Repl *r = opaque;
    size_t before;
    autofree char *whole = whole_line(r, line, &before);

    complete_line(r->session, whole, before + cursor, r->open_in_transaction,
                  confirmed, out);
    if (!out->n && session_is_silent(r->session) && !signals_interrupted()) {
        output_note(r->output, "the server does not answer");
    }
    if (out->start < before) {
        completions_free(out); /* the line before cannot be changed */
    } else {
        out->start -= before;
    }
}

static bool help(void *opaque, const char *line, size_t cursor, char **text)
{
    Repl *r = opaque;
    size_t before;
    autofree char *whole = whole_line(r, line, &before);

    return help_at(r->session, whole, before + cursor, r->open_in_transaction,
                   text);
}

static char *hint(void *opaque, const char *line)
{
    Repl *r = opaque;
    size_t before;
    autofree char *whole = whole_line(r, line, &before);

    return complete_hint(r->session, whole, r->open_in_transaction);
}

static bool check_action(void *opaque, const Call *action, size_t *error_at,
                         Error **errp)
{
    return session_check_action(((Repl *)opaque)->session, action, error_at,
                                errp);
}

static void show(void *opaque, const char *text, size_t len)
{
    console_print_above(((Repl *)opaque)->console, text, len);
}

static bool confirm(void *opaque, const char *question)
{
    return console_confirm(((Repl *)opaque)->console, question, false);
}

static char *ask_secret(void *opaque, const char *question)
{
    return console_ask_secret(((Repl *)opaque)->console, question);
}

static void suspend(void *opaque)
{
    Repl *r = opaque;

    if (r->program) {
        signals_stop_self(); /* the terminal is the program's anyway */
    } else {
        console_suspend(r->console);
    }
}

/* --- LINE | PROGRAM ------------------------------------------------------ */

static bool may_be_piped(const Command *cmd, Error **errp)
{
    const DotCommand *dot = cmd->kind == COMMAND_DOT ? dot_find(cmd->name) :
                                                       NULL;

    if (dot && !dot->prints) {
        error_set(errp, ERROR_PARSE, ".%s prints nothing for a program",
                  dot->name);
        return false;
    }
    return true;
}

/*
 * The program starts with the first text for it: until then the terminal is
 * ours, to ask for a secret or to be interrupted.
 */
static void write_piped(void *opaque, const char *text, size_t len)
{
    Repl *r = opaque;
    Error *err = NULL;

    if (!r->program && r->pipe) {
        console_lend_terminal(r->console, true);
        r->program = pipe_program_start(r->pipe, &err);
        r->pipe = NULL;
        if (!r->program) {
            status_report(r->output, err);
        }
    }
    if (r->program) {
        pipe_program_write(r->program, text, len);
    }
}

static Status run_piped(Repl *r, Command *cmd)
{
    autofree char *pipe = mem_strdup(cmd->pipe);
    Status status;
    Error *err = NULL;

    if (!may_be_piped(cmd, &err)) {
        command_free(cmd);
        return status_report(r->output, err);
    }
    r->pipe = pipe;
    output_redirect(r->output, write_piped, r, pipe_program_is_pager(pipe));
    status = dispatch_run(r->session, cmd);
    output_redirect(r->output, NULL, NULL, false);
    if (r->program) {
        pipe_program_finish(STEAL(r->program));
    }
    if (!r->pipe) {
        console_lend_terminal(r->console, false);
    }
    r->pipe = NULL;
    return status;
}

/* --- lines ------------------------------------------------------------------ */

/*
 * A command is one entry, however many lines it had.  One that holds a
 * secret stays out, and so does one that cannot be parsed but might.
 */
static void remember(Repl *r, const Command *cmd)
{
    Error *err = NULL;
    const char *text = strbuf_str(&r->entry);
    /* what is no part of the request is judged by its words */
    bool more = !cmd || cmd->pipe || strchr(text, '#');
    bool secret = (cmd && command_has_secret(cmd)) ||
                  (more && line_has_secret(text, r->entry.len));

    if (!secret && !history_add(r->history, text, &err)) {
        if (!r->history_failed) { /* once is enough */
            output_note(r->output, "%s", error_message(err));
            r->history_failed = true;
        }
        error_free(err);
    }
    strbuf_reset(&r->entry);
}

/* What is typed next begins something, or goes on with what is open. */
static void note_open(Repl *r)
{
    LineState state = line_parser_state(r->parser);

    if (state == LINE_STATE_START || state == LINE_STATE_TRANSACTION) {
        r->open_at = r->entry.len ? r->entry.len + 1 : 0;
        r->open_in_transaction = state == LINE_STATE_TRANSACTION;
    }
}

static Status run_line(Repl *r, const char *line)
{
    size_t before = r->entry.len;
    Status status = STATUS_OK;
    Command *cmd = NULL;
    Error *err = NULL;

    strbuf_printf(&r->entry, "%s%s", before ? "\n" : "", line);
    line_parser_set_hmp(r->parser, session_is_hmp(r->session));
    switch (line_parser_feed(r->parser, line, strlen(line), ++r->line_number,
                             &cmd, &err)) {
    case LINE_MORE:
        break;
    case LINE_ERROR:
        if (line_parser_state(r->parser) == LINE_STATE_START) {
            remember(r, NULL);
        } else {
            strbuf_truncate(&r->entry, before); /* an action refused alone */
        }
        status = assist_report(r->session, err);
        break;
    case LINE_COMMAND:
        remember(r, cmd);
        status = cmd->pipe ? run_piped(r, cmd) : dispatch_run(r->session, cmd);
        break;
    }
    if (line_parser_state(r->parser) == LINE_STATE_START) {
        r->line_number = 0;
    }
    note_open(r);
    return status;
}

/* Which of several commands the next reply is to. */
static void announce(Repl *r, const char *line)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    RenderStyle style = output_notice_style(r->output);

    strbuf_puts(&text, theme_start(style.theme, THEME_HINT));
    strbuf_puts(&text, "> ");
    text_append_safe(&text, line, strlen(line), 0);
    strbuf_puts(&text, theme_end(style.theme, THEME_HINT));
    strbuf_putc(&text, '\n');
    output_notice(r->output, text.data, text.len);
}

/*
 * What was entered: several lines when they were pasted or recalled.  ^C at
 * one of them is for all.
 */
static void run_lines(Repl *r, char *text)
{
    Status status = STATUS_OK;
    bool first = true;
    char *line;

    while ((line = strsep(&text, "\n")) && !status_ends_all(status) &&
           !session_is_over(r->session)) {
        if (!first && *line &&
            line_parser_state(r->parser) == LINE_STATE_START) {
            announce(r, line);
        }
        status = run_line(r, line);
        first = false;
    }
}

/*
 * May the shell be left?  Not by accident, where that ends a VM; but where
 * nobody can answer any more the question is answered.
 */
static bool may_leave(Repl *r)
{
    return !session_owns_vm(r->session) || !session_is_connected(r->session) ||
           console_confirm(r->console,
                           "This ends the VM that was started here. Leave? "
                           "(y/n) ",
                           true);
}

static void loop(Repl *r)
{
    while (!session_is_over(r->session) && !signals_pending(SIGTERM) &&
           !signals_pending(SIGHUP)) {
        autofree char *line = NULL;

        /* what has come while the last command ran */
        session_process(r->session);
        if (session_is_over(r->session)) {
            break;
        }
        update_prompt(r);
        watch(r);
        switch (console_read(r->console, &line)) {
        case LINE_EDITOR_LINE:
            run_lines(r, line);
            break;
        case LINE_EDITOR_INTERRUPT:
            line_parser_reset(r->parser);
            strbuf_reset(&r->entry);
            note_open(r);
            break;
        case LINE_EDITOR_EOF:
            if (may_leave(r)) {
                return;
            }
            break;
        case LINE_EDITOR_QUIT:
            return;
        }
    }
}

/* --- beginning and end ------------------------------------------------------ */

static void open_history(Repl *r)
{
    autofree char *path = r->options->no_history ?
                              NULL :
                              history_default_path(getenv("XDG_STATE_HOME"),
                                                   getenv("HOME"));
    Error *err = NULL;

    r->history = history_new(path, &err);
    if (err) {
        output_note(r->output, "%s", error_message(err));
        error_free(err);
    }
    session_set_history(r->session, r->history);
}

static void greet(Repl *r)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autofree char *version = session_version(r->session);

    strbuf_printf(&text,
                  "Connected to %s. Tab completes, .help helps, ^D leaves%s.\n",
                  version ? version : "a server that gave no greeting",
                  session_owns_vm(r->session) ? " and ends the VM" : "");
    output_notice(r->output, text.data, text.len);
}

static void start_console(Repl *r)
{
    static const LineEditorOps ops_template = {
        .complete = complete, .help = help, .hint = hint, .fd_ready = fd_ready
    };
    LineEditorConfig config = { .history = r->history };
    RenderStyle style = output_style(r->output);

    r->editor_ops = ops_template;
    r->editor_ops.opaque = r;
    config.ops = &r->editor_ops;
    config.theme = style.theme;
    r->console = console_new(&config);
    if (console_can_edit(r->console)) {
        output_set_screen(r->output, show, r);
        r->user.ask_secret = ask_secret;
    }
}

Status repl_run(const Options *options, const char *address, Output *output,
                WireLog *log)
{
    Repl r = { .options = options, .output = output };
    SessionConfig config = { .options = options,
                             .address = address,
                             .output = output,
                             .log = log,
                             .user = &r.user };
    Error *err = NULL;
    Status status = STATUS_OK;

    r.user = (SessionUser){ .confirm = confirm,
                            .suspend = suspend,
                            .opaque = &r };
    r.session = session_new(&config);
    if (session_needs_server(r.session) && !session_connect(r.session, &err)) {
        status = status_of_error(error_kind(err));
        output_note(output, "%s", error_message(err));
        error_free(err);
    } else {
        signals_init_terminal();
        r.parser = line_parser_new(true);
        line_parser_set_check(r.parser, check_action, &r);
        open_history(&r);
        start_console(&r);
        if (!options->quiet && session_is_connected(r.session)) {
            greet(&r);
        }
        loop(&r);
    }
    output_set_screen(output, NULL, NULL);
    console_free(r.console);
    session_free(r.session);
    history_free(r.history);
    line_parser_free(r.parser);
    strbuf_free(&r.entry);
    return status;
}
