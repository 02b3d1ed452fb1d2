/*
 * The words of a line
 */
#include "lang/words.h"

#include <string.h>

#include "lang/line_parser.h"
#include "lang/place.h"
#include "lang/quote.h"
#include "util/mem.h"
#include "util/strbuf.h"
#include "util/text.h"

bool word_is(const Word *word, const char *text, const char *what)
{
    return word->end - word->at == strlen(what) &&
           memcmp(text + word->at, what, word->end - word->at) == 0;
}

static WordResult bad(WordReader *r, size_t at, Error **errp,
                      const char *phrase)
{
    r->pos = at;
    error_set(errp, ERROR_PARSE, "%s", phrase);
    return WORD_BAD;
}

/* Length of the operator at @s, 0 if there is none. */
static size_t op_at(const char *s, size_t len, ArgOp *op)
{
    if (s[0] == '=') {
        *op = OP_SET;
        return 1;
    }
    if (len > 1 && s[0] == ':' && (s[1] == '=' || s[1] == '@')) {
        *op = s[1] == '=' ? OP_JSON : OP_FILE;
        return 2;
    }
    return 0;
}

bool word_find_op(Word *w, const char *text, size_t end, bool literal,
                  Error **errp)
{
    bool part_start = true; /* only there a quote opens something */
    size_t i = w->at, n;

    while (i < end && (literal || !is_blank(text[i]))) {
        n = op_at(text + i, end - i, &w->op);
        if (n) {
            w->key_end = i;
            w->value_at = i + n;
            return true;
        }
        if (part_start && is_quote(text[i])) {
            n = quote_skip(text, i, end, QUOTE_VALUE);
            if (!n) {
                w->end = i;
                error_set(errp, ERROR_PARSE, "the quote is not closed");
                return false;
            }
            i = n;
            part_start = false;
            continue;
        }
        part_start = text[i++] == '.';
    }
    w->end = i;
    return false;
}

static ValueShape value_shape(const Word *w, const char *text, size_t len)
{
    const char *value = text + w->value_at;
    size_t left = len - w->value_at;

    if (left && is_quote(value[0])) {
        return SHAPE_QUOTED;
    }
    if (left && w->op != OP_FILE && (value[0] == '{' || value[0] == '[')) {
        return SHAPE_BRACKET;
    }
    if (left > 5 && w->op == OP_SET && memcmp(value, "json:{", 6) == 0) {
        return SHAPE_JSON_COLON;
    }
    return SHAPE_BARE;
}

/* The word is complete up to r->pos. */
static WordResult finish_word(WordReader *r, Word *word, Error **errp)
{
    Word *w = &r->word;
    size_t end, n;
    uint32_t cp;

    if (w->kind == WORD_OBJECT || (w->kind == WORD_ARG && w->shape)) {
        if (r->pos < r->len && !is_blank(r->text[r->pos])) {
            return bad(r, r->pos, errp,
                       w->kind == WORD_ARG && w->shape == SHAPE_QUOTED ?
                           "expected a blank behind the closing quote" :
                           "expected a blank behind the closing bracket");
        }
    }
    w->end = r->pos;
    /* a file's name can be any bytes, and so can what the shell itself takes */
    end = w->kind == WORD_ARG && w->op == OP_FILE ? w->value_at : w->end;
    for (n = w->at; n < end && !r->dot;) {
        size_t step = text_decode(r->text + n, end - n, &cp);

        if (!step) {
            return bad(r, n, errp, "this is not UTF-8");
        }
        n += step;
    }
    *word = *w;
    return WORD_FOUND;
}

static WordResult read_brackets(WordReader *r, Word *word, Error **errp)
{
    switch (bracket_scan(&r->brackets, r->text, r->len, &r->pos, errp)) {
    case SCAN_CLOSED:
        r->open = false;
        return finish_word(r, word, errp);
    case SCAN_OPEN:
        r->open = true;
        return WORD_MORE;
    default:
        r->open = false;
        return WORD_BAD;
    }
}

static WordResult open_brackets(WordReader *r, size_t at, Word *word,
                                Error **errp)
{
    bracket_scan_init(&r->brackets);
    r->pos = at;
    return read_brackets(r, word, errp);
}

static WordResult read_quoted(WordReader *r, size_t at, QuoteRule rule,
                              Word *word, Error **errp)
{
    size_t behind = quote_skip(r->text, at, r->len, rule);

    if (!behind) {
        return bad(r, at, errp, "the quote is not closed");
    }
    r->pos = behind;
    return finish_word(r, word, errp);
}

static WordResult read_arg(WordReader *r, Word *word, Error **errp)
{
    Word *w = &r->word;

    w->kind = WORD_ARG;
    w->shape = value_shape(w, r->text, r->len);
    switch (w->shape) {
    case SHAPE_QUOTED:
        return read_quoted(r, w->value_at,
                           w->op == OP_JSON ? QUOTE_JSON : QUOTE_VALUE, word,
                           errp);
    case SHAPE_BRACKET:
        return open_brackets(r, w->value_at, word, errp);
    case SHAPE_JSON_COLON:
        return open_brackets(r, w->value_at + strlen("json:"), word, errp);
    default:
        r->pos = w->value_at;
        while (r->pos < r->len && !is_blank(r->text[r->pos])) {
            r->pos++;
        }
        return finish_word(r, word, errp);
    }
}

/* A dot command's word in quotes, which stand around the whole of it. */
static WordResult read_dot_quoted(WordReader *r, Word *word, Error **errp)
{
    r->word.shape = SHAPE_QUOTED;
    r->pos = quote_skip(r->text, r->pos, r->len, QUOTE_VALUE);
    if (!r->pos) {
        return bad(r, r->word.at, errp, "the quote is not closed");
    }
    if (r->pos < r->len && !is_blank(r->text[r->pos])) {
        return bad(r, r->pos, errp,
                   "expected a blank behind the closing quote");
    }
    return finish_word(r, word, errp);
}

WordResult word_read(WordReader *r, Word *word, Error **errp)
{
    Error *err = NULL;

    if (r->open) {
        return read_brackets(r, word, errp);
    }
    while (r->pos < r->len && is_blank(r->text[r->pos])) {
        r->pos++;
    }
    if (r->pos == r->len || r->text[r->pos] == '#') {
        r->pos = r->len;
        return WORD_END;
    }
    r->word = (Word){ .kind = WORD_PLAIN, .at = r->pos };
    if (r->objects && r->text[r->pos] == '{') {
        r->word.kind = WORD_OBJECT;
        return open_brackets(r, r->pos, word, errp);
    }
    if (r->dot && is_quote(r->text[r->pos])) {
        return read_dot_quoted(r, word, errp);
    }
    if (word_find_op(&r->word, r->text, r->len, false, &err)) {
        return read_arg(r, word, errp);
    }
    r->pos = r->word.end;
    if (err) {
        error_propagate(errp, err);
        return WORD_BAD;
    }
    if (word_is(&r->word, r->text, "|")) {
        r->word.kind = WORD_PIPE;
        r->pos = r->len;
    }
    return finish_word(r, word, errp);
}

/* What a dot command's word stands for. */
static char *take_word(const char *text, const Word *w, size_t *error_at,
                       Error **errp)
{
    size_t quote = w->kind == WORD_ARG ? w->value_at : w->at, len;
    autofree char *value = NULL;

    if (w->shape != SHAPE_QUOTED || (w->kind == WORD_ARG && w->op == OP_JSON)) {
        return mem_strndup(text + w->at, w->end - w->at);
    }
    value = quote_take(text, quote, w->end, &len, error_at, errp);
    if (!value) {
        return NULL;
    }
    if (strlen(value) != len) {
        *error_at = quote;
        error_set(errp, ERROR_PARSE, "a word here cannot hold \\u0000");
        return NULL;
    }
    return mem_printf("%.*s%s", (int)(quote - w->at), text + w->at, value);
}

char **words_split(const char *text, size_t *n_words, Error **errp)
{
    WordReader r = { .text = text, .len = strlen(text), .dot = true };
    char **words = NULL;
    size_t n = 0, cap = 0;
    WordResult result;
    Error *err = NULL;
    Word w;

    while ((result = word_read(&r, &w, &err)) == WORD_FOUND) {
        GROW(words, n, cap);
        words[n] = take_word(text, &w, &r.pos, &err);
        if (!words[n]) {
            result = WORD_BAD;
            break;
        }
        n++;
    }
    if (result == WORD_MORE) {
        r.pos = r.word.value_at;
        error_set(&err, ERROR_PARSE, "the bracket is not closed");
    }
    GROW(words, n, cap);
    words[n] = NULL;
    if (err) {
        words_free(words);
        place_hint(&err, text, r.len, r.pos, 0);
        error_propagate(errp, err);
        return NULL;
    }
    *n_words = n;
    return words;
}

void words_free(char **words)
{
    char **word;

    for (word = words; word && *word; word++) {
        free(*word);
    }
    free(words);
}
