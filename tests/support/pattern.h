/*
 * Comparing output with what a transcript expects
 *
 * In a pattern, `%%` in a line stands for any text within the line, and a
 * line `%*` for any number of lines.
 */
#ifndef SUPPORT_PATTERN_H
#define SUPPORT_PATTERN_H

#include <stdbool.h>

#include "util/strbuf.h"

bool pattern_match(const char *pattern, const char *text);

/*
 * Append what differs, line by line: "  " in both, "- " expected, "+ " came.
 * Controls are shown escaped.
 */
void pattern_diff(StrBuf *out, const char *pattern, const char *text);

#endif
