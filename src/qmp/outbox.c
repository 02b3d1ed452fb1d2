/*
 * Messages on their way out
 */
#include "qmp/outbox.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>

#include "util/fd.h"
#include "util/mem.h"

struct OutMessage {
    OutMessage *next;
    StrBuf bytes;
    size_t written;
    int *fds; /* our own copies: the caller's may be closed by then */
    size_t n_fds;
};

void outbox_init(Outbox *box)
{
    box->first = NULL;
    box->end = &box->first;
}

static void close_fds(OutMessage *m)
{
    while (m->n_fds > 0) {
        fd_close(&m->fds[--m->n_fds]);
    }
}

static void message_free(OutMessage *m)
{
    close_fds(m);
    free(m->fds);
    strbuf_free(&m->bytes);
    free(m);
}

static void drop_first(Outbox *box)
{
    OutMessage *m = box->first;

    box->first = m->next;
    if (!box->first) {
        box->end = &box->first;
    }
    message_free(m);
}

void outbox_clear(Outbox *box)
{
    while (box->first) {
        drop_first(box);
    }
}

bool outbox_is_empty(const Outbox *box)
{
    return !box->first;
}

static bool copy_fds(OutMessage *m, const int *fds, size_t n_fds, Error **errp)
{
    m->fds = mem_new0(n_fds, sizeof(*m->fds));
    while (m->n_fds < n_fds) {
        int fd = fcntl(fds[m->n_fds], F_DUPFD_CLOEXEC, 0);

        if (fd < 0) {
            error_set_errno(errp, ERROR_FAILED, errno,
                            "file descriptor %d cannot be passed",
                            fds[m->n_fds]);
            return false;
        }
        m->fds[m->n_fds++] = fd;
    }
    return true;
}

bool outbox_add(Outbox *box, StrBuf *bytes, const int *fds, size_t n_fds,
                Error **errp)
{
    OutMessage *m = NEW0(OutMessage);

    m->bytes = *bytes;
    *bytes = (StrBuf)STRBUF_INIT;
    if (n_fds && !copy_fds(m, fds, n_fds, errp)) {
        message_free(m);
        return false;
    }
    *box->end = m;
    box->end = &m->next;
    return true;
}

int outbox_flush(Outbox *box, QmpStream *s)
{
    while (box->first) {
        OutMessage *m = box->first;
        ssize_t n = qmp_stream_write(s, m->bytes.data + m->written,
                                     m->bytes.len - m->written, m->fds,
                                     m->n_fds);

        if (n < 0) {
            return errno == EAGAIN || errno == EWOULDBLOCK ? 0 : errno;
        }
        m->written += (size_t)n;
        close_fds(m);
        if (m->written == m->bytes.len) {
            drop_first(box);
        }
    }
    return 0;
}
