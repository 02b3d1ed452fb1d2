/*
 * Where a person sits: a line editor, or a plain terminal where there can be
 * none
 */
#include "shell/console.h"

#include <poll.h>
#include <signal.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "shell/line_source.h"
#include "term/signals.h"
#include "util/fd.h"
#include "util/mem.h"

struct Console {
    LineEditor *editor; /* NULL: plain */
    /* the rest is for a plain one */
    const LineEditorOps *ops;
    LineSource *lines;
    char *prompt;
    int fd; /* watched; -1: none */
    short events;
    bool stopped;
};

Console *console_new(const LineEditorConfig *config)
{
    Console *c = NEW0(Console);

    if (line_editor_is_possible()) {
        c->editor = line_editor_new(config, NULL);
    }
    if (!c->editor) {
        c->ops = config->ops;
        c->lines = line_source_from_fd(STDIN_FILENO);
        c->prompt = mem_strdup("");
        c->fd = -1;
    }
    return c;
}

void console_free(Console *c)
{
    if (c) {
        line_editor_free(c->editor);
        line_source_free(c->lines);
        free(c->prompt);
        free(c);
    }
}

bool console_can_edit(const Console *c)
{
    return c->editor;
}

void console_watch(Console *c, int fd, short events)
{
    if (c->editor) {
        line_editor_watch(c->editor, fd, events);
    } else {
        c->fd = fd;
        c->events = events;
    }
}

void console_set_prompt(Console *c, const char *prompt)
{
    if (c->editor) {
        line_editor_set_prompt(c->editor, prompt);
    } else {
        free(c->prompt);
        c->prompt = mem_strdup(prompt);
    }
}

static void say(const char *text)
{
    fd_write_all(STDERR_FILENO, text, strlen(text), NULL);
}

/* Wait for input; false when a signal or a callback ends the reading. */
static bool wait_plain(Console *c, LineEditorResult *result)
{
    struct pollfd fds[] = {
        { .fd = STDIN_FILENO, .events = POLLIN },
        { .fd = c->fd, .events = c->events },
        { .fd = signals_wake_fd(), .events = POLLIN },
    };

    poll(fds, ARRAY_SIZE(fds), -1);
    if (fds[1].revents) {
        c->ops->fd_ready(c->ops->opaque, fds[1].revents);
    }
    signals_take(SIGWINCH);
    if (signals_take(SIGTSTP)) {
        signals_stop_self();
        say(c->prompt);
    }
    if (signals_take(SIGINT)) {
        say("\n");
        *result = LINE_EDITOR_INTERRUPT;
        return false;
    }
    *result = LINE_EDITOR_QUIT;
    return !c->stopped && !signals_pending(SIGTERM) && !signals_pending(SIGHUP);
}

static LineEditorResult read_plain(Console *c, char **line)
{
    LineEditorResult result;
    const char *text;
    size_t len;

    say(c->prompt);
    for (;;) {
        switch (line_source_next(c->lines, &text, &len, NULL)) {
        case LINE_SOURCE_LINE:
            *line = mem_strndup(text, len);
            return LINE_EDITOR_LINE;
        case LINE_SOURCE_WAIT:
            if (!wait_plain(c, &result)) {
                return result;
            }
            break;
        case LINE_SOURCE_END:
            say("\n");
            line_source_again(c->lines); /* a ^D ends one read */
            return LINE_EDITOR_EOF;
        case LINE_SOURCE_ERROR:
            return LINE_EDITOR_QUIT; /* the terminal is gone */
        }
    }
}

LineEditorResult console_read(Console *c, char **line)
{
    return c->editor ? line_editor_read(c->editor, line) : read_plain(c, line);
}

void console_stop(Console *c)
{
    if (c->editor) {
        line_editor_stop(c->editor);
    } else {
        c->stopped = true;
    }
}

bool console_confirm(Console *c, const char *question, bool at_eof)
{
    autofree char *prompt = NULL;
    autofree char *answer = NULL;
    LineEditorResult result;

    if (c->editor) {
        return line_editor_confirm(c->editor, question);
    }
    prompt = STEAL(c->prompt);
    c->prompt = mem_strdup(question);
    result = read_plain(c, &answer);
    console_set_prompt(c, prompt);
    if (result == LINE_EDITOR_EOF) {
        return at_eof;
    }
    return result == LINE_EDITOR_LINE &&
           (strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0);
}

void console_lend_terminal(Console *c, bool on)
{
    if (c->editor) {
        line_editor_lend_terminal(c->editor, on);
    }
}

void console_suspend(Console *c)
{
    if (c->editor) {
        line_editor_suspend(c->editor);
    } else {
        signals_stop_self();
    }
}

void console_print_above(Console *c, const char *text, size_t len)
{
    line_editor_print_above(c->editor, text, len);
}

char *console_ask_secret(Console *c, const char *question)
{
    return line_editor_ask_secret(c->editor, question);
}
