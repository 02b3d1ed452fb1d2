/*
 * Roff as docutils writes it: macros
 */
#include "doc/roff.h"

#include <string.h>

#include "util/mem.h"

/* What a macro does. */
typedef enum Action {
    ACTION_HEADING,
    ACTION_TAG,
    ACTION_ITEM,
    ACTION_TEXT, /* its arguments are text, as a line without a macro is */
    ACTION_BREAK,
    ACTION_DEEPER,
    ACTION_SHALLOWER,
    ACTION_CODE,
    ACTION_CODE_END,
    ACTION_SKIP,
} Action;

typedef struct Macro {
    const char *name;
    Action action;
    const char *until; /* the line that ends what is skipped */
} Macro;

/* man(7), tbl(1), and .INDENT, which every page of docutils defines. */
static const Macro macros[] = {
    { "sp", ACTION_BREAK },       { "PP", ACTION_BREAK },
    { "P", ACTION_BREAK },        { "LP", ACTION_BREAK },
    { "br", ACTION_BREAK },       { "TP", ACTION_TAG },
    { "IP", ACTION_ITEM },        { "INDENT", ACTION_DEEPER },
    { "RS", ACTION_DEEPER },      { "UNINDENT", ACTION_SHALLOWER },
    { "RE", ACTION_SHALLOWER },   { "B", ACTION_TEXT },
    { "I", ACTION_TEXT },         { "SH", ACTION_HEADING },
    { "SS", ACTION_HEADING },     { "nf", ACTION_CODE },
    { "EX", ACTION_CODE },        { "fi", ACTION_CODE_END },
    { "EE", ACTION_CODE_END },    { "de", ACTION_SKIP, ".." },
    { "de1", ACTION_SKIP, ".." }, { "ig", ACTION_SKIP, ".." },
    { "TS", ACTION_SKIP, ".TE" },
};

typedef struct Span {
    const char *s;
    size_t len;
} Span;

void roff_init(Roff *r, const char *page, size_t len)
{
    *r = (Roff){ .pos = page, .end = page + len, .text = STRBUF_INIT };
}

void roff_free(Roff *r)
{
    strbuf_free(&r->text);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool peek_line(const Roff *r, Span *line)
{
    size_t left = (size_t)(r->end - r->pos);
    const char *newline;

    if (!left) {
        return false;
    }
    newline = memchr(r->pos, '\n', left);
    line->s = r->pos;
    line->len = newline ? (size_t)(newline - r->pos) : left;
    return true;
}

static void take_line(Roff *r, const Span *line)
{
    r->pos = line->s + line->len;
    if (r->pos < r->end) {
        r->pos++;
    }
}

static bool is_control(const Span *line)
{
    return line->len > 0 && (line->s[0] == '.' || line->s[0] == '\'');
}

static void skip_blanks(Span *span)
{
    while (span->len > 0 && is_blank(*span->s)) {
        span->s++;
        span->len--;
    }
}

/* NULL: one to pass over.  *@args is what stands behind its name. */
static const Macro *find_macro(const Span *line, Span *args)
{
    static const Macro none = { "", ACTION_TEXT };
    Span name = { line->s, 0 };
    size_t i;

    *args = *line;
    if (!is_control(line)) {
        return &none;
    }
    args->s++;
    args->len--;
    skip_blanks(args);
    name.s = args->s;
    while (args->len > 0 && !is_blank(*args->s)) {
        args->s++;
        args->len--;
        name.len++;
    }
    skip_blanks(args);
    for (i = 0; i < ARRAY_SIZE(macros); i++) {
        if (strlen(macros[i].name) == name.len &&
            memcmp(macros[i].name, name.s, name.len) == 0) {
            return &macros[i];
        }
    }
    return NULL;
}

/* The first of a macro's arguments: in quotes, or up to a blank. */
static Span first_arg(const Span *args)
{
    Span arg = { args->s, 0 };
    bool quoted = args->len > 0 && *args->s == '"';

    if (quoted) {
        arg.s++;
    }
    while (arg.s + arg.len < args->s + args->len &&
           !(quoted ? arg.s[arg.len] == '"' : is_blank(arg.s[arg.len]))) {
        arg.len++;
    }
    return arg;
}

static bool finish(Roff *r, RoffKind kind, RoffBlock *block)
{
    size_t len = r->text.len;

    while (len > 0 &&
           (r->text.data[len - 1] == ' ' || r->text.data[len - 1] == '\n')) {
        len--;
    }
    strbuf_truncate(&r->text, len);
    *block = (RoffBlock){ kind, r->depth, r->floor, strbuf_str(&r->text) };
    r->floor = r->depth;
    return true;
}

static bool finish_text(Roff *r, RoffBlock *block)
{
    return finish(r, r->code ? ROFF_CODE : ROFF_TEXT, block);
}

static void skip_lines(Roff *r, const char *until)
{
    size_t len = strlen(until);
    Span line;

    while (peek_line(r, &line)) {
        take_line(r, &line);
        if (line.len >= len && memcmp(line.s, until, len) == 0) {
            break;
        }
    }
}

/*
 * Docutils forgets the end of a line before some of its .INDENTs.  Where one
 * begins in @line, or its length.
 */
static size_t glued_indent(const Span *line)
{
    static const char indent[] = ".INDENT ";
    const char *found = memmem(line->s, line->len, indent, strlen(indent));

    return found ? (size_t)(found - line->s) : line->len;
}

/* One line of text; true when a block is complete with it. */
static bool take_text(Roff *r, const Span *line, RoffBlock *block)
{
    size_t len;

    if (r->code) {
        if (line->len || r->text.len) {
            roff_decode(&r->text, line->s, line->len, true);
            strbuf_putc(&r->text, '\n');
        }
        return false;
    }
    if (!line->len) {
        return r->text.len && finish(r, ROFF_TEXT, block);
    }
    len = glued_indent(line);
    if (r->text.len) {
        strbuf_putc(&r->text, ' ');
    }
    roff_decode(&r->text, line->s, len, false);
    if (!r->tag_next && len == line->len) {
        return false;
    }
    finish(r, r->tag_next ? ROFF_TAG : ROFF_TEXT, block);
    r->tag_next = false;
    if (len < line->len) {
        r->depth++;
    }
    return true;
}

/* A macro with no text before it; true when it is a block. */
static bool take_macro(Roff *r, const Macro *macro, const Span *args,
                       RoffBlock *block)
{
    Span arg;

    r->tag_next = macro->action == ACTION_TAG;
    if (macro->action != ACTION_BREAK) {
        r->code = macro->action == ACTION_CODE;
    }
    switch (macro->action) {
    case ACTION_HEADING:
        roff_decode(&r->text, args->s, args->len, false);
        return finish(r, ROFF_HEADING, block);
    case ACTION_ITEM:
        arg = first_arg(args);
        roff_decode(&r->text, arg.s, arg.len, false);
        return finish(r, ROFF_ITEM, block);
    case ACTION_DEEPER:
        r->depth++;
        return false;
    case ACTION_SHALLOWER:
        r->depth--;
        r->floor = r->depth < r->floor ? r->depth : r->floor;
        return false;
    case ACTION_SKIP:
        skip_lines(r, macro->until);
        return false;
    default:
        return false;
    }
}

bool roff_next(Roff *r, RoffBlock *block)
{
    Span line, args;

    strbuf_reset(&r->text);
    while (peek_line(r, &line)) {
        const Macro *macro = find_macro(&line, &args);

        if (macro && macro->action != ACTION_TEXT && r->text.len) {
            return finish_text(r, block);
        }
        take_line(r, &line);
        if (macro && (macro->action == ACTION_TEXT ?
                          take_text(r, &args, block) :
                          take_macro(r, macro, &args, block))) {
            return true;
        }
    }
    return r->text.len && finish_text(r, block);
}
