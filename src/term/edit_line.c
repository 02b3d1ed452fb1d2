/*
 * The line in libedit's buffer
 */
#include "term/edit_line.h"

#include <stdlib.h>
#include <string.h>

#include "term/libedit.h"
#include "term/wide.h"
#include "util/mem.h"

/*
 * Some of libedit's vi commands leave the cursor, or even the end of the
 * line, before its beginning (ed-move-to-end on an empty one, for example),
 * and others then write there.  el_cursor() brings the cursor back into the
 * line, but only when it has something to move.
 */
static const LineInfoW *sound_line(EditLine *el)
{
    const LineInfoW *line = el_wline(el);

    if (line->lastchar < line->buffer) {
        el_wreplacestr(el, L" ");
    }
    if (line->cursor < line->buffer) {
        el_cursor(el, 1);
    } else if (line->cursor > line->lastchar) {
        el_cursor(el, -1);
    }
    return line;
}

FrameText edit_line_view(EditLine *el)
{
    const LineInfoW *line = sound_line(el);

    return (FrameText){ .line = line->buffer,
                        .len = (size_t)(line->lastchar - line->buffer),
                        .cursor = (size_t)(line->cursor - line->buffer) };
}

wchar_t *edit_line_copy(EditLine *el, size_t *cursor)
{
    FrameText line = edit_line_view(el);
    wchar_t *copy = wide_dup(line.line, line.len);
    wchar_t *nul;

    while ((nul = wmemchr(copy, L'\0', line.len)) != NULL) {
        *nul = L' ';
    }
    if (cursor) {
        *cursor = line.cursor;
    }
    return copy;
}

char *edit_line_string(EditLine *el, size_t *cursor)
{
    size_t at;
    autofree wchar_t *line = edit_line_copy(el, &at);
    autofree char *before = wide_to_utf8(line, at);

    *cursor = strlen(before);
    return wide_to_utf8(line, wcslen(line));
}

void edit_line_set(EditLine *el, const wchar_t *text, size_t cursor)
{
    if (*text) {
        el_wreplacestr(el, text);
    } else {
        edit_line_end(el);
        el_wdeletestr(el, (int)edit_line_view(el).len);
    }
    el_cursor(el, (int)cursor - (int)edit_line_view(el).cursor);
}

void edit_line_end(EditLine *el)
{
    FrameText line = edit_line_view(el);

    el_cursor(el, (int)(line.len - line.cursor));
}

void edit_line_insert(EditLine *el, const char *word, const char *text)
{
    autofree wchar_t *old = wide_from_utf8(word);
    autofree wchar_t *new_ = wide_from_utf8(text);

    el_wdeletestr(el, (int)wcslen(old));
    el_winsertstr(el, new_);
}
