/*
 * Commands and arguments as text, with the schema of QEMU 11
 */
#include "unit.h"

#include <string.h>

#include "lang/signature.h"
#include "schema_file.h"

static QmpSchema *schema;

static void set_up(void)
{
    schema = schema_of("schema_11.json");
}

static void tear_down(void)
{
    qmp_schema_free(schema);
}

static const struct {
    const char *command;
    size_t max_args;
    const char *text;
} commands[] = {
    { "query-status", 0, "query-status" },
    { "block_resize", 0,
      "block_resize size=INTEGER [device=STRING] [node-name=STRING]" },
    { "block_resize", 3,
      "block_resize size=INTEGER [device=STRING] [node-name=STRING]" },
    { "block_resize", 2, "block_resize size=INTEGER [device=STRING] ..." },
    { "announce-self", 2, "announce-self initial=INTEGER max=INTEGER ..." },
    { "eject", 0, "eject [device=STRING] [id=STRING] [force=BOOLEAN]" },
    { "qom-set", 0, "qom-set path=STRING property=STRING value=ANY" },
    { "block-export-del", 0, "block-export-del id=STRING [mode=safe|hard]" },
    { "blockdev-mirror", 3,
      "blockdev-mirror device=STRING target=STRING sync=ENUM ..." },
    { "migrate-set-capabilities", 0,
      "migrate-set-capabilities capabilities.N.*" },
    { "qom-list-get", 0, "qom-list-get paths.N=STRING" },
    { "block-dirty-bitmap-merge", 0,
      "block-dirty-bitmap-merge node=STRING target=STRING"
      " bitmaps.N=STRING|bitmaps.N.*" },
    { "chardev-add", 0, "chardev-add id=STRING backend.*" },
    /* more depends on a tag */
    { "netdev_add", 0, "netdev_add id=STRING type=ENUM ..." },
};

START_TEST(a_command_shows_its_arguments)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;

    signature_command(qmp_schema_command(schema, commands[_i].command),
                      commands[_i].max_args, &out);
    ck_assert_str_eq(out.data, commands[_i].text);
}
END_TEST

typedef struct Tag {
    const char *tag, *value;
} Tag;

static const char *tag_is(void *opaque, const char *tag)
{
    const Tag *t = opaque;

    return t->tag && strcmp(t->tag, tag) == 0 ? t->value : NULL;
}

static const struct {
    const char *command;
    Tag tag;
    const char *member;
    const char *key;
    const char *text;
} arguments[] = {
    { "block_resize", { 0 }, "size", "size", "size=INTEGER" },
    { "block_resize",
      { 0 },
      "size",
      "a.\"b c\".size",
      "a.\"b c\".size=INTEGER" },
    { "netdev_add",
      { "type", "user" },
      "hostfwd",
      "hostfwd",
      "hostfwd.0.str=STRING" },
    { "netdev_add",
      { "type", "user" },
      "restrict",
      "restrict",
      "restrict=BOOLEAN" },
    { "blockdev-add",
      { "driver", "qcow2" },
      "backing",
      "backing",
      "backing=STRING|NULL|backing.*" },
    { "blockdev-add",
      { "driver", "qcow2" },
      "overlap-check",
      "overlap-check",
      "overlap-check=none|constant|cached|all|overlap-check.*" },
    { "blockdev-add",
      { "driver", "quorum" },
      "children",
      "children",
      "children.0=STRING|children.0.*" },
    { "blockdev-add",
      { "driver", "nbd" },
      "server",
      "server",
      "server.type=inet|unix|vsock|fd" },
    { "blockdev-add", { 0 }, "cache", "cache", "cache={}|cache.*" },
    { "blockdev-add", { 0 }, "driver", "driver", "driver=ENUM" },
    { "blockdev-reopen", { 0 }, "options", "options", "options.0.driver=ENUM" },
    { "block-export-add",
      { "type", "nbd" },
      "iothread",
      "iothread",
      "iothread=STRING|iothread.0=STRING" },
    { "migrate-set-parameters",
      { 0 },
      "block-bitmap-mapping",
      "m",
      "m.0.node-name=STRING m.0.alias=STRING m.0.bitmaps.0.name=STRING" },
    { "migrate-set-parameters",
      { 0 },
      "tls-creds",
      "tls-creds",
      "tls-creds=STRING|NULL" },
};

START_TEST(an_argument_shows_what_is_expected_of_it)
{
    const SchemaCommand *command = qmp_schema_command(schema,
                                                      arguments[_i].command);
    Tag tag = arguments[_i].tag;
    const SchemaMember *member = schema_member(
        command->args, arguments[_i].member, tag_is, &tag);
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert_ptr_nonnull(member);
    signature_argument(arguments[_i].key, member->type, &out);
    ck_assert_str_eq(out.data, arguments[_i].text);
}
END_TEST

/* A peer's types: in circles, with names that are no plain keys. */
static const struct {
    const char *types, *command, *argument;
} odd[] = {
    { "{'name': 't', 'meta-type': 'array', 'element-type': 't'}", "c ...",
      "k.0.0.0.0.*" },
    { "{'name': 't', 'meta-type': 'object', 'members': [{'name': 'm', 'type':"
      " 't'}, {'name': 'n', 'type': 't'}]}",
      "c m.* n.*", "k.m.m.m.m.*" },
    { "{'name': 't', 'meta-type': 'object', 'members': [{'name': 'a.b'},"
      " {'name': ''}, {'name': 'a b', 'default': null}, {'name': 'a='},"
      " {'name': 'a:'}, {'name': '\\''}]}",
      "c \"a.b\"=ANY \"\"=ANY \"a=\"=ANY \"a:\"=ANY \"'\"=ANY [\"a b\"=ANY]",
      "k.\"a.b\"=ANY k.\"\"=ANY k.\"a=\"=ANY k.\"a:\"=ANY" },
    { "{'name': 't', 'meta-type': 'alternate', 'members': [{'type': 'a'},"
      " {'type': 'o'}]}, {'name': 'a', 'meta-type': 'array', 'element-type':"
      " 't'}, {'name': 'o', 'meta-type': 'object', 'members': [{'name': 'm',"
      " 'type': 't'}]}",
      "c ...", "k.0.*|k.*" },
    { "{'name': 't', 'meta-type': 'enum', 'values': []}", "c ...", "k=ENUM" },
};

START_TEST(odd_types_have_short_signatures)
{
    autofree char *text = mem_printf("[{'name': 'c', 'meta-type': 'command',"
                                     " 'arg-type': 't'}, %s]",
                                     odd[_i].types);
    autofree_strbuf StrBuf command = STRBUF_INIT, argument = STRBUF_INIT;
    autoput json_object *list = NULL;
    const SchemaCommand *c;
    QmpSchema *s;

    ck_assert(
        json_read(text, strlen(text), JSON_READ_LITERAL, &list, NULL, NULL));
    s = qmp_schema_new(list, NULL);
    c = qmp_schema_command(s, "c");
    signature_command(c, 0, &command);
    ck_assert_str_eq(command.data, odd[_i].command);
    signature_argument("k", c->args, &argument);
    ck_assert_str_eq(argument.data, odd[_i].argument);
    qmp_schema_free(s);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_unchecked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, a_command_shows_its_arguments, 0,
                        ARRAY_SIZE(commands));
    tcase_add_loop_test(tc, an_argument_shows_what_is_expected_of_it, 0,
                        ARRAY_SIZE(arguments));
    tcase_add_loop_test(tc, odd_types_have_short_signatures, 0,
                        ARRAY_SIZE(odd));
}

int main(void)
{
    return unit_run("signature", add_tests);
}
