/*
 * The shell's own commands: .name
 */
#include "shell/dot.h"

#include <string.h>

#include "lang/line_parser.h"
#include "shell/assist.h"
#include "shell/candidates.h"
#include "shell/complete.h"
#include "shell/help.h"
#include "shell/qom.h"
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

static void append_overview(StrBuf *text)
{
    const DotCommand *dot;

    strbuf_puts(
        text, "  COMMAND KEY=VALUE...  a QMP command; Tab completes, ? helps\n"
              "  { \"execute\": ... }    the same as raw JSON\n"
              "  transaction( ... )    several actions as one\n"
              "  COMMAND | PROGRAM     its reply to a program\n");
    for (dot = dot_commands; dot->name; dot++) {
        help_line(text, dot);
    }
    strbuf_puts(text, ".help COMMAND has its arguments, .help WORD finds "
                      "commands.\n"
                      "The manual page qmpsh(1) has the rest.\n");
}

static Status run_help(Session *s, const char *rest)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    const DotCommand *dot = dot_find(*rest == '.' ? rest + 1 : rest);

    if (!*rest) {
        append_overview(&text);
    } else if (dot && *rest == '.') {
        help_line(&text, dot);
    } else if (!help_append(s, rest, &text)) {
        if (!dot) {
            return refuse(s, ERROR_REFUSED,
                          "nothing is known of that; .help lists the shell's "
                          "commands, Tab QEMU's");
        }
        help_line(&text, dot);
    }
    output_write(session_config(s)->output, text.data, text.len);
    return STATUS_OK;
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

static void complete_events(Session *s, const char *before, bool confirmed,
                            Completions *out)
{
    autofree_strlist StrList names = STRLIST_INIT;

    (void)s, (void)confirmed;
    strlist_add(&names, "clear", strlen("clear"));
    complete_from_names(before, &names, out);
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

static void complete_log(Session *s, const char *before, bool confirmed,
                         Completions *out)
{
    autofree_strlist StrList names = STRLIST_INIT;

    strlist_add(&names, "off", strlen("off"));
    complete_from_names(before, &names, out);
    complete_from_live(s, LIVE_FILE, before, confirmed, out);
}

/* The command that @line is, of the kind the session's lines are. */
static Command *parse_line(Session *s, const char *line, Error **errp)
{
    LineParser *parser = line_parser_new(false);
    Command *cmd = NULL;

    line_parser_set_hmp(parser, session_is_hmp(s));
    /* number 0: where the line is is said by whoever runs it */
    if (line_parser_feed(parser, line, strlen(line), 0, &cmd, errp) ==
        LINE_MORE) {
        error_set(errp, ERROR_PARSE,
                  "a bracket or a transaction is not closed");
    }
    line_parser_free(parser);
    return cmd;
}

static Status run_json(Session *s, const char *rest)
{
    Error *err = NULL;
    Command *cmd = parse_line(s, rest, &err);

    if (!cmd) {
        return assist_report(s, err);
    }
    if (cmd->kind == COMMAND_EMPTY || cmd->kind == COMMAND_DOT) {
        command_free(cmd);
        return refuse(s, ERROR_PARSE, ".json takes a line for the server");
    }
    return session_preview(s, cmd);
}

static Status run_err(Session *s, const char *rest)
{
    return *rest ? refuse(s, ERROR_PARSE, ".err takes no argument") :
                   assist_show(s);
}

static void complete_path(Session *s, const char *before, bool confirmed,
                          Completions *out)
{
    complete_from_live(s, LIVE_QOM_PATH, before, confirmed, out);
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
    { "help", "[NAME|WORD]", "what the shell, a command or an event is", true,
      false, run_help, help_complete },
    { "exit", "", "leave the shell; a VM that it did not start goes on", false,
      false, run_exit, NULL },
    { "hmp", "[LINE]", "human-monitor mode, or one line of it", true, false,
      run_hmp, candidates_hmp },
    { "qmp", "", "back from human-monitor mode", false, false, run_qmp, NULL },
    { "json", "LINE", "show the request for LINE, send nothing", true, true,
      run_json, NULL },
    { "err", "", "the last refused request, its error and its usage", true,
      false, run_err, NULL },
    { "ls", "[PATH]", "list a QOM object's properties and values", true, false,
      qom_run_ls, complete_path },
    { "tree", "[PATH]", "show the tree of QOM objects", true, false,
      qom_run_tree, complete_path },
    { "events", "[clear]", "list the last 1000 events, or forget them", true,
      false, run_events, complete_events },
    { "history", "", "list the lines typed so far", true, false, run_history,
      NULL },
    { "log", "FILE|off", "append every message to FILE", false, false, run_log,
      complete_log },
    { "reconnect", "", "drop the connection and make it anew", false, false,
      run_reconnect, NULL },
    { NULL, NULL, NULL, false, false, NULL, NULL },
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

void dot_names(StrList *out)
{
    const DotCommand *dot;

    for (dot = dot_commands; dot->name; dot++) {
        strlist_add(out, dot->name, strlen(dot->name));
    }
}

size_t dot_rest(const char *line, size_t cursor, const DotCommand **dot)
{
    size_t name = strspn(line, " \t") + 1;
    size_t end = name + strcspn(line + name, " \t");
    autofree char *word = NULL;

    if (end >= cursor) {
        return 0;
    }
    word = mem_strndup(line + name, end - name);
    *dot = dot_find(word);
    end += strspn(line + end, " \t");
    return end < cursor ? end : cursor;
}

size_t dot_inner_line(const char *line, size_t cursor)
{
    const DotCommand *dot;
    size_t from = 0, rest;

    while (line[from + strspn(line + from, " \t")] == '.') {
        dot = NULL;
        rest = dot_rest(line + from, cursor - from, &dot);
        if (!rest || !dot || !dot->takes_line) {
            break;
        }
        from += rest;
    }
    return from;
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
