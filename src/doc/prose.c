/*
 * Blocks of a page as plain text
 */
#include "doc/prose.h"

#include <string.h>

static void close_items(Prose *p, int depth)
{
    while (p->n_items && p->items[p->n_items - 1] >= depth) {
        p->n_items--;
    }
}

/* Begin a new line, behind an empty one unless it is one of a list. */
static void begin(Prose *p, bool is_item)
{
    if (p->last != PROSE_NOTHING) {
        strbuf_putc(&p->text, '\n');
        if (p->last != PROSE_HEADING && !(is_item && p->last == PROSE_LIST)) {
            strbuf_putc(&p->text, '\n');
        }
    }
    p->last = p->n_items ? PROSE_LIST : PROSE_OTHER;
}

/* The line of the item whose mark is pending. */
static void add_item(Prose *p, const char *text)
{
    begin(p, true);
    strbuf_fill(&p->text, ' ', (p->n_items - 1) * PROSE_LIST_INDENT);
    strbuf_puts(&p->text, p->mark.data);
    if (*text) {
        strbuf_puts(&p->text, p->named ? " -- " : " ");
        strbuf_puts(&p->text, text);
    }
    strbuf_reset(&p->mark);
}

static void flush_mark(Prose *p)
{
    if (p->mark.len && p->named) {
        add_item(p, "");
    }
    strbuf_reset(&p->mark);
}

static void open_item(Prose *p, const RoffBlock *block, bool named)
{
    bool is_sibling = block->floor == block->depth;

    flush_mark(p);
    close_items(p, is_sibling ? block->depth : block->floor + 1);
    if (!is_sibling && !p->n_items && p->last == PROSE_LIST) {
        p->last = PROSE_OTHER; /* a list behind another */
    }
    if (p->n_items < PROSE_LIST_DEPTH) {
        p->items[p->n_items++] = block->depth;
    }
    strbuf_puts(&p->mark, named ? "- " : "");
    strbuf_puts(&p->mark, block->text);
    p->named = named;
}

/* Is it "-", "1." or "a)" rather than words? */
static bool is_mark(const char *text)
{
    size_t len = strlen(text);

    return strcmp(text, "-") == 0 || strcmp(text, "*") == 0 ||
           (len >= 2 && len <= 4 && strchr(".)", text[len - 1]));
}

void prose_add_heading(Prose *p, const char *text)
{
    size_t len = strlen(text);

    flush_mark(p);
    p->n_items = 0;
    begin(p, false);
    strbuf_puts(&p->text, text);
    if (text[len - 1] != ':') {
        strbuf_putc(&p->text, ':');
    }
    p->last = PROSE_HEADING;
}

/* "Note:", as docutils writes the head of an admonition. */
static bool is_heading(const char *text)
{
    return text[strcspn(text, " :")] == ':' && !strchr(text, ':')[1];
}

static void add_paragraph(Prose *p, const RoffBlock *block)
{
    if (p->mark.len && block->floor >= p->items[p->n_items - 1]) {
        add_item(p, block->text);
        return;
    }
    flush_mark(p);
    close_items(p, block->floor + 1);
    begin(p, false);
    strbuf_fill(&p->text, ' ', p->n_items * PROSE_LIST_INDENT);
    strbuf_puts(&p->text, block->text);
}

static void add_code(Prose *p, const RoffBlock *block)
{
    const char *line = block->text;
    size_t len, indent;

    flush_mark(p);
    close_items(p, block->floor + 1);
    begin(p, false);
    indent = p->n_items * PROSE_LIST_INDENT + PROSE_CODE_INDENT;
    while (*line) {
        len = strcspn(line, "\n");
        strbuf_fill(&p->text, ' ', len ? indent : 0);
        strbuf_append(&p->text, line, len + (line[len] == '\n'));
        line += len + (line[len] == '\n');
    }
}

void prose_add(Prose *p, const RoffBlock *block)
{
    if (!*block->text) {
        return;
    }
    switch (block->kind) {
    case ROFF_HEADING:
        prose_add_heading(p, block->text);
        break;
    case ROFF_TAG:
        open_item(p, block, true);
        break;
    case ROFF_ITEM:
        if (is_mark(block->text)) {
            open_item(p, block, false);
        } else {
            prose_add_heading(p, block->text);
        }
        break;
    case ROFF_TEXT:
        if (is_heading(block->text)) {
            prose_add_heading(p, block->text);
        } else {
            add_paragraph(p, block);
        }
        break;
    case ROFF_CODE:
        add_code(p, block);
        break;
    }
}

const char *prose_text(Prose *p)
{
    flush_mark(p);
    return strbuf_str(&p->text);
}

void prose_reset(Prose *p)
{
    strbuf_reset(&p->text);
    strbuf_reset(&p->mark);
    p->n_items = 0;
    p->last = PROSE_NOTHING;
}

void prose_free(Prose *p)
{
    strbuf_free(&p->text);
    strbuf_free(&p->mark);
    prose_reset(p);
}
