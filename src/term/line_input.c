/*
 * Keys from the terminal, while everything else goes on
 */
#include "term/line_input.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "term/keys.h"
#include "term/signals.h"
#include "util/clock.h"
#include "util/mem.h"

#define PASTE_MODE_ON "\033[?2004h"
#define PASTE_MODE_OFF "\033[?2004l"

/* Within that time a person types the Enter that a key did not need. */
#define HABIT_MS 1000

struct LineInput {
    LineInputOps ops;
    Display *display;
    KeyDecoder keys;
    wchar_t pushed_back; /* 0: none */
    int watched_fd;
    short watched_events;
    LineInputEnd end;
    const FrameText *view;
    bool reading;
    bool pasting; /* the terminal marks pastes */
    bool asking;
    Deadline no_enter; /* an Enter before that belongs to an answer */
    bool dispatching;  /* in ops.fd_ready() */
};

LineInput *line_input_new(const LineInputOps *ops, Display *display)
{
    LineInput *in = NEW0(LineInput);

    in->ops = *ops;
    in->display = display;
    in->watched_fd = -1;
    return in;
}

void line_input_free(LineInput *in)
{
    free(in);
}

static void set_paste_mode(LineInput *in, bool on)
{
    if (in->pasting != on) {
        display_control(in->display, on ? PASTE_MODE_ON : PASTE_MODE_OFF);
        in->pasting = on;
    }
}

void line_input_begin(LineInput *in, bool paste)
{
    if (in->end != INPUT_GONE) {
        in->end = INPUT_GOES_ON;
    }
    in->reading = true;
    set_paste_mode(in, paste);
}

void line_input_end(LineInput *in, const FrameText *last)
{
    if (in->end != INPUT_GONE) {
        display_resize(in->display);
        display_show(in->display, last);
        display_leave(in->display);
    }
    set_paste_mode(in, false);
    display_flush(in->display);
    in->reading = false;
}

static void draw(LineInput *in)
{
    FrameText text = in->view ? *in->view : in->ops.text(in->ops.opaque);

    display_resize(in->display);
    display_show(in->display, &text);
    display_flush(in->display);
}

void line_input_show(LineInput *in)
{
    if (in->dispatching) {
        return;
    }
    if (in->reading) {
        draw(in);
    }
    display_flush(in->display);
}

/* Stop as ^Z would stop a program that knows nothing of terminals. */
static void suspend(LineInput *in)
{
    bool pasting = in->pasting;

    display_leave(in->display);
    set_paste_mode(in, false);
    display_flush(in->display);
    in->ops.set_mode(in->ops.opaque, false);
    signals_stop_self();
    in->ops.set_mode(in->ops.opaque, true);
    set_paste_mode(in, pasting);
}

bool line_input_suspend(LineInput *in)
{
    if (in->reading) {
        suspend(in);
    }
    return in->reading;
}

/* SIGTERM and SIGHUP stay up for whoever looks at them behind us. */
static void heed_signals(LineInput *in)
{
    if (signals_take(SIGWINCH)) {
        display_resized(in->display);
    }
    if (signals_take(SIGTSTP)) {
        suspend(in);
    }
    if (signals_pending(SIGTERM) || signals_pending(SIGHUP)) {
        in->end = INPUT_STOPPED;
    } else if (signals_take(SIGINT)) {
        in->end = INPUT_INTERRUPTED;
    }
}

static void dispatch(LineInput *in, short revents)
{
    in->dispatching = true;
    in->ops.fd_ready(in->ops.opaque, revents);
    in->dispatching = false;
}

/*
 * Wait until the terminal can be read: true.  False: @deadline has passed,
 * or this is the end.  While keys are pending nothing is drawn, so that a
 * paste is drawn once.
 */
static bool wait_for_byte(LineInput *in, Deadline deadline)
{
    enum {
        TERMINAL,
        WAKE,
        WATCHED,
        N_FDS
    };
    struct pollfd fds[N_FDS] = { { .fd = STDIN_FILENO, .events = POLLIN },
                                 { .fd = signals_wake_fd(),
                                   .events = POLLIN } };
    int n;

    for (;;) {
        heed_signals(in);
        if (in->end != INPUT_GOES_ON) {
            return false;
        }
        if (poll(fds, 1, 0) == 0) {
            draw(in);
        }
        fds[WATCHED].fd = in->asking ? -1 : in->watched_fd;
        fds[WATCHED].events = in->watched_events;
        n = poll(fds, N_FDS, deadline_poll_timeout(deadline));
        if (n < 0 && errno != EINTR) {
            in->end = INPUT_GONE;
        }
        if (n > 0 && fds[WATCHED].revents) {
            dispatch(in, fds[WATCHED].revents);
        }
        /* keys behind a ^C are for the next line: the signal counts first */
        if (signals_interrupted() || signals_pending(SIGTSTP)) {
            continue;
        }
        if (n == 0 || (n > 0 && fds[TERMINAL].revents)) {
            return n > 0;
        }
    }
}

static void read_byte(LineInput *in)
{
    unsigned char byte;
    ssize_t n = read(STDIN_FILENO, &byte, 1);

    if (n == 1) {
        keys_feed(&in->keys, byte);
    } else if (n == 0 || (errno != EINTR && errno != EAGAIN)) {
        in->end = INPUT_GONE;
    }
}

static bool next_key(LineInput *in, wchar_t *key)
{
    if (in->pushed_back) {
        *key = in->pushed_back;
        in->pushed_back = 0;
        return true;
    }
    while (in->end == INPUT_GOES_ON && !keys_next(&in->keys, key)) {
        Deadline deadline = deadline_in(keys_patience(&in->keys));

        if (wait_for_byte(in, deadline)) {
            read_byte(in);
        } else if (in->end == INPUT_GOES_ON) {
            keys_expire(&in->keys);
        }
    }
    return in->end == INPUT_GOES_ON;
}

bool line_input_key(LineInput *in, wchar_t *key)
{
    bool read = next_key(in, key);

    if (read && (*key == '\r' || *key == '\n') &&
        deadline_poll_timeout(in->no_enter) > 0) {
        read = next_key(in, key);
    }
    in->no_enter = 0;
    return read;
}

void line_input_expect_no_enter(LineInput *in)
{
    in->no_enter = deadline_in(HABIT_MS);
}

LineInputEnd line_input_why(const LineInput *in)
{
    return in->end;
}

void line_input_push_back(LineInput *in, wchar_t key)
{
    in->pushed_back = key;
}

void line_input_forgive(LineInput *in)
{
    if (in->end == INPUT_INTERRUPTED) {
        in->end = INPUT_GOES_ON;
    }
}

void line_input_set_view(LineInput *in, const FrameText *view)
{
    in->view = view;
}

void line_input_set_asking(LineInput *in, bool asking)
{
    in->asking = asking;
}

void line_input_watch(LineInput *in, int fd, short events)
{
    in->watched_fd = fd;
    in->watched_events = events;
}

void line_input_stop(LineInput *in)
{
    in->end = INPUT_STOPPED;
}
