/*
 * Completions as a list on the screen
 */
#include "term/listing.h"

#include "unit.h"

#include <locale.h>
#include <stdlib.h>

#include "util/mem.h"

static const struct {
    const char *candidates[8][2]; /* text and note */
    int width;
    const char *list;
} cases[] = {
    { { { "a", NULL } }, 10, "a\n" },
    { { { "a" }, { "b" }, { "c" } }, 80, "a  b  c\n" },
    { { { "a" }, { "b" }, { "c" } }, 4, "a  c\nb\n" },
    { { { "a" }, { "bbb" }, { "c" } }, 8, "a    c\nbbb\n" },
    { { { "a" }, { "b" }, { "c" } }, 3, "a\nb\nc\n" },
    { { { "abcdef" }, { "b" } }, 3, "abc\nb\n" },
    { { { "日本語" }, { "b" } }, 14, "日本語  b\n" },
    { { { "日本語" }, { "b" } }, 5, "日本\nb\n" },
    { { { "a", "str" }, { "bcd", "int" } }, 80, "a    str\nbcd  int\n" },
    { { { "a", "str" }, { "bcd", NULL } }, 80, "a    str\nbcd\n" },
    { { { "日", "wide" }, { "bcd", "int" } }, 80, "日   wide\nbcd  int\n" },
    { { { "a", "string" }, { "bcd", "int" } }, 8, "a    str\nbcd  int\n" },
    { { { "a", "string" }, { "bcd", "int" } }, 4, "a\nbcd\n" },
    { { { "a", "str" }, { "longlonglong", "int" } },
      16,
      "a         str\nlonglonglong  in\n" },
};

START_TEST(candidates_are_listed)
{
    Completions c = { 0 };
    StrBuf out = STRBUF_INIT;
    size_t i;

    for (i = 0; i < 8 && cases[_i].candidates[i][0]; i++) {
        completions_add(&c, cases[_i].candidates[i][0],
                        cases[_i].candidates[i][1], 0);
    }
    listing_append(&out, &c, cases[_i].width, 8, NULL);
    ck_assert_str_eq(strbuf_str(&out), cases[_i].list);
    strbuf_free(&out);
    completions_free(&c);
}
END_TEST

START_TEST(notes_are_left_out_of_a_list_that_would_be_too_high)
{
    Completions c = { 0 };
    StrBuf out = STRBUF_INIT;
    int i;

    for (i = 0; i < 30; i++) {
        completions_add(&c, "x", "note", 0);
    }
    ck_assert_uint_eq(listing_append(&out, &c, 80, 30, NULL), 30);
    ck_assert_str_eq(strbuf_str(&out) + out.len - 8, "x  note\n");
    ck_assert_uint_eq(listing_append(&out, &c, 80, 29, NULL), 2);
    ck_assert_str_eq(strbuf_str(&out) + out.len - 5, "x  x\n");
    strbuf_free(&out);
    completions_free(&c);
}
END_TEST

/* As when the text is quoted in the line. */
START_TEST(what_is_listed_may_differ_from_what_is_inserted)
{
    Completions c = { 0 };
    StrBuf out = STRBUF_INIT;

    completions_add(&c, "\"a b\"", "str", 0);
    c.list[0].display = mem_strdup("a 日");
    completions_add(&c, "c", "int", 0);
    listing_append(&out, &c, 80, 2, NULL);
    listing_append(&out, &c, 80, 1, NULL);
    ck_assert_str_eq(strbuf_str(&out), "a 日  str\nc     int\n"
                                       "a 日  c\n");
    strbuf_free(&out);
    completions_free(&c);
}
END_TEST

static const struct {
    const char *candidates[4][2]; /* text and display */
    const char *common;
} common_cases[] = {
    { { { NULL } }, "" },
    { { { "abc" } }, "abc" },
    { { { "abc" }, { "abd" }, { "ab" } }, "ab" },
    { { { "abc" }, { "x" } }, "" },
    /* whole characters; these begin with the same byte */
    { { { "a日" } }, "a日" },
    { { { "a日" }, { "a本" } }, "a" },
    { { { "日" }, { "本" } }, "" },
    /* quotes */
    { { { "\"a b\"", "a b" } }, "\"a b\"" },
    { { { "\"a b\"", "a b" }, { "\"a c\"", "a c" } }, "\"a " },
    { { { "\"disk 1\"", "disk 1" }, { "disk.img" } }, "disk" },
    { { { "disk.img" }, { "\"disk 1\"", "disk 1" } }, "disk" },
    { { { "\"日 1\"", "日 1" }, { "日本" } }, "日" },
    { { { "\"x\"" }, { "x" } }, "" },
    { { { "driver\": ", "driver" }, { "drive\": ", "drive" } }, "drive" },
};

START_TEST(candidates_have_a_text_in_common)
{
    Completions c = { 0 };
    autofree char *common = NULL;
    size_t i;

    for (i = 0; i < 4 && common_cases[_i].candidates[i][0]; i++) {
        completions_add(&c, common_cases[_i].candidates[i][0], NULL, 0);
        c.list[i].display = mem_strdup(common_cases[_i].candidates[i][1]);
    }
    common = completions_common(&c);
    ck_assert_str_eq(common, common_cases[_i].common);
    completions_free(&c);
}
END_TEST

static void add_tests(TCase *tc)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tc, candidates_are_listed, 0, ARRAY_SIZE(cases));
    tcase_add_test(tc, notes_are_left_out_of_a_list_that_would_be_too_high);
    tcase_add_test(tc, what_is_listed_may_differ_from_what_is_inserted);
    tcase_add_loop_test(tc, candidates_have_a_text_in_common, 0,
                        ARRAY_SIZE(common_cases));
}

int main(void)
{
    return unit_run("listing", add_tests);
}
