/*
 * The shell's own commands: .name
 */
#include "shell/dot.h"

#include <string.h>

#include "lang/line_parser.h"
#include "shell/candidates.h"
#include "util/mem.h"
#include "util/text.h"

static Status fail(Session *s, Error *err)
{
    return status_report(session_config(s)->output, err);
}

static Status refuse(Session *s, ErrorKind kind, const char *phrase)
{
    Error *err = NULL;

    error_set(&err, kind, "%s", phrase);
    return fail(s, err);
}

#define HELP_COLUMN 24

static void help_line(StrBuf *out, const DotCommand *dot)
{
    size_t start = out->len;

    strbuf_printf(out, "  .%s%s%s", dot->name, *dot->args ? " " : "",
                  dot->args);
    strbuf_pad(out, start, HELP_COLUMN);
    strbuf_printf(out, "%s\n", dot->summary);
}

static Status run_help(Session *s, const char *rest)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    const DotCommand *dot;

    if (*rest) {
        dot = dot_find(*rest == '.' ? rest + 1 : rest);
        if (!dot) {
            return refuse(s, ERROR_REFUSED,
                          "no such command of the shell; .help lists them, "
                          "Tab lists QEMU's");
        }
        help_line(&text, dot);
    } else {
        strbuf_puts(&text,
                    "  COMMAND KEY=VALUE...  a QMP command; Tab completes\n"
                    "  { \"execute\": ... }    the same as raw JSON\n"
                    "  transaction( ... )    several actions as one\n"
                    "  COMMAND | PROGRAM     its reply to a program\n");
        for (dot = dot_commands; dot->name; dot++) {
            help_line(&text, dot);
        }
        strbuf_puts(&text, "The manual page qmpsh(1) has the rest.\n");
    }
    output_write(session_config(s)->output, text.data, text.len);
    return STATUS_OK;
}

static void complete_help(Session *s, const char *before, StrList *out)
{
    const DotCommand *dot;

    (void)s, (void)before;
    for (dot = dot_commands; dot->name; dot++) {
        strlist_add(out, dot->name, strlen(dot->name));
    }
}

static Status run_exit(Session *s, const char *rest)
{
    const SessionUser *user = session_config(s)->user;

    if (*rest) {
        return refuse(s, ERROR_PARSE, ".exit takes no argument");
    }
    if (user && session_owns_vm(s) && session_is_connected(s) &&
        !user->confirm(user->opaque, "This ends the VM that was started "
                                     "here. Leave? (y/n) ")) {
        return refuse(s, ERROR_REFUSED, ".exit taken back");
    }
    session_leave(s);
    return STATUS_OK;
}

static Status run_hmp(Session *s, const char *rest)
{
    char *words[] = { (char *)rest, NULL };
    Status status, rest_status;
    Command *cmd;
    Error *err = NULL;

    if (!*rest) {
        session_set_hmp(s, true);
        return STATUS_OK;
    }
    cmd = command_from_words(words, 1, true, &err);
    if (!cmd) {
        return fail(s, err);
    }
    status = session_submit(s, cmd);
    rest_status = session_finish_all(s);
    return status ? status : rest_status;
}

static Status run_qmp(Session *s, const char *rest)
{
    if (*rest) {
        return refuse(s, ERROR_PARSE, ".qmp takes no argument");
    }
    session_set_hmp(s, false);
    return STATUS_OK;
}

static Status run_events(Session *s, const char *rest)
{
    if (strcmp(rest, "clear") == 0) {
        session_clear_events(s);
    } else if (*rest) {
        return refuse(s, ERROR_PARSE, ".events takes no argument but 'clear'");
    } else {
        session_list_events(s);
    }
    return STATUS_OK;
}

static void complete_events(Session *s, const char *before, StrList *out)
{
    (void)s, (void)before;
    strlist_add(out, "clear", strlen("clear"));
}

static Status run_history(Session *s, const char *rest)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    History *history = session_history(s);
    size_t i;

    if (*rest) {
        return refuse(s, ERROR_PARSE, ".history takes no argument");
    }
    if (!history) {
        return refuse(s, ERROR_REFUSED, "a script has no history");
    }
    for (i = 0; i < history_count(history); i++) {
        const char *line = history_get(history, i);

        text_append_safe(&text, line, strlen(line), TEXT_KEEP_NEWLINE);
        strbuf_putc(&text, '\n');
    }
    output_write(session_config(s)->output, strbuf_str(&text), text.len);
    return STATUS_OK;
}

static Status run_log(Session *s, const char *rest)
{
    const SessionConfig *config = session_config(s);
    char **words;
    size_t n;
    Error *err = NULL;
    bool off, ok;

    words = words_split(rest, &n, &err);
    if (!words) {
        return fail(s, err);
    }
    off = n == 1 && strcmp(rest, "off") == 0;
    ok = n == 1 && wire_log_set_file(config->log, off ? NULL : words[0], &err);
    words_free(words);
    if (n != 1) {
        return refuse(s, ERROR_PARSE, ".log takes a file name, or 'off'");
    }
    return ok ? STATUS_OK : fail(s, err);
}

static Status run_reconnect(Session *s, const char *rest)
{
    Error *err = NULL;

    if (*rest) {
        return refuse(s, ERROR_PARSE, ".reconnect takes no argument");
    }
    return session_reconnect(s, &err) ? STATUS_OK : fail(s, err);
}

const DotCommand dot_commands[] = {
    { "help", "[NAME]", "what the shell can do", true, run_help,
      complete_help },
    { "exit", "", "leave the shell; a VM that it did not start goes on", false,
      run_exit, NULL },
    { "hmp", "[LINE]", "human-monitor mode, or one line of it", true, run_hmp,
      candidates_hmp },
    { "qmp", "", "back from human-monitor mode", false, run_qmp, NULL },
    { "events", "[clear]", "list the last 1000 events, or forget them", true,
      run_events, complete_events },
    { "history", "", "list the lines typed so far", true, run_history, NULL },
    { "log", "FILE|off", "append every message to FILE", false, run_log,
      candidates_files },
    { "reconnect", "", "drop the connection and make it anew", false,
      run_reconnect, NULL },
    { NULL, NULL, NULL, false, NULL, NULL },
};

const DotCommand *dot_find(const char *name)
{
    const DotCommand *dot;

    for (dot = dot_commands; dot->name; dot++) {
        if (strcmp(dot->name, name) == 0) {
            return dot;
        }
    }
    return NULL;
}

Status dot_run(Session *s, const Command *cmd)
{
    const DotCommand *dot = dot_find(cmd->name);
    Error *err = NULL;

    if (!dot) {
        error_set(&err, ERROR_PARSE, "no command .%s; .help lists them",
                  cmd->name);
        return fail(s, err);
    }
    return dot->run(s, cmd->rest);
}
