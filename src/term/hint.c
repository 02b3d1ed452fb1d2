/*
 * The grey text behind the line
 */
#include "term/hint.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "term/wide.h"
#include "util/mem.h"

void hint_forget(Hint *h)
{
    free(h->line);
    free(h->text);
    *h = (Hint){ 0 };
}

static bool has_place(const FrameText *line)
{
    return line->cursor == line->len && !wmemchr(line->line, L'\n', line->len);
}

static bool is_for(const Hint *h, const FrameText *line)
{
    return h->line && h->len == line->len &&
           wmemcmp(h->line, line->line, line->len) == 0;
}

const char *hint_behind(Hint *h, const FrameText *line,
                        const LineEditorOps *ops)
{
    if (!ops->hint || !has_place(line)) {
        return NULL;
    }
    if (!is_for(h, line)) {
        autofree char *string = wide_to_utf8(line->line, line->len);

        hint_forget(h);
        h->line = wide_dup(line->line, line->len);
        h->len = line->len;
        h->text = ops->hint(ops->opaque, string);
    }
    return h->text;
}

char *hint_first_word(const Hint *h, const FrameText *line)
{
    size_t blanks, len;

    if (!has_place(line) || !is_for(h, line) || !h->text) {
        return NULL;
    }
    blanks = strspn(h->text, " ");
    len = blanks + strcspn(h->text + blanks, " \n");
    return len > 0 ? mem_strndup(h->text, len) : NULL;
}
