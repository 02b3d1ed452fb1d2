/*
 * Replies and events as text
 *
 * Renderers know no session: JSON and a style in, bytes out, each ending in
 * a newline.  A new format is one entry in render.c's table and its function.
 */
#ifndef OUT_RENDER_H
#define OUT_RENDER_H

#include <stdbool.h>
#include <stdint.h>

#include <json-c/json.h>

#include "out/theme.h"
#include "util/error.h"
#include "util/strbuf.h"

typedef struct RenderStyle {
    const Theme *theme; /* NULL: no colours */
    int width;          /* columns of the terminal; 0: the output is none */
} RenderStyle;

typedef struct RenderFormat {
    const char *name;    /* as -o takes it */
    const char *summary; /* for --help and the manual */
    /* NULL: not made from JSON (wire: the caller prints what came) */
    bool (*render)(StrBuf *out, json_object *value, const RenderStyle *style);
} RenderFormat;

/*
 * The formats: auto (fit on a terminal, json elsewhere), pretty, json, wire.
 * Ends with an entry whose name is NULL.
 */
extern const RenderFormat render_formats[];

/* NULL when there is no such format. */
const RenderFormat *render_format_find(const char *name);

/*
 * JSON for people and pipes.  All print numbers digit for digit, keys in
 * their order, non-ASCII as UTF-8, and escape what could drive a terminal
 * (text_is_unsafe()) as \uXXXX, which keeps it valid JSON with the same
 * value.  false: @out failed, or @value is nested deeper than JSON_MAX_DEPTH.
 */

/* One line without blanks: {"running":true,"status":"running"}. */
bool render_json(StrBuf *out, json_object *value, const RenderStyle *style);

/* Fully expanded, 2 blanks a level, as jq prints: [] and {} when empty. */
bool render_pretty(StrBuf *out, json_object *value, const RenderStyle *style);

/*
 * As pretty, but an object or array that fits into the rest of the line
 * (style->width) stays on it: {"running": true, "status": "running"}.
 */
bool render_fit(StrBuf *out, json_object *value, const RenderStyle *style);

/*
 * An event as a line for people: `[HH:MM:SS.mmm] NAME key=value...`, the
 * data in the syntax of a command line (strings quoted where they must be,
 * nested things as JSON).  The time is local time; without one (@seconds
 * < 0) "[--:--:--.---]".
 */
bool render_event(StrBuf *out, const char *name, json_object *data,
                  int64_t seconds, int64_t microseconds,
                  const RenderStyle *style);

/*
 * Text that the peer sent (HMP output): CR LF and CR become LF, other
 * controls but tab escaped, a newline at the end if there is any text.
 */
bool render_text(StrBuf *out, const char *text, size_t len);

/*
 * An error reply: "error: CLASS: DESC", coloured.  Newlines in it escaped.
 */
bool render_error(StrBuf *out, const char *error_class, const char *desc,
                  const RenderStyle *style);

#endif
