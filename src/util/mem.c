/*
 * Allocation that cannot fail
 */
#include "util/mem.h"

#include <stdio.h>
#include <string.h>

static void *checked(void *p)
{
    if (!p) {
        fputs("qmpsh: out of memory\n", stderr);
        abort();
    }
    return p;
}

void *mem_new0(size_t n, size_t size)
{
    return checked(calloc(n ? n : 1, size ? size : 1));
}

void *mem_resize(void *ptr, size_t n, size_t size)
{
    return checked(reallocarray(ptr, n ? n : 1, size ? size : 1));
}

char *mem_strdup(const char *s)
{
    return s ? checked(strdup(s)) : NULL;
}

char *mem_strndup(const char *s, size_t len)
{
    char *copy = mem_new0(len + 1, 1);

    if (len) {
        memcpy(copy, s, len);
    }
    return copy;
}

char *mem_vprintf(const char *fmt, va_list ap)
{
    char *s;

    return checked(vasprintf(&s, fmt, ap) < 0 ? NULL : s);
}

char *mem_printf(const char *fmt, ...)
{
    va_list ap;
    char *s;

    va_start(ap, fmt);
    s = mem_vprintf(fmt, ap);
    va_end(ap);
    return s;
}
