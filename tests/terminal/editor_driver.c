/*
 * The line editor alone, driven by a test
 *
 * Fd 3 is the watched connection: one command a line.
 *
 *     print TEXT    an event: print TEXT above the line
 *     prompt TEXT   change the prompt
 *     sync TEXT     write TEXT in an escape sequence that shows nothing
 *     stop          end the read
 *     done          end what "run" has begun
 *
 * Lines that are typed are printed, and kept in a history in memory; some
 * are commands: see below.
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

/* "many" has 312 candidates, other words those of the table. */
static void complete(void *opaque, const char *line, size_t cursor,
                     Completions *out)
{
    autofree char *before = mem_strndup(line, cursor);
    const char *blank = strrchr(before, ' ');
    const char *word = blank ? blank + 1 : before;
    size_t i;

    (void)opaque;
    out->start = (size_t)(word - before);
    for (i = 0; *word && i < ARRAY_SIZE(words); i++) {
        if (strncmp(words[i].text, word, strlen(word)) == 0) {
            completions_add(out, words[i].text, words[i].note, words[i].suffix);
        }
    }
    for (i = 0; strncmp(word, "many", 4) == 0 && i < 312; i++) {
        autofree char *name = mem_printf("many-%03zu", i);

        completions_add(out, name, "a note", 0);
    }
    mark("completed");
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

int main(void)
{
    Driver d = { .history = history_new(NULL, NULL) };
    LineEditorOps ops = { .complete = complete,
                          .fd_ready = control_ready,
                          .opaque = &d };
    LineEditorConfig config = { .ops = &ops, .history = d.history };

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
    return 0;
}
