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
    listing_append(&out, &c, cases[_i].width, NULL);
    ck_assert_str_eq(strbuf_str(&out), cases[_i].list);
    strbuf_free(&out);
    completions_free(&c);
}
END_TEST

START_TEST(many_are_listed_without_their_notes)
{
    Completions c = { 0 };
    StrBuf out = STRBUF_INIT;
    int i;

    for (i = 0; i < 21; i++) {
        completions_add(&c, "x", "note", 0);
    }
    ck_assert_uint_eq(listing_append(&out, &c, 80, NULL), 1);
    strbuf_free(&out);
    completions_free(&c);
}
END_TEST

START_TEST(what_candidates_have_in_common_is_whole_characters)
{
    Completions c = { 0 };

    ck_assert_uint_eq(completions_common(&c), 0);
    completions_add(&c, "a日", NULL, 0);
    ck_assert_uint_eq(completions_common(&c), 4);
    completions_add(&c, "a本", NULL, 0); /* same first byte */
    ck_assert_uint_eq(completions_common(&c), 1);
    completions_free(&c);
}
END_TEST

static void add_tests(TCase *tc)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tc, candidates_are_listed, 0, ARRAY_SIZE(cases));
    tcase_add_test(tc, many_are_listed_without_their_notes);
    tcase_add_test(tc, what_candidates_have_in_common_is_whole_characters);
}

int main(void)
{
    return unit_run("listing", add_tests);
}
