/*
 * QOM objects and properties as lines
 */
#include "unit.h"

#include <locale.h>
#include <string.h>

#include "shell/qom_list.h"
#include "shell/qom_text.h"
#include "util/json.h"
#include "util/mem.h"

static json_object *read_json(const char *text)
{
    json_object *value;

    ck_assert_msg(
        json_read(text, strlen(text), JSON_READ_LITERAL, &value, NULL, NULL),
        "%s", text);
    return value;
}

static const struct {
    const char *type, *child, *link;
} types[] = {
    { "child<scsi-hd>", "scsi-hd", NULL },
    { "link<bus>", NULL, "bus" },
    { "child<>", "", NULL },
    { "child<", NULL, NULL },
    { "child<x", NULL, NULL },
    { "string", NULL, NULL },
    { "", NULL, NULL },
};

START_TEST(children_and_links_are_told_by_their_types)
{
    autofree char *child = qom_child_type(types[_i].type);
    autofree char *link = qom_link_type(types[_i].type);

    ck_assert_pstr_eq(child, types[_i].child);
    ck_assert_pstr_eq(link, types[_i].link);
}
END_TEST

static const struct {
    const char *list;
    int width;
    bool utf8;
    const char *text;
} tables[] = {
    /* properties, links, children; each by name, as people count */
    { "[{'name':'q','type':'child<host>','value':'/machine/q'},"
      "{'name':'l','type':'link<bus>','value':''},"
      "{'name':'n[10]','type':'uint32','value':7},"
      "{'name':'n[2]','type':'bool','value':true},"
      "{'name':'s','type':'str','value':'a \"b\"'}]",
      0, false,
      "n[2]   bool         true\n"
      "n[10]  uint32       7\n"
      "s      str          a \"b\"\n"
      "l      link<bus>    \"\"\n"
      "q      child<host>  /machine/q\n" },
    /* what cannot be read */
    { "[{'name':'a','type':'int'},{'name':'b','type':'x','value':null}]", 0,
      false, "a  int  -\nb  x    null\n" },
    { "[{'name':'a','type':'X','value':{'b':[1,'2']}}]", 0, false,
      "a  X  {\"b\":[1,\"2\"]}\n" },
    { "[{'name':'data','type':'string','value':'geheim'},"
      "{'name':'tls-password','type':'string','value':'geheim'},"
      "{'name':'url','type':'string','value':'http://u:p@h/'}]",
      0, false,
      "data          string  ***\n"
      "tls-password  string  ***\n"
      "url           string  http://***@h/\n" },
    /* nothing drives the terminal */
    { "[{'name':'\\u001b','type':'\\u009b','value':'\\u001b[2J\\n'}]", 0, false,
      "\\u001b  \\u009b  \\u001b[2J\\n\n" },
    /* only values are cut, and only for a screen */
    { "[{'name':'a','type':'str','value':'0123456789012345678901234567'}]", 30,
      true, "a  str  012345678901234567890\u2026\n" },
    { "[{'name':'a','type':'str','value':'0123456789012345678901234567'}]", 30,
      false, "a  str  0123456789012345678...\n" },
    { "[{'name':'a','type':'str','value':'0123456789012345678901'}]", 30, true,
      "a  str  0123456789012345678901\n" },
    { "[{'name':'a','type':'str','value':'0123456789012345678901234567'}]", 5,
      true, "a  str  012345678901234\u2026\n" },
    { "[{'name':'a','type':'str','value':'\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
      "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
      "\u00e9'}]",
      5, true,
      "a  str  \u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9"
      "\u00e9\u00e9\u00e9\u00e9\u00e9\u2026\n" },
    /* a name that is too long for its column pushes its own line only */
    { "[{'name':'0123456789012345678901234567890123456789012345678901234',"
      "'type':'str','value':1},{'name':'a','type':'int','value':2}]",
      0, false,
      "0123456789012345678901234567890123456789012345678901234  str  1\n"
      "a                                                 int  2\n" },
    /* no such list */
    { "null", 0, false, "" },
    { "{'name':'a'}", 0, false, "" },
    { "[null,1,'s',[],{},{'name':'a'},{'type':'b'},{'name':1,'type':2}]", 0,
      false, "" },
};

START_TEST(properties_are_a_table)
{
    autoput json_object *list = read_json(tables[_i].list);
    QomStyle style = { .render = { .width = tables[_i].width },
                       .utf8 = tables[_i].utf8 };
    autofree_strbuf StrBuf text = STRBUF_INIT;

    setlocale(LC_CTYPE, "C.UTF-8");
    qom_append_properties(&text, list, &style);
    ck_assert_str_eq(strbuf_str(&text), tables[_i].text);
}
END_TEST

START_TEST(children_are_sorted_as_people_count)
{
    autoput json_object *list = read_json(
        "[{'name':'d[10]','type':'child<a>'},{'name':'p','type':'bool'},"
        "{'name':'d[2]','type':'child<b>'},{'type':'child<c>'},7]");
    autofree_children QomChildren children = { 0 };

    qom_children(list, &children);
    ck_assert_uint_eq(children.n, 2);
    ck_assert_str_eq(children.list[0].name, "d[2]");
    ck_assert_str_eq(children.list[0].type, "b");
    ck_assert_str_eq(children.list[1].name, "d[10]");
}
END_TEST

START_TEST(an_object_is_a_name_and_a_type)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    QomStyle style = { { 0 } };

    qom_append_object(&text, "a\x1b", "b\n", &style);
    ck_assert_str_eq(text.data, "a\\u001b (b\\n)\n");
}
END_TEST

START_TEST(branches_are_as_wide_as_what_stands_below_them)
{
    QomStyle ascii = { .utf8 = false }, utf8 = { .utf8 = true };

    ck_assert_str_eq(qom_branch(false, &ascii), "|-- ");
    ck_assert_str_eq(qom_branch(true, &ascii), "`-- ");
    ck_assert_str_eq(qom_indent(false, &ascii), "|   ");
    ck_assert_str_eq(qom_indent(true, &ascii), "    ");
    ck_assert_str_eq(qom_branch(false, &utf8), "\u251c\u2500\u2500 ");
    ck_assert_str_eq(qom_branch(true, &utf8), "\u2514\u2500\u2500 ");
    ck_assert_str_eq(qom_indent(false, &utf8), "\u2502   ");
    ck_assert_str_eq(qom_indent(true, &utf8), "    ");
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, children_and_links_are_told_by_their_types, 0,
                        ARRAY_SIZE(types));
    tcase_add_loop_test(tcase, properties_are_a_table, 0, ARRAY_SIZE(tables));
    tcase_add_test(tcase, children_are_sorted_as_people_count);
    tcase_add_test(tcase, an_object_is_a_name_and_a_type);
    tcase_add_test(tcase, branches_are_as_wide_as_what_stands_below_them);
}

int main(void)
{
    return unit_run("qom_text", add_tests);
}
