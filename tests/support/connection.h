/*
 * One connection of the scripted server: bytes, requests, their ids
 */
#ifndef SUPPORT_CONNECTION_H
#define SUPPORT_CONNECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

#include "program.h"
#include "util/error.h"
#include "util/strbuf.h"

typedef struct Connection {
    int fd; /* -1: closed */
    StrBuf in;
    bool at_end;
    bool may_have_blanks; /* white space may follow what was taken */
    size_t n_fds;         /* descriptors that came since the last request */
    int64_t *ids;         /* of the requests taken, in order */
    bool *is_answered;
    size_t n_ids, cap_ids, cap_answered;
} Connection;

/* @fd is consumed. */
Connection *connection_new(int fd);
void connection_free(Connection *c);

/*
 * Read more into @in, or set @at_end; waits for it.  A reset counts as the
 * end.
 */
bool connection_read(Connection *c, Program *program, Error **errp);

/* Write all of it. */
bool connection_write(Connection *c, Program *program, const void *bytes,
                      size_t len, Error **errp);

/*
 * Take the next JSON value; owned.  Its bytes go to @bytes too.  false with
 * @errp when it is invalid or the connection ends.
 */
bool connection_take_json(Connection *c, Program *program, StrBuf *bytes,
                          json_object **value, Error **errp);

/* Take exactly @len bytes to @bytes. */
bool connection_take_bytes(Connection *c, Program *program, size_t len,
                           StrBuf *bytes, Error **errp);

/* Remember that a request with this id was taken. */
void connection_add_id(Connection *c, int64_t id);

/*
 * The id of the oldest request that has not been answered, which it is from
 * now on; -1: there is none.
 */
int64_t connection_answer_oldest(Connection *c);

/* The id of the @n-th request, from 1; the last: 0.  -1: there is none. */
int64_t connection_answer(Connection *c, size_t n);

/* Take all there is; for when the program has ended. */
void connection_read_rest(Connection *c);

#endif
