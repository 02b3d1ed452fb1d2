/*
 * The program's two outputs, and what happens when they fail
 */
#include "shell/output.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "term/signals.h"
#include "util/fd.h"
#include "util/mem.h"
#include "util/strbuf.h"
#include "util/text.h"

#define DEFAULT_WIDTH 80

struct Output {
    const Theme *theme[2]; /* of stdout and stderr */
    bool terminal[2];
    OutputShowFn *show;
    void *show_opaque;
    OutputShowFn *redirect;
    void *redirect_opaque;
    bool pager;       /* it is for a person all the same */
    const char *file; /* borrowed */
    unsigned line;
    bool script;
    int broken; /* errno of the write to stdout that failed */
};

Output *output_new(const Theme *out, const Theme *err, bool script)
{
    Output *o = NEW0(Output);

    o->theme[0] = out;
    o->theme[1] = err;
    o->terminal[0] = isatty(STDOUT_FILENO);
    o->terminal[1] = isatty(STDERR_FILENO);
    o->script = script;
    return o;
}

void output_free(Output *o)
{
    free(o);
}

void output_set_screen(Output *o, OutputShowFn *show, void *opaque)
{
    o->show = show;
    o->show_opaque = opaque;
}

void output_redirect(Output *o, OutputShowFn *write, void *opaque, bool pager)
{
    o->pager = pager;
    o->redirect = write;
    o->redirect_opaque = opaque;
}

bool output_is_redirected(const Output *o)
{
    return o->redirect;
}

bool output_is_terminal(const Output *o)
{
    return o->terminal[0];
}

static int terminal_width(int fd)
{
    struct winsize size = { 0 };

    ioctl(fd, TIOCGWINSZ, &size);
    return size.ws_col ? size.ws_col : DEFAULT_WIDTH;
}

RenderStyle output_style(const Output *o)
{
    bool person = o->terminal[0] && (!o->redirect || o->pager);

    return (RenderStyle){
        .theme = o->redirect && !o->pager ? NULL : o->theme[0],
        .width = person ? terminal_width(STDOUT_FILENO) : 0,
    };
}

RenderStyle output_notice_style(const Output *o)
{
    return (RenderStyle){ .theme = o->theme[o->terminal[0] ? 0 : 1] };
}

const Theme *output_error_theme(const Output *o)
{
    return o->theme[1];
}

/*
 * As fd_write_all(), but signals get through while the reader takes its
 * time: a pipe that is ready takes PIPE_BUF bytes without blocking.
 */
static bool write_patiently(int fd, const char *text, size_t len)
{
    struct pollfd fds[] = {
        { .fd = fd, .events = POLLOUT },
        { .fd = signals_wake_fd(), .events = POLLIN },
    };

    while (len) {
        ssize_t n = 0;

        if (poll(fds, ARRAY_SIZE(fds), -1) > 0 && fds[0].revents) {
            n = write(fd, text, len < PIPE_BUF ? len : PIPE_BUF);
        } else if (signals_interrupted()) {
            errno = ECANCELED;
            return false;
        }
        if (n < 0 && errno != EINTR && errno != EAGAIN) {
            return false;
        }
        text += n > 0 ? n : 0;
        len -= n > 0 ? (size_t)n : 0;
    }
    return true;
}

bool output_write(Output *o, const char *text, size_t len)
{
    bool ok;

    if (o->redirect) {
        o->redirect(o->redirect_opaque, text, len);
        return true;
    }
    if (o->show && o->terminal[0]) {
        o->show(o->show_opaque, text, len);
        return true;
    }
    if (!o->broken) {
        ok = o->script ? write_patiently(STDOUT_FILENO, text, len) :
                         fd_write_all(STDOUT_FILENO, text, len, NULL);
        o->broken = ok ? 0 : errno;
    }
    return !o->broken;
}

void output_notice(Output *o, const char *text, size_t len)
{
    if (!o->terminal[0]) {
        output_write_error(o, text, len);
    } else if (o->show) {
        o->show(o->show_opaque, text, len);
    } else {
        fd_write_all(STDOUT_FILENO, text, len, NULL);
    }
}

void output_write_error(Output *o, const char *text, size_t len)
{
    if (o->show && o->terminal[1]) {
        o->show(o->show_opaque, text, len);
    } else if (!o->script) {
        fd_write_all(STDERR_FILENO, text, len, NULL);
    } else if (!write_patiently(STDERR_FILENO, text, len) && !o->broken &&
               (errno == EPIPE || errno == ECANCELED)) {
        o->broken = errno; /* nobody is there to be told of failures */
    }
}

void output_note(Output *o, const char *fmt, ...)
{
    autofree_strbuf StrBuf line = STRBUF_INIT;
    autofree char *text = NULL;
    va_list ap;

    va_start(ap, fmt);
    text = mem_vprintf(fmt, ap);
    va_end(ap);
    strbuf_puts(&line, "qmpsh: ");
    text_append_safe(&line, text, strlen(text), 0);
    strbuf_putc(&line, '\n');
    output_write_error(o, line.data, line.len);
}

void output_set_place(Output *o, const char *file, unsigned line)
{
    o->file = file;
    o->line = line;
}

static void append_place(const Output *o, unsigned line, StrBuf *text)
{
    if (!o->line) {
        return;
    }
    if (o->file) {
        text_append_safe(text, o->file, strlen(o->file), 0);
        strbuf_printf(text, ":%u: ", line ? line : o->line);
    } else {
        strbuf_printf(text, "line %u: ", line ? line : o->line);
    }
}

void output_error(Output *o, const Error *err)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;

    strbuf_printf(&text, "%serror:%s ", theme_start(o->theme[1], THEME_ERROR),
                  theme_end(o->theme[1], THEME_ERROR));
    append_place(o, error_line(err), &text);
    text_append_safe(&text, error_message(err), strlen(error_message(err)), 0);
    strbuf_putc(&text, '\n');
    text_append_safe(&text, error_hint(err), strlen(error_hint(err)),
                     TEXT_KEEP_NEWLINE);
    output_write_error(o, text.data, text.len);
}

void output_error_reply(Output *o, const char *error_class, const char *desc)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    RenderStyle style = { .theme = o->theme[1] };

    render_error(&text, error_class, desc, &style);
    output_write_error(o, text.data, text.len);
}

bool output_check(const Output *o, Error **errp)
{
    if (o->broken == ECANCELED) {
        error_set(errp, ERROR_INTERRUPTED, "interrupted");
    } else if (o->broken) {
        error_set_errno(errp, ERROR_OUTPUT, o->broken,
                        "output could not be written");
    }
    return !o->broken;
}

bool output_reader_is_gone(const Output *o)
{
    return o->broken == EPIPE;
}

bool output_finish(Output *o, Error **errp)
{
    /* a file system may report a lost write only here */
    if (!o->broken && close(STDOUT_FILENO) < 0 && errno != EBADF) {
        o->broken = errno;
    }
    return output_check(o, errp);
}
