/*
 * What the terminal shows of a line being edited
 */
#include "term/frame.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/text.h"

typedef enum CellStyle {
    STYLE_PLAIN,
    STYLE_PROMPT,
    STYLE_HINT
} CellStyle;

/* What stands in one or two columns: a character and what combines with it. */
typedef struct Cell {
    size_t at, len; /* its bytes in Frame.text */
    int column, width;
    CellStyle style;
} Cell;

typedef struct Row {
    size_t first, n; /* its cells */
    int width;       /* columns that they take */
    bool wrapped;    /* goes on in the next row without a newline */
} Row;

struct Frame {
    StrBuf text;
    Cell *cells;
    size_t n_cells, cap_cells;
    Row *rows;
    size_t n_rows, cap_rows;
    size_t top;     /* first visible row */
    size_t visible; /* number of visible rows */
    int width;
    size_t cursor_row; /* of all rows */
    int cursor_column;
};

static Row *last_row(Frame *f)
{
    return &f->rows[f->n_rows - 1];
}

static void add_row(Frame *f)
{
    GROW(f->rows, f->n_rows, f->cap_rows);
    f->rows[f->n_rows++] = (Row){ .first = f->n_cells };
}

/* See to it that @width more columns fit the last row. */
static void make_room(Frame *f, int width)
{
    if (last_row(f)->width + width > f->width) {
        last_row(f)->wrapped = true;
        add_row(f);
    }
}

/* Add @cp to the last cell. */
static void extend_cell(Frame *f, uint32_t cp)
{
    size_t before = f->text.len;

    text_encode(&f->text, cp);
    f->cells[f->n_cells - 1].len += f->text.len - before;
}

static void add_cell(Frame *f, uint32_t cp, int width, CellStyle style)
{
    Row *row;

    make_room(f, width);
    row = last_row(f);
    GROW(f->cells, f->n_cells, f->cap_cells);
    f->cells[f->n_cells++] = (Cell){
        .at = f->text.len, .column = row->width, .width = width, .style = style
    };
    row->n++;
    row->width += width;
    extend_cell(f, cp);
}

/* A character without a width belongs to the one before it. */
static void combine(Frame *f, uint32_t cp, CellStyle style)
{
    if (last_row(f)->n == 0) {
        add_cell(f, ' ', 1, style);
    }
    extend_cell(f, cp);
}

static void add_unsafe(Frame *f, uint32_t cp, CellStyle style)
{
    char shown[16];
    char *s;

    if (cp < 0x20 || cp == 0x7f) {
        snprintf(shown, sizeof(shown), "^%c", (char)(cp ^ 0x40));
    } else {
        snprintf(shown, sizeof(shown), "\\u%04x", (unsigned)cp);
    }
    for (s = shown; *s; s++) {
        add_cell(f, (unsigned char)*s, 1, style);
    }
}

/* Columns that the first cell of @cp needs. */
static int first_width(const Frame *f, uint32_t cp)
{
    int width = text_is_unsafe(cp) ? 1 : text_char_width(cp);

    return width > f->width ? 1 : width;
}

static void add_character(Frame *f, uint32_t cp, CellStyle style)
{
    int width = first_width(f, cp);

    if (cp == '\n') {
        add_row(f);
    } else if (text_is_unsafe(cp)) {
        add_unsafe(f, cp, style);
    } else if (width == 0) {
        combine(f, cp, style);
    } else if (text_char_width(cp) > f->width) {
        add_cell(f, '?', 1, style);
    } else {
        add_cell(f, cp, width, style);
    }
}

/* The cursor stands on the next cell, which is @width columns wide. */
static void put_cursor(Frame *f, int width)
{
    if (width > 0) {
        make_room(f, width);
    }
    f->cursor_row = f->n_rows - 1;
    f->cursor_column = last_row(f)->width;
    if (f->cursor_column >= f->width) {
        f->cursor_column = f->width - 1; /* on what combines */
    }
}

static void add_utf8(Frame *f, const char *s, CellStyle style, bool one_row)
{
    size_t len = strlen(s), n;
    uint32_t cp;

    for (; len > 0; s += n, len -= n) {
        n = text_decode(s, len, &cp);
        if (n == 0) {
            cp = '?';
            n = 1;
        }
        if (one_row && (cp == '\n' ||
                        last_row(f)->width + first_width(f, cp) > f->width)) {
            return;
        }
        add_character(f, cp, style);
    }
}

static void add_line(Frame *f, const FrameText *text)
{
    size_t i;

    for (i = 0; i < text->len; i++) {
        uint32_t cp = (uint32_t)text->line[i];

        if (i == text->cursor) {
            put_cursor(f, first_width(f, cp));
        }
        if (cp == '\n') {
            make_room(f, 1); /* there is a place to put the cursor */
        }
        add_character(f, cp, STYLE_PLAIN);
    }
    if (text->cursor >= text->len) {
        put_cursor(f, 1);
        if (text->hint) {
            add_utf8(f, text->hint, STYLE_HINT, true);
        }
    }
}

/* Choose the visible rows: the cursor is in them, @top if possible. */
static void choose_window(Frame *f, size_t height, size_t top)
{
    f->visible = f->n_rows < height ? f->n_rows : height;
    if (top > f->n_rows - f->visible) {
        top = f->n_rows - f->visible;
    }
    if (f->cursor_row < top) {
        top = f->cursor_row;
    }
    if (f->cursor_row >= top + f->visible) {
        top = f->cursor_row - f->visible + 1;
    }
    f->top = top;
}

Frame *frame_new(const FrameText *text, int width, int height,
                 const Frame *previous)
{
    Frame *f = NEW0(Frame);

    f->width = width;
    add_row(f);
    add_utf8(f, text->prompt, STYLE_PROMPT, false);
    add_line(f, text);
    choose_window(f, (size_t)height, previous ? previous->top : 0);
    return f;
}

void frame_free(Frame *f)
{
    if (f) {
        strbuf_free(&f->text);
        free(f->cells);
        free(f->rows);
        free(f);
    }
}

int frame_rows(const Frame *f)
{
    return (int)f->visible;
}

int frame_cursor_row(const Frame *f)
{
    return (int)(f->cursor_row - f->top);
}

int frame_cursor_column(const Frame *f)
{
    return f->cursor_column;
}

/* Rows into which @row falls at @width, as far as column @end. */
static int count_rows(const Frame *f, const Row *row, int width, int end)
{
    int rows = 1, column = 0;
    size_t i;

    for (i = 0; i < row->n; i++) {
        const Cell *cell = &f->cells[row->first + i];

        if (cell->column >= end) {
            break;
        }
        if (column + cell->width > width) {
            rows++;
            column = 0;
        }
        column += cell->width;
    }
    return rows;
}

int frame_rows_above(const Frame *f, int width)
{
    const Row *row = &f->rows[f->cursor_row];
    /* the cursor stays on its cell; behind the last one, beside that */
    int end = f->cursor_column < row->width ? f->cursor_column + 1 : row->width;
    int rows = count_rows(f, row, width, end) - 1;
    size_t i;

    for (i = f->top; i < f->cursor_row; i++) {
        rows += count_rows(f, &f->rows[i], width, f->width);
    }
    return rows;
}

/* Where the terminal's cursor is while a frame is drawn, and in what style. */
typedef struct Pen {
    StrBuf *out;
    const Theme *theme;
    int row, column;
    int last_row; /* the lowest one that is there */
    int width;
    CellStyle style;
} Pen;

static void pen_style(Pen *pen, CellStyle style)
{
    static const ThemeRole roles[] = {
        [STYLE_PROMPT] = THEME_PROMPT, [STYLE_HINT] = THEME_HINT
    };

    if (pen->style == style) {
        return;
    }
    if (pen->style != STYLE_PLAIN) {
        strbuf_puts(pen->out, theme_end(pen->theme, roles[pen->style]));
    }
    if (style != STYLE_PLAIN) {
        strbuf_puts(pen->out, theme_start(pen->theme, roles[style]));
    }
    pen->style = style;
}

static void pen_return(Pen *pen)
{
    strbuf_putc(pen->out, '\r');
    pen->column = 0;
}

/* "ESC [ n X", which moves by @n. */
static void pen_step(Pen *pen, int n, char direction)
{
    if (n > 0) {
        strbuf_printf(pen->out, "\033[%d%c", n, direction);
    }
}

static void pen_move(Pen *pen, int row, int column)
{
    if (pen->column >= pen->width && row <= pen->last_row) {
        pen_return(pen); /* the terminal is about to wrap: leave that state */
    }
    pen_step(pen, pen->row - row, 'A');
    pen_step(pen, (row < pen->last_row ? row : pen->last_row) - pen->row, 'B');
    for (pen->row = row; pen->last_row < row; pen->last_row++) {
        strbuf_puts(pen->out, "\r\n"); /* scrolls where 'B' would not */
        pen->column = 0;
    }
    if (column == 0 && pen->column > 0) {
        pen_return(pen);
    }
    pen_step(pen, column - pen->column, 'C');
    pen_step(pen, pen->column - column, 'D');
    pen->column = column;
}

static void pen_cells(Pen *pen, const Frame *f, const Cell *cells, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        pen_style(pen, cells[i].style);
        strbuf_append(pen->out, f->text.data + cells[i].at, cells[i].len);
        pen->column = cells[i].column + cells[i].width;
    }
    pen_style(pen, STYLE_PLAIN);
}

static bool same_cell(const Frame *a, const Cell *x, const Frame *b,
                      const Cell *y)
{
    return x->style == y->style && x->width == y->width && x->len == y->len &&
           memcmp(a->text.data + x->at, b->text.data + y->at, x->len) == 0;
}

/* Draw row @i, of which the terminal shows that of @old (may be NULL). */
static void update_row(Pen *pen, const Frame *old, const Frame *new_, int i)
{
    const Row *row = &new_->rows[new_->top + (size_t)i];
    const Cell *cells = new_->cells + row->first;
    int shown = 0; /* columns in use on the terminal */
    size_t same = 0;

    if (old && (size_t)i < old->visible) {
        const Row *before = &old->rows[old->top + (size_t)i];
        const Cell *old_cells = old->cells + before->first;

        shown = before->width;
        while (same < row->n && same < before->n &&
               same_cell(old, &old_cells[same], new_, &cells[same])) {
            same++;
        }
    }
    if (same == row->n && shown <= row->width) {
        return;
    }
    pen_move(pen, i, same < row->n ? cells[same].column : row->width);
    pen_cells(pen, new_, cells + same, row->n - same);
    if (shown > row->width) {
        strbuf_puts(pen->out, "\033[K");
    }
}

void frame_update(const Frame *old, const Frame *new_, const Theme *theme,
                  StrBuf *out)
{
    Pen pen = { .out = out, .theme = theme, .width = new_->width };
    int i;

    if (old) {
        pen.row = frame_cursor_row(old);
        pen.column = old->cursor_column;
        pen.last_row = frame_rows(old) - 1;
    }
    for (i = 0; i < frame_rows(new_); i++) {
        update_row(&pen, old, new_, i);
    }
    if (pen.last_row >= frame_rows(new_)) {
        pen_move(&pen, frame_rows(new_), 0);
        strbuf_puts(out, "\033[J");
    } else if (pen.last_row < frame_rows(new_) - 1) {
        pen_move(&pen, frame_rows(new_) - 1, 0); /* an empty row */
    }
    pen_move(&pen, frame_cursor_row(new_), new_->cursor_column);
}

/*
 * Row by row as far as it matters: tmux takes ESC [ J at the top left corner
 * for "clear the screen", and saves what it clears.
 */
void frame_erase(const Frame *f, StrBuf *out)
{
    Pen pen = { .out = out,
                .row = frame_cursor_row(f),
                .column = f->cursor_column,
                .last_row = frame_rows(f) - 1,
                .width = f->width };

    pen_move(&pen, 0, 0);
    strbuf_puts(out, "\033[K");
    if (pen.last_row > 0) {
        pen_move(&pen, 1, 0);
        strbuf_puts(out, "\033[J");
        pen_move(&pen, 0, 0);
    }
}

/* Cells of @row without those of a hint, which are its last ones. */
static size_t count_lasting(const Frame *f, const Row *row)
{
    size_t n = row->n;

    while (n > 0 && f->cells[row->first + n - 1].style == STYLE_HINT) {
        n--;
    }
    return n;
}

void frame_leave(const Frame *f, const Theme *theme, StrBuf *out)
{
    Pen pen = { .out = out, .theme = theme, .width = f->width };
    size_t i;

    if (f->n_rows > 1) {
        frame_erase(f, out);
        for (i = 0; i < f->n_rows; i++) {
            const Row *row = &f->rows[i];

            pen_cells(&pen, f, f->cells + row->first, count_lasting(f, row));
            if (i + 1 < f->n_rows && !row->wrapped) {
                strbuf_puts(out, "\r\n");
            }
        }
    } else if (count_lasting(f, f->rows) < f->rows->n) {
        strbuf_puts(out, "\033[K"); /* the cursor stands before the hint */
    }
    strbuf_puts(out, "\r\n");
}
