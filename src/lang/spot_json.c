/*
 * JSON that is being typed, with what stands at the cursor in it
 *
 * json_read() refuses what is not finished; this goes as far as it can.
 */
#include "lang/spot_priv.h"

#include <stdio.h>
#include <string.h>

#include "lang/quote.h"
#include "util/json.h"
#include "util/mem.h"

typedef struct JsonLook {
    const char *text;
    size_t pos, end;
    size_t cursor;
    Spot *spot;
    bool met;     /* the cursor was found, or is not looked for */
    bool stop;    /* what follows makes no sense */
    StrList path; /* to what is read now */
    unsigned depth;
} JsonLook;

typedef enum JsonItem {
    ITEM_READ,
    ITEM_ABSENT,
    ITEM_HERE, /* it stands at the cursor */
} JsonItem;

static JsonItem read_value(JsonLook *l, json_object **value);

static bool at_end(const JsonLook *l)
{
    return l->stop || l->pos >= l->end;
}

static char peek(const JsonLook *l)
{
    return at_end(l) ? '\0' : l->text[l->pos];
}

static bool accept(JsonLook *l, char c)
{
    if (at_end(l) || l->text[l->pos] != c) {
        return false;
    }
    l->pos++;
    return true;
}

static void skip_space(JsonLook *l)
{
    while (!at_end(l) && strchr(" \t\r\n", l->text[l->pos]) &&
           l->text[l->pos]) {
        l->pos++;
    }
}

/* Is the cursor at or before @upto, where all before was looked at? */
static bool reached(const JsonLook *l, size_t upto)
{
    return !l->met && !l->stop && l->cursor <= upto;
}

/* The cursor is in a word that begins at @start, behind @quote if not 0. */
static void meet(JsonLook *l, SpotKind kind, size_t start, char quote)
{
    char *prefix = quote ? spot_unquote(l->text, start, l->cursor, quote,
                                        QUOTE_JSON) :
                           mem_strndup(l->text + start, l->cursor - start);
    size_t i;

    l->met = true;
    if (!prefix) {
        return;
    }
    spot_set(l->spot, kind, start, prefix);
    l->spot->quote = quote;
    for (i = 0; i < l->path.n; i++) {
        strlist_add(&l->spot->path, l->path.list[i], strlen(l->path.list[i]));
    }
}

/* Where nothing can stand: is the cursor there? */
static void skip_dead_space(JsonLook *l)
{
    skip_space(l);
    if (reached(l, l->pos)) {
        l->met = true;
    }
}

static void push(JsonLook *l, const char *name)
{
    strlist_add(&l->path, name, strlen(name));
}

static void pop(JsonLook *l)
{
    free(l->path.list[--l->path.n]);
}

/* A string; the next byte is its quote.  *@taken: owned, NULL if wrong. */
static JsonItem read_string(JsonLook *l, SpotKind kind, char **taken)
{
    char quote = l->text[l->pos];
    size_t start = l->pos + 1;
    size_t behind = quote_skip(l->text, l->pos, l->end, QUOTE_JSON);
    size_t end = behind ? behind - 1 : l->end;

    *taken = NULL;
    l->pos = behind ? behind : l->end;
    if (reached(l, end)) {
        meet(l, kind, start, quote);
        return ITEM_HERE;
    }
    if (reached(l, l->pos)) {
        l->met = true;
    }
    *taken = spot_unquote(l->text, start, end, quote, QUOTE_JSON);
    return ITEM_READ;
}

/* A word without quotes.  *@taken: owned. */
static JsonItem read_bare(JsonLook *l, SpotKind kind, char **taken)
{
    size_t start = l->pos;

    *taken = NULL;
    while (!at_end(l) && !strchr(" \t\r\n,:={}[]\"'", l->text[l->pos])) {
        l->pos++;
    }
    if (l->pos == start) {
        return ITEM_ABSENT;
    }
    if (reached(l, l->pos)) {
        meet(l, kind, start, 0);
        return ITEM_HERE;
    }
    *taken = mem_strndup(l->text + start, l->pos - start);
    return ITEM_READ;
}

/* `"name": value`; false: there is none. */
static bool read_member(JsonLook *l, json_object *into)
{
    autofree char *name = NULL;
    json_object *value = NULL;
    JsonItem item;
    bool drop;

    item = (is_quote(peek(l)) ? read_string : read_bare)(l, SPOT_KEY, &name);
    if (item == ITEM_ABSENT) {
        return false;
    }
    drop = item == ITEM_HERE || !name;
    l->stop |= item == ITEM_READ && !name;
    skip_dead_space(l);
    if (accept(l, ':') || accept(l, '=')) {
        push(l, name ? name : "");
        drop |= read_value(l, &value) == ITEM_HERE;
        pop(l);
    }
    if (drop) {
        json_object_put(value);
    } else {
        json_set(into, name, value);
    }
    return true;
}

/* An element; false: there is none. */
static bool read_element(JsonLook *l, json_object *into, size_t index)
{
    json_object *value = NULL;
    JsonItem item;
    char name[24];

    snprintf(name, sizeof(name), "%zu", index);
    push(l, name);
    item = read_value(l, &value);
    pop(l);
    if (item == ITEM_READ) {
        json_set(into, name, value);
    } else {
        json_object_put(value);
    }
    return item != ITEM_ABSENT;
}

/* What stands between brackets, up to and with the closing one. */
static json_object *read_items(JsonLook *l, char closing)
{
    json_object *into = json_object_new_object();
    size_t n = 0;

    l->pos++;
    l->stop |= ++l->depth > JSON_MAX_DEPTH;
    for (;; n++) {
        skip_space(l);
        if (closing == '}' && reached(l, l->pos)) {
            meet(l, SPOT_KEY, l->cursor, 0);
        }
        if (at_end(l) && (closing == '}' || !reached(l, l->pos))) {
            break;
        }
        if (closing == '}' ? peek(l) != '}' && read_member(l, into) :
                             read_element(l, into, n)) {
            skip_dead_space(l);
            if (accept(l, ',')) {
                continue;
            }
        }
        l->stop |= !accept(l, closing);
        break;
    }
    l->depth--;
    return into;
}

static json_object *read_scalar(const char *word)
{
    json_object *value = NULL;

    json_read(word, strlen(word), JSON_READ_LITERAL, &value, NULL, NULL);
    return value;
}

static JsonItem read_value(JsonLook *l, json_object **value)
{
    autofree char *taken = NULL;
    JsonItem item;
    bool here;
    char c;

    *value = NULL;
    skip_space(l);
    here = reached(l, l->pos);
    if (here) {
        meet(l, SPOT_VALUE, l->cursor, 0);
    }
    c = peek(l);
    if (c == '{' || c == '[') {
        *value = read_items(l, c == '{' ? '}' : ']');
        item = ITEM_READ;
    } else if (is_quote(c)) {
        item = read_string(l, SPOT_VALUE, &taken);
        *value = taken ? json_object_new_string(taken) : NULL;
    } else {
        item = read_bare(l, SPOT_VALUE, &taken);
        *value = taken ? read_scalar(taken) : NULL;
    }
    return here ? ITEM_HERE : item;
}

bool spot_json_read(const char *text, size_t at, size_t end, size_t cursor,
                    Spot *spot, json_object **value)
{
    JsonLook l = {
        .text = text,
        .pos = at,
        .end = end,
        .cursor = cursor,
        .spot = spot,
        .met = !spot,
    };
    JsonItem item = read_value(&l, value);

    strlist_free(&l.path);
    if (item != ITEM_READ) {
        json_object_put(STEAL(*value));
    }
    return item == ITEM_READ;
}
