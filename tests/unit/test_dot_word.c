/*
 * The word of a dot command that is being typed, and what goes in for it
 */
#include "unit.h"

#include <string.h>

#include "lang/line_parser.h"
#include "shell/dot_word.h"
#include "util/mem.h"

static const struct {
    const char *before;
    int start; /* -1: nothing can stand there */
    const char *prefix;
    char quote;
} words[] = {
    { "", 0, "" },
    { "  ", 2, "" },
    { "/mach", 0, "/mach" },
    { "a /mach", 2, "/mach" },
    { "a\t", 2, "" },
    { "\"", 1, "", '"' },
    { "\"/bus m", 1, "/bus m", '"' },
    { "'/bus m", 1, "/bus m", '\'' },
    { "'it\\'s a", 1, "it's a", '\'' },
    { "\"a\\\"b \\u0041", 1, "a\"b A", '"' },
    { "\"a b\" 'c d", 7, "c d", '\'' },
    { "it's", 0, "it's" },
    { "a=b", 0, "a=b" },
    /* half an escape, a quote that is closed, one in the middle */
    { "\"a\\", -1 },
    { "\"a\\u00", -1 },
    { "\"a\"", -1 },
    { "\"a\"b", -1 },
    { "'a'b", -1 },
    { "'a' b'c", 4, "b'c" },
    { "a=\"b c", -1 },
    { "a.\"b", -1 },
    { "a={", -1 },
    { "a={}", -1 },
    /* comments, programs */
    { "# ", -1 },
    { "a #", -1 },
    { "a # b ", -1 },
    { "a#", 0, "a#" },
    { "a | le", -1 },
    { "a |", -1 },
    { "\xff\xfe", 0, "\xff\xfe" },
};

START_TEST(the_last_word_is_found)
{
    autofree_spot Spot word = { 0 };
    bool found = dot_word_find(&word, words[_i].before);

    ck_assert_int_eq(found, words[_i].start >= 0);
    if (found) {
        ck_assert_int_eq((int)word.start, words[_i].start);
        ck_assert_str_eq(word.prefix, words[_i].prefix);
        ck_assert_int_eq(word.quote, words[_i].quote);
    }
}
END_TEST

static const char *const names[] = {
    "plain",       "/machine/peripheral/d[0]",
    "with blank",  "it's",
    "\"quoted\"",  "'so'",
    "a\"b",        "a'b c\"d",
    "back\\slash", "back\\ slash",
    "#block1",     "|",
    "a|b",         "a=b",
    "a={",         "a=\"",
    "a.'b",        ".",
    "{",           "[1]",
    "null",        "tab\there",
    "caf\xc3\xa9", "json:{",
};

static const char quotes[] = { 0, '"', '\'' };

START_TEST(what_goes_in_is_read_back_as_the_name)
{
    const char *name = names[_i];
    size_t i;

    for (i = 0; i < ARRAY_SIZE(quotes); i++) {
        char before[] = { quotes[i], '\0' };
        autofree_spot Spot word = { 0 };
        autofree char *text = NULL;
        autofree char *line = NULL;
        char **read_back;
        size_t n;

        ck_assert(dot_word_find(&word, before));
        text = dot_word_written(&word, name);
        line = mem_printf("%s%s", before, text);
        read_back = words_split(line, &n, NULL);
        ck_assert_msg(read_back, "not one word: %s", line);
        ck_assert_uint_eq(n, 1);
        ck_assert_str_eq(read_back[0], name);
        words_free(read_back);
    }
}
END_TEST

START_TEST(a_name_that_goes_on_can_be_gone_on_with)
{
    autofree_spot Spot word = { 0 };
    autofree_spot Spot next = { 0 };
    autofree char *text = NULL;

    ck_assert(dot_word_find(&word, "/b"));
    text = dot_word_written(&word, "/bus master[0]/");
    ck_assert_str_eq(text, "\"/bus master[0]/");
    ck_assert(dot_word_find(&next, text));
    ck_assert_str_eq(next.prefix, "/bus master[0]/");
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, the_last_word_is_found, 0, ARRAY_SIZE(words));
    tcase_add_loop_test(tcase, what_goes_in_is_read_back_as_the_name, 0,
                        ARRAY_SIZE(names));
    tcase_add_test(tcase, a_name_that_goes_on_can_be_gone_on_with);
}

int main(void)
{
    return unit_run("dot_word", add_tests);
}
