/*
 * Tab and `?`: candidates and help
 */
#include "term/completing.h"

#include <stdlib.h>
#include <string.h>

#include "term/line_editor_priv.h"
#include "term/listing.h"
#include "term/question.h"
#include "util/mem.h"
#include "util/text.h"

/* ---- showing ---- */

/*
 * Show @text, which takes @rows, below the line; the line then goes on below
 * it.  When it is higher than the screen, @question is asked first.
 */
static void show_below(LineEditor *le, const char *text, size_t rows,
                       const char *question)
{
    if (rows > (size_t)display_room(le->display) &&
        !question_key(le->input, question)) {
        return;
    }
    line_input_show(le->input);
    display_leave(le->display);
    display_print(le->display, text, strlen(text));
}

static void list_candidates(LineEditor *le, const Completions *c)
{
    autofree char *question = mem_printf("Show all %zu? (y/n) ", c->n);
    autofree_strbuf StrBuf list = STRBUF_INIT;
    size_t rows;

    line_input_show(le->input);
    rows = listing_append(&list, c, display_width(le->display),
                          (size_t)display_room(le->display), le->theme);
    show_below(le, strbuf_str(&list), rows, question);
}

/* Columns of the line at @s, without what colours it. */
static size_t line_width(const char *s)
{
    size_t width = 0, len;

    while (*s && *s != '\n') {
        if (*s == '\033') {
            s += strcspn(s, "m\n");
            s += *s == 'm';
        }
        len = strcspn(s, "\033\n");
        width += text_width(s, len);
        s += len;
    }
    return width;
}

/* Rows that @text takes in @width columns; *@lines: lines in it. */
static size_t count_rows(const char *text, size_t width, size_t *lines)
{
    size_t rows = 0;

    for (*lines = 0; *text; (*lines)++) {
        size_t columns = line_width(text);

        rows += columns > width ? (columns + width - 1) / width : 1;
        text += strcspn(text, "\n");
        text += *text == '\n';
    }
    return rows;
}

static void show_help(LineEditor *le, const char *text)
{
    autofree char *question = NULL;
    size_t rows, lines;

    line_input_show(le->input);
    rows = count_rows(text, (size_t)display_width(le->display), &lines);
    question = mem_printf("Show all %zu lines? (y/n) ", lines);
    show_below(le, text, rows, question);
}

/* A line instead of candidates, below that which is typed. */
static void show_message(LineEditor *le, const char *message)
{
    autofree char *line = mem_printf("%s\n", message);

    line_input_show(le->input);
    display_leave(le->display);
    display_print(le->display, line, strlen(line));
}

/* ---- completing ---- */

/* Ask for candidates, and the user whether to go on; false: no. */
static bool find_candidates(LineEditor *le, const char *line, size_t cursor,
                            Completions *found)
{
    const LineEditorOps *ops = &le->ops;

    ops->complete(ops->opaque, line, cursor, false, found);
    if (!found->question) {
        return true;
    }
    if (!question_key(le->input, found->question)) {
        return found->n > 0;
    }
    completions_free(found);
    line_input_show(le->input); /* the line again, in place of the question */
    ops->complete(ops->opaque, line, cursor, true, found);
    return true;
}

/* Does it add nothing to @word what all candidates have in common? */
static bool adds_nothing(const Completions *c, const char *word)
{
    autofree char *common = completions_common(c);

    return c->n > 1 &&
           (strlen(common) < strlen(word) || strcmp(common, word) == 0);
}

/* Put what is certain in place of @word, which is before the cursor. */
static void add_common(EditLine *el, const char *word, const Completions *c)
{
    autofree char *common = completions_common(c);
    FrameText line = edit_line_view(el);
    StrBuf text = STRBUF_INIT;
    char suffix = c->n == 1 ? c->list[0].suffix : 0;

    strbuf_puts(&text, common);
    if (suffix && (line.cursor == line.len ||
                   line.line[line.cursor] != (wchar_t)suffix)) {
        strbuf_putc(&text, suffix);
    }
    edit_line_insert(el, word, strbuf_str(&text));
    strbuf_free(&text);
}

bool completing_tab(LineEditor *le)
{
    Completions c = { 0 };
    size_t cursor;
    autofree char *line = edit_line_string(le->el, &cursor);
    autofree char *before = mem_strndup(line, cursor);
    bool found;

    if (!le->ops.complete) {
        return false;
    }
    if (!find_candidates(le, line, cursor, &c)) {
        completions_free(&c);
        return true;
    }
    hint_forget(&le->hint); /* more may be known now */
    found = c.n > 0 && c.start <= cursor;
    if (found && adds_nothing(&c, before + c.start)) {
        list_candidates(le, &c);
    } else if (found) {
        add_common(le->el, before + c.start, &c);
    } else if (c.message) {
        show_message(le, c.message);
        found = true;
    }
    completions_free(&c);
    return found;
}

/* ---- help ---- */

bool completing_help(LineEditor *le, bool *shown)
{
    size_t cursor;
    autofree char *line = edit_line_string(le->el, &cursor);
    autofree char *text = NULL;

    if (!le->ops.help || !le->ops.help(le->ops.opaque, line, cursor, &text)) {
        return false;
    }
    hint_forget(&le->hint); /* more may be known now */
    if (text) {
        show_help(le, text);
    }
    *shown = text != NULL;
    return true;
}
