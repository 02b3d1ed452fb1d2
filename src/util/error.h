/*
 * Errors as values
 *
 * A function that can fail takes `Error **errp` last and also says so by its
 * result (false, NULL or -1).  @errp may be NULL: then the error is dropped.
 * The model is QEMU's include/qapi/error.h.  An error reply of a server is
 * data (see qmp/client.h), not an Error.
 */
#ifndef UTIL_ERROR_H
#define UTIL_ERROR_H

typedef struct Error Error;

/*
 * What went wrong, as far as a caller may want to act on it.  The shell maps
 * each kind to an exit status in one table (shell/status.c).
 */
typedef enum ErrorKind {
    ERROR_FAILED,      /* what was asked for did not come true */
    ERROR_USAGE,       /* the program was called wrongly */
    ERROR_PARSE,       /* a line is not of the language */
    ERROR_REFUSED,     /* a line is well formed and will not be sent */
    ERROR_CONNECT,     /* no connection could be had */
    ERROR_LOST,        /* the connection ended */
    ERROR_PROTOCOL,    /* the peer does not speak QMP as it should */
    ERROR_TIMEOUT,     /* a time limit ran out */
    ERROR_OUTPUT,      /* what was to be shown could not be written */
    ERROR_INTERRUPTED, /* the wake fd of a wait became readable */
} ErrorKind;

/*
 * Set *@errp to a new error of @kind.  The message is one phrase: no
 * newline, no full stop.  It may hold foreign text as it is; whoever shows
 * it makes it safe.  *@errp must be NULL.
 */
void error_set(Error **errp, ErrorKind kind, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/* The same, followed by ": " and the text of errno value @err. */
void error_set_errno(Error **errp, ErrorKind kind, int err, const char *fmt,
                     ...) __attribute__((format(printf, 4, 5)));

/* Put text before the message of *@errp, if there is one. */
void error_prepend(Error **errp, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Add to the hint of *@errp, if there is one: whole lines, each ending in a
 * newline, shown behind the message (the offending line with a caret, say).
 */
void error_append_hint(Error **errp, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * The line of the input that *@errp, if there is one, is about, from 1; and
 * the one that was set, 0 for none.
 */
void error_set_line(Error **errp, unsigned line);
unsigned error_line(const Error *err);

/*
 * The name of what *@errp, if there is one, is about (a command whose use may
 * be shown); and the one that was set, borrowed, NULL for none.
 */
void error_set_subject(Error **errp, const char *name);
const char *error_subject(const Error *err);

/* Hand @err on to @dst: stored there, or freed when @dst is NULL. */
void error_propagate(Error **dst, Error *err);

/* Borrowed until the error is freed. */
const char *error_message(const Error *err);

/* Borrowed; "" where there is no hint. */
const char *error_hint(const Error *err);

ErrorKind error_kind(const Error *err);

void error_free(Error *err);

static inline void error_autofree_(Error **err)
{
    error_free(*err);
}

#define autofree_error __attribute__((cleanup(error_autofree_)))

#endif
