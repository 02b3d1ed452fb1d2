/*
 * The name that was probably meant
 */
#include "unit.h"

#include <string.h>

#include "util/mem.h"
#include "util/nearest.h"

static const struct {
    const char *word;
    const char *candidates[6];
    const char *best; /* NULL: none */
} cases[] = {
    /* a letter too few, too many, another, two swapped */
    { "query-statu", { "query-stats", "query-status" }, "query-status" },
    { "query-sstatus", { "query-name", "query-status" }, "query-status" },
    { "query-stazus", { "query-name", "query-status" }, "query-status" },
    { "qurey-status", { "query-name", "query-status" }, "query-status" },
    { "ful", { "top", "full", "none" }, "full" },
    { "flie", { "host_device", "file" }, "file" },
    { "di", { "id" }, "id" },
    /* what looks different only */
    { "block-resize", { "block_resize", "blockdev-add" }, "block_resize" },
    { "Device_Del", { "device_add", "device_del" }, "device_del" },
    { "node_name", { "name", "node-name" }, "node-name" },
    { "SYNC", { "sync" }, "sync" },
    { "X", { "y", "x" }, "x" },
    /* the look costs less than a letter */
    { "a_b", { "axb", "a-b" }, "a-b" },
    /* as it is, before all others */
    { "stop", { "stops", "top", "stop", "atop" }, "stop" },
    /* the beginning of a name: the shortest such */
    { "poll-max", { "poll-grow", "poll-max-ns" }, "poll-max-ns" },
    { "query-b", { "query-balloon", "query-block" }, "query-block" },
    { "Query_B", { "query-block" }, "query-block" },
    { "sta", { "status" }, "status" },
    { "st", { "status" }, NULL },
    { "stat", { "start", "status" }, "status" },
    /* one wrong letter is nearer than many missing ones */
    { "blocl", { "blocl-very-long", "block" }, "block" },
    /* of several equally near the first */
    { "abcd", { "abce", "abcf" }, "abce" },
    { "abcd", { "abcf", "abce" }, "abcf" },
    /* too far: one letter of five, two of eight, three of eleven */
    { "abcde", { "abcxx" }, NULL },
    { "abcdefgh", { "abcdefxx" }, "abcdefxx" },
    { "abcdefgh", { "abcdexxx" }, NULL },
    { "abcdefghijk", { "abcdefghxxx" }, "abcdefghxxx" },
    { "abcdefghijk", { "abcdefgxxxx" }, NULL },
    { "abcdefghijklmnopqrst",
      { "abcdefghijklmnopxxxx" },
      "abcdefghijklmnopxxxx" },
    { "abcdefghijklmnopqrst", { "abcdefghijklmnoxxxxx" }, NULL },
    { "x", { "y", "xy" }, NULL },
    { "xy", { "ab" }, NULL },
    /* nothing to go by */
    { "", { "x", "" }, NULL },
    { "x", { "" }, NULL },
    { "word", { NULL }, NULL },
    /* bytes beyond ASCII */
    { "d\xc3\xa9vice", { "device" }, "device" },
};

START_TEST(the_best_candidate_is_found)
{
    Nearest n = { .word = cases[_i].word };
    size_t i;

    for (i = 0; i < 6 && cases[_i].candidates[i]; i++) {
        nearest_offer(&n, cases[_i].candidates[i]);
    }
    if (cases[_i].best) {
        ck_assert_ptr_nonnull(n.best);
        ck_assert_str_eq(n.best, cases[_i].best);
    } else {
        ck_assert_ptr_null(n.best);
    }
}
END_TEST

START_TEST(names_beyond_255_bytes_are_not_considered)
{
    char word[258], candidate[258];
    Nearest n = { .word = word };
    size_t len = (size_t)_i;

    memset(word, 'x', sizeof(word));
    memset(candidate, 'x', sizeof(candidate));
    word[len] = '\0';
    candidate[255] = '\0';
    nearest_offer(&n, candidate);
    ck_assert_int_eq(n.best != NULL, len <= 255);
    n = (Nearest){ .word = candidate };
    nearest_offer(&n, word);
    ck_assert_int_eq(n.best != NULL, len <= 255);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, the_best_candidate_is_found, 0, ARRAY_SIZE(cases));
    tcase_add_loop_test(tc, names_beyond_255_bytes_are_not_considered, 254,
                        258);
}

int main(void)
{
    return unit_run("nearest", add_tests);
}
