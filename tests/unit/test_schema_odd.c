/*
 * Schemas that no server should send, and older ones
 */
#include "unit.h"

#include <string.h>

#include "qmp/schema.h"
#include "util/json.h"
#include "util/mem.h"

static QmpSchema *schema;

/* A schema whose command c takes the type t, of those @types. */
static const SchemaType *open_types(const char *types)
{
    autofree char *text = mem_printf("[{'name': 'c', 'meta-type': 'command',"
                                     " 'arg-type': 't'}%s%s]",
                                     *types ? ", " : "", types);
    autoput json_object *list = NULL;

    ck_assert_msg(
        json_read(text, strlen(text), JSON_READ_LITERAL, &list, NULL, NULL),
        "%s", text);
    schema = qmp_schema_new(list, NULL);
    ck_assert_ptr_nonnull(schema);
    return qmp_schema_command(schema, "c")->args;
}

static void close_types(void)
{
    qmp_schema_free(schema);
}

#define TYPE(meta) "{'name': 't', 'meta-type': '" meta "', "
#define S ", {'name': 's', 'meta-type': 'builtin', 'json-type': 'string'}"

/* Nothing of these may do harm. */
static const struct {
    const char *types;
    const char *described;
    const char *member; /* what its member m is, or NULL */
} odd[] = {
    { "", "any", NULL },
    { "{'name': 't', 'meta-type': 'command', 'arg-type': 't'}", "any", NULL },
    { "{'name': 't', 'meta-type': 'event', 'arg-type': 't'}", "any", NULL },
    /* types of a new sort, or of none */
    { TYPE("tuple") "'members': []}", "any", NULL },
    { "{'name': 't'}", "any", NULL },
    { "{'name': 't', 'meta-type': 7}", "any", NULL },
    { TYPE("builtin") "'json-type': 'date'}", "any", NULL },
    { TYPE("builtin") "'json-type': null}", "any", NULL },
    /* of several of one name, one is there */
    { TYPE("array") "'element-type': 's'}, " TYPE(
          "array") "'element-type': 's'}" S,
      "array of string", NULL },
    /* objects */
    { TYPE("object") "'x': 0}", "any", NULL },
    { TYPE("object") "'members': {}}", "any", NULL },
    { TYPE("object") "'members': []}", "object", NULL },
    { TYPE("object") "'members': [1, null, {}, {'name': 2}, {'name': 'm'}]}",
      "object", "any" },
    { TYPE("object") "'members': [{'name': 'm', 'type': 't'}]}", "object",
      "object" },
    { TYPE("object") "'members': [{'name': 'm', 'type': 's'},"
                     " {'name': 'm', 'type': 'gone'}]}" S,
      "object", "string" },
    { TYPE("object") "'members': [{'name': 'm', 'type': ['s'], 'features':"
                     " [1, {}, null, 'x']}]}" S,
      "object", "any" },
    { TYPE("object") "'members': [{'name': 'm', 'type': 's', 'features':"
                     " 'deprecated'}]}" S,
      "object", "string" },
    /* unions */
    { TYPE("object") "'tag': 'm', 'members': [{'name': 'm', 'type': 't'}],"
                     " 'variants': [{'case': 'v', 'type': 't'}]}",
      "object", "object" },
    { TYPE("object") "'tag': 'none', 'members': [{'name': 'm'}],"
                     " 'variants': [{'case': 'v', 'type': 'o'}]},"
                     " {'name': 'o', 'meta-type': 'object',"
                     " 'members': [{'name': 'x'}]}",
      "object", "any" },
    { TYPE("object") "'tag': ['m'], 'members': [{'name': 'm'}]}", "object",
      "any" },
    { TYPE("object") "'tag': 'm', 'members': [{'name': 'm'}],"
                     " 'variants': 'all'}",
      "object", "any" },
    { TYPE("object") "'tag': 'm', 'members': [{'name': 'm'}], 'variants':"
                     " [3, null, {}, {'case': 4}, {'case': 'v', 'type':"
                     " 'gone'}, {'case': 'v', 'type': 't'}]}",
      "object", "any" },
    /* arrays and alternates of themselves */
    { TYPE("array") "'element-type': 't'}",
      "array of array of array of array of array of array of array of array"
      " of any",
      NULL },
    { TYPE("array") "'element-type': null}", "array of any", NULL },
    { TYPE("alternate") "'members': []}", "any", NULL },
    { TYPE("alternate") "'members': [{'type': 't'}, {'type': 's'},"
                        " {'type': 's'}, 5]}" S,
      "any or string", NULL },
    /* enums */
    { TYPE("enum") "'x': 0}", "any", NULL },
    { TYPE("enum") "'members': [1, {'name': 2}, null], 'values': ['x']}",
      "enum", NULL },
    { TYPE("enum") "'values': [1, null, {}]}", "enum", NULL },
};

static const char *always_v(void *opaque, const char *tag)
{
    (void)opaque;
    (void)tag;
    return "v";
}

static void expect_described(const SchemaType *type, const char *words)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;

    schema_describe(type, &text);
    ck_assert_str_eq(strbuf_str(&text), words);
}

START_TEST(an_odd_schema_does_no_harm)
{
    const SchemaType *type = open_types(odd[_i].types);
    const SchemaMember *m = schema_member(type, "m", always_v, NULL);
    autofree_members SchemaMembers members = { 0 };
    size_t n;

    expect_described(type, odd[_i].described);
    expect_described(qmp_schema_command(schema, "c")->result, "any");
    schema_members(type, always_v, NULL, &members);
    ck_assert_uint_eq(members.n, odd[_i].member ? 1 : 0);
    ck_assert_int_eq(m != NULL, odd[_i].member != NULL);
    if (m) {
        expect_described(m->type, odd[_i].member);
        ck_assert(!m->optional);
        ck_assert_int_eq(m->features, 0);
    }
    schema_values(type, &n);
    ck_assert_uint_eq(n, 0);
    ck_assert(!schema_has_value(type, "x"));
    close_types();
}
END_TEST

START_TEST(of_commands_of_one_name_one_is_there)
{
    size_t n;

    open_types("{'name': 'c', 'meta-type': 'command'},"
               " {'name': 'b', 'meta-type': 'command'},"
               " {'name': 'e', 'meta-type': 'event'},"
               " {'name': 'e', 'meta-type': 'event'}");
    qmp_schema_commands(schema, &n);
    ck_assert_uint_eq(n, 2);
    qmp_schema_events(schema, &n);
    ck_assert_uint_eq(n, 1);
    ck_assert_ptr_nonnull(qmp_schema_command(schema, "b"));
    ck_assert_ptr_null(qmp_schema_command(schema, "e"));
    ck_assert_ptr_null(qmp_schema_command(schema, ""));
    ck_assert_ptr_null(qmp_schema_event(schema, "c"));
    close_types();
}
END_TEST

START_TEST(a_schema_may_be_empty)
{
    autoput json_object *list = json_object_new_array();
    size_t n = 1;

    schema = qmp_schema_new(list, NULL);
    ck_assert_ptr_nonnull(schema);
    qmp_schema_commands(schema, &n);
    ck_assert_uint_eq(n, 0);
    ck_assert_ptr_null(qmp_schema_command(schema, "c"));
    ck_assert_ptr_null(qmp_schema_event(schema, "c"));
    close_types();
}
END_TEST

static const char *const no_lists[] = {
    "null",
    "{}",
    "'x'",
    "[1]",
    "[null]",
    "[[]]",
    "[{}]",
    "[{'meta-type': 'command'}]",
    "[{'name': 1}]",
    "[{'name': 'a', 'meta-type': 'enum', 'values': []}, {'name': null}]",
};

START_TEST(what_is_no_list_of_named_things_is_refused)
{
    autofree_error Error *err = NULL;
    autoput json_object *value = NULL;

    ck_assert(json_read(no_lists[_i], strlen(no_lists[_i]), JSON_READ_LITERAL,
                        &value, NULL, NULL));
    ck_assert_ptr_null(qmp_schema_new(value, &err));
    ck_assert_int_eq(error_kind(err), ERROR_PROTOCOL);
}
END_TEST

/* -compat deprecated-output=hide, and servers before 6.2 */
START_TEST(an_enum_has_members_or_only_values)
{
    const SchemaType *type = open_types(
        _i ? TYPE("enum") "'values': ['a', 'b']}" :
             TYPE("enum") "'members': [{'name': 'a'}, {'name': 'b',"
                          " 'features': ['deprecated',"
                          " 'unstable']}], 'values': ['x']}");
    const SchemaValue *values;
    size_t n;

    values = schema_values(type, &n);
    ck_assert_uint_eq(n, 2);
    ck_assert_str_eq(values[0].name, "a");
    ck_assert_str_eq(values[1].name, "b");
    ck_assert_int_eq(values[1].features,
                     _i ? 0 : SCHEMA_DEPRECATED | SCHEMA_UNSTABLE);
    ck_assert(schema_has_value(type, "b") && !schema_has_value(type, "x"));
    close_types();
}
END_TEST

/* A search among members must not grow with the square of a message. */
START_TEST(a_type_of_very_many_members_is_taken_for_any)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    int i, n = _i ? 1001 : 1000;

    strbuf_puts(&text, TYPE("object") "'members': [");
    for (i = 0; i < n; i++) {
        strbuf_printf(&text, "%s{'name': 'm%d'}", i ? "," : "", i);
    }
    strbuf_puts(&text, "]}");
    expect_described(open_types(text.data), _i ? "any" : "object");
    close_types();
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, an_odd_schema_does_no_harm, 0, ARRAY_SIZE(odd));
    tcase_add_test(tc, of_commands_of_one_name_one_is_there);
    tcase_add_test(tc, a_schema_may_be_empty);
    tcase_add_loop_test(tc, what_is_no_list_of_named_things_is_refused, 0,
                        ARRAY_SIZE(no_lists));
    tcase_add_loop_test(tc, an_enum_has_members_or_only_values, 0, 2);
    tcase_add_loop_test(tc, a_type_of_very_many_members_is_taken_for_any, 0, 2);
}

int main(void)
{
    return unit_run("schema_odd", add_tests);
}
