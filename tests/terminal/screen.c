/*
 * A program in a pseudo-terminal, and what its user sees
 */
#include "screen.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <vterm.h>

#include "util/clock.h"
#include "util/fd.h"
#include "util/mem.h"
#include "util/strbuf.h"
#include "util/text.h"

#define DEFAULT_LIMIT_SECONDS 30

/* The child's end of the control connection. */
#define CONTROL_FD 3

struct Screen {
    VTerm *vt;
    VTermScreen *model;
    int pty; /* -1: hung up, or the program has closed its side */
    pid_t pid;
    bool exited;
    int status;
    int rows, cols;
    int bells;
    StrBuf scrolled; /* rows that have left the screen */
    StrBuf bytes;    /* whatever the program has written */
    size_t waited;   /* how many of them screen_wait_bytes() has seen */
};

static Deadline limit(void)
{
    const char *seconds = getenv("QMPSH_TEST_LIMIT");

    return deadline_in(1000 *
                       (seconds ? atoi(seconds) : DEFAULT_LIMIT_SECONDS));
}

/* ---- the model ---- */

static void append_cells(StrBuf *out, const VTermScreenCell *cells, int cols)
{
    size_t end = out->len; /* behind the last cell that is not blank */
    int col, i;

    for (col = 0; col < cols; col++) {
        if (cells[col].chars[0] == (uint32_t)-1) {
            continue; /* the second half of a wide one */
        }
        if (cells[col].chars[0] == 0) {
            strbuf_putc(out, ' ');
            continue;
        }
        for (i = 0; i < VTERM_MAX_CHARS_PER_CELL && cells[col].chars[i]; i++) {
            text_encode(out, cells[col].chars[i]);
        }
        if (cells[col].chars[0] != ' ' || cells[col].chars[1]) {
            end = out->len;
        }
    }
    strbuf_truncate(out, end);
    strbuf_putc(out, '\n');
}

static void append_row(const Screen *s, StrBuf *out, int row)
{
    VTermScreenCell *cells = mem_new0((size_t)s->cols, sizeof(*cells));
    int col;

    for (col = 0; col < s->cols; col++) {
        VTermPos pos = { .row = row, .col = col };

        vterm_screen_get_cell(s->model, pos, &cells[col]);
    }
    append_cells(out, cells, s->cols);
    free(cells);
}

static void trim_empty_rows(StrBuf *out)
{
    while (out->len > 0 && out->data[out->len - 1] == '\n' &&
           (out->len == 1 || out->data[out->len - 2] == '\n')) {
        strbuf_truncate(out, out->len - 1);
    }
}

static void append_rows(const Screen *s, StrBuf *out)
{
    int row;

    for (row = 0; row < s->rows; row++) {
        append_row(s, out, row);
    }
    trim_empty_rows(out);
}

static int row_scrolled(int cols, const VTermScreenCell *cells, void *opaque)
{
    Screen *s = opaque;

    append_cells(&s->scrolled, cells, cols);
    return 1;
}

static int bell_rung(void *opaque)
{
    Screen *s = opaque;

    s->bells++;
    return 1;
}

/* The terminal answers a question of the program. */
static void answer(const char *bytes, size_t len, void *opaque)
{
    Screen *s = opaque;

    if (s->pty >= 0) {
        fd_write_all(s->pty, bytes, len, NULL);
    }
}

static void create_model(Screen *s)
{
    static const VTermScreenCallbacks callbacks = {
        .bell = bell_rung,
        .sb_pushline = row_scrolled,
    };

    s->vt = vterm_new(s->rows, s->cols);
    vterm_set_utf8(s->vt, 1);
    vterm_output_set_callback(s->vt, answer, s);
    s->model = vterm_obtain_screen(s->vt);
    vterm_screen_set_callbacks(s->model, &callbacks, s);
    vterm_screen_reset(s->model, 1);
}

/* ---- the program ---- */

static void run_child(char *const argv[], int control)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that fails cleans nothing up */
    setenv("TERM", "xterm-256color", 1);
    if (control >= 0) {
        dup2(control, CONTROL_FD);
    }
    execvp(argv[0], argv);
    fprintf(stderr, "%s: %s\n", argv[0], strerror(errno));
    _exit(127);
}

static Screen *start(char *const argv[], int rows, int cols, int control)
{
    Screen *s = NEW0(Screen);
    struct winsize size = { .ws_row = (unsigned short)rows,
                            .ws_col = (unsigned short)cols };

    s->rows = rows;
    s->cols = cols;
    create_model(s);
    s->pid = forkpty(&s->pty, NULL, NULL, &size);
    ck_assert_int_ge(s->pid, 0);
    if (s->pid == 0) {
        run_child(argv, control);
    }
    fcntl(s->pty, F_SETFD, FD_CLOEXEC);
    fcntl(s->pty, F_SETFL, O_NONBLOCK);
    return s;
}

Screen *screen_start(char *const argv[], int rows, int cols)
{
    return start(argv, rows, cols, -1);
}

Screen *screen_start_controlled(char *const argv[], int rows, int cols,
                                int *control)
{
    int ends[2];
    Screen *s;

    ck_assert_int_eq(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends),
                     0);
    s = start(argv, rows, cols, ends[1]);
    close(ends[1]);
    fcntl(ends[0], F_SETFL, O_NONBLOCK);
    *control = ends[0];
    return s;
}

/* The program may be the shell of a job, which is to end as well. */
static void kill_foreground(const Screen *s)
{
    pid_t group = s->pty >= 0 ? tcgetpgrp(s->pty) : -1;

    if (group > 0) {
        kill(-group, SIGKILL);
    }
}

void screen_free(Screen *s)
{
    if (!s->exited) {
        kill_foreground(s);
        kill(s->pid, SIGKILL);
        waitpid(s->pid, NULL, 0);
    }
    fd_close(&s->pty);
    vterm_free(s->vt);
    strbuf_free(&s->scrolled);
    strbuf_free(&s->bytes);
    free(s);
}

pid_t screen_pid(const Screen *s)
{
    return s->pid;
}

/* ---- time goes on ---- */

static void take_in(Screen *s)
{
    char bytes[4096];
    ssize_t n = read(s->pty, bytes, sizeof(bytes));

    if (n > 0) {
        strbuf_append(&s->bytes, bytes, (size_t)n);
        vterm_input_write(s->vt, bytes, (size_t)n);
        vterm_screen_flush_damage(s->model);
    } else if (n == 0 || (errno != EAGAIN && errno != EINTR)) {
        fd_close(&s->pty); /* EIO: nobody has the terminal open any more */
    }
}

static void give_up(const Screen *s, const char *what, const char *detail)
{
    autofree char *text = screen_text(s);
    int row, col;

    screen_cursor(s, &row, &col);
    ck_abort_msg("%s\n%s\n--- the screen, cursor at %d,%d:\n%s---", what,
                 detail, row, col, text);
}

/* Wait for output, and take it in. */
static void go_on(Screen *s, Deadline deadline, const char *what,
                  const char *detail)
{
    struct pollfd fd = { .fd = s->pty, .events = POLLIN };

    if (s->pty < 0) {
        give_up(s, "the program has ended; awaited:", what);
    }
    if (poll(&fd, 1, deadline_poll_timeout(deadline)) == 0) {
        give_up(s, what, detail);
    }
    if (fd.revents) {
        take_in(s);
    }
}

/* The program may be stuck in a write until we read: do both. */
void screen_send(Screen *s, int fd, const void *bytes, size_t len)
{
    Deadline deadline = limit();
    const char *at = bytes;

    while (len > 0) {
        struct pollfd fds[] = { { .fd = s->pty, .events = POLLIN },
                                { .fd = fd, .events = POLLOUT } };
        ssize_t n = 0;

        if (fd < 0 || poll(fds, 2, deadline_poll_timeout(deadline)) == 0) {
            give_up(s, "the program does not read", "what it is sent");
        }
        if (fds[1].revents & (POLLERR | POLLHUP)) {
            give_up(s, "the program has ended", "instead of reading");
        }
        if (fds[1].revents) {
            n = write(fd, at, len);
        }
        if (n > 0) {
            at += n;
            len -= (size_t)n;
        }
        if (fds[0].revents) {
            take_in(s);
        }
    }
}

void screen_type_bytes(Screen *s, const void *bytes, size_t len)
{
    screen_send(s, s->pty, bytes, len);
}

void screen_type(Screen *s, const char *keys)
{
    screen_type_bytes(s, keys, strlen(keys));
}

void screen_resize(Screen *s, int rows, int cols)
{
    struct winsize size = { .ws_row = (unsigned short)rows,
                            .ws_col = (unsigned short)cols };

    s->rows = rows;
    s->cols = cols;
    vterm_set_size(s->vt, rows, cols);
    ck_assert_int_eq(ioctl(s->pty, TIOCSWINSZ, &size), 0);
}

void screen_hang_up(Screen *s)
{
    fd_close(&s->pty);
}

/* ---- waiting ---- */

void screen_expect(Screen *s, const char *text, int row, int col)
{
    autofree char *detail = mem_printf("%s--- with the cursor at %d,%d", text,
                                       row, col);
    Deadline deadline = limit();

    for (;;) {
        autofree char *now = screen_text(s);
        int now_row, now_col;

        screen_cursor(s, &now_row, &now_col);
        if (strcmp(now, text) == 0 && now_row == row && now_col == col) {
            return;
        }
        go_on(s, deadline, "the screen did not become", detail);
    }
}

static bool has_text(const Screen *s, const char *text)
{
    autofree char *now = screen_text(s);

    return strstr(now, text) != NULL;
}

void screen_wait_text(Screen *s, const char *text)
{
    Deadline deadline = limit();

    while (!has_text(s, text)) {
        go_on(s, deadline, "this text did not come", text);
    }
}

void screen_wait_gone(Screen *s, const char *text)
{
    Deadline deadline = limit();

    while (has_text(s, text)) {
        go_on(s, deadline, "this text did not go", text);
    }
}

void screen_wait_bytes(Screen *s, const char *bytes)
{
    Deadline deadline = limit();
    size_t len = strlen(bytes);
    const char *found = NULL;

    for (;;) {
        if (s->bytes.len > s->waited) {
            found = memmem(s->bytes.data + s->waited, s->bytes.len - s->waited,
                           bytes, len);
        }
        if (found) {
            s->waited = (size_t)(found - s->bytes.data) + len;
            return;
        }
        go_on(s, deadline, "these bytes did not come", bytes);
    }
}

int screen_wait_exit(Screen *s)
{
    Deadline deadline = limit();

    while (s->pty >= 0) {
        go_on(s, deadline, "the program did not end", "");
    }
    while (!s->exited) {
        pid_t pid = waitpid(s->pid, &s->status, WNOHANG);

        s->exited = pid == s->pid;
        if (!s->exited && deadline_poll_timeout(deadline) == 0) {
            give_up(s, "the program did not end", "");
        }
        if (!s->exited) {
            poll(NULL, 0, 1); /* there is no fd to wait for a child with */
        }
    }
    return s->status;
}

/* ---- looking ---- */

char *screen_text(const Screen *s)
{
    StrBuf out = STRBUF_INIT;

    append_rows(s, &out);
    return strbuf_steal(&out);
}

void screen_cursor(const Screen *s, int *row, int *col)
{
    VTermPos pos;

    vterm_state_get_cursorpos(vterm_obtain_state(s->vt), &pos);
    *row = pos.row;
    *col = pos.col;
}

char *screen_transcript(const Screen *s)
{
    StrBuf out = STRBUF_INIT;

    if (s->scrolled.len > 0) {
        strbuf_append(&out, s->scrolled.data, s->scrolled.len);
    }
    append_rows(s, &out);
    return strbuf_steal(&out);
}

int screen_bells(const Screen *s)
{
    return s->bells;
}
