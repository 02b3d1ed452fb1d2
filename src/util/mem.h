/*
 * Allocation that cannot fail, and locals that clean up after themselves
 *
 * As in QEMU, running out of memory for small things aborts the program;
 * whatever grows with what a peer sends goes through StrBuf, which fails with
 * a value instead.  All memory here comes from malloc: free it with free().
 */
#ifndef UTIL_MEM_H
#define UTIL_MEM_H

#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

/* Zeroed memory for @n objects of @size bytes; owned by the caller. */
void *mem_new0(size_t n, size_t size);

/* @ptr resized to @n objects of @size bytes; new bytes are undefined. */
void *mem_resize(void *ptr, size_t n, size_t size);

/* An owned copy of @s; NULL gives NULL. */
char *mem_strdup(const char *s);

/* An owned, NUL-terminated copy of the @len bytes at @s. */
char *mem_strndup(const char *s, size_t len);

/* An owned, formatted string. */
char *mem_printf(const char *fmt, ...) __attribute__((format(printf, 1, 2)));
char *mem_vprintf(const char *fmt, va_list ap)
    __attribute__((format(printf, 1, 0)));

#define NEW0(type) ((type *)mem_new0(1, sizeof(type)))

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/*
 * Room for one more element behind the @n that @array holds, doubling as
 * needed: GROW(list, n_list, cap_list); list[n_list++] = x;
 */
#define GROW(array, n, cap)                                         \
    do {                                                            \
        if ((n) == (cap)) {                                         \
            (cap) = (cap) ? (cap)*2 : 8;                            \
            (array) = mem_resize((array), (cap), sizeof(*(array))); \
        }                                                           \
    } while (0)

/* The value of pointer @p, which becomes NULL: hands ownership on. */
#define STEAL(p)                     \
    __extension__({                  \
        __typeof__(p) stolen_ = (p); \
        (p) = NULL;                  \
        stolen_;                     \
    })

static inline void mem_autofree_(void *p)
{
    free(*(void **)p);
}

/* A local pointer whose memory is freed at the end of its scope. */
#define autofree __attribute__((cleanup(mem_autofree_)))

#endif
