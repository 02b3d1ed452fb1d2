/*
 * The model of a schema beside all that real servers say, looked at as raw
 * JSON
 */
#include "unit.h"

#include <string.h>

#include "qmp/schema.h"
#include "schema_file.h"

static QmpSchema *schema;
static json_object *list;
static json_object *entries; /* by name */

static void open_file(int i)
{
    size_t n;

    list = schema_list_of(schema_files[i]);
    entries = json_object_new_object();
    for (n = 0; n < json_object_array_length(list); n++) {
        json_object *entry = json_object_array_get_idx(list, n);

        json_set(entries, json_get_string(entry, "name"),
                 json_object_get(entry));
    }
    schema = qmp_schema_new(list, NULL);
    ck_assert_ptr_nonnull(schema);
}

static void close_all(void)
{
    qmp_schema_free(schema);
    json_object_put(list);
    json_object_put(entries);
}

/* --- the raw JSON, looked at in the plainest way --- */

static const char *text_of(json_object *obj, const char *key)
{
    const char *text = json_get_string(obj, key);

    ck_assert_ptr_nonnull(text);
    return text;
}

static json_object *raw_entry(const char *name)
{
    json_object *entry = json_get_object(entries, name);

    ck_assert_msg(entry != NULL, "no entry %s", name);
    return entry;
}

static size_t raw_count(const char *meta)
{
    size_t i, n = 0;

    for (i = 0; i < json_object_array_length(list); i++) {
        n += strcmp(text_of(json_object_array_get_idx(list, i), "meta-type"),
                    meta) == 0;
    }
    return n;
}

static size_t raw_length(json_object *entry, const char *key)
{
    json_object *array = json_get_array(entry, key);

    return array ? json_object_array_length(array) : 0;
}

static json_object *raw_element(json_object *entry, const char *key, size_t i)
{
    return json_object_array_get_idx(json_get_array(entry, key), i);
}

static bool raw_has_feature(json_object *entry, const char *feature)
{
    size_t i;

    for (i = 0; i < raw_length(entry, "features"); i++) {
        if (strcmp(json_object_get_string(raw_element(entry, "features", i)),
                   feature) == 0) {
            return true;
        }
    }
    return false;
}

static void check_features(unsigned features, json_object *raw)
{
    ck_assert_int_eq((features & SCHEMA_DEPRECATED) != 0,
                     raw_has_feature(raw, "deprecated"));
    ck_assert_int_eq((features & SCHEMA_UNSTABLE) != 0,
                     raw_has_feature(raw, "unstable"));
}

static SchemaKind raw_kind(json_object *entry)
{
    static const struct {
        const char *meta, *json_type;
        SchemaKind kind;
    } kinds[] = {
        { "builtin", "string", SCHEMA_STRING },
        { "builtin", "int", SCHEMA_INT },
        { "builtin", "number", SCHEMA_NUMBER },
        { "builtin", "boolean", SCHEMA_BOOL },
        { "builtin", "null", SCHEMA_NULL },
        { "builtin", "value", SCHEMA_ANY },
        { "enum", NULL, SCHEMA_ENUM },
        { "array", NULL, SCHEMA_ARRAY },
        { "object", NULL, SCHEMA_OBJECT },
        { "alternate", NULL, SCHEMA_ALTERNATE },
    };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(kinds); i++) {
        if (strcmp(text_of(entry, "meta-type"), kinds[i].meta) == 0 &&
            (!kinds[i].json_type ||
             strcmp(text_of(entry, "json-type"), kinds[i].json_type) == 0)) {
            return kinds[i].kind;
        }
    }
    ck_abort_msg("%s", json_object_to_json_string(entry));
}

/* --- the model beside it --- */

/* What was compared so far: types hold each other in circles. */
typedef struct Seen {
    const SchemaType *types[4000];
    size_t n;
    size_t of_kind[SCHEMA_ALTERNATE + 1];
    size_t cases, nested; /* of unions; unions in variants */
} Seen;

static Seen seen;

static bool is_new(const SchemaType *type)
{
    size_t i;

    for (i = 0; i < seen.n; i++) {
        if (seen.types[i] == type) {
            return false;
        }
    }
    seen.types[seen.n++] = type;
    seen.of_kind[schema_kind(type)]++;
    return true;
}

static void check_type(const SchemaType *type, const char *name);

static void check_enum(const SchemaType *type, json_object *raw)
{
    const SchemaValue *values;
    size_t i, n;

    values = schema_values(type, &n);
    ck_assert_uint_eq(n, raw_length(raw, "members"));
    ck_assert_uint_eq(n, raw_length(raw, "values"));
    ck_assert_uint_gt(n, 0);
    for (i = 0; i < n; i++) {
        json_object *member = raw_element(raw, "members", i);

        ck_assert_str_eq(values[i].name, text_of(member, "name"));
        ck_assert(schema_has_value(type, values[i].name));
        check_features(values[i].features, member);
    }
    ck_assert(!schema_has_value(type, "no such value"));
}

static void check_alternate(const SchemaType *type, json_object *raw)
{
    size_t i, n = raw_length(raw, "members"), branches = 0;
    SchemaKind kind;

    ck_assert_uint_gt(n, 1);
    for (i = 0; i < n; i++) {
        const char *name = text_of(raw_element(raw, "members", i), "type");
        const SchemaType *branch = schema_as(type, raw_kind(raw_entry(name)));

        ck_assert_ptr_nonnull(branch);
        check_type(branch, name);
    }
    for (kind = SCHEMA_STRING; kind < SCHEMA_ALTERNATE; kind++) {
        branches += schema_as(type, kind) != NULL;
    }
    ck_assert_uint_eq(branches, n);
}

/* The values of tags, of the union that was chosen last behind. */
typedef struct Tags {
    const char *tag[4], *value[4];
    size_t n;
} Tags;

static const char *tag_is(void *opaque, const char *tag)
{
    const Tags *tags = opaque;
    size_t i;

    for (i = 0; i < tags->n; i++) {
        if (strcmp(tags->tag[i], tag) == 0) {
            return tags->value[i];
        }
    }
    return NULL;
}

/* The members from the @at'th on are those of that raw object, in order. */
static void check_members(const SchemaMembers *members, size_t at,
                          json_object *raw)
{
    const char *tag = json_get_string(raw, "tag");
    size_t i;

    ck_assert_uint_eq(members->n - at, raw_length(raw, "members"));
    for (i = 0; at + i < members->n; i++) {
        json_object *raw_member = raw_element(raw, "members", i);
        const SchemaMember *member = members->list[at + i];

        ck_assert_str_eq(member->name, text_of(raw_member, "name"));
        ck_assert_int_eq(member->optional,
                         json_has(raw_member, "default", NULL));
        ck_assert_int_eq(member->tag, tag && strcmp(tag, member->name) == 0);
        check_features(member->features, raw_member);
        check_type(member->type, text_of(raw_member, "type"));
    }
}

static json_object *raw_variant(json_object *raw, const char *value)
{
    size_t i;

    for (i = 0; i < raw_length(raw, "variants"); i++) {
        json_object *variant = raw_element(raw, "variants", i);

        if (strcmp(text_of(variant, "case"), value) == 0) {
            return raw_entry(text_of(variant, "type"));
        }
    }
    ck_abort_msg("no variant %s", value);
}

static void check_object(const SchemaType *type, json_object *raw, Tags *tags,
                         size_t at);

/* With each value of its tag it has the members of that variant too. */
static void check_variants(const SchemaType *type, json_object *raw, Tags *tags,
                           size_t at)
{
    const char *tag = text_of(raw, "tag");
    const SchemaMember *member = schema_member(type, tag, tag_is, tags);
    const SchemaValue *values;
    size_t i, n;

    ck_assert_ptr_nonnull(member);
    ck_assert(member->tag && !member->optional);
    values = schema_values(member->type, &n);
    ck_assert_uint_eq(n, raw_length(raw, "variants"));
    for (i = 0; i < n; i++) {
        json_object *target = raw_variant(raw, values[i].name);

        tags->tag[tags->n] = tag;
        tags->value[tags->n++] = values[i].name;
        check_object(type, target, tags, at + raw_length(raw, "members"));
        tags->n--;
        seen.cases++;
        seen.nested += json_has(target, "tag", NULL);
    }
}

/* The members from the @at'th on that it has with those tags are @raw's. */
static void check_object(const SchemaType *type, json_object *raw, Tags *tags,
                         size_t at)
{
    autofree_members SchemaMembers members = { 0 };
    size_t i;

    schema_members(type, tag_is, tags, &members);
    check_members(&members, at, raw);
    for (i = 0; i < members.n; i++) {
        ck_assert_ptr_eq(
            schema_member(type, members.list[i]->name, tag_is, tags),
            members.list[i]);
    }
    ck_assert_ptr_null(schema_member(type, "no such member", tag_is, tags));
    if (json_has(raw, "tag", NULL)) {
        check_variants(type, raw, tags, at);
    }
}

static void check_type(const SchemaType *type, const char *name)
{
    json_object *raw = raw_entry(name);
    Tags tags = { 0 };

    ck_assert_int_eq(schema_kind(type), raw_kind(raw));
    if (!is_new(type)) {
        return;
    }
    switch (schema_kind(type)) {
    case SCHEMA_ENUM:
        check_enum(type, raw);
        break;
    case SCHEMA_ALTERNATE:
        check_alternate(type, raw);
        break;
    case SCHEMA_ARRAY:
        check_type(schema_element(type), text_of(raw, "element-type"));
        break;
    case SCHEMA_OBJECT:
        check_object(type, raw, &tags, 0);
        break;
    default:
        break;
    }
}

/*
 * How many different types the commands and events lead to, unions' cases
 * included; counted by another program over the same files.
 */
static const struct {
    const char *file;
    size_t commands, events, enums, arrays, objects, alternates, cases, nested;
} counts[] = {
    { "schema_72.json", 216, 52, 131, 86, 375, 6, 369, 0 },
    { "schema_10.json", 233, 55, 151, 96, 416, 6, 416, 1 },
    { "schema_11.json", 242, 57, 156, 105, 438, 7, 439, 1 },
    { "schema_sd_72.json", 74, 13, 68, 39, 156, 5, 285, 0 },
    { "schema_sd_11.json", 77, 13, 70, 41, 167, 6, 330, 0 },
};

static void check_counts(int i)
{
    ck_assert_str_eq(counts[i].file, schema_files[i]);
    ck_assert_uint_eq(raw_count("command"), counts[i].commands);
    ck_assert_uint_eq(raw_count("event"), counts[i].events);
    ck_assert_uint_eq(seen.of_kind[SCHEMA_ENUM], counts[i].enums);
    ck_assert_uint_eq(seen.of_kind[SCHEMA_ARRAY], counts[i].arrays);
    ck_assert_uint_eq(seen.of_kind[SCHEMA_OBJECT], counts[i].objects);
    ck_assert_uint_eq(seen.of_kind[SCHEMA_ALTERNATE], counts[i].alternates);
    ck_assert_uint_eq(seen.cases, counts[i].cases);
    ck_assert_uint_eq(seen.nested, counts[i].nested);
}

START_TEST(every_type_that_a_real_server_has_is_as_it_says)
{
    const SchemaCommand *commands;
    const SchemaEvent *events;
    size_t i, n;

    open_file(_i);
    memset(&seen, 0, sizeof(seen));
    commands = qmp_schema_commands(schema, &n);
    ck_assert_uint_eq(n, raw_count("command"));
    for (i = 0; i < n; i++) {
        json_object *raw = raw_entry(commands[i].name);

        ck_assert_ptr_eq(qmp_schema_command(schema, commands[i].name),
                         &commands[i]);
        ck_assert(i == 0 || strcmp(commands[i - 1].name, commands[i].name) < 0);
        ck_assert_int_eq(commands[i].allow_oob,
                         json_has(raw, "allow-oob", NULL));
        check_features(commands[i].features, raw);
        ck_assert_int_eq(schema_kind(commands[i].args), SCHEMA_OBJECT);
        check_type(commands[i].args, text_of(raw, "arg-type"));
        check_type(commands[i].result, text_of(raw, "ret-type"));
    }
    events = qmp_schema_events(schema, &n);
    ck_assert_uint_eq(n, raw_count("event"));
    for (i = 0; i < n; i++) {
        json_object *raw = raw_entry(events[i].name);

        ck_assert_ptr_eq(qmp_schema_event(schema, events[i].name), &events[i]);
        ck_assert(i == 0 || strcmp(events[i - 1].name, events[i].name) < 0);
        check_features(events[i].features, raw);
        check_type(events[i].data, text_of(raw, "arg-type"));
    }
    check_counts(_i);
    close_all();
}
END_TEST

/* Follow names from a command's arguments; "*" is an array's element. */
static const SchemaType *type_at(const char *command, Tags *tags,
                                 const char *const *names)
{
    const SchemaType *type = qmp_schema_command(schema, command)->args;

    for (; *names; names++) {
        if (strcmp(*names, "*") == 0) {
            type = schema_element(type);
        } else {
            const SchemaMember *m = schema_member(type, *names, tag_is, tags);

            ck_assert_msg(m != NULL, "%s has no %s", command, *names);
            type = m->type;
        }
    }
    return type;
}

/* From QEMU's documentation, not from how the model was made. */
static const struct {
    const char *command;
    Tags tags;
    const char *names[8];
    const char *described;
} facts[] = {
    { "block_resize", { { 0 } }, { "size" }, "integer" },
    { "block_resize", { { 0 } }, { "node-name" }, "string" },
    { "blockdev-backup", { { 0 } }, { "sync" }, "enum" },
    { "blockdev-backup", { { 0 } }, { "compress" }, "boolean" },
    { "qom-set", { { 0 } }, { "value" }, "any" },
    { "blockdev-add",
      { { "driver" }, { "qcow2" }, 1 },
      { "file" },
      "object or string" },
    { "blockdev-add",
      { { "driver" }, { "qcow2" }, 1 },
      { "backing" },
      "object or string or null" },
    { "blockdev-add",
      { { "driver" }, { "quorum" }, 1 },
      { "children" },
      "array of object or string" },
    { "blockdev-add",
      { { "driver" }, { "file" }, 1 },
      { "filename" },
      "string" },
    { "chardev-add",
      { { "type" }, { "socket" }, 1 },
      { "backend", "data", "wait" },
      "boolean" },
    { "netdev_add",
      { { "type" }, { "user" }, 1 },
      { "hostfwd", "*", "str" },
      "string" },
    { "object-add",
      { { "qom-type" }, { "memory-backend-ram" }, 1 },
      { "host-nodes" },
      "array of integer" },
    { "transaction",
      { { "type" }, { "blockdev-snapshot" }, 1 },
      { "actions", "*", "data", "overlay" },
      "string" },
    { "migrate",
      { { "transport", "type" }, { "socket", "inet" }, 2 },
      { "channels", "*", "addr", "port" },
      "string" },
    { "migrate",
      { { "transport", "type" }, { "socket", "unix" }, 2 },
      { "channels", "*", "addr", "path" },
      "string" },
};

START_TEST(an_argument_is_found_through_arrays_and_variants)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    Tags tags = facts[_i].tags;

    open_file(2); /* QEMU 11 */
    schema_describe(type_at(facts[_i].command, &tags, facts[_i].names), &text);
    ck_assert_str_eq(text.data, facts[_i].described);
    close_all();
}
END_TEST

START_TEST(a_variant_shows_only_with_its_tag)
{
    Tags qcow2 = { { "driver" }, { "qcow2" }, 1 };
    Tags unknown = { { "driver" }, { "qcow9" }, 1 };
    const SchemaType *args;

    open_file(_i);
    args = qmp_schema_command(schema, "blockdev-add")->args;
    ck_assert_ptr_null(schema_member(args, "overlap-check", NULL, NULL));
    ck_assert_ptr_null(schema_member(args, "overlap-check", tag_is, &unknown));
    ck_assert_ptr_nonnull(schema_member(args, "overlap-check", tag_is, &qcow2));
    ck_assert_ptr_null(schema_member(args, "filename", tag_is, &qcow2));
    ck_assert_ptr_nonnull(schema_member(args, "read-only", NULL, NULL));
    close_all();
}
END_TEST

START_TEST(features_are_known_where_they_stand)
{
    Tags tags = { { "driver" }, { "file" }, 1 };
    const SchemaCommand *command;

    open_file(0); /* QEMU 7.2 */
    command = qmp_schema_command(schema, "query-sgx");
    ck_assert(!command || !command->features);
    command = qmp_schema_command(schema, "x-blockdev-change");
    ck_assert_int_eq(command->features, SCHEMA_UNSTABLE);
    command = qmp_schema_command(schema, "block-commit");
    ck_assert_int_eq(command->features, 0);
    ck_assert_int_eq(schema_member(command->args, "base", NULL, NULL)->features,
                     SCHEMA_DEPRECATED);
    command = qmp_schema_command(schema, "blockdev-add");
    ck_assert_int_eq(
        schema_member(command->args, "x-check-cache-dropped", tag_is, &tags)
            ->features,
        SCHEMA_UNSTABLE);
    close_all();
}
END_TEST

START_TEST(members_are_appended_each_once)
{
    Tags tags = { { "driver" }, { "qcow2" }, 1 };
    autofree_members SchemaMembers members = { 0 };
    const SchemaType *args;
    size_t i, j, n;

    open_file(2);
    args = qmp_schema_command(schema, "blockdev-add")->args;
    schema_members(args, tag_is, &tags, &members);
    n = members.n;
    ck_assert_uint_gt(n, 20);
    for (i = 0; i < n; i++) {
        for (j = 0; j < i; j++) {
            ck_assert_str_ne(members.list[i]->name, members.list[j]->name);
        }
    }
    schema_members(args, tag_is, &tags, &members);
    ck_assert_uint_eq(members.n, 2 * n);
    close_all();
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, every_type_that_a_real_server_has_is_as_it_says, 0,
                        ARRAY_SIZE(schema_files));
    tcase_add_loop_test(tc, an_argument_is_found_through_arrays_and_variants, 0,
                        ARRAY_SIZE(facts));
    tcase_add_loop_test(tc, a_variant_shows_only_with_its_tag, 0,
                        ARRAY_SIZE(schema_files));
    tcase_add_test(tc, features_are_known_where_they_stand);
    tcase_add_test(tc, members_are_appended_each_once);
}

int main(void)
{
    return unit_run("schema", add_tests);
}
