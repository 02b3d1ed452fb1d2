/*
 * A growing run of bytes with a ceiling
 *
 * Meant for a local or a member: the struct is visible so that it needs no
 * allocation of its own, its fields are to be read and not written.  @data
 * is NUL-terminated behind @len once anything was appended, and may hold
 * NULs itself.
 *
 * A buffer that would grow past its ceiling, or for which there is no
 * memory, fails: it keeps what it had, and every later append fails too
 * until it is reset.  So a run of appends needs one check, at its end.
 */
#ifndef UTIL_STRBUF_H
#define UTIL_STRBUF_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct StrBuf {
    char *data;
    size_t len;
    size_t cap;
    size_t max;  /* ceiling of len; 0 is none */
    bool failed; /* an append did not fit: sticky */
} StrBuf;

/* An empty buffer; @max is its ceiling in bytes, 0 for none. */
void strbuf_init(StrBuf *buf, size_t max);
#define STRBUF_INIT \
    {               \
        0           \
    }

/* Free the memory; the buffer is empty, usable again, its ceiling kept. */
void strbuf_free(StrBuf *buf);

/* Forget the bytes and a failure, keep the memory. */
void strbuf_reset(StrBuf *buf);

/* Append; false when the buffer has failed, now or earlier. */
bool strbuf_append(StrBuf *buf, const void *bytes, size_t len);
bool strbuf_puts(StrBuf *buf, const char *s);
bool strbuf_putc(StrBuf *buf, char c);
bool strbuf_fill(StrBuf *buf, char c, size_t n);
/* Blanks up to column @column of the line that began at @start; at least 1. */
bool strbuf_pad(StrBuf *buf, size_t start, size_t column);
bool strbuf_printf(StrBuf *buf, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Room for at least @room more bytes behind len, for a read() straight into
 * the buffer; strbuf_commit() then adds what was read.  NULL: it failed.
 */
char *strbuf_reserve(StrBuf *buf, size_t room);
void strbuf_commit(StrBuf *buf, size_t len);

/* Drop the first @n bytes. */
void strbuf_drop(StrBuf *buf, size_t n);

/* Cut down to the first @len bytes. */
void strbuf_truncate(StrBuf *buf, size_t len);

/* The bytes as an owned string, never NULL; the buffer is empty after. */
char *strbuf_steal(StrBuf *buf);

/* The bytes as a string, "" when empty; borrowed until the next change. */
const char *strbuf_str(const StrBuf *buf);

#define autofree_strbuf __attribute__((cleanup(strbuf_free)))

#endif
