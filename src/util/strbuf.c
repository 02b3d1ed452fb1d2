/*
 * A growing run of bytes with a ceiling
 */
#include "util/strbuf.h"

#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

void strbuf_init(StrBuf *buf, size_t max)
{
    *buf = (StrBuf){ .max = max };
}

void strbuf_free(StrBuf *buf)
{
    free(buf->data);
    strbuf_init(buf, buf->max);
}

void strbuf_reset(StrBuf *buf)
{
    buf->failed = false;
    strbuf_truncate(buf, 0);
}

char *strbuf_reserve(StrBuf *buf, size_t room)
{
    size_t need, cap;
    char *data;

    if (buf->failed) {
        return NULL;
    }
    if (room > SIZE_MAX / 4 - buf->len ||
        (buf->max && buf->len + room > buf->max)) {
        buf->failed = true;
        return NULL;
    }
    need = buf->len + room + 1;
    if (need > buf->cap) {
        cap = buf->cap ? buf->cap : 64;
        while (cap < need) {
            cap *= 2;
        }
        data = realloc(buf->data, cap);
        if (!data) {
            buf->failed = true;
            return NULL;
        }
        buf->data = data;
        buf->cap = cap;
        buf->data[buf->len] = '\0';
    }
    return buf->data + buf->len;
}

void strbuf_commit(StrBuf *buf, size_t len)
{
    assert(buf->len + len < buf->cap);
    buf->len += len;
    buf->data[buf->len] = '\0';
}

bool strbuf_append(StrBuf *buf, const void *bytes, size_t len)
{
    char *room = strbuf_reserve(buf, len);

    if (!room) {
        return false;
    }
    if (len) {
        memcpy(room, bytes, len);
    }
    strbuf_commit(buf, len);
    return true;
}

bool strbuf_puts(StrBuf *buf, const char *s)
{
    return strbuf_append(buf, s, strlen(s));
}

bool strbuf_putc(StrBuf *buf, char c)
{
    return strbuf_append(buf, &c, 1);
}

bool strbuf_fill(StrBuf *buf, char c, size_t n)
{
    char *room = strbuf_reserve(buf, n);

    if (!room) {
        return false;
    }
    memset(room, c, n);
    strbuf_commit(buf, n);
    return true;
}

bool strbuf_pad(StrBuf *buf, size_t start, size_t column)
{
    size_t at = buf->len - start;

    return strbuf_fill(buf, ' ', at < column ? column - at : 1);
}

bool strbuf_printf(StrBuf *buf, const char *fmt, ...)
{
    autofree char *text = NULL;
    va_list ap;

    va_start(ap, fmt);
    text = mem_vprintf(fmt, ap);
    va_end(ap);
    return strbuf_puts(buf, text);
}

void strbuf_drop(StrBuf *buf, size_t n)
{
    assert(n <= buf->len);
    if (n) {
        memmove(buf->data, buf->data + n, buf->len - n);
        strbuf_truncate(buf, buf->len - n);
    }
}

void strbuf_truncate(StrBuf *buf, size_t len)
{
    assert(len <= buf->len);
    buf->len = len;
    if (buf->data) {
        buf->data[len] = '\0';
    }
}

char *strbuf_steal(StrBuf *buf)
{
    char *data = buf->data ? buf->data : mem_strdup("");

    strbuf_init(buf, buf->max);
    return data;
}

const char *strbuf_str(const StrBuf *buf)
{
    return buf->data ? buf->data : "";
}
