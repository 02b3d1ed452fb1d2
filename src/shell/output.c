/*
 * The program's two outputs, and what happens when they fail
 */
#include "shell/output.h"

#include <errno.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

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
    int redirect; /* -1: none */
    int broken;   /* errno of the write to stdout that failed */
};

Output *output_new(const Theme *out, const Theme *err)
{
    Output *o = NEW0(Output);

    o->theme[0] = out;
    o->theme[1] = err;
    o->terminal[0] = isatty(STDOUT_FILENO);
    o->terminal[1] = isatty(STDERR_FILENO);
    o->redirect = -1;
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

void output_redirect(Output *o, int fd)
{
    o->redirect = fd;
}

bool output_is_redirected(const Output *o)
{
    return o->redirect >= 0;
}

bool output_is_terminal(const Output *o)
{
    return o->terminal[0];
}

RenderStyle output_style(const Output *o)
{
    RenderStyle style = { .theme = o->theme[0] };
    struct winsize size = { 0 };

    if (output_is_redirected(o)) {
        style.theme = NULL; /* the program may be jq as well as less */
    }
    if (o->terminal[0]) {
        ioctl(STDOUT_FILENO, TIOCGWINSZ, &size);
        style.width = size.ws_col ? size.ws_col : DEFAULT_WIDTH;
    }
    return style;
}

const Theme *output_error_theme(const Output *o)
{
    return o->theme[1];
}

bool output_write(Output *o, const char *text, size_t len)
{
    if (output_is_redirected(o)) {
        /* the program may have read enough: `| head -1` is no failure */
        fd_write_all(o->redirect, text, len, NULL);
        return true;
    }
    if (o->show && o->terminal[0]) {
        o->show(o->show_opaque, text, len);
        return true;
    }
    if (!o->broken && !fd_write_all(STDOUT_FILENO, text, len, NULL)) {
        o->broken = errno;
    }
    return !o->broken;
}

void output_write_error(Output *o, const char *text, size_t len)
{
    if (o->show && o->terminal[1]) {
        o->show(o->show_opaque, text, len);
    } else {
        fd_write_all(STDERR_FILENO, text, len, NULL);
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

void output_error(Output *o, const Error *err)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;

    strbuf_printf(&text, "%serror:%s ", theme_start(o->theme[1], THEME_ERROR),
                  theme_end(o->theme[1], THEME_ERROR));
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
    if (o->broken) {
        error_set_errno(errp, ERROR_OUTPUT, o->broken,
                        "output could not be written");
        return false;
    }
    return true;
}

bool output_finish(Output *o, Error **errp)
{
    /* a file system may report a lost write only here */
    if (!o->broken && close(STDOUT_FILENO) < 0 && errno != EBADF) {
        o->broken = errno;
    }
    return output_check(o, errp);
}
