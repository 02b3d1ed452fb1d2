/*
 * Bytes in, JSON messages out; knows no socket
 *
 * A message ends where its brackets close, not at a newline: a monitor with
 * pretty=on spreads each over many lines, and messages may be glued
 * together (docs/interop/qmp-spec: "Messages are JSON objects").  White
 * space and 0xFF (the guest agent's sentinel) between messages are skipped.
 */
#ifndef QMP_FRAMER_H
#define QMP_FRAMER_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "util/error.h"

typedef struct QmpFramer QmpFramer;

/* @max_message: the largest message accepted, in bytes. */
QmpFramer *qmp_framer_new(size_t max_message);
void qmp_framer_free(QmpFramer *f);

/*
 * Where to put up to *@room (at least 4096) new bytes; then say how many
 * came.  Take all messages that are whole before the next reserve.  NULL
 * with ERROR_PROTOCOL: no memory, or the framer is done for.
 */
char *qmp_framer_reserve(QmpFramer *f, size_t *room, Error **errp);
void qmp_framer_commit(QmpFramer *f, size_t len);

/*
 * The next whole message.  Returns 1 and an owned *@msg (always an object,
 * its integers exact) with its bytes as received at *@raw, *@raw_len
 * (borrowed until the next reserve); 0 when more bytes are needed; -1 with
 * ERROR_PROTOCOL: not JSON, not UTF-8, no object, too deep, larger than the
 * limit.  After -1 the framer is done for.
 *
 * The error names what it looks like when it is no QMP server: an HMP
 * socket ("QEMU "), telnet (0xFF 0xFB), HTTP, SSH, VNC, TLS.
 */
int qmp_framer_next(QmpFramer *f, json_object **msg, const char **raw,
                    size_t *raw_len, Error **errp);

/*
 * Is a message under way of which the end has not come?  To be asked when
 * qmp_framer_next() wants more bytes.
 */
bool qmp_framer_is_partial(const QmpFramer *f);

#endif
