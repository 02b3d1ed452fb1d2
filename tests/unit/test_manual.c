/*
 * What the manual pages say of commands, events and types: both layouts,
 * by samples of our own
 */
#include <stdio.h>
#include <string.h>

#include "doc/manual.h"
#include "unit.h"
#include "util/mem.h"

/* The same in both layouts. */
static const char *const samples[] = {
    TEST_DATA "/doc/headings.7",
    TEST_DATA "/doc/tags.7",
};

static Manual *parse(const char *roff)
{
    return manual_parse(roff, strlen(roff));
}

static Manual *sample(size_t i)
{
    autofree_strbuf StrBuf page = STRBUF_INIT;
    FILE *f = fopen(samples[i], "r");
    char *room;

    ck_assert_ptr_nonnull(f);
    room = strbuf_reserve(&page, 64 << 10);
    strbuf_commit(&page, fread(room, 1, 64 << 10, f));
    fclose(f);
    return manual_parse(page.data, page.len);
}

static const char *or_none(const char *text)
{
    return text ? text : "-";
}

#define POUR_EXAMPLE                        \
    "Example:\n"                            \
    "    -> { \"execute\": \"tea-pour\",\n" \
    "         \"arguments\": {} }\n"        \
    "\n"                                    \
    "    <- { \"return\": {} }"

static const struct {
    ManualKind kind;
    const char *name, *since, *text, *returns;
    const char *members; /* NAME TYPE[?] "TEXT", for includes < TYPE [T=V] */
} entry_cases[] = {
    { MANUAL_TYPE, "Tea", "1.0", "The kinds of tea.", NULL,
      "green - \"not fermented, less than 80 degrees\"\n"
      "black - \"boiling water\"\n"
      "white - \"\"\n" },
    { MANUAL_TYPE, "TeaBase", NULL, "", NULL,
      "label string? \"what the cup says\"\n" },
    { MANUAL_TYPE, "TeaGreen", NULL, "Green tea.", NULL,
      "steps int \"how often it is brewed\"\n"
      /* borrowed from its type */
      "below TeaRef? \"Tea, or the name of one.\"\n"
      "< TeaBase\n" },
    { MANUAL_TYPE, "TeaBlack", NULL, "", NULL,
      "milk-first boolean? \"a question of faith\"\n" },
    { MANUAL_TYPE, "TeaOptions", "1.0",
      "What to brew.\n\nWhite tea has nothing to choose.", NULL,
      "kind Tea \"which one\"\n"
      "< TeaGreen kind=green\n"
      "< TeaBlack kind=black\n" },
    { MANUAL_TYPE, "TeaRef", NULL, "Tea, or the name of one.", NULL,
      "definition TeaOptions \"new tea\"\n"
      "reference string \"the name of tea that is there\"\n" },
    { MANUAL_COMMAND, "tea-add", "1.0", "Brew tea.", NULL, "< TeaOptions\n" },
    { MANUAL_COMMAND, "tea-pour", "1.2",
      "Pour tea, e.g. into cups. It is hot; be careful.\n\n"
      "Steps:\n1. lift the pot\n2. tilt it\n  - slowly\n\nThen drink.\n\n"
      "Features:\n- unstable -- Cups may fall.\n\n" POUR_EXAMPLE,
      "- nothing on success\n- If there is no tea, TeaNotFound",
      "cups [TeaOptions] "
      "\"one for each guest\n\nAt least one.\n\n- a large one\n"
      "- a small one\"\n"
      "kinds [Tea]? \"The kinds of tea.\"\n" },
    { MANUAL_EVENT, "TEA_COLD", NULL, "Emitted too late.", NULL,
      "degrees int \"how cold\"\n" },
};

/* A type as the newer layout writes it. */
static char *type_of(const ManualMember *member)
{
    static const char old[] = "array of ";

    if (member->type && strncmp(member->type, old, strlen(old)) == 0) {
        return mem_printf("[%s]", member->type + strlen(old));
    }
    return mem_strdup(or_none(member->type));
}

static void append_members(StrBuf *out, const ManualEntry *entry)
{
    const ManualInclude *include;
    size_t i;

    for (i = 0; i < entry->n_members; i++) {
        autofree char *type = type_of(&entry->members[i]);

        strbuf_printf(out, "%s %s%s \"%s\"\n", entry->members[i].name, type,
                      entry->members[i].optional ? "?" : "",
                      entry->members[i].text);
    }
    for (i = 0; i < entry->n_includes; i++) {
        include = &entry->includes[i];
        strbuf_printf(out, "< %s", include->type);
        if (include->tag) {
            strbuf_printf(out, " %s=%s", include->tag, include->value);
        }
        strbuf_putc(out, '\n');
    }
}

START_TEST(both_layouts_say_the_same)
{
    Manual *m = sample((size_t)_i);
    const ManualEntry *entries;
    size_t i, n;

    entries = manual_entries(m, &n);
    ck_assert_uint_eq(n, ARRAY_SIZE(entry_cases));
    for (i = 0; i < n; i++) {
        autofree_strbuf StrBuf members = STRBUF_INIT;

        ck_assert_str_eq(entries[i].name, entry_cases[i].name);
        ck_assert_int_eq(entries[i].kind, entry_cases[i].kind);
        ck_assert_str_eq(entries[i].text, entry_cases[i].text);
        ck_assert_str_eq(or_none(entries[i].since),
                         or_none(entry_cases[i].since));
        ck_assert_str_eq(or_none(entries[i].returns),
                         or_none(entry_cases[i].returns));
        append_members(&members, &entries[i]);
        ck_assert_str_eq(strbuf_str(&members), entry_cases[i].members);
        ck_assert_ptr_eq(manual_find(m, entries[i].name), &entries[i]);
        ck_assert(entries[i].is_alternate ==
                  (strcmp(entries[i].name, "TeaRef") == 0));
    }
    ck_assert_ptr_null(manual_find(m, "tea"));
    ck_assert_ptr_null(manual_find(m, "zzz"));
    manual_free(m);
}
END_TEST

/* A path in dotted form, cut at its dots in @copy; returns its length. */
static size_t split(char *copy, const char *path[8])
{
    size_t n = 0;
    char *part, *rest = copy;

    while (*copy && (part = strsep(&rest, "."))) {
        path[n++] = part;
    }
    return n;
}

/* Tags are given as N:TAG=VALUE, of the object at the first N parts. */
static const char *tag_value(void *opaque, size_t n, const char *tag)
{
    static char value[32];
    autofree char *wanted = mem_printf("%zu:%s=", n, tag);
    const char *found = strstr(opaque, wanted);

    if (!found) {
        return NULL;
    }
    snprintf(value, sizeof(value), "%s", found + strlen(wanted));
    value[strcspn(value, " ")] = '\0';
    return value;
}

static const struct {
    const char *name, *path, *tags;
    const char *text; /* NULL: not found */
} member_cases[] = {
    { "TEA_COLD", "degrees", "", "how cold" },
    { "TEA_COLD", "kind", "", NULL },
    { "TEA_COLD", "degrees.below", "", NULL },
    { "TEA_COLD", "", "", NULL },
    { "nonesuch", "kind", "", NULL },
    { "TeaOptions", "kind", "", "which one" },
    { "tea-add", "kind", "", "which one" },
    { "tea-add", "steps", "0:kind=green", "how often it is brewed" },
    { "tea-add", "steps", "0:kind=black", NULL },
    { "tea-add", "steps", "", NULL },
    { "tea-add", "milk-first", "0:kind=black", "a question of faith" },
    { "tea-add", "milk-first", "1:kind=black", NULL },
    { "tea-add", "label", "0:kind=green", "what the cup says" },
    { "tea-add", "below.kind", "0:kind=green", "which one" },
    { "tea-add", "below.below.milk-first",
      "0:kind=green 1:kind=green 2:kind=black", "a question of faith" },
    { "tea-add", "below.definition", "0:kind=green", NULL },
    { "tea-pour", "cups", "", "one for each guest" },
    { "tea-pour", "cups.7", "", "one for each guest" },
    { "tea-pour", "cups.7.kind", "", "which one" },
    { "tea-pour", "cups.0.steps", "2:kind=green", "how often it is brewed" },
    { "tea-pour", "cups.x", "", NULL },
    { "tea-pour", "kinds.0", "", "The kinds of tea." },
};

START_TEST(a_path_leads_to_its_member)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(samples); i++) {
        autofree char *copy = mem_strdup(member_cases[_i].path);
        const char *path[8], *text = member_cases[_i].text;
        size_t n = split(copy, path);
        Manual *m = sample(i);
        const ManualMember *member = manual_member(
            m, member_cases[_i].name, path, n, tag_value,
            (void *)member_cases[_i].tags);

        if (!text) {
            ck_assert_ptr_null(member);
        } else {
            ck_assert_ptr_nonnull(member);
            ck_assert_int_eq(strncmp(member->text, text, strlen(text)), 0);
        }
        manual_free(m);
    }
}
END_TEST

static const struct {
    const char *name, *path, *value;
    const char *text;
} value_cases[] = {
    { "tea-add", "kind", "black", "boiling water" },
    { "tea-add", "kind", "blue", NULL },
    { "tea-pour", "kinds.0", "black", "boiling water" },
    { "tea-pour", "cups.0.kind", "green",
      "not fermented, less than 80 degrees" },
    { "Tea", "", "black", "boiling water" },
    { "Tea", "", "white", "" },
    /* members are no values */
    { "tea-pour", "cups", "kind", NULL },
    { "TEA_COLD", "degrees", "1", NULL },
    { "nonesuch", "", "1", NULL },
    { "tea-add", "nonesuch", "1", NULL },
};

START_TEST(a_path_leads_to_the_value_of_an_enum)
{
    autofree char *copy = mem_strdup(value_cases[_i].path);
    const char *path[8];
    size_t n = split(copy, path), i;

    for (i = 0; i < ARRAY_SIZE(samples); i++) {
        Manual *m = sample(i);
        const ManualMember *value = manual_value(m, value_cases[_i].name, path,
                                                 n, NULL, NULL,
                                                 value_cases[_i].value);

        ck_assert_str_eq(or_none(value ? value->text : NULL),
                         or_none(value_cases[_i].text));
        manual_free(m);
    }
}
END_TEST

START_TEST(an_alternate_has_the_values_of_its_enum)
{
    Manual *m = parse(".SS E (Enum)\n.SS Values\n.INDENT 0\n.TP\na\nfirst\n"
                      ".UNINDENT\n"
                      ".SS A (Alternate)\n.SS Members\n.INDENT 0\n.TP\ni: int\n"
                      ".TP\ne: E\n.UNINDENT\n"
                      ".SS c (Command)\n.SS Arguments\n.INDENT 0\n.TP\nx: A\n");
    const char *path[] = { "x" };
    const ManualMember *value = manual_value(m, "c", path, 1, NULL, NULL, "a");

    ck_assert_ptr_nonnull(value);
    ck_assert_str_eq(value->text, "first");
    manual_free(m);
}
END_TEST

START_TEST(an_alternate_that_is_itself_comes_to_an_end)
{
    Manual *m = parse(".SS A (Alternate)\n.SS Members\n.INDENT 0\n"
                      ".TP\na: A\n.TP\nb: A\n.TP\nThe members of A\n");
    const char *path[] = { "x", "y" };

    ck_assert_ptr_null(manual_member(m, "A", path, 2, NULL, NULL));
    ck_assert_ptr_null(manual_value(m, "A", NULL, 0, NULL, NULL, "x"));
    manual_free(m);
}
END_TEST

START_TEST(types_that_include_each_other_come_to_an_end)
{
    autofree_strbuf StrBuf page = STRBUF_INIT;
    const char *path[] = { "x" };
    Manual *m;
    size_t i;

    strbuf_puts(&page, ".SS A (Object)\n.SS Members\n.INDENT 0\n");
    for (i = 0; i < 1000; i++) {
        strbuf_puts(&page, ".TP\nThe members of B\n.TP\nThe members of A\n");
    }
    strbuf_puts(&page, ".UNINDENT\n.SS B (Object)\n.SS Members\n.INDENT 0\n"
                       ".TP\nThe members of A\n");
    m = manual_parse(page.data, page.len);
    ck_assert_ptr_null(manual_member(m, "A", path, 1, NULL, NULL));
    manual_free(m);
}
END_TEST

START_TEST(a_command_wins_over_others_of_its_name)
{
    Manual *m = parse(".SS x (Object)\nobject\n.SS x (Command)\ncommand\n"
                      ".SS x (Event)\nevent\n");

    ck_assert_str_eq(manual_find(m, "x")->text, "command");
    manual_free(m);
}
END_TEST

#define REFERENCE "For the arguments, see the documentation of "

START_TEST(arguments_may_be_documented_elsewhere)
{
    Manual *m = parse(".SS T (Object)\n.SS Members\n.INDENT 0\n.TP\na: int\n"
                      "from T\n.UNINDENT\n"
                      ".SS W (Object)\n.SS Members\n.INDENT 0\n.TP\ndata: T\n"
                      ".UNINDENT\n"
                      ".SS TransactionAction (Object)\n.SS Members\n"
                      ".INDENT 0\n.TP\n"
                      "The members of W when type is \"action\"\n.UNINDENT\n"
                      ".SS action (Command)\ntext\n"
                      ".SS other (Command)\ntext\n.sp\n" REFERENCE "T.\n");
    const char *const names[] = { "action", "other" };
    const char *path[] = { "a" };
    const ManualMember *member;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(names); i++) {
        member = manual_member(m, names[i], path, 1, NULL, NULL);
        ck_assert_ptr_nonnull(member);
        ck_assert_str_eq(member->text, "from T");
        ck_assert_str_eq(manual_find(m, names[i])->text, "text");
    }
    manual_free(m);
}
END_TEST

/* Pages with one entry, x, or none. */
static const struct {
    const char *page;
    const char *text; /* of x; NULL: there is none */
    const char *since;
} odd_cases[] = {
    { "", NULL },
    { "text\n.SS Arguments\n.INDENT 0\n.TP\na: b\n", NULL },
    { ".SS x (Thing)\ntext\n", NULL },
    { ".SS (Command)\n", NULL },
    { ".SS x (Command) more\ntext\n", NULL },
    { ".SS Command\n", NULL },
    { ".SS x (Command)", "" },
    { ".SS x (Command)\n.SS Arguments\n.INDENT 0\n.TP\n.TP\n\n.TP\n: \n",
      "- :" },
    { ".TP\n.B Command x (Since: 9.1 (Linux); 11 (Windows))\ntext", "text",
      "9.1 (Linux); 11 (Windows)" },
    { ".TP\n.B Command x (Since: \ntext", NULL },
    { ".TP\n.B Command x (Since: 1\ntext", "text", "1" },
    /* depth may be anything */
    { ".UNINDENT\n.UNINDENT\n.TP\n.B Command x\ntext\n.INDENT 0\n.TP\n"
      ".B Arguments\n.INDENT 0\n.IP - 2\na (int) -- b\n",
      "text" },
    { ".INDENT 0\n.TP\n.B Command x\ntext\n.UNINDENT\n.sp\nchapter\n", "text" },
    { ".INDENT 0\n.TP\n.B Command x\ntext\n.UNINDENT\n.INDENT 0\nchapter\n",
      "text" },
    { ".SS x (Command)\ntext\n.SH CHAPTER\nmore\n.SS Since\n.sp\n1\n", "text" },
    { ".TP\n.B Command x\nThis command is deprecated.This command is "
      "unstable/experimental.Availability: Y\n.sp\ntext",
      "text" },
    { ".TP\n.B Command x\nThis command is deprecated. Use y.\n",
      "This command is deprecated. Use y." },
    /* what only looks like a member belongs to the text */
    { ".TP\n.B Object x\n.INDENT 0\n.TP\n.B Members\n.INDENT 0\n"
      ".IP \\(bu 2\nno member at all\n",
      "no member at all" },
};

START_TEST(odd_pages_do_no_harm)
{
    Manual *m = parse(odd_cases[_i].page);
    const ManualEntry *entry = manual_find(m, "x");
    size_t n;

    manual_entries(m, &n);
    if (!odd_cases[_i].text) {
        ck_assert_uint_eq(n, 0);
    } else {
        ck_assert_uint_eq(n, 1);
        ck_assert_ptr_nonnull(entry);
        ck_assert_str_eq(entry->text, odd_cases[_i].text);
        ck_assert_str_eq(or_none(entry->since), or_none(odd_cases[_i].since));
    }
    manual_free(m);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, both_layouts_say_the_same, 0,
                        ARRAY_SIZE(samples));
    tcase_add_loop_test(tcase, a_path_leads_to_its_member, 0,
                        ARRAY_SIZE(member_cases));
    tcase_add_loop_test(tcase, a_path_leads_to_the_value_of_an_enum, 0,
                        ARRAY_SIZE(value_cases));
    tcase_add_test(tcase, an_alternate_has_the_values_of_its_enum);
    tcase_add_test(tcase, an_alternate_that_is_itself_comes_to_an_end);
    tcase_add_test(tcase, types_that_include_each_other_come_to_an_end);
    tcase_add_test(tcase, a_command_wins_over_others_of_its_name);
    tcase_add_test(tcase, arguments_may_be_documented_elsewhere);
    tcase_add_loop_test(tcase, odd_pages_do_no_harm, 0, ARRAY_SIZE(odd_cases));
}

int main(void)
{
    return unit_run("manual", add_tests);
}
