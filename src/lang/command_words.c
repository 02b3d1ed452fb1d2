/*
 * A command given as separate words: the arguments of a program
 */
#include <stdarg.h>
#include <string.h>

#include "lang/args.h"
#include "lang/line_parser.h"
#include "lang/place.h"
#include "lang/quote.h"
#include "lang/raw.h"
#include "lang/words.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"
#include "util/text.h"

/* The words joined by one blank, and where each is. */
static Word *join_words(char *const *words, size_t n_words, StrBuf *text)
{
    Word *joined = mem_new0(n_words, sizeof(*joined));
    size_t i;

    for (i = 0; i < n_words; i++) {
        if (i) {
            strbuf_putc(text, ' ');
        }
        joined[i].at = text->len;
        strbuf_puts(text, words[i]);
        joined[i].end = text->len;
    }
    return joined;
}

/* Find out what a word is; nothing but its operator is looked for. */
static bool classify(Word *w, const char *text, bool first, size_t *error_at,
                     Error **errp)
{
    size_t end = w->end, utf8_end;
    Error *err = NULL;

    if (first && text[w->at] == '{') {
        w->kind = WORD_OBJECT;
    } else if (word_find_op(w, text, end, true, &err)) {
        w->kind = WORD_ARG;
        w->shape = w->op == OP_SET && w->value_at < end &&
                           (text[w->value_at] == '{' ||
                            text[w->value_at] == '[') ?
                       SHAPE_BRACKET :
                       SHAPE_BARE;
    }
    if (err) {
        *error_at = w->end;
        error_propagate(errp, err);
        return false;
    }
    w->end = end;
    utf8_end = w->kind == WORD_ARG && w->op == OP_FILE ? w->value_at : end;
    if (!text_is_utf8(text + w->at, utf8_end - w->at)) {
        *error_at = w->at;
        error_set(errp, ERROR_PARSE, "this is not UTF-8");
        return false;
    }
    return true;
}

static bool wire_words(Command *cmd, const char *text, Word *words, size_t n,
                       size_t *error_at, Error **errp)
{
    size_t i;

    for (i = 0; i < n; i++) {
        if (!classify(&words[i], text, i == 0, error_at, errp)) {
            return false;
        }
    }
    if (words[0].kind != WORD_OBJECT) {
        cmd->kind = COMMAND_QMP;
        return call_parse(&cmd->call, text, words, n, error_at, errp);
    }
    cmd->kind = COMMAND_RAW;
    if (n > 1) {
        *error_at = words[1].at;
        error_set(errp, ERROR_PARSE, "expected nothing behind the JSON object");
        return false;
    }
    cmd->raw = raw_request(text, &words[0], error_at, errp);
    return cmd->raw;
}

/* Would words_split() take @word for something else than it is? */
static bool needs_quotes(const char *word)
{
    return !word[0] || strpbrk(word, " \t\n\r") || is_quote(word[0]) ||
           word[0] == '#' || strcmp(word, "|") == 0 || strcmp(word, "\\") == 0;
}

static bool is_brackets(const char *value)
{
    autoput json_object *json = NULL;

    return (value[0] == '{' || value[0] == '[') &&
           json_read(value, strlen(value), JSON_READ_LITERAL, &json, NULL,
                     NULL);
}

/*
 * Append a word of a dot command.  In KEY=VALUE the quotes stand around the
 * value, so that the word is right in a LINE too (`.json LINE`); JSON has
 * quotes and brackets of its own.
 */
static void append_dot_word(StrBuf *out, const char *word)
{
    autofree_error Error *err = NULL;
    Word w = { .at = 0 };
    size_t len = strlen(word);
    const char *value = word;

    if (!is_quote(word[0]) && word_find_op(&w, word, len, false, &err)) {
        value += w.value_at;
        strbuf_append(out, word, w.value_at);
        if (w.op == OP_JSON || is_brackets(value) ||
            !strpbrk(value, " \t\n\r\"'{[")) {
            strbuf_puts(out, value);
            return;
        }
    }
    if (err || value != word || needs_quotes(word)) {
        quote_append(out, value);
    } else {
        strbuf_puts(out, value);
    }
}

/* `.hmp` takes a line byte for byte, any other command its words. */
static void dot_words(Command *cmd, char *const *words, size_t n)
{
    autofree_strbuf StrBuf rest = STRBUF_INIT;
    bool hmp = strcmp(words[0], ".hmp") == 0;
    size_t i;

    for (i = 1; i < n; i++) {
        if (i > 1) {
            strbuf_putc(&rest, ' ');
        }
        if (hmp) {
            strbuf_puts(&rest, words[i]);
        } else {
            append_dot_word(&rest, words[i]);
        }
    }
    cmd->kind = COMMAND_DOT;
    cmd->name = mem_strdup(words[0] + 1);
    cmd->rest = strbuf_steal(&rest);
}

static bool hmp_words(Command *cmd, const char *text, size_t len,
                      size_t *error_at, Error **errp)
{
    cmd->kind = COMMAND_HMP;
    cmd->rest = mem_strndup(text, len);
    *error_at = 0;
    if (!text_is_utf8(text, len)) {
        error_set(errp, ERROR_PARSE, "this is not UTF-8");
        return false;
    }
    return true;
}

static bool parse_words(Command *cmd, char *const *words, size_t n, bool hmp,
                        Word *joined, size_t *error_at, Error **errp)
{
    const char *text = cmd->source;

    *error_at = 0;
    if (words[0][0] == '.' && words[0][1]) {
        dot_words(cmd, words, n);
        return true;
    }
    if (hmp) {
        return hmp_words(cmd, text, strlen(text), error_at, errp);
    }
    if (strcmp(words[0], "transaction(") == 0) {
        error_set(errp, ERROR_PARSE,
                  "a transaction needs a line: use -c, -f or standard input");
        return false;
    }
    return wire_words(cmd, text, joined, n, error_at, errp);
}

Command *command_from_words(char *const *words, size_t n_words, bool hmp,
                            Error **errp)
{
    autofree_command Command *cmd = NEW0(Command);
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autofree Word *joined = NULL;
    Error *err = NULL;
    size_t at;

    if (!n_words) {
        error_set(errp, ERROR_PARSE, "expected the name of a command");
        return NULL;
    }
    joined = join_words(words, n_words, &text);
    cmd->source = strbuf_steal(&text);
    cmd->line = 1;
    if (!parse_words(cmd, words, n_words, hmp, joined, &at, &err)) {
        place_hint(&err, cmd->source, strlen(cmd->source), at, 0);
        error_propagate(errp, err);
        return NULL;
    }
    return STEAL(cmd);
}
