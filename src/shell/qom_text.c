/*
 * QOM objects and properties as lines for people
 */
#include "shell/qom_text.h"

#include <stdlib.h>
#include <string.h>

#include "lang/safety.h"
#include "out/json_print.h"
#include "shell/qom_list.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

#define GAP 2

/* Columns for names and types: longer ones push what is behind them. */
#define MAX_COLUMN 48

/* What a value is given at least, however narrow the screen is. */
#define MIN_VALUE 16

/* --- text ---------------------------------------------------------------- */

static void append_safe(StrBuf *out, const char *text)
{
    text_append_safe(out, text, strlen(text), 0);
}

/* Append safe text as far as it fits @width columns, 0: all of it. */
static void append_cut(StrBuf *out, const StrBuf *text, size_t width, bool utf8)
{
    const char *mark = utf8 ? "\u2026" : "...";
    size_t mark_width = utf8 ? 1 : 3;

    if (!width || text_width(strbuf_str(text), text->len) <= width) {
        strbuf_append(out, strbuf_str(text), text->len);
    } else {
        text_append_cut(out, text->data, width - mark_width);
        strbuf_puts(out, mark);
    }
}

static void pad_from(StrBuf *out, size_t taken, size_t column)
{
    strbuf_fill(out, ' ', column > taken ? column - taken : GAP);
}

/* --- properties ---------------------------------------------------------- */

typedef struct Row {
    StrBuf name, type, value;
    int group;
} Row;

typedef struct Table {
    Row *list;
    size_t n, cap;
    size_t name_width, type_width;
} Table;

static size_t width_of(const StrBuf *text)
{
    return text_width(strbuf_str(text), text->len);
}

static void widen(size_t *column, const StrBuf *text)
{
    size_t width = width_of(text);

    width = width < MAX_COLUMN ? width : MAX_COLUMN;
    *column = width > *column ? width : *column;
}

static int group_of(const char *type)
{
    autofree char *child = qom_child_type(type);
    autofree char *link = qom_link_type(type);

    return child ? 2 : link ? 1 : 0;
}

/* As qom-set takes it: a string as it is, anything else as JSON. */
static void append_value(StrBuf *out, json_object *value)
{
    if (json_object_is_type(value, json_type_string) &&
        json_object_get_string_len(value)) {
        text_append_safe(out, json_object_get_string(value),
                         (size_t)json_object_get_string_len(value), 0);
    } else {
        json_print(out, value, JSON_PRINT_COMPACT, NULL, 0);
    }
}

static void add_row(Table *table, json_object *entry)
{
    const char *name = json_get_string(entry, "name");
    const char *type = json_get_string(entry, "type");
    json_object *value;
    Row *row;

    if (!name || !type) {
        return;
    }
    GROW(table->list, table->n, table->cap);
    row = &table->list[table->n++];
    *row = (Row){ .group = group_of(type) };
    append_safe(&row->name, name);
    append_safe(&row->type, type);
    if (json_has(entry, "value", &value)) {
        append_value(&row->value, value);
    } else {
        strbuf_putc(&row->value, '-');
    }
    widen(&table->name_width, &row->name);
    widen(&table->type_width, &row->type);
}

static int compare_rows(const void *a, const void *b)
{
    const Row *x = a, *y = b;

    return x->group != y->group ?
               x->group - y->group :
               strverscmp(strbuf_str(&x->name), strbuf_str(&y->name));
}

static void append_row(StrBuf *out, const Table *table, const Row *row,
                       const QomStyle *style)
{
    const Theme *theme = style->render.theme;
    size_t type_at = table->name_width + GAP;
    size_t value_at = type_at + table->type_width + GAP;
    size_t width = style->render.width > 0 ? (size_t)style->render.width : 0;
    size_t room = width >= value_at + MIN_VALUE ? width - value_at : MIN_VALUE;

    strbuf_append(out, strbuf_str(&row->name), row->name.len);
    pad_from(out, width_of(&row->name), type_at);
    strbuf_puts(out, theme_start(theme, THEME_HINT));
    strbuf_append(out, strbuf_str(&row->type), row->type.len);
    strbuf_puts(out, theme_end(theme, THEME_HINT));
    pad_from(out, type_at + width_of(&row->type), value_at);
    append_cut(out, &row->value, width ? room : 0, style->utf8);
    strbuf_putc(out, '\n');
}

void qom_append_properties(StrBuf *out, json_object *list,
                           const QomStyle *style)
{
    autoput json_object *masked = message_mask_secrets(list);
    Table table = { 0 };
    size_t n = json_array_length(masked);
    size_t i;

    for (i = 0; i < n; i++) {
        add_row(&table, json_object_array_get_idx(masked, i));
    }
    if (table.n) {
        qsort(table.list, table.n, sizeof(*table.list), compare_rows);
    }
    for (i = 0; i < table.n; i++) {
        append_row(out, &table, &table.list[i], style);
        strbuf_free(&table.list[i].name);
        strbuf_free(&table.list[i].type);
        strbuf_free(&table.list[i].value);
    }
    free(table.list);
}

/* --- the tree ------------------------------------------------------------ */

static int compare_children(const void *a, const void *b)
{
    return strverscmp(((const QomChild *)a)->name, ((const QomChild *)b)->name);
}

void qom_children(json_object *list, QomChildren *out)
{
    size_t n = json_array_length(list);
    size_t i;

    for (i = 0; i < n; i++) {
        json_object *entry = json_object_array_get_idx(list, i);
        const char *name = json_get_string(entry, "name");
        const char *type = json_get_string(entry, "type");
        char *own = type ? qom_child_type(type) : NULL;

        if (!name || !own) {
            free(own);
            continue;
        }
        GROW(out->list, out->n, out->cap);
        out->list[out->n++] = (QomChild){ .name = name, .type = own };
    }
    if (out->n) {
        qsort(out->list, out->n, sizeof(*out->list), compare_children);
    }
}

void qom_children_free(QomChildren *children)
{
    size_t i;

    for (i = 0; i < children->n; i++) {
        free(children->list[i].type);
    }
    free(children->list);
    *children = (QomChildren){ 0 };
}

void qom_append_object(StrBuf *out, const char *name, const char *type,
                       const QomStyle *style)
{
    append_safe(out, name);
    strbuf_printf(out, " %s(", theme_start(style->render.theme, THEME_HINT));
    append_safe(out, type);
    strbuf_printf(out, ")%s\n", theme_end(style->render.theme, THEME_HINT));
}

const char *qom_branch(bool last, const QomStyle *style)
{
    if (style->utf8) {
        return last ? "\u2514\u2500\u2500 " : "\u251c\u2500\u2500 ";
    }
    return last ? "`-- " : "|-- ";
}

const char *qom_indent(bool last, const QomStyle *style)
{
    if (last) {
        return "    ";
    }
    return style->utf8 ? "\u2502   " : "|   ";
}
