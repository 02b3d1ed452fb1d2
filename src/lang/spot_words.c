/*
 * The words of a line that is being typed, with the one at the cursor
 */
#include "lang/spot_words.h"

#include <string.h>

#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

typedef struct Reading {
    SpotWords *words;
    WordReader reader; /* sees the text up to the end of a line */
    size_t len, cursor;
    bool objects;
    bool first;   /* the next word is the first of its line */
    bool looking; /* the cursor is still to come */
} Reading;

static void add_word(Reading *r, const Word *w)
{
    SpotWords *words = r->words;

    GROW(words->list, words->n, words->cap);
    words->list[words->n++] = (SpotWord){ .word = *w, .first = r->first };
    r->first = false;
}

static void find_here(Reading *r, size_t here)
{
    r->words->here = here;
    r->words->here_found = true;
    r->looking = false;
}

/* The cursor is in no word: there an empty one stands. */
static void add_empty_word(Reading *r)
{
    Word empty = { .kind = WORD_PLAIN, .at = r->cursor, .end = r->cursor };

    find_here(r, r->words->n);
    add_word(r, &empty);
}

static void take_word(Reading *r, const Word *w)
{
    if (r->looking && r->cursor <= w->at) {
        add_empty_word(r);
    }
    if (r->looking && r->cursor <= w->end && w->kind != WORD_PIPE) {
        find_here(r, r->words->n);
    }
    add_word(r, w);
}

/* Let the reader see one line more; false when there is none. */
static bool next_line(Reading *r)
{
    const char *text = r->reader.text, *newline;
    size_t from = r->reader.len + 1;

    if (r->reader.len == r->len) {
        return false;
    }
    newline = memchr(text + from, '\n', r->len - from);
    r->reader.len = newline ? (size_t)(newline - text) : r->len;
    return true;
}

/*
 * Where a bad word ends.  A quote or bracket that is not closed takes what
 * is typed up to the cursor.
 */
static size_t bad_word_end(const Reading *r)
{
    const char *text = r->reader.text;
    size_t end = r->reader.pos;

    if (r->reader.word.end > end) {
        return r->reader.word.end; /* it is complete, but not UTF-8 */
    }
    if (end < r->cursor && r->cursor <= r->reader.len &&
        strchr("\"'{[", text[end])) {
        end = r->cursor;
    }
    while (end < r->reader.len && !is_blank(text[end])) {
        end++;
    }
    return end;
}

/* Is the cursor in what a `|` takes? */
static bool is_behind_pipe(const Reading *r)
{
    const SpotWords *words = r->words;
    const Word *last = words->n ? &words->list[words->n - 1].word : NULL;

    return last && last->kind == WORD_PIPE && r->cursor <= last->end;
}

/* The line has no further word: is the cursor behind the last one? */
static void end_line(Reading *r, size_t at)
{
    const char *text = r->reader.text;

    while (at < r->reader.len && is_blank(text[at])) {
        at++;
    }
    if (r->looking && r->cursor <= at && !is_behind_pipe(r)) {
        add_empty_word(r);
    }
    r->looking &= r->cursor > r->reader.len;
}

/* A lone `\` at the end of a line, with another behind it, is no word. */
static bool take_continuation(Reading *r)
{
    SpotWords *words = r->words;
    bool last = words->n &&
                word_is(&words->list[words->n - 1].word, r->reader.text, "\\");

    if (!last || (words->here_found && words->here == words->n - 1)) {
        return false;
    }
    words->n--;
    return true;
}

/* Read the words of a line, and of those that follow in a bracket. */
static void read_line(Reading *r)
{
    WordReader *reader = &r->reader;
    WordResult result;
    size_t at;
    Word w;

    for (;;) {
        at = reader->pos;
        reader->objects = r->objects || r->words->n == 0;
        result = word_read(reader, &w, NULL);
        while (result == WORD_MORE && next_line(r)) {
            result = word_read(reader, &w, NULL);
        }
        if (result == WORD_END) {
            end_line(r, at);
            return;
        }
        if (result != WORD_FOUND) {
            w = reader->word;
            w.end = reader->pos = bad_word_end(r);
            reader->open = false;
        }
        take_word(r, &w);
    }
}

void spot_words_read(SpotWords *words, const char *text, size_t cursor,
                     bool objects)
{
    Reading r = {
        .words = words,
        .reader = { .text = text, .len = strcspn(text, "\n") },
        .len = strlen(text),
        .cursor = cursor,
        .objects = objects,
        .first = true,
        .looking = true,
    };

    *words = (SpotWords){ 0 };
    do {
        read_line(&r);
        r.first = r.reader.len == r.len || !take_continuation(&r);
    } while (next_line(&r));
}

void spot_words_free(SpotWords *words)
{
    free(words->list);
    *words = (SpotWords){ 0 };
}

/* In '...' only \' is an escape; every other `\` is itself. */
static char *unquote_single(const char *text, size_t at, size_t end)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;

    for (; at < end; at++) {
        if (text[at] == '\\' && at + 1 < end && text[at + 1] == '\'') {
            at++;
        }
        strbuf_putc(&out, text[at]);
    }
    return strbuf_steal(&out);
}

char *spot_unquote(const char *text, size_t at, size_t end, char quote,
                   QuoteRule rule)
{
    autofree_strbuf StrBuf closed = STRBUF_INIT;
    autoput json_object *string = NULL;
    const char *taken;

    if (quote == '\'' && rule == QUOTE_VALUE) {
        return unquote_single(text, at, end);
    }
    strbuf_putc(&closed, quote);
    strbuf_append(&closed, text + at, end - at);
    strbuf_putc(&closed, quote);
    if (!json_read(closed.data, closed.len, JSON_READ_LITERAL, &string, NULL,
                   NULL)) {
        return NULL;
    }
    taken = json_object_get_string(string);
    return strlen(taken) == (size_t)json_object_get_string_len(string) ?
               mem_strdup(taken) :
               NULL;
}
