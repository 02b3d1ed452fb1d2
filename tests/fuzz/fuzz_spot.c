/*
 * Any bytes as a line with a cursor anywhere: what is suggested, once it is
 * put there, means what it was called
 *
 * The first byte chooses whether the line stands in a transaction; the last
 * `|` is the cursor, else it is at the end.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lang/suggest.h"
#include "util/json.h"
#include "util/mem.h"

enum {
    IN_TRANSACTION = 1,
    MAX_SIZE = 2048,       /* longer lines show nothing new */
    MAX_SUGGESTIONS = 100, /* nor does every command */
};

static void require(bool ok)
{
    if (!ok) {
        abort();
    }
}

static QmpSchema *load_schema(void)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autoput json_object *reply = NULL;
    FILE *f = fopen(TEST_DATA "/schemas/schema_11.json", "rb");
    size_t got;

    require(f);
    do {
        got = fread(strbuf_reserve(&text, 65536), 1, 65536, f);
        strbuf_commit(&text, got);
    } while (got);
    fclose(f);
    require(json_read(text.data, text.len, 0, &reply, NULL, NULL));
    return qmp_schema_new(json_get_array(reply, "return"), NULL);
}

/* A line, and the spot in it. */
typedef struct Typed {
    const char *line;
    size_t cursor;
    bool in_transaction;
    Spot spot;
} Typed;

/* What stands at the cursor when @text was put there, @behind behind it. */
static Spot put(const Typed *t, const char *text, char suffix,
                const char *behind)
{
    char last[] = { suffix, '\0' };
    autofree char *line = mem_printf("%.*s%s%s%s%s", (int)t->spot.start,
                                     t->line, text, last, behind,
                                     t->line + t->cursor);
    size_t cursor = t->spot.start + strlen(text) + strlen(last) +
                    strlen(behind);
    Spot spot;

    spot_find(&spot, line, cursor, t->in_transaction);
    return spot;
}

static bool same_path(const StrList *a, const StrList *b)
{
    size_t i;

    for (i = 0; i < a->n; i++) {
        if (i >= b->n || strcmp(a->list[i], b->list[i]) != 0) {
            return false;
        }
    }
    return true;
}

/* A key was put there: the way goes on over @name. */
static void check_key(const Typed *t, const Suggestion *s)
{
    autofree_spot Spot spot = put(t, s->text, s->suffix, "");
    size_t n = t->spot.path.n;

    if (spot.kind == SPOT_NONE) {
        require(t->spot.next); /* what stood behind the cursor is in the way */
        return;
    }
    require(spot.kind == SPOT_KEY || spot.kind == SPOT_VALUE);
    require(same_path(&t->spot.path, &spot.path));
    require(strcmp(spot.path.n > n ? spot.path.list[n] : spot.prefix,
                   s->name) == 0);
}

static bool is_named(json_object *value, const char *name)
{
    return strcmp(value ? json_object_get_string(value) : "null", name) == 0;
}

/* The value that is given at the path; false: there is none. */
static bool given_at(json_object *given, const StrList *path,
                     json_object **value)
{
    size_t i;

    *value = given;
    for (i = 0; i < path->n; i++) {
        if (!json_has(*value, path->list[i], value)) {
            return false;
        }
    }
    return true;
}

/* Can nothing but the cursor's word give what is at its path? */
static bool is_free(const Spot *spot)
{
    json_object *value = spot->given;
    size_t i;

    for (i = 0; i < spot->path.n; i++) {
        if (!json_object_is_type(value, json_type_object)) {
            return false;
        }
        if (!json_has(value, spot->path.list[i], &value)) {
            return true;
        }
    }
    return false;
}

/* @text was put where a value is due, at the line's end: it is @name. */
static void check_value(const Typed *t, const char *text, const char *name)
{
    autofree_spot Spot spot = put(t, text, 0, t->spot.in_json ? ", " : " ");
    json_object *value;

    if (t->spot.next || !is_free(&t->spot) || strchr(t->line, '\r')) {
        return; /* a CR is blank to JSON, and not between words */
    }
    if (spot.kind == SPOT_ACTION) {
        return; /* behind the transaction's own arguments in an earlier line */
    }
    require(spot.kind != SPOT_NONE && spot.command);
    require(strcmp(spot.command, t->spot.command) == 0);
    require(given_at(spot.given, &t->spot.path, &value));
    require(is_named(value, name));
}

/* An opening bracket was put there. */
static void check_bracket(const Typed *t, const Suggestion *s)
{
    autofree_spot Spot spot = put(t, s->text, 0, "");

    require(spot.in_json);
    require(spot.kind == (s->name[0] == '{' ? SPOT_KEY : SPOT_VALUE) ||
            t->spot.kind == SPOT_ENVELOPE);
    require(spot.kind == SPOT_NONE || s->name[0] == '[' ||
            t->spot.kind == SPOT_ENVELOPE ||
            (spot.path.n == t->spot.path.n &&
             same_path(&spot.path, &t->spot.path)));
}

/* A command's or an action's name was put there. */
static void check_name(const Typed *t, const Suggestion *s)
{
    autofree_spot Spot spot = put(t, s->text, 0, "");

    if (t->spot.next && t->spot.next != ' ') {
        return; /* it is glued to something that makes another word of it */
    }
    if (t->spot.in_json) {
        require(spot.kind == SPOT_NONE || spot.kind == t->spot.kind);
    } else {
        require(spot.kind == t->spot.kind);
        require(strcmp(spot.prefix, s->text) == 0);
    }
}

/* What stands between actions was put there: another begins, or none. */
static void check_mark(const Typed *t, const Suggestion *s)
{
    autofree_spot Spot spot = put(t, s->text, 0, " ");

    require(!t->spot.next);
    require(spot.kind == (s->name[0] == ';' ? SPOT_ACTION : SPOT_NONE));
}

static void check_suggestion(const Typed *t, const Suggestion *s)
{
    require(s->text && s->text[0] && s->name);
    require(strncmp(s->name, t->spot.prefix, strlen(t->spot.prefix)) == 0);
    if (strchr(";)", s->name[0])) {
        check_mark(t, s);
    } else if (s->name[0] == '{' || s->name[0] == '[') {
        check_bracket(t, s);
    } else if (t->spot.kind == SPOT_KEY || s->suffix == '.' ||
               s->suffix == '=') {
        check_key(t, s);
    } else if (t->spot.kind == SPOT_VALUE) {
        check_value(t, s->text, s->name);
    } else if (t->spot.kind != SPOT_ENVELOPE) {
        check_name(t, s);
    }
}

static void check_suggestions(const QmpSchema *schema, const Typed *t)
{
    autofree_suggestions Suggestions found = { 0 };
    size_t i;

    suggest(schema, &t->spot, &found);
    require(!found.expected || (!found.n && t->spot.kind == SPOT_VALUE));
    for (i = 0; i < found.n && i < MAX_SUGGESTIONS; i++) {
        check_suggestion(t, &found.list[i]);
    }
}

/* Names that nobody but the server knows. */
static void check_quoted(const Typed *t)
{
    static const char *const names[] = {
        "n0", "a b", "null", "it's", "x\\y", "\"", "{", "[1", "json:{", "",
    };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(names); i++) {
        autofree char *text = suggest_quoted(&t->spot, names[i]);

        if (t->spot.kind == SPOT_VALUE && !t->spot.file) {
            check_value(t, text, names[i]);
        }
    }
}

/* The first word of the hint, put behind the line, is a key. */
static void check_hint(const QmpSchema *schema, const Typed *t)
{
    autofree_strbuf StrBuf hint = STRBUF_INIT;
    autofree char *line = NULL;
    autofree_spot Spot spot = { 0 };
    size_t blanks;

    suggest_missing(schema, t->line, t->in_transaction, &hint);
    if (!hint.len) {
        return;
    }
    blanks = strspn(hint.data, " ");
    line = mem_printf("%s%.*s", t->line,
                      (int)(blanks + strcspn(hint.data + blanks, " ")),
                      hint.data);
    spot_find(&spot, line, strlen(line), t->in_transaction);
    require(spot.kind ==
            (line[strlen(line) - 1] == '=' ? SPOT_VALUE : SPOT_KEY));
}

static void check_spot(const Typed *t)
{
    const Spot *spot = &t->spot;
    size_t i;

    require(spot->prefix && spot->start <= t->cursor);
    require(spot->next == t->line[t->cursor]);
    if (spot->kind == SPOT_KEY || spot->kind == SPOT_VALUE) {
        require(spot->command);
        require(json_object_is_type(spot->given, json_type_object));
        require(spot->kind == SPOT_KEY || spot->path.n);
    }
    for (i = 0; i <= spot->path.n; i++) {
        spot_given_at(spot, i);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static QmpSchema *schema; /* loading it takes longer than all else */
    autofree char *line = NULL, *command = NULL;
    char *mark;
    Typed t;

    if (size == 0 || size > MAX_SIZE) {
        return 0;
    }
    schema = schema ? schema : load_schema();
    line = mem_strndup((const char *)data + 1, size - 1);
    mark = strrchr(line, '|');
    t = (Typed){ .line = line, .in_transaction = data[0] & IN_TRANSACTION };
    t.cursor = mark ? (size_t)(mark - line) : strlen(line);
    if (mark) {
        memmove(mark, mark + 1, strlen(mark));
    }
    spot_find(&t.spot, line, t.cursor, t.in_transaction);
    command = spot_command(line, t.in_transaction);
    check_spot(&t);
    check_suggestions(schema, &t);
    check_quoted(&t);
    check_hint(schema, &t);
    spot_clear(&t.spot);
    return 0;
}
