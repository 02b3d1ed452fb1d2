/*
 * The wide strings of libedit and our UTF-8
 */
#ifndef TERM_WIDE_H
#define TERM_WIDE_H

#include <stddef.h>
#include <wchar.h>

/* An owned copy of the @len characters at @w. */
wchar_t *wide_dup(const wchar_t *w, size_t len);

/* An owned wide string of @s; bytes that are not UTF-8 are left out. */
wchar_t *wide_from_utf8(const char *s);

/*
 * The @len characters at @w as an owned string.  NUL and C1 are left out:
 * they are no text, and the codes of keys.h are C1.
 */
char *wide_to_utf8(const wchar_t *w, size_t len);

#endif
