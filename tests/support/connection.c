/*
 * One connection of the scripted server
 */
#include "connection.h"

#include <errno.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "util/fd.h"
#include "util/json.h"
#include "util/mem.h"

#define READ_SIZE 65536
#define MAX_FDS 16

Connection *connection_new(int fd)
{
    Connection *c = NEW0(Connection);

    c->fd = fd;
    return c;
}

void connection_free(Connection *c)
{
    if (c) {
        fd_close(&c->fd);
        strbuf_free(&c->in);
        free(c->ids);
        free(c->is_answered);
        free(c);
    }
}

static void take_fds(Connection *c, struct msghdr *msg)
{
    struct cmsghdr *cmsg;
    int fds[MAX_FDS];
    size_t i, n;

    for (cmsg = CMSG_FIRSTHDR(msg); cmsg; cmsg = CMSG_NXTHDR(msg, cmsg)) {
        if (cmsg->cmsg_level != SOL_SOCKET || cmsg->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        n = (cmsg->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        memcpy(fds, CMSG_DATA(cmsg), n * sizeof(int));
        for (i = 0; i < n; i++) {
            close(fds[i]);
        }
        c->n_fds += n;
    }
}

/* One recvmsg(); false: nothing there now. */
static bool receive(Connection *c)
{
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(MAX_FDS * sizeof(int))];
    } control;
    struct iovec iov = { strbuf_reserve(&c->in, READ_SIZE), READ_SIZE };
    struct msghdr msg = { .msg_iov = &iov,
                          .msg_iovlen = 1,
                          .msg_control = &control,
                          .msg_controllen = sizeof(control) };
    ssize_t n = recvmsg(c->fd, &msg, MSG_CMSG_CLOEXEC);
    size_t blanks;

    strbuf_commit(&c->in, n > 0 ? (size_t)n : 0);
    if (n < 0 && errno == EAGAIN) {
        return false;
    }
    if (n <= 0) {
        c->at_end = true;
        return true;
    }
    take_fds(c, &msg);
    if (c->may_have_blanks) {
        blanks = strspn(c->in.data, " \t\r\n");
        strbuf_drop(&c->in, blanks);
        c->may_have_blanks = c->in.len == 0;
    }
    return true;
}

bool connection_read(Connection *c, Program *program, Error **errp)
{
    do {
        if (!program_wait_fd(program, c->fd, POLLIN, errp)) {
            return false;
        }
    } while (!receive(c));
    return true;
}

void connection_read_rest(Connection *c)
{
    while (!c->at_end && receive(c)) {
        continue;
    }
}

bool connection_write(Connection *c, Program *program, const void *bytes,
                      size_t len, Error **errp)
{
    const char *p = bytes;

    while (len > 0) {
        ssize_t n = send(c->fd, p, len, MSG_NOSIGNAL);

        if (n > 0) {
            p += n;
            len -= (size_t)n;
        } else if (errno != EAGAIN) {
            error_set_errno(errp, ERROR_LOST, errno, "%zu bytes left to send",
                            len);
            return false;
        } else if (!program_wait_fd(program, c->fd, POLLOUT, errp)) {
            return false;
        }
    }
    return true;
}

/* Move the first @len bytes of the input to @bytes. */
static void take(Connection *c, size_t len, StrBuf *bytes)
{
    size_t blanks;

    strbuf_append(bytes, c->in.data, len);
    strbuf_drop(&c->in, len);
    blanks = c->in.len > 0 ? strspn(c->in.data, " \t\r\n") : 0;
    strbuf_drop(&c->in, blanks);
    c->may_have_blanks = c->in.len == 0;
}

/* Make sure that there is more than @have bytes. */
static bool need_more(Connection *c, Program *program, size_t have,
                      Error **errp)
{
    while (c->in.len <= have) {
        if (c->at_end) {
            error_set(errp, ERROR_LOST, "the connection has ended");
            return false;
        }
        if (!connection_read(c, program, errp)) {
            return false;
        }
    }
    return true;
}

bool connection_take_json(Connection *c, Program *program, StrBuf *bytes,
                          json_object **value, Error **errp)
{
    json_tokener *tokener = json_tokener_new_ex(JSON_MAX_DEPTH);
    enum json_tokener_error state = json_tokener_continue;
    size_t parsed = 0;
    bool ok = true;

    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT |
                                        JSON_TOKENER_ALLOW_TRAILING_CHARS |
                                        JSON_TOKENER_VALIDATE_UTF8);
    while (ok && state == json_tokener_continue) {
        ok = need_more(c, program, parsed, errp);
        if (ok) {
            *value = json_tokener_parse_ex(tokener, c->in.data + parsed,
                                           (int)(c->in.len - parsed));
            state = json_tokener_get_error(tokener);
            parsed += json_tokener_get_parse_end(tokener);
        }
    }
    if (ok && state != json_tokener_success) {
        error_set(errp, ERROR_PROTOCOL, "%s: %s",
                  json_tokener_error_desc(state), c->in.data);
        ok = false;
    }
    if (ok) {
        take(c, parsed, bytes);
    }
    json_tokener_free(tokener);
    return ok;
}

bool connection_take_bytes(Connection *c, Program *program, size_t len,
                           StrBuf *bytes, Error **errp)
{
    if (len > 0 && !need_more(c, program, len - 1, errp)) {
        return false;
    }
    take(c, len, bytes);
    return true;
}

void connection_add_id(Connection *c, int64_t id)
{
    size_t n = c->n_ids;

    GROW(c->ids, n, c->cap_ids);
    GROW(c->is_answered, n, c->cap_answered);
    c->ids[n] = id;
    c->is_answered[n] = false;
    c->n_ids++;
}

int64_t connection_answer(Connection *c, size_t n)
{
    if (n == 0) {
        n = c->n_ids;
    }
    if (n == 0 || n > c->n_ids) {
        return -1;
    }
    c->is_answered[n - 1] = true;
    return c->ids[n - 1];
}

int64_t connection_answer_oldest(Connection *c)
{
    size_t i;

    for (i = 0; i < c->n_ids; i++) {
        if (!c->is_answered[i]) {
            return connection_answer(c, i + 1);
        }
    }
    return -1;
}
