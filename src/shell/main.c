/*
 * qmpsh: the shell for QEMU's Machine Protocol
 */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lang/line_parser.h"
#include "shell/assist.h"
#include "shell/dispatch.h"
#include "shell/options.h"
#include "shell/output.h"
#include "shell/repl.h"
#include "shell/script.h"
#include "shell/session.h"
#include "shell/status.h"
#include "shell/wire_log.h"
#include "term/signals.h"
#include "util/fd.h"
#include "util/mem.h"
#include "util/strbuf.h"

/* The program's parts, in the order they are made. */
typedef struct Program {
    Options options;
    const char *address; /* NULL with -- QEMU, or for a dry run without */
    Output *output;
    WireLog *log;
} Program;

static Status fail(const Program *program, Error *err)
{
    Status status = status_of_error(error_kind(err));

    output_note(program->output, "%s%s", error_message(err),
                error_kind(err) == ERROR_USAGE ? "; see qmpsh --help" : "");
    error_free(err);
    return status;
}

/* Text in other than ASCII is UTF-8 here, also where the locale is "C". */
static void set_locale(void)
{
    setlocale(LC_ALL, "");
    if (MB_CUR_MAX == 1) {
        setlocale(LC_CTYPE, "C.UTF-8");
    }
    /* digits of numbers are JSON's, not the locale's */
    setlocale(LC_NUMERIC, "C");
}

/* Is there a person who types lines? */
static bool is_interactive(const Options *options)
{
    return !options->command && !options->n_sources && isatty(STDIN_FILENO);
}

static void make_output(Program *program)
{
    const char *term = getenv("TERM");
    const char *no_color = getenv("NO_COLOR");
    ThemeWhen when = program->options.color;

    program->output = output_new(
        theme_choose(when, isatty(STDOUT_FILENO), term, no_color),
        theme_choose(when, isatty(STDERR_FILENO), term, no_color),
        !is_interactive(&program->options));
}

/* A socket on fd 0 cannot be where the lines come from as well. */
static bool check_stdin(const Program *program, Error **errp)
{
    const Options *options = &program->options;
    bool reads_stdin = !options->command && !options->n_sources;
    size_t i;

    for (i = 0; i < options->n_sources; i++) {
        reads_stdin |= options->sources[i].is_file &&
                       strcmp(options->sources[i].text, "-") == 0;
    }
    if (reads_stdin && strcmp(program->address, "fd:0") == 0) {
        error_set(errp, ERROR_USAGE,
                  "fd:0 is stdin: the lines must come from elsewhere");
        return false;
    }
    return true;
}

static bool find_address(Program *program, Error **errp)
{
    const Options *options = &program->options;
    const char *from_env = getenv("QMP_SOCKET");

    if (options->qemu) {
        return true;
    }
    if (options->address) {
        program->address = options->address;
        return check_stdin(program, errp);
    }
    if (options->dry_run) {
        return true; /* it connects only where it was told to */
    }
    if (!from_env) {
        error_set(errp, ERROR_USAGE,
                  "no ADDRESS given, and QMP_SOCKET is not set");
        return false;
    }
    if (!*from_env) {
        error_set(errp, ERROR_USAGE, "QMP_SOCKET is empty");
        return false;
    }
    program->address = from_env;
    return check_stdin(program, errp);
}

/* `qmpsh ADDRESS COMMAND ARG...` */
static Status run_words(Session *s, char *const *words)
{
    const SessionConfig *config = session_config(s);
    size_t n = 0;
    Command *cmd;
    Error *err = NULL;

    while (words[n]) {
        n++;
    }
    cmd = command_from_words(words, n, config->options->hmp, &err);
    return cmd ? dispatch_run(s, cmd) : assist_report(s, err);
}

static LineSource *open_source(const OptionSource *source, const char **name,
                               Error **errp)
{
    *name = NULL;
    if (!source->is_file) {
        return line_source_from_string(source->text);
    }
    if (strcmp(source->text, "-") == 0) {
        return line_source_from_fd(STDIN_FILENO);
    }
    *name = source->text;
    return line_source_from_file(source->text, errp);
}

/* The -c and -f in their order; the first failure counts. */
static Status run_sources(const Program *program, Session *s)
{
    const Options *options = &program->options;
    Status status = STATUS_OK;
    bool stop = false;
    size_t i;

    for (i = 0; i < options->n_sources && !stop; i++) {
        Error *err = NULL;
        const char *name;
        LineSource *src = open_source(&options->sources[i], &name, &err);
        Status own;

        if (src) {
            own = script_run(s, src, name, &stop);
            line_source_free(src);
        } else {
            own = status_report(program->output, err);
            stop = options->exit_on_error;
        }
        status = status ? status : own;
    }
    return status;
}

static Status run_script(const Program *program)
{
    const Options *options = &program->options;
    SessionConfig config = { .options = options,
                             .address = program->address,
                             .output = program->output,
                             .log = program->log };
    Session *s = session_new(&config);
    Status status;
    Error *err = NULL;

    if (session_needs_server(s) && !session_connect(s, &err)) {
        status = fail(program, err);
    } else if (options->command) {
        status = run_words(s, options->command);
    } else if (options->n_sources) {
        status = run_sources(program, s);
    } else {
        LineSource *src = line_source_from_fd(STDIN_FILENO);
        bool stop;

        status = script_run(s, src, NULL, &stop);
        line_source_free(src);
    }
    session_free(s);
    return status;
}

static Status run(Program *program)
{
    const Options *options = &program->options;
    Error *err = NULL;

    if (!find_address(program, &err)) {
        return fail(program, err);
    }
    program->log = wire_log_new(program->output, options->verbose);
    if (options->logfile &&
        !wire_log_set_file(program->log, options->logfile, &err)) {
        output_note(program->output, "%s", error_message(err));
        error_free(err);
        return STATUS_USAGE;
    }
    signals_init();
    return is_interactive(options) ? repl_run(options, program->address,
                                              program->output, program->log) :
                                     run_script(program);
}

static Status print_and_leave(const Program *program)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;

    if (program->options.show_help) {
        options_help(&text);
    } else {
        strbuf_puts(&text, "qmpsh " QMPSH_VERSION "\n");
    }
    output_write(program->output, text.data, text.len);
    return STATUS_OK;
}

/* What shows only at the end: writes that were lost. */
static Status finish(const Program *program, Status status)
{
    Error *err = NULL;

    if (!output_finish(program->output, &err)) {
        if (!output_reader_is_gone(program->output)) {
            output_note(program->output, "%s", error_message(err));
        }
        status = status ? status : status_of_error(error_kind(err));
        error_free(STEAL(err));
    }
    if (program->log && !wire_log_finish(program->log, &err)) {
        output_note(program->output, "%s", error_message(err));
        error_free(err);
        status = status ? status : STATUS_OUTPUT;
    }
    return status;
}

int main(int argc, char **argv)
{
    Program program = { 0 };
    Status status;
    Error *err = NULL;
    bool parsed;

    fd_fill_standard();
    set_locale();
    parsed = options_parse(&program.options, argc, argv, &err);
    make_output(&program);
    if (!parsed) {
        status = fail(&program, err);
    } else if (program.options.show_help || program.options.show_version) {
        status = print_and_leave(&program);
    } else {
        status = run(&program);
    }
    status = finish(&program, status);
    wire_log_free(program.log);
    output_free(program.output);
    options_free(&program.options);
    if (signals_pending(SIGTERM)) {
        return 128 + SIGTERM;
    }
    return signals_pending(SIGHUP) ? 128 + SIGHUP : (int)status;
}
