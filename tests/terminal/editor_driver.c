/*
 * The line editor alone, driven by a test
 *
 * Fd 3 is the watched connection: one command a line.
 *
 *     print TEXT    an event: print TEXT above the line
 *     prompt TEXT   change the prompt
 *     hint WORDS    show those that are not in the line yet as a hint
 *     sync TEXT     write TEXT in an escape sequence that shows nothing
 *     stop          end the read
 *     done          end what "run" has begun
 *
 * Lines that are typed are printed, and kept in a history in memory; some
 * are commands: see below.  With the argument "bare" the editor has nothing
 * but the connection.
 */
#include <locale.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "term/line_editor.h"
#include "term/signals.h"
#include "util/fd.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define CONTROL_FD 3

typedef struct Driver {
    LineEditor *editor;
    History *history;
    char *hint;   /* words */
    bool running; /* a command that waits for "done" */
} Driver;

static void show(Driver *d, const char *label, const char *text)
{
    autofree char *line = mem_printf("%s%s\n", label, text);

    line_editor_print_above(d->editor, line, strlen(line));
}

/* An operating system command that no terminal knows. */
static void mark(const char *text)
{
    autofree char *sequence = mem_printf("\033]777;%s\a", text);

    fd_write_all(STDOUT_FILENO, sequence, strlen(sequence), NULL);
}

/* ---- the control connection ---- */

/* One line, byte by byte: the editor waits, and draws, between two. */
static bool read_command(StrBuf *line)
{
    char byte;

    while (read(CONTROL_FD, &byte, 1) == 1) {
        if (byte == '\n') {
            return true;
        }
        strbuf_putc(line, byte);
    }
    return false;
}

static void control_ready(void *opaque, short revents)
{
    Driver *d = opaque;
    autofree_strbuf StrBuf buf = STRBUF_INIT;
    const char *line;

    (void)revents;
    if (!read_command(&buf)) {
        line_editor_watch(d->editor, -1, 0);
        return;
    }
    line = strbuf_str(&buf);
    if (strncmp(line, "print ", 6) == 0) {
        show(d, "", line + 6);
    } else if (strncmp(line, "prompt ", 7) == 0) {
        line_editor_set_prompt(d->editor, line + 7);
    } else if (strncmp(line, "hint ", 5) == 0) {
        free(d->hint);
        d->hint = mem_strdup(line + 5);
    } else if (strncmp(line, "sync ", 5) == 0) {
        mark(line + 5);
    } else if (strcmp(line, "stop") == 0) {
        line_editor_stop(d->editor);
    } else if (strcmp(line, "done") == 0) {
        d->running = false;
    }
}

/* ---- completion ---- */

static const struct {
    const char *text, *note;
    char suffix;
} words[] = {
    { "query-status", NULL, ' ' },      { "query-version", NULL, ' ' },
    { "blockdev-add", "driver=", ' ' }, { "blockdev-del", "node-name=", ' ' },
    { "日本語", "wide", ' ' },          { "日本人", "wide too", ' ' },
    { "stop", "no arguments", 0 },
};

/* What has been looked up may serve hints too. */
static void learn(Driver *d, const char *line)
{
    if (strncmp(line, "learn", 5) == 0) {
        free(d->hint);
        d->hint = mem_strdup("known=");
    }
}

static void add_numbered(Completions *out, size_t n, const char *word)
{
    size_t i;

    for (i = 0; i < n; i++) {
        autofree char *name = mem_printf("%s-%03zu", word, i);

        completions_add(out, name, "a note", 0);
    }
}

static bool is_costly(const char *word)
{
    return strcmp(word, "costly") == 0 || strcmp(word, "slow") == 0 ||
           strcmp(word, "empty") == 0;
}

/* "slow" takes until there is a command, "empty" has no candidates. */
static void look_up(const char *word, Completions *out)
{
    StrBuf command = STRBUF_INIT;

    if (strcmp(word, "slow") == 0) {
        read_command(&command);
    }
    if (strcmp(word, "empty") != 0) {
        add_numbered(out, 2, word);
    }
    strbuf_free(&command);
}

/*
 * "many" has 312 candidates, "some" 30, those that are costly two, and other
 * words those of the table.  "learn" has none, but makes a hint known.
 */
static void complete(void *opaque, const char *line, size_t cursor,
                     bool confirmed, Completions *out)
{
    autofree char *before = mem_strndup(line, cursor);
    const char *blank = strrchr(before, ' ');
    const char *word = blank ? blank + 1 : before;
    size_t i;

    learn(opaque, line);
    out->start = (size_t)(word - before);
    for (i = 0; *word && i < ARRAY_SIZE(words); i++) {
        if (strncmp(words[i].text, word, strlen(word)) == 0) {
            completions_add(out, words[i].text, words[i].note, words[i].suffix);
        }
    }
    if (strncmp(word, "many", 4) == 0) {
        add_numbered(out, 312, "many");
    } else if (strncmp(word, "some", 4) == 0) {
        add_numbered(out, 30, "some");
    } else if (is_costly(word) && !confirmed) {
        out->question = mem_strdup("Is it worth it? (y/n) ");
    } else if (is_costly(word)) {
        look_up(word, out);
    }
    mark("completed");
}

/* ---- help and hints ---- */

/*
 * Where a word begins; "none" has no help, "tall" has 30 lines, and "wide" 3
 * that take 10 rows on 40 columns.
 */
static bool help(void *opaque, const char *line, size_t cursor, char **text)
{
    StrBuf out = STRBUF_INIT;
    size_t i;

    learn(opaque, line);
    if (cursor > 0 && line[cursor - 1] != ' ') {
        return false;
    }
    if (strncmp(line, "tall", 4) == 0) {
        for (i = 1; i <= 30; i++) {
            strbuf_printf(&out, "\033[1mrow\033[0m %zu\n", i);
        }
    } else if (strncmp(line, "wide", 4) == 0) {
        strbuf_puts(&out, "first\n\033[1m");
        for (i = 0; i < 160; i++) {
            strbuf_puts(&out, "日");
        }
        strbuf_puts(&out, "\033[0m\nlast\n");
    } else {
        strbuf_printf(&out, "help for [%s] at %zu\n", line, cursor);
    }
    *text = strncmp(line, "none", 4) == 0 ? NULL : strbuf_steal(&out);
    strbuf_free(&out);
    return true;
}

static char *hint(void *opaque, const char *line)
{
    const Driver *d = opaque;
    autofree char *words_left = mem_strdup(d->hint ? d->hint : "");
    StrBuf out = STRBUF_INIT;
    char *save, *word;

    for (word = strtok_r(words_left, " ", &save); word;
         word = strtok_r(NULL, " ", &save)) {
        if (!strstr(line, word)) {
            strbuf_printf(&out, " %s", word);
        }
    }
    return out.len > 0 ? strbuf_steal(&out) : NULL;
}

/* ---- lines that are commands ---- */

/* As a command that waits for its reply: ^C ends it, ^Z works. */
static void run(Driver *d)
{
    struct pollfd fds[] = { { .fd = CONTROL_FD, .events = POLLIN },
                            { .fd = signals_wake_fd(), .events = POLLIN } };

    show(d, "", "running");
    d->running = true;
    while (d->running) {
        poll(fds, ARRAY_SIZE(fds), -1);
        if (signals_take(SIGINT)) {
            show(d, "", "interrupted");
            return;
        }
        signals_take(SIGWINCH);
        if (signals_take(SIGTSTP)) {
            line_editor_lend_terminal(d->editor, true);
            signals_stop_self();
            line_editor_lend_terminal(d->editor, false);
        }
        if (fds[0].revents) {
            control_ready(d, fds[0].revents);
        }
    }
    show(d, "", "done");
}

static void confirm(Driver *d)
{
    bool yes = line_editor_confirm(d->editor, "Really? (y/n) ");

    show(d, "answer: ", yes ? "yes" : "no");
}

static void ask_secret(Driver *d)
{
    autofree char *secret = line_editor_ask_secret(d->editor, "Password: ");

    show(d, "secret: ", secret ? secret : "none");
}

/* A program that reads the terminal itself and leaves half a row. */
static void lend(Driver *d)
{
    line_editor_lend_terminal(d->editor, true);
    if (system("printf 'name? '; read x; printf \"got $x\"") < 0) {
        perror("system");
    }
    line_editor_lend_terminal(d->editor, false);
}

static const struct {
    const char *line;
    void (*run)(Driver *d);
} commands[] = {
    { "run", run },
    { "confirm", confirm },
    { "secret", ask_secret },
    { "lend", lend },
};

static void execute(Driver *d, const char *line)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(commands); i++) {
        if (strcmp(line, commands[i].line) == 0) {
            commands[i].run(d);
            return;
        }
    }
    show(d, "line: ", line);
}

static void loop(Driver *d)
{
    static const char *const results[] = {
        [LINE_EDITOR_INTERRUPT] = "interrupt",
        [LINE_EDITOR_EOF] = "eof",
        [LINE_EDITOR_QUIT] = "quit",
    };
    LineEditorResult result;
    char *line;

    do {
        result = line_editor_read(d->editor, &line);
        if (result == LINE_EDITOR_LINE) {
            history_add(d->history, line, NULL);
            execute(d, line);
        } else {
            show(d, "", results[result]);
        }
        free(line);
    } while (result == LINE_EDITOR_LINE || result == LINE_EDITOR_INTERRUPT);
}

int main(int argc, char **argv)
{
    Driver d = { .history = history_new(NULL, NULL) };
    LineEditorOps ops = { .complete = complete,
                          .help = help,
                          .hint = hint,
                          .fd_ready = control_ready,
                          .opaque = &d };
    LineEditorOps bare = { .fd_ready = control_ready, .opaque = &d };
    LineEditorConfig config = {
        .ops = argc > 1 && strcmp(argv[1], "bare") == 0 ? &bare : &ops,
        .history = d.history,
        .theme = theme_choose(THEME_AUTO, true, getenv("TERM"),
                              getenv("NO_COLOR"))
    };

    setlocale(LC_ALL, "");
    if (MB_CUR_MAX == 1) {
        setlocale(LC_CTYPE, "C.UTF-8");
    }
    signals_init();
    signals_init_terminal();
    d.editor = line_editor_is_possible() ? line_editor_new(&config, NULL) :
                                           NULL;
    if (!d.editor) {
        puts("not possible");
        history_free(d.history);
        return 1;
    }
    line_editor_watch(d.editor, CONTROL_FD, POLLIN);
    line_editor_set_prompt(d.editor, "(vm) ");
    loop(&d);
    line_editor_free(d.editor);
    history_free(d.history);
    free(d.hint);
    return 0;
}
