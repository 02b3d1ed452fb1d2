/*
 * Completions as a list on the screen
 */
#ifndef TERM_LISTING_H
#define TERM_LISTING_H

#include "out/theme.h"
#include "term/line_editor.h"
#include "util/strbuf.h"

/*
 * Append the candidates as whole lines of at most @width columns: those that
 * have notes one on each line with its note, if that takes @height lines at
 * most, others in columns as ls does.  Returns the number of lines.
 */
size_t listing_append(StrBuf *out, const Completions *c, int width,
                      size_t height, const Theme *theme);

#endif
