/*
 * Messages on their way out; private to src/qmp
 */
#ifndef QMP_OUTBOX_H
#define QMP_OUTBOX_H

#include <stdbool.h>
#include <stddef.h>

#include "qmp/stream.h"
#include "util/error.h"
#include "util/strbuf.h"

typedef struct OutMessage OutMessage;

typedef struct Outbox {
    OutMessage *first;
    OutMessage **end; /* where the next one is hung in */
} Outbox;

void outbox_init(Outbox *box);

/* Drop what has not been written. */
void outbox_clear(Outbox *box);

bool outbox_is_empty(const Outbox *box);

/*
 * Queue @bytes (consumed) with copies of the @n_fds descriptors at @fds,
 * which ride on the first of these bytes and on no other message's.
 * false: ERROR_FAILED, no descriptors left.
 */
bool outbox_add(Outbox *box, StrBuf *bytes, const int *fds, size_t n_fds,
                Error **errp);

/* Write what @s takes now; returns 0, or the errno of a broken stream. */
int outbox_flush(Outbox *box, QmpStream *s);

#endif
