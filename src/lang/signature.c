/*
 * Commands and events of the schema as text for people
 */
#include "lang/signature.h"

#include <string.h>

#include "lang/quote.h"
#include "util/mem.h"

/* More values of an enum are not listed. */
#define MAX_VALUES 4

/* Types can hold themselves. */
#define MAX_DEPTH 4

/* As many members of objects are spelled out at most. */
#define MAX_SPELLED 4

typedef struct Writer {
    StrBuf *out;
    const char *index; /* what stands for an array's index */
    size_t spell;      /* members of objects that may be spelled out */
    bool shape;        /* something that could be sent */
} Writer;

static void put_form(Writer *w, const char *key, const SchemaType *type,
                     unsigned depth);

void signature_key_part(const char *name, StrBuf *out)
{
    bool plain = *name && !strpbrk(name, ".=: \t\n\"'");

    if (plain) {
        strbuf_puts(out, name);
    } else {
        quote_append(out, name);
    }
}

static void start_key(StrBuf *key, const char *parent)
{
    strbuf_puts(key, parent);
    strbuf_putc(key, '.');
}

/* What stands behind `=`: of one word, or the values. */
static void put_value(StrBuf *out, const SchemaType *type)
{
    static const char *const words[] = {
        [SCHEMA_STRING] = "STRING", [SCHEMA_INT] = "INTEGER",
        [SCHEMA_NUMBER] = "NUMBER", [SCHEMA_BOOL] = "BOOLEAN",
        [SCHEMA_NULL] = "NULL",     [SCHEMA_ANY] = "ANY",
        [SCHEMA_ENUM] = "ENUM",
    };
    const SchemaValue *values;
    size_t i, n;

    values = schema_values(type, &n);
    if (!n || n > MAX_VALUES) {
        strbuf_puts(out, words[schema_kind(type)]);
        return;
    }
    for (i = 0; i < n; i++) {
        strbuf_printf(out, "%s%s", i ? "|" : "", values[i].name);
    }
}

static void put_any_member(Writer *w, const char *key)
{
    strbuf_printf(w->out, "%s.*", key);
}

/* What an object must have, or KEY.* */
static void put_object(Writer *w, const char *key, const SchemaType *type,
                       unsigned depth)
{
    autofree_members SchemaMembers members = { 0 };
    bool any = false;
    size_t i;

    schema_members(type, NULL, NULL, &members);
    for (i = 0; i < members.n && w->spell; i++) {
        if (!members.list[i]->optional) {
            autofree_strbuf StrBuf name = STRBUF_INIT;

            w->spell--;
            start_key(&name, key);
            signature_key_part(members.list[i]->name, &name);
            strbuf_puts(w->out, any ? " " : "");
            put_form(w, strbuf_str(&name), members.list[i]->type, depth + 1);
            any = true;
        }
    }
    if (!any && w->shape) {
        strbuf_printf(w->out, "%s={}%s", key, members.n ? "|" : "");
    }
    if (!any && (members.n || !w->shape)) {
        put_any_member(w, key);
    }
}

static void put_array(Writer *w, const char *key, const SchemaType *type,
                      unsigned depth)
{
    autofree_strbuf StrBuf element = STRBUF_INIT;

    start_key(&element, key);
    strbuf_puts(&element, w->index);
    put_form(w, strbuf_str(&element), schema_element(type), depth + 1);
}

/* The forms that fit behind one `KEY=`, then those with longer keys. */
static void put_alternate(Writer *w, const char *key, const SchemaType *type)
{
    static const SchemaKind simple[] = {
        SCHEMA_STRING, SCHEMA_ENUM, SCHEMA_INT, SCHEMA_NUMBER,
        SCHEMA_BOOL,   SCHEMA_NULL, SCHEMA_ANY,
    };
    const SchemaType *branch;
    bool any = false;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(simple); i++) {
        branch = schema_as(type, simple[i]);
        if (branch) {
            strbuf_printf(w->out, "%s%s", any ? "" : key, any ? "|" : "=");
            put_value(w->out, branch);
            any = true;
        }
    }
    branch = schema_as(type, SCHEMA_ARRAY);
    if (branch) {
        strbuf_puts(w->out, any ? "|" : "");
        put_array(w, key, branch, MAX_DEPTH - 1);
        any = true;
    }
    if (schema_as(type, SCHEMA_OBJECT)) {
        strbuf_puts(w->out, any ? "|" : "");
        put_any_member(w, key);
    }
}

static void put_form(Writer *w, const char *key, const SchemaType *type,
                     unsigned depth)
{
    SchemaKind kind = schema_kind(type);
    bool nests = kind == SCHEMA_OBJECT || kind == SCHEMA_ARRAY ||
                 kind == SCHEMA_ALTERNATE;

    if (!nests) {
        strbuf_printf(w->out, "%s=", key);
        put_value(w->out, type);
    } else if (depth == MAX_DEPTH) {
        put_any_member(w, key);
    } else if (kind == SCHEMA_OBJECT) {
        put_object(w, key, type, depth);
    } else if (kind == SCHEMA_ARRAY) {
        put_array(w, key, type, depth);
    } else {
        put_alternate(w, key, type);
    }
}

void signature_command(const SchemaCommand *command, size_t max_args,
                       StrBuf *out)
{
    autofree_members SchemaMembers members = { 0 };
    Writer w = { .out = out, .index = "N" };
    bool more = schema_kind(command->args) != SCHEMA_OBJECT;
    size_t i, n = 0;
    int optional;

    strbuf_puts(out, command->name);
    schema_members(command->args, NULL, NULL, &members);
    for (optional = 0; optional < 2; optional++) {
        for (i = 0; i < members.n; i++) {
            const SchemaMember *member = members.list[i];
            autofree_strbuf StrBuf key = STRBUF_INIT;

            more |= member->tag;
            if (member->optional != (optional == 1)) {
                continue;
            }
            if (max_args && n == max_args) {
                more = true;
                break;
            }
            n++;
            signature_key_part(member->name, &key);
            strbuf_puts(out, optional ? " [" : " ");
            put_form(&w, strbuf_str(&key), member->type, 0);
            strbuf_puts(out, optional ? "]" : "");
        }
    }
    strbuf_puts(out, more ? " ..." : "");
}

void signature_argument(const char *key, const SchemaType *type, StrBuf *out)
{
    Writer w = {
        .out = out, .index = "0", .spell = MAX_SPELLED, .shape = true
    };

    put_form(&w, key, type, 0);
}
