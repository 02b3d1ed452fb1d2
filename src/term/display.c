/*
 * The part of the terminal that the line editor draws on
 */
#include "term/display.h"

#include <stdlib.h>
#include <sys/ioctl.h>

#include "util/fd.h"
#include "util/mem.h"
#include "util/strbuf.h"

/* Text is written when there is more than this, frame or not. */
#define FLUSH_SIZE (64 * 1024)

struct Display {
    int fd;
    const Theme *theme;
    int width, height;
    bool reflows;
    bool resized; /* it was told so */
    Frame *frame; /* on the screen once out is written; NULL: none, and the
                     cursor is at the left edge */
    StrBuf out;
};

/* Serial lines and some programs that run others know no size. */
static void read_size(const Display *d, int *width, int *height)
{
    struct winsize size = { 0 };

    if (ioctl(d->fd, TIOCGWINSZ, &size) < 0) {
        size.ws_col = 0;
    }
    *width = size.ws_col ? size.ws_col : 80;
    *height = size.ws_row ? size.ws_row : 24;
}

Display *display_new(int fd, const Theme *theme, bool reflows)
{
    Display *d = NEW0(Display);

    d->fd = fd;
    d->theme = theme;
    d->reflows = reflows;
    read_size(d, &d->width, &d->height);
    return d;
}

static void forget_frame(Display *d)
{
    frame_free(d->frame);
    d->frame = NULL;
}

void display_free(Display *d)
{
    if (d) {
        forget_frame(d);
        strbuf_free(&d->out);
        free(d);
    }
}

int display_width(const Display *d)
{
    return d->width;
}

int display_room(const Display *d)
{
    int room = d->height - (d->frame ? frame_rows(d->frame) : 1);

    return room > 0 ? room : 1;
}

void display_resized(Display *d)
{
    d->resized = true;
}

void display_resize(Display *d)
{
    int width, height, above;

    read_size(d, &width, &height);
    if (width == d->width && height == d->height && !d->resized) {
        return;
    }
    d->resized = false;
    if (d->frame) {
        above = d->reflows ? frame_rows_above(d->frame, width) :
                             frame_cursor_row(d->frame);
        strbuf_putc(&d->out, '\r');
        if (above > 0) {
            strbuf_printf(&d->out, "\033[%dA", above);
        }
        strbuf_puts(&d->out, "\033[J");
        forget_frame(d);
    }
    d->width = width;
    d->height = height;
}

void display_show(Display *d, const FrameText *text)
{
    Frame *frame = frame_new(text, d->width, d->height, d->frame);

    frame_update(d->frame, frame, d->theme, &d->out);
    forget_frame(d);
    d->frame = frame;
}

void display_erase(Display *d)
{
    if (d->frame) {
        frame_erase(d->frame, &d->out);
        forget_frame(d);
    }
}

void display_leave(Display *d)
{
    if (d->frame) {
        frame_leave(d->frame, d->theme, &d->out);
        forget_frame(d);
    }
}

void display_clear(Display *d)
{
    strbuf_puts(&d->out, "\033[H\033[2J");
    forget_frame(d);
}

void display_print(Display *d, const char *text, size_t len)
{
    display_erase(d);
    strbuf_append(&d->out, text, len);
    if (len > 0 && text[len - 1] != '\n') {
        strbuf_putc(&d->out, '\n');
    }
    if (d->out.len > FLUSH_SIZE) {
        display_flush(d);
    }
}

void display_control(Display *d, const char *sequence)
{
    strbuf_puts(&d->out, sequence);
}

/*
 * A row of blanks wraps into the next row, unless it begins at the left
 * edge: then the terminal waits with wrapping, and stays in the row.
 */
void display_fresh_row(Display *d)
{
    display_erase(d);
    strbuf_fill(&d->out, ' ', (size_t)d->width);
    strbuf_puts(&d->out, "\r");
}

void display_flush(Display *d)
{
    if (d->out.len > 0) {
        fd_write_all(d->fd, d->out.data, d->out.len, NULL);
        strbuf_reset(&d->out);
    }
}
