/*
 * Errors as values
 */
#include "util/error.h"

#include <assert.h>
#include <stdarg.h>
#include <string.h>

#include "util/mem.h"

struct Error {
    ErrorKind kind;
    char *message;
    char *hint;
    char *subject;
    unsigned line;
};

__attribute__((format(printf, 3, 0))) static void error_setv(Error **errp,
                                                             ErrorKind kind,
                                                             const char *fmt,
                                                             va_list ap)
{
    assert(!*errp);
    *errp = NEW0(Error);
    (*errp)->kind = kind;
    (*errp)->message = mem_vprintf(fmt, ap);
}

void error_set(Error **errp, ErrorKind kind, const char *fmt, ...)
{
    va_list ap;

    if (!errp) {
        return;
    }
    va_start(ap, fmt);
    error_setv(errp, kind, fmt, ap);
    va_end(ap);
}

void error_set_errno(Error **errp, ErrorKind kind, int err, const char *fmt,
                     ...)
{
    autofree char *phrase = NULL;
    va_list ap;

    if (!errp) {
        return;
    }
    va_start(ap, fmt);
    phrase = mem_vprintf(fmt, ap);
    va_end(ap);
    error_set(errp, kind, "%s: %s", phrase, strerror(err));
}

void error_prepend(Error **errp, const char *fmt, ...)
{
    autofree char *front = NULL;
    char *whole;
    va_list ap;

    if (!errp || !*errp) {
        return;
    }
    va_start(ap, fmt);
    front = mem_vprintf(fmt, ap);
    va_end(ap);
    whole = mem_printf("%s%s", front, (*errp)->message);
    free((*errp)->message);
    (*errp)->message = whole;
}

void error_append_hint(Error **errp, const char *fmt, ...)
{
    autofree char *more = NULL;
    char *whole;
    va_list ap;

    if (!errp || !*errp) {
        return;
    }
    va_start(ap, fmt);
    more = mem_vprintf(fmt, ap);
    va_end(ap);
    whole = mem_printf("%s%s", error_hint(*errp), more);
    free((*errp)->hint);
    (*errp)->hint = whole;
}

void error_set_line(Error **errp, unsigned line)
{
    if (errp && *errp) {
        (*errp)->line = line;
    }
}

unsigned error_line(const Error *err)
{
    return err->line;
}

void error_set_subject(Error **errp, const char *name)
{
    if (errp && *errp) {
        free((*errp)->subject);
        (*errp)->subject = mem_strdup(name);
    }
}

const char *error_subject(const Error *err)
{
    return err->subject;
}

void error_propagate(Error **dst, Error *err)
{
    if (dst && err) {
        assert(!*dst);
        *dst = err;
    } else {
        error_free(err);
    }
}

const char *error_message(const Error *err)
{
    return err->message;
}

const char *error_hint(const Error *err)
{
    return err->hint ? err->hint : "";
}

ErrorKind error_kind(const Error *err)
{
    return err->kind;
}

void error_free(Error *err)
{
    if (err) {
        free(err->message);
        free(err->hint);
        free(err->subject);
        free(err);
    }
}
