/*
 * Text for a terminal: UTF-8, column widths, and what must be escaped
 *
 * Text from a peer, from a file or from a user's line can hold bytes that
 * drive a terminal.  Whatever is shown goes through text_append_safe() or
 * the JSON renderer, which uses text_is_unsafe() too.
 */
#ifndef UTIL_TEXT_H
#define UTIL_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/strbuf.h"

/*
 * Decode one character of UTF-8 (RFC 3629: shortest forms only, no
 * surrogates) at @s, which has @len > 0 bytes.  Returns its length and sets
 * *@cp; 0 when the bytes there are not UTF-8 (skip one and go on).
 */
size_t text_decode(const char *s, size_t len, uint32_t *cp);

/* Append @cp as UTF-8. */
bool text_encode(StrBuf *out, uint32_t cp);

bool text_is_utf8(const char *s, size_t len);

/*
 * Must @cp not reach a terminal as it is?  C0 with tab and newline, DEL, C1,
 * bidi controls (U+061C, U+200E, U+200F, U+202A..E, U+2066..9), line and
 * paragraph separators (U+2028, U+2029).
 */
bool text_is_unsafe(uint32_t cp);

/* What text_append_safe() lets through besides harmless characters. */
enum {
    TEXT_KEEP_NEWLINE = 1,
    TEXT_KEEP_TAB = 2,
};

/*
 * Append @text with every unsafe character as \uXXXX (\n, \t, \r, \b, \f in
 * their short forms) and every byte that is not UTF-8 as \xXX.
 */
bool text_append_safe(StrBuf *out, const char *text, size_t len, unsigned keep);

/* The same as an owned string. */
char *text_safe(const char *text);

/*
 * Columns that @cp takes on a terminal: 0 combining, 2 wide, else 1 (also
 * for what the locale does not know).  Not for unsafe characters.
 */
int text_char_width(uint32_t cp);

/* Columns of a whole text; a byte that is not UTF-8 counts as one. */
size_t text_width(const char *s, size_t len);

/*
 * Append @s as far as it fits @width columns, whole characters; returns the
 * columns it took.
 */
size_t text_append_cut(StrBuf *out, const char *s, size_t width);

#endif
