/*
 * The arguments of a call that is being typed
 */
#include "lang/spot_priv.h"

#include <string.h>

#include "lang/quote.h"
#include "util/json.h"
#include "util/mem.h"

/* A key, or what is typed of it, in parts. */
typedef struct SpotKey {
    StrList parts;  /* the last may be empty */
    size_t last_at; /* the last begins here, behind its quote */
    char quote;     /* that is open around the last */
    bool closed;    /* the last is in quotes, and complete */
} SpotKey;

static void take_part(SpotKey *key, size_t at, const char *part)
{
    key->last_at = at;
    strlist_add(&key->parts, part, strlen(part));
}

/* A part in quotes at *@pos, which moves behind it. */
static bool split_quoted(SpotKey *key, const char *text, size_t *pos,
                         size_t end)
{
    autofree char *part = NULL;
    size_t at = *pos, behind = quote_skip(text, at, end, QUOTE_VALUE);

    part = spot_unquote(text, at + 1, behind ? behind - 1 : end, text[at],
                        QUOTE_VALUE);
    if (!part) {
        return false;
    }
    key->quote = behind ? 0 : text[at];
    key->closed = behind;
    *pos = behind ? behind : end;
    take_part(key, at + 1, part);
    return true;
}

/*
 * Split the text from @at to @end at its dots; @flat: dots are like any
 * other character.  False when a part before the last is empty or wrong, or
 * when there are too many.
 */
static bool split_key(SpotKey *key, const char *text, size_t at, size_t end,
                      bool flat)
{
    for (; key->parts.n < JSON_MAX_DEPTH; at++) {
        if (at < end && is_quote(text[at])) {
            if (!split_quoted(key, text, &at, end)) {
                return false;
            }
        } else {
            const char *dot = flat ? NULL : memchr(text + at, '.', end - at);
            size_t part_end = dot ? (size_t)(dot - text) : end;
            autofree char *part = mem_strndup(text + at, part_end - at);

            key->closed = false;
            take_part(key, at, part);
            if (dot && !part[0]) {
                return false;
            }
            at = part_end;
        }
        if (at == end) {
            return true;
        }
        if (text[at] != '.') {
            return false;
        }
    }
    return false;
}

/* The object in which the last of @parts is a member; NULL: a leaf is it. */
static json_object *make_parents(json_object *given, const StrList *parts)
{
    json_object *child;
    size_t i;

    for (i = 0; i + 1 < parts->n; i++) {
        if (!json_has(given, parts->list[i], &child)) {
            child = json_object_new_object();
            json_set(given, parts->list[i], child);
        }
        if (!json_object_is_type(child, json_type_object)) {
            return NULL;
        }
        given = child;
    }
    return given;
}

/*
 * @value is consumed.  Of what is written twice the first counts, or the one
 * that the cursor is in: @here.
 */
static void give(json_object *given, const StrList *parts, json_object *value,
                 bool here)
{
    json_object *parent = make_parents(given, parts);
    const char *name = parts->list[parts->n - 1];

    if (parent && (here || !json_has(parent, name, NULL))) {
        json_set(parent, name, value);
    } else {
        json_object_put(value);
    }
}

/* As Spot.given has the value of an argument that is not at the cursor. */
static json_object *value_of(const char *text, const Word *w)
{
    autofree char *taken = NULL;
    json_object *value;
    size_t len, at;

    if (w->op == OP_FILE || w->shape == SHAPE_BRACKET) {
        return NULL;
    }
    if (w->op == OP_JSON) {
        spot_json_read(text, w->value_at, w->end, 0, NULL, &value);
        return value;
    }
    if (w->shape == SHAPE_QUOTED) {
        taken = quote_skip(text, w->value_at, w->end, QUOTE_VALUE) == w->end ?
                    quote_take(text, w->value_at, w->end, &len, &at, NULL) :
                    NULL;
    } else {
        taken = mem_strndup(text + w->value_at, w->end - w->value_at);
    }
    return taken ? json_object_new_string(taken) : NULL;
}

static void give_arg(SpotLine *l, const Word *w)
{
    SpotKey key = { 0 };

    if (split_key(&key, l->text, w->at, w->key_end,
                  spot_keys_are_flat(l->spot->command)) &&
        (key.closed || key.parts.list[key.parts.n - 1][0])) {
        give(l->spot->given, &key.parts, value_of(l->text, w), false);
    }
    strlist_free(&key.parts);
}

/* The cursor is in the key of @w. */
static void look_at_key(SpotLine *l, const Word *w)
{
    SpotKey key = { 0 };
    Spot *spot = l->spot;

    if (split_key(&key, l->text, w->at, l->cursor,
                  spot_keys_are_flat(l->spot->command)) &&
        !key.closed) {
        char *last = key.parts.list[--key.parts.n];

        spot_set(spot, SPOT_KEY, key.last_at, last);
        spot->quote = key.quote;
        spot->path = key.parts;
    } else {
        strlist_free(&key.parts);
    }
}

/* The cursor is in a value that is written as JSON, at spot->path. */
static void look_at_json(SpotLine *l, const Word *w)
{
    StrList parts = l->spot->path;
    json_object *value;
    size_t i;

    /* the way to the cursor is added to a copy */
    l->spot->path = (StrList)STRLIST_INIT;
    for (i = 0; i < parts.n; i++) {
        strlist_add(&l->spot->path, parts.list[i], strlen(parts.list[i]));
    }
    l->spot->in_json = true;
    if (spot_json_read(l->text, w->value_at, w->end, l->cursor, l->spot,
                       &value)) {
        give(l->spot->given, &parts, value, true);
    }
    strlist_free(&parts);
}

/* The cursor is in a quoted value. */
static void look_at_quoted(SpotLine *l, const Word *w)
{
    size_t at = w->value_at, start = at + 1;
    size_t behind = quote_skip(l->text, at, w->end, QUOTE_VALUE);
    char *prefix;

    if (behind && l->cursor >= behind) {
        return;
    }
    prefix = spot_unquote(l->text, start, l->cursor, l->text[at], QUOTE_VALUE);
    if (prefix) {
        spot_set(l->spot, SPOT_VALUE, start, prefix);
        l->spot->quote = l->text[at];
    }
}

static void look_at_value(SpotLine *l, const Word *w)
{
    SpotKey key = { 0 };
    size_t start = w->value_at;
    bool ok;

    ok = split_key(&key, l->text, w->at, w->key_end,
                   spot_keys_are_flat(l->spot->command)) &&
         (key.closed || key.parts.list[key.parts.n - 1][0]);
    l->spot->path = key.parts;
    if (!ok || l->cursor < start) {
        return;
    }
    if (w->op == OP_JSON || (w->shape == SHAPE_BRACKET && l->cursor > start)) {
        look_at_json(l, w);
    } else if (w->shape == SHAPE_QUOTED && l->cursor > start) {
        look_at_quoted(l, w);
    } else if (w->shape != SHAPE_JSON_COLON || l->cursor == start) {
        spot_set(l->spot, SPOT_VALUE, start,
                 mem_strndup(l->text + start, l->cursor - start));
    }
    l->spot->file = w->op == OP_FILE;
}

void spot_look_at_args(SpotLine *l, size_t first, size_t end)
{
    Spot *spot = l->spot;
    size_t i;

    spot->given = json_object_new_object();
    for (i = first; i < end; i++) {
        const Word *w = &l->words.list[i].word;
        bool is_arg = w->kind == WORD_ARG;

        if (!l->words.here_found || i != l->words.here) {
            if (is_arg) {
                give_arg(l, w);
            }
            spot->wrong |= !is_arg;
        } else if (w->kind == WORD_PLAIN ||
                   (is_arg && l->cursor <= w->key_end)) {
            look_at_key(l, w);
        } else if (is_arg) {
            look_at_value(l, w);
        }
    }
}
