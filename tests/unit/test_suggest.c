/*
 * What is offered where: the table of lines in completions.table, and every
 * argument of every command of real servers
 */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "lang/suggest.h"
#include "schema_file.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strlist.h"

#define TABLE "completions.table"

static const char *const live_names[] = {
    [LIVE_DEVICE] = "device",
    [LIVE_DEVICE_TYPE] = "device-type",
    [LIVE_DEVICE_PROPERTY] = "device-property",
    [LIVE_DEVICE_VALUE] = "device-value",
    [LIVE_BUS] = "bus",
    [LIVE_NODE] = "node",
    [LIVE_BLOCK] = "block",
    [LIVE_NODE_OR_BLOCK] = "node-or-block",
    [LIVE_JOB] = "job",
    [LIVE_CHARDEV] = "chardev",
    [LIVE_EXPORT] = "export",
    [LIVE_NETDEV] = "netdev",
    [LIVE_NIC] = "nic",
    [LIVE_NET_CLIENT] = "net-client",
    [LIVE_OBJECT] = "object",
    [LIVE_SECRET] = "secret",
    [LIVE_TLS_CREDS] = "tls-creds",
    [LIVE_IOTHREAD] = "iothread",
    [LIVE_MEMDEV] = "memdev",
    [LIVE_QOM_PATH] = "qom-path",
    [LIVE_QOM_PROPERTY] = "qom-property",
    [LIVE_QOM_VALUE] = "qom-value",
    [LIVE_QOM_TYPE] = "qom-type",
    [LIVE_CPU_MODEL] = "cpu-model",
    [LIVE_MACHINE] = "machine",
    [LIVE_TRACE_EVENT] = "trace-event",
    [LIVE_FDSET] = "fdset",
    [LIVE_FILE] = "file",
    [LIVE_SERVER_FILE] = "server-file",
};

/* ---- the table: see its head for the form ---- */

static void describe(const Suggestions *found, StrBuf *out)
{
    size_t i;

    if (found->expected) {
        strbuf_printf(out, "    expects %s\n", found->expected);
    }
    if (found->live != LIVE_NONE) {
        strbuf_printf(out, "    live %s\n", live_names[found->live]);
    }
    for (i = 0; i < found->n; i++) {
        const Suggestion *one = &found->list[i];

        /* its name is what is shown: no more than the text has of it */
        ck_assert_ptr_nonnull(strstr(one->text, one->name));
        ck_assert_ptr_null(strpbrk(one->name, "\"':= "));
        strbuf_printf(out, "    `%s`", one->text);
        if (one->suffix) {
            strbuf_putc(out, one->suffix == ' ' ? '_' : one->suffix);
        }
        strbuf_printf(out, "%s%s\n", one->type ? "  " : "",
                      one->type ? one->type : "");
    }
}

/* The line with its cursor, as in the table: what is offered. */
static char *offered(const QmpSchema *schema, const char *row)
{
    bool in_transaction = strncmp(row, "TRANS> ", 7) == 0;
    const char *typed = row + (in_transaction ? 7 : 0);
    const char *cursor = strchr(typed, '|');
    autofree_suggestions Suggestions found = { 0 };
    autofree char *line = NULL;
    autofree_spot Spot spot;
    StrBuf out = STRBUF_INIT;

    ck_assert_msg(cursor != NULL, "no cursor in '%s'", row);
    line = mem_printf("%.*s%s", (int)(cursor - typed), typed, cursor + 1);
    spot_find(&spot, line, (size_t)(cursor - typed), in_transaction);
    suggest(schema, &spot, &found);
    describe(&found, &out);
    return strbuf_steal(&out);
}

/* "...": any number of lines. */
static bool is_as_told(const char *found, const char *told)
{
    const char *more = strstr(told, "    ...\n");
    size_t before = more ? (size_t)(more - told) : 0, len = strlen(found);
    const char *behind = more ? more + strlen("    ...\n") : NULL;

    if (!more) {
        return strcmp(found, told) == 0;
    }
    return len >= before + strlen(behind) &&
           strncmp(found, told, before) == 0 &&
           strcmp(found + len - strlen(behind), behind) == 0;
}

static void check_row(const QmpSchema *schema, const char *row,
                      const char *told, unsigned number)
{
    autofree char *found = offered(schema, row);

    ck_assert_msg(is_as_told(found, told), "%s:%u: %s\noffers:\n%snot:\n%s",
                  TABLE, number, row, found, told);
}

static FILE *open_table(void)
{
    autofree char *path = mem_printf("%s/unit/%s", TEST_DATA, TABLE);
    FILE *f = fopen(path, "r");

    ck_assert_msg(f != NULL, "%s cannot be read", path);
    return f;
}

/* The first row of a table, or what was told of one, is complete. */
static void finish_row(const QmpSchema *schema, char *row, StrBuf *told,
                       unsigned number, unsigned *n_rows)
{
    if (row[0]) {
        check_row(schema, row, strbuf_str(told), number);
        ++*n_rows;
    }
    row[0] = '\0';
    strbuf_reset(told);
}

START_TEST(offers_what_the_table_says)
{
    char text[1024], row[1024] = "";
    StrBuf told = STRBUF_INIT;
    QmpSchema *schema = NULL;
    unsigned number = 0, row_number = 0, n_rows = 0;
    FILE *f = open_table();

    while (fgets(text, sizeof(text), f)) {
        size_t len = strcspn(text, "\n");

        number++;
        if (strncmp(text, "    ", 4) == 0) {
            ck_assert_msg(row[0], "%s:%u belongs to no line", TABLE, number);
            strbuf_puts(&told, text);
            continue;
        }
        finish_row(schema, row, &told, row_number, &n_rows);
        text[len] = '\0';
        if (text[0] == '@') {
            qmp_schema_free(schema);
            schema = schema_of(text + 1);
        } else if (len && text[0] != '#') {
            memcpy(row, text, len + 1);
            row_number = number;
        }
    }
    finish_row(schema, row, &told, row_number, &n_rows);
    ck_assert_uint_gt(n_rows, 100);
    qmp_schema_free(schema);
    strbuf_free(&told);
    fclose(f);
}
END_TEST

/* ---- all commands ---- */

enum {
    MAX_LEVELS = 4
};

/* A walk over all arguments of a command, by what is offered. */
typedef struct Walk {
    const QmpSchema *schema;
    size_t n_keys, n_values;
    const SchemaType *above[MAX_LEVELS]; /* they contain what is walked */
} Walk;

static Suggestions offers(const Walk *w, const char *line)
{
    autofree_spot Spot spot;
    Suggestions found = { 0 };

    spot_find(&spot, line, strlen(line), false);
    suggest(w->schema, &spot, &found);
    return found;
}

static bool is_offered(const Suggestions *found, const char *name)
{
    size_t i;

    for (i = 0; i < found->n; i++) {
        if (strcmp(found->list[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

static const SchemaType *enum_of(const SchemaType *type)
{
    return schema_kind(type) == SCHEMA_ENUM ? type :
                                              schema_as(type, SCHEMA_ENUM);
}

static const SchemaType *object_of(const SchemaType *type)
{
    return schema_kind(type) == SCHEMA_OBJECT ? type :
                                                schema_as(type, SCHEMA_OBJECT);
}

/* Every value of an enum is offered, once, and takes the line back to it. */
static void check_values(Walk *w, const char *line, const char *key,
                         const SchemaType *type)
{
    autofree char *value_line = mem_printf("%s %s=", line, key);
    autofree_suggestions Suggestions found = offers(w, value_line);
    size_t n, i;
    const SchemaValue *values = schema_values(type, &n);

    for (i = 0; i < n; i++) {
        ck_assert_msg(is_offered(&found, values[i].name), "%s: no '%s'",
                      value_line, values[i].name);
    }
    ck_assert_uint_ge(found.n, n);
    w->n_values += n;
}

static void walk_object(Walk *w, const char *line, const char *before,
                        const SchemaType *type, unsigned level);

/* What can stand below the key that leads to @type. */
static void walk_type(Walk *w, const char *line, const char *key,
                      const SchemaType *type, unsigned level)
{
    const SchemaType *values = enum_of(type), *object = object_of(type);
    unsigned i;

    if (values) {
        check_values(w, line, key, values);
    }
    if (schema_kind(type) == SCHEMA_ARRAY) {
        autofree char *element = mem_printf("%s.0", key);

        walk_type(w, line, element, schema_element(type), level);
    }
    for (i = 0; object && i < level; i++) {
        if (w->above[i] == object) {
            return;
        }
    }
    if (object && level < MAX_LEVELS) {
        autofree char *below = mem_printf("%s.", key);

        w->above[level] = object;
        walk_object(w, line, below, object, level + 1);
    }
}

static const char *tag_in(void *opaque, const char *tag)
{
    const char *const *chosen = opaque;

    return chosen && strcmp(chosen[0], tag) == 0 ? chosen[1] : NULL;
}

/*
 * Are exactly the members offered that the object has with that tag, or with
 * none?  @nested: look at what is below them.
 */
static void check_members(Walk *w, const char *line, const char *before,
                          const SchemaType *type, const char *const *chosen,
                          unsigned level, bool nested)
{
    autofree char *key_line = mem_printf("%s %s", line, before);
    autofree_suggestions Suggestions found = offers(w, key_line);
    autofree_members SchemaMembers members = { 0 };
    size_t i;

    schema_members(type, tag_in, (void *)chosen, &members);
    for (i = 0; i < members.n; i++) {
        const char *name = members.list[i]->name;
        autofree char *key = mem_printf("%s%s", before, name);

        if (chosen && strcmp(chosen[0], name) == 0) {
            ck_assert_msg(!is_offered(&found, name), "%s: '%s' again", key_line,
                          name);
            continue;
        }
        ck_assert_msg(is_offered(&found, name), "%s: no '%s'", key_line, name);
        w->n_keys++;
        if (nested) {
            walk_type(w, line, key, members.list[i]->type, level);
        }
    }
    for (i = 0; i < found.n; i++) {
        ck_assert_msg(schema_member(type, found.list[i].name, tag_in,
                                    (void *)chosen) != NULL,
                      "%s: '%s' is none", key_line, found.list[i].name);
    }
}

static void walk_object(Walk *w, const char *line, const char *before,
                        const SchemaType *type, unsigned level)
{
    autofree_members SchemaMembers members = { 0 };
    size_t i, j, n;

    check_members(w, line, before, type, NULL, level, true);
    schema_members(type, NULL, NULL, &members);
    for (i = 0; i < members.n; i++) {
        const SchemaMember *tag = members.list[i];
        const SchemaValue *values = schema_values(tag->type, &n);

        for (j = 0; tag->tag && j < n; j++) {
            const char *chosen[] = { tag->name, values[j].name };
            autofree char *tagged = mem_printf("%s %s%s=%s", line, before,
                                               tag->name, values[j].name);

            /* deep down a union is looked at without what is below it */
            check_members(w, tagged, before, type, chosen, level, level < 2);
        }
    }
}

START_TEST(offers_every_argument_of_every_command)
{
    QmpSchema *schema = schema_of(schema_files[_i]);
    Walk w = { .schema = schema };
    size_t n, i;
    const SchemaCommand *commands = qmp_schema_commands(schema, &n);

    for (i = 0; i < n; i++) {
        autofree char *line = mem_strdup(commands[i].name);
        autofree_suggestions Suggestions found = offers(&w, line);

        ck_assert_msg(is_offered(&found, line), "no %s", line);
        walk_object(&w, line, "", commands[i].args, 0);
    }
    ck_assert_uint_gt(n, 50);
    ck_assert_uint_gt(w.n_keys, 1000);
    ck_assert_uint_gt(w.n_values, 1000);
    qmp_schema_free(schema);
}
END_TEST

START_TEST(offers_every_action_with_its_arguments)
{
    QmpSchema *schema = schema_of(schema_files[_i]);
    Walk w = { .schema = schema };
    autofree_suggestions Suggestions found = offers(&w, "transaction( ");
    size_t i;

    ck_assert_uint_gt(found.n, 4);
    for (i = 0; i < found.n; i++) {
        autofree char *line = mem_printf("transaction( %s ",
                                         found.list[i].name);
        autofree_suggestions Suggestions keys = offers(&w, line);

        /* abort has no arguments, "properties." is none */
        ck_assert_int_eq(keys.n == 0,
                         strcmp(found.list[i].name, "properties") == 0);
        ck_assert_int_eq(is_offered(&keys, ";"),
                         strcmp(found.list[i].name, "abort") == 0);
    }
    qmp_schema_free(schema);
}
END_TEST

/* ---- what is missing ---- */

static const struct {
    const char *line;
    const char *hint;
    bool in_transaction;
} hint_cases[] = {
    { "", "" },
    { "block_res", "" },
    { "block_resize", " size=" },
    { "block_resize ", "size=" },
    { "block_resize  ", "size=" },
    { "block_resize s", "ize=" },
    { "block_resize size", "=" },
    { "block_resize size=", "" },
    { "block_resize size=1", "" },
    { "block_resize n", "" },
    { "block_resize node-name=", "" },
    { "block_resize node-name=x", " size=" },
    { "block_resize node-name=x ", "size=" },
    { "block_resize node-name=\"x", "" },
    { "block_resize node-name=\"x\"", " size=" },
    { "block_resize node-name:=\"x\"", " size=" },
    { "block_resize node-name:@f", " size=" },
    { "block_resize x ", "" },
    { "block_resize x", "" },
    { "block_resize # ", "" },
    { "block_resize | ", "" },
    { "block_resize \\", "" },
    { "block_resize \\\n", "size=" },
    { "no-such-command ", "" },
    { ".wait ", "" },
    { "{\"execute\": \"block_resize\", \"arguments\": {", "" },
    { "{\"execute\": \"block_resize\"}", "" },
    /* what a tag decides */
    { "blockdev-add", " driver=" },
    { "blockdev-add node-name=n", " driver=" },
    { "blockdev-add driver=qcow2", " file." },
    { "blockdev-add driver=qcow", " file." },
    { "blockdev-add driver=qco", "" },
    { "blockdev-add node-name=n driver=qcow2 f", "ile." },
    { "object-add qom-type=secret", " id=" },
    { "netdev_add ", "type= id=" },
    /* what has begun */
    { "blockdev-add driver=qcow2 file.", "driver=" },
    { "blockdev-add driver=qcow2 file.dr", "iver=" },
    { "blockdev-add driver=qcow2 file.driver=file ", "file.filename=" },
    { "blockdev-add driver=qcow2 file.driver=file file.f", "ilename=" },
    { "blockdev-add driver=qcow2 file={'driver': 'file'} ", "" },
    { "blockdev-add driver=qcow2 file={'driver': 'file'} file.", "" },
    { "blockdev-add driver=quorum vote-threshold=1 children.0={} ", "" },
    { "blockdev-add driver=qcow2 file={} backing.driver=qcow2 ",
      "backing.file." },
    { "send-key keys=[{'type': 'qcode'}] ", "" },
    { "blockdev-add driver=qcow2 file=n backing.driver=qcow2 ",
      "backing.file." },
    { "blockdev-add driver=qcow2 file={", "" },
    { "chardev-add id=c ", "backend." },
    { "chardev-add id=c backend.", "type=" },
    { "chardev-add id=c backend.type=socket ", "backend.data." },
    { "chardev-add id=c backend.type=socket backend.data.addr.type=unix ",
      "backend.data.addr.data." },
    { "netdev_add type=user id=n hostfwd.0.", "str=" },
    { "netdev_add type=user id=n hostfwd.", "" },
    { "netdev_add type=user id=n hostfwd.x.y=1 hostfwd.", "" },
    { "blockdev-add driver=quorum ", "children.0. vote-threshold=" },
    { "blockdev-add driver=quorum v", "ote-threshold= children.0." },
    { "blockdev-add driver=quorum vote-threshold=1 children.0.driver=file",
      " children.0.filename=" },
    { "device_add ", "driver=" },
    { "device_add a.b=1", " driver=" },
    { "device_add driver=e1000 ", "" },
    /* transactions */
    { "transaction(", "" },
    { "transaction( ", "" },
    { "transaction( properties.completion-mode=grouped ", "" },
    { "transaction( blockdev-snapshot", " node= overlay=" },
    { "transaction( blockdev-snapshot node=a ; abort", "" },
    { "transaction( abort ; blockdev-snapshot node=a", " overlay=" },
    { "transaction( abort ) ", "" },
    { "blockdev-snapshot ", "node= overlay=", true },
    { "blockdev-snapshot ov", "erlay= node=", true },
    { "", "", true },
    { ") ", "", true },
};

START_TEST(hints_at_what_is_missing)
{
    QmpSchema *schema = schema_of("schema_11.json");
    StrBuf hint = STRBUF_INIT;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(hint_cases); i++) {
        const char *line = hint_cases[i].line;
        bool in_transaction = hint_cases[i].in_transaction;

        strbuf_reset(&hint);
        suggest_missing(schema, line, in_transaction, &hint);
        ck_assert_msg(strcmp(strbuf_str(&hint), hint_cases[i].hint) == 0,
                      "%s|\n  is:  %s\n  not: %s", line, strbuf_str(&hint),
                      hint_cases[i].hint);
        strbuf_reset(&hint);
        suggest_missing(NULL, line, in_transaction, &hint);
        ck_assert_uint_eq(hint.len, 0);
    }
    strbuf_free(&hint);
    qmp_schema_free(schema);
}
END_TEST

/* ---- names that the schema does not know ---- */

static const struct {
    const char *line; /* the cursor is at its end, or at its `|` */
    const char *name;
    const char *text;
} quoted_cases[] = {
    { "a k=", "plain", "plain" },
    { "a k=", "a=b", "a=b" },
    { "a k=", "it's", "it's" },
    { "a k=", "device[0]", "device[0]" },
    { "a k=", "json:x", "json:x" },
    { "a k=", "a b", "\"a b\"" },
    { "a k=", "a\tb", "\"a\\u0009b\"" },
    { "a k=", "", "\"\"" },
    { "a k=", "null", "\"null\"" },
    { "a k=", "{a}", "\"{a}\"" },
    { "a k=", "[a]", "\"[a]\"" },
    { "a k=", "\"a\"", "\"\\\"a\\\"\"" },
    { "a k=", "'a'", "\"'a'\"" },
    { "a k=", "json:{}", "\"json:{}\"" },
    { "a k=", "my dir/", "\"my dir/" },
    { "a k=", "dir/", "dir/" },
    { "a k=\"m", "my dir/", "my dir/" },
    { "a k=\"m", "my \\f", "my \\\\f\"" },
    { "a k=\"m|\"", "my f", "my f" },
    { "a k='m", "my \\'f", "my \\\\'f'" },
    { "a k:@", "a b", "\"a b\"" },
    { "a k:=", "a", "\"a\"" },
    { "a k={\"b\": ", "a", "\"a\"" },
    { "a k={\"b\": ", "null", "\"null\"" },
    { "a k={\"b\": \"", "a\"b", "a\\\"b\"" },
    { "a k={'b': '", "it's\\", "it\\'s\\\\'" },
    { "a k.", "sse4.1", "\"sse4.1\"" },
    { "a k.", "x", "x" },
    { "a k.\"ss", "sse4.1", "sse4.1\"" },
    { "a k.", "a=b", "\"a=b\"" },
    { "device_add ", "zoned.zasl", "zoned.zasl" },
};

START_TEST(writes_names_as_the_place_needs_them)
{
    const char *line = quoted_cases[_i].line, *mark = strchr(line, '|');
    size_t cursor = mark ? (size_t)(mark - line) : strlen(line);
    autofree char *whole = mem_printf("%.*s%s", (int)cursor, line,
                                      mark ? mark + 1 : "");
    autofree char *text = NULL;
    autofree_spot Spot spot;

    spot_find(&spot, whole, cursor, false);
    text = suggest_quoted(&spot, quoted_cases[_i].name);
    ck_assert_str_eq(text, quoted_cases[_i].text);
}
END_TEST

/* ---- types ---- */

static const struct {
    const char *line;
    const char *type; /* NULL: not known */
} type_cases[] = {
    { "block_resize size=", "integer" },
    { "block_resize ", "object" },
    { "block_resize sise=", NULL },
    { "no-such-command a=", NULL },
    { "blockdev-add driver=", "enum" },
    { "blockdev-add file=", NULL },
    { "blockdev-add driver=qcow2 file=", "object or string" },
    { "blockdev-add driver=qcow2 file.driver=file file.filename=", "string" },
    { "blockdev-add driver=quorum children.0.node-name=", "string" },
    { "blockdev-add driver=quorum children.x=", NULL },
    { "netdev_add type=user hostfwd=", "array of object" },
    { "netdev_add type=user hostfwd.0.str=", "string" },
    { "qom-set value=", "any" },
    { "qom-set value.x=", NULL },
    { "transaction( blockdev-snapshot node=", "string" },
    { "transaction( properties.completion-mode=", "enum" },
};

/* What stands at the end of @line is of that type. */
static void check_type(const QmpSchema *schema, const char *line,
                       const char *expected)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    const SchemaType *type;
    autofree_spot Spot spot;

    spot_find(&spot, line, strlen(line), false);
    type = suggest_type_at(schema, &spot);
    if (type) {
        schema_describe(type, &text);
    }
    ck_assert_pstr_eq(type ? strbuf_str(&text) : NULL, expected);
    ck_assert_ptr_null(suggest_type_at(NULL, &spot));
}

START_TEST(knows_the_type_of_what_is_typed)
{
    QmpSchema *schema = schema_of("schema_11.json");
    size_t i;

    for (i = 0; i < ARRAY_SIZE(type_cases); i++) {
        check_type(schema, type_cases[i].line, type_cases[i].type);
    }
    qmp_schema_free(schema);
}
END_TEST

START_TEST(knows_live_kinds_without_a_schema)
{
    autofree_suggestions Suggestions found = { 0 };
    const char *line = "device_del id=";
    autofree_spot Spot spot;

    spot_find(&spot, line, strlen(line), false);
    suggest(NULL, &spot, &found);
    ck_assert_uint_eq(found.n, 0);
    ck_assert_int_eq(found.live, LIVE_DEVICE);
}
END_TEST

static void add_tests(TCase *t)
{
    tcase_add_test(t, offers_what_the_table_says);
    tcase_add_loop_test(t, offers_every_argument_of_every_command, 0,
                        ARRAY_SIZE(schema_files));
    tcase_add_loop_test(t, offers_every_action_with_its_arguments, 0,
                        ARRAY_SIZE(schema_files));
    tcase_add_loop_test(t, hints_at_what_is_missing, 0, ARRAY_SIZE(hint_cases));
    tcase_add_loop_test(t, writes_names_as_the_place_needs_them, 0,
                        ARRAY_SIZE(quoted_cases));
    tcase_add_test(t, knows_the_type_of_what_is_typed);
    tcase_add_test(t, knows_live_kinds_without_a_schema);
}

int main(void)
{
    return unit_run("suggest", add_tests);
}
