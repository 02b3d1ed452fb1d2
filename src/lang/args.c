/*
 * Words to the arguments of a call
 */
#include "lang/args.h"

#include <string.h>

#include "lang/place.h"
#include "lang/quote.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

/* A part of a key in quotes; *@pos moves from its quote to behind it. */
static bool take_quoted_part(KeyPart *part, const char *text, size_t *pos,
                             size_t end, size_t *error_at, Error **errp)
{
    size_t at = *pos, len;

    *pos = quote_skip(text, at, end, QUOTE_VALUE);
    part->quoted = true;
    part->name = quote_take(text, at, *pos, &len, error_at, errp);
    if (!part->name) {
        return false;
    }
    if (strlen(part->name) != len) {
        return place_fail(error_at, at, errp, "a key cannot hold \\u0000");
    }
    if (*pos < end && text[*pos] != '.') {
        return place_fail(
            error_at, *pos, errp,
            "expected '.' or '=' behind the quoted part of a key");
    }
    return true;
}

static bool take_plain_part(KeyPart *part, const char *text, size_t *pos,
                            size_t end, size_t *error_at, Error **errp)
{
    size_t at = *pos;

    while (*pos < end && text[*pos] != '.') {
        ++*pos;
    }
    if (*pos == at) {
        return place_fail(error_at, at, errp, "a part of the key is empty");
    }
    part->name = mem_strndup(text + at, *pos - at);
    return true;
}

static bool take_key(Arg *arg, const char *text, const Word *w,
                     size_t *error_at, Error **errp)
{
    size_t pos = w->at, cap = 0;
    KeyPart *part;

    if (w->key_end == w->at) {
        return place_fail(error_at, w->at, errp, "expected a key before '%.*s'",
                          (int)(w->value_at - w->key_end), text + w->key_end);
    }
    for (;;) {
        if (arg->n_parts == JSON_MAX_DEPTH) {
            return place_fail(error_at, pos, errp, "nested deeper than %d",
                              JSON_MAX_DEPTH);
        }
        GROW(arg->parts, arg->n_parts, cap);
        part = &arg->parts[arg->n_parts++];
        *part = (KeyPart){ .at = pos };
        if (!(pos < w->key_end && is_quote(text[pos]) ? take_quoted_part :
                                                        take_plain_part)(
                part, text, &pos, w->key_end, error_at, errp)) {
            return false;
        }
        if (pos == w->key_end) {
            return true;
        }
        pos++;
    }
}

static bool take_json(Arg *arg, const char *text, const Word *w,
                      size_t *error_at, Error **errp)
{
    size_t off;

    if (!json_read(text + w->value_at, w->end - w->value_at, JSON_READ_LITERAL,
                   &arg->json, &off, errp)) {
        *error_at = w->value_at + off;
        return false;
    }
    return true;
}

static bool take_value(Arg *arg, const char *text, const Word *w,
                       size_t *error_at, Error **errp)
{
    if (w->op == OP_JSON) {
        arg->form = VALUE_JSON;
        return take_json(arg, text, w, error_at, errp);
    }
    if (w->shape == SHAPE_QUOTED) {
        arg->form = VALUE_STRING;
        arg->text = quote_take(text, w->value_at, w->end, &arg->text_len,
                               error_at, errp);
        if (!arg->text) {
            return false;
        }
    } else {
        arg->form = w->shape == SHAPE_JSON_COLON ? VALUE_STRING :
                    w->shape == SHAPE_BRACKET    ? VALUE_BRACKET :
                                                   VALUE_BARE;
        arg->text_len = w->end - w->value_at;
        arg->text = mem_strndup(text + w->value_at, arg->text_len);
    }
    if (w->op == OP_FILE) {
        arg->form = VALUE_FILE;
        if (arg->text_len == 0 || strlen(arg->text) != arg->text_len) {
            return place_fail(error_at, w->value_at, errp,
                              "expected the name of a file behind ':@'");
        }
    }
    if (arg->form == VALUE_BRACKET) {
        /* whether it must be JSON is for its type to say */
        arg->is_json = json_read(arg->text, arg->text_len, JSON_READ_LITERAL,
                                 &arg->json, NULL, NULL);
    }
    return true;
}

static void arg_clear(Arg *arg)
{
    size_t i;

    for (i = 0; i < arg->n_parts; i++) {
        free(arg->parts[i].name);
    }
    free(arg->parts);
    free(arg->text);
    json_object_put(arg->json);
    *arg = (Arg){ 0 };
}

static bool arg_init(Arg *arg, const char *text, const Word *w,
                     size_t *error_at, Error **errp)
{
    *arg = (Arg){ .key_at = w->at, .value_at = w->value_at };
    if (!take_key(arg, text, w, error_at, errp) ||
        !take_value(arg, text, w, error_at, errp)) {
        arg_clear(arg);
        return false;
    }
    return true;
}

void *room_for_one(void *array, size_t n, size_t size)
{
    /* there is room for a power of two: it is used up when n is one */
    return n & (n - 1) ? array : mem_resize(array, n ? 2 * n : 1, size);
}

bool call_add_arg(Call *call, const char *text, const Word *w, size_t *error_at,
                  Error **errp)
{
    Arg arg;

    if (!arg_init(&arg, text, w, error_at, errp)) {
        return false;
    }
    call->args = room_for_one(call->args, call->n_args, sizeof(arg));
    call->args[call->n_args++] = arg;
    return true;
}

/* The names that QAPI allows; a downstream's begin with an underscore. */
static bool is_name(const char *s, size_t len)
{
    static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz_";
    static const char others[] = "0123456789.-";
    size_t i;

    for (i = 0; i < len; i++) {
        if (!s[i] ||
            (!strchr(letters, s[i]) && (i == 0 || !strchr(others, s[i])))) {
            return false;
        }
    }
    return len > 0;
}

bool call_init(Call *call, const char *text, const Word *w, size_t *error_at,
               Error **errp)
{
    autofree char *excerpt = place_excerpt(text + w->at, w->end - w->at);

    *call = (Call){ .name_at = w->at };
    if (w->kind != WORD_PLAIN) {
        return place_fail(error_at, w->at, errp,
                          "expected the name of a command, not '%s'", excerpt);
    }
    if (strncmp(text + w->at, "transaction(", 12) == 0) {
        return place_fail(error_at, w->at + 12, errp,
                          "expected a blank behind 'transaction('");
    }
    if (!is_name(text + w->at, w->end - w->at)) {
        return place_fail(error_at, w->at, errp,
                          "'%s' cannot be a command's name", excerpt);
    }
    call->name = mem_strndup(text + w->at, w->end - w->at);
    return true;
}

void call_truncate(Call *call, size_t n)
{
    while (call->n_args > n) {
        arg_clear(&call->args[--call->n_args]);
    }
}

void call_clear(Call *call)
{
    call_truncate(call, 0);
    free(call->args);
    free(call->name);
    json_object_put(call->raw);
    *call = (Call){ 0 };
}

bool call_parse(Call *call, const char *text, const Word *words, size_t n,
                size_t *error_at, Error **errp)
{
    size_t i;

    if (!call_init(call, text, &words[0], error_at, errp)) {
        return false;
    }
    for (i = 1; i < n; i++) {
        if (words[i].kind != WORD_ARG) {
            autofree char *word = place_excerpt(text + words[i].at,
                                                words[i].end - words[i].at);

            place_fail(error_at, words[i].at, errp,
                       "expected KEY=VALUE, not '%s'", word);
            error_set_subject(errp, call->name);
            call_clear(call);
            return false;
        }
        if (!call_add_arg(call, text, &words[i], error_at, errp)) {
            call_clear(call);
            return false;
        }
    }
    return true;
}

char *key_text(const KeyPart *parts, size_t n)
{
    StrBuf out = STRBUF_INIT;
    size_t i;

    for (i = 0; i < n; i++) {
        if (i) {
            strbuf_putc(&out, '.');
        }
        if (parts[i].quoted) {
            quote_append(&out, parts[i].name);
        } else {
            strbuf_puts(&out, parts[i].name);
        }
    }
    return strbuf_steal(&out);
}

bool key_part_is_index(const KeyPart *part)
{
    size_t digits = strspn(part->name, "0123456789");

    return !part->quoted && digits && !part->name[digits] &&
           (part->name[0] != '0' || digits == 1);
}

char *key_name(const Arg *arg)
{
    StrBuf out = STRBUF_INIT;
    size_t i;

    for (i = 0; i < arg->n_parts; i++) {
        strbuf_puts(&out, i ? "." : "");
        strbuf_puts(&out, arg->parts[i].name);
    }
    return strbuf_steal(&out);
}

const char *arg_text(const Arg *arg)
{
    switch (arg->form) {
    case VALUE_BARE:
    case VALUE_STRING:
        return arg->text;
    case VALUE_JSON:
        return json_object_is_type(arg->json, json_type_string) ?
                   json_object_get_string(arg->json) :
                   NULL;
    default:
        return NULL;
    }
}

const char *call_text(const Call *call, const char *name)
{
    size_t i;

    for (i = 0; i < call->n_args; i++) {
        if (call->args[i].n_parts == 1 &&
            strcmp(call->args[i].parts[0].name, name) == 0) {
            return arg_text(&call->args[i]);
        }
    }
    return NULL;
}
