/*
 * Texts of the manual for lists and for the screen
 */
#include <string.h>

#include "doc/manual.h"
#include "unit.h"
#include "util/mem.h"

static const struct {
    const char *text;
    const char *summary;
} summary_cases[] = {
    { "", "" },
    { "\n\n", "" },
    { "Pour tea.", "Pour tea" },
    { "Pour tea", "Pour tea" },
    { "Pour tea. It is hot.", "Pour tea" },
    { "Pour tea\n\nIt is hot.", "Pour tea" },
    { "Is it hot? Yes.", "Is it hot?" },
    { "Hot! Yes.", "Hot!" },
    { "All kinds of it:", "All kinds of it" },
    { "Tea, e.g. green. Or not.", "Tea, e.g. green" },
    { "Tea (i.e. hot water). Or not.", "Tea (i.e. hot water)" },
    { "E.g. green. Or not.", "E.g. green" },
    { "Ask Luke.g. Or not.", "Ask Luke.g" },
    { "The net 10.0.2.0/24 is 1.5 times as large", "The net 10.0.2.0/24 is 1.5 "
                                                   "times as large" },
    { "It ends. ", "It ends" },
    { ".", "" },
    { ". x", "" },
    { "- a list. Of two\n- items", "a list" },
    { "1. first\n2. second", "first" },
    { "Note:\nIt is hot. Mind it.", "It is hot" },
    { "Note:\n    code\n\nText.", "Text" },
    { "    code.\n    more\n\nText. More.", "Text" },
    { "    code", "" },
};

START_TEST(the_summary_is_the_first_sentence)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;

    manual_summary(summary_cases[_i].text, &out);
    ck_assert_str_eq(strbuf_str(&out), summary_cases[_i].summary);
}
END_TEST

static const struct {
    const char *text;
    size_t indent, width;
    const char *wrapped;
} wrap_cases[] = {
    { "", 4, 20, "" },
    { "one two three", 0, 9, "one two\nthree\n" },
    { "one two three", 2, 9, "  one two\n  three\n" },
    { "one two three", 3, 9, "   one\n   two\n   three\n" },
    { "a\n\nb", 1, 9, " a\n\n b\n" },
    /* a word that is too long has a line of its own */
    { "a incomprehensible b", 0, 5, "a\nincomprehensible\nb\n" },
    { "a b", 9, 4, "         a\n         b\n" },
    { "a b", 0, 0, "a\nb\n" },
    /* items hang behind their mark */
    { "- one two three\n- four", 0, 9, "- one two\n  three\n- four\n" },
    { "12. one two", 1, 9, " 12. one\n     two\n" },
    { "  - one two", 0, 9, "  - one\n    two\n" },
    { "  one two three", 0, 9, "  one two\n  three\n" },
    { "-1 is one", 0, 6, "-1 is\none\n" },
    { "1.5 is more", 0, 7, "1.5 is\nmore\n" },
    /* examples stay as they are */
    { "x:\n    a  b {\n\n      c }", 2, 8,
      "  x:\n      a  b {\n\n        c }\n" },
    /* columns, not bytes */
    { "\u65e5\u672c \u65e5\u672c a", 0, 9, "\u65e5\u672c \u65e5\u672c\na\n" },
};

START_TEST(text_is_wrapped_at_a_width)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;

    manual_wrap(wrap_cases[_i].text, wrap_cases[_i].indent,
                wrap_cases[_i].width, &out);
    ck_assert_str_eq(strbuf_str(&out), wrap_cases[_i].wrapped);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_summary_is_the_first_sentence, 0,
                        ARRAY_SIZE(summary_cases));
    tcase_add_loop_test(tcase, text_is_wrapped_at_a_width, 0,
                        ARRAY_SIZE(wrap_cases));
}

int main(void)
{
    return unit_run("manual_text", add_tests);
}
