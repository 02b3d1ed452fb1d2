/*
 * The growing run of bytes with a ceiling
 */
#include <string.h>

#include "unit.h"
#include "util/mem.h"
#include "util/strbuf.h"

START_TEST(appends_join_and_stay_terminated)
{
    autofree_strbuf StrBuf buf = STRBUF_INIT;

    ck_assert_str_eq(strbuf_str(&buf), "");
    ck_assert(strbuf_puts(&buf, "ab"));
    ck_assert(strbuf_putc(&buf, 'c'));
    ck_assert(strbuf_fill(&buf, '.', 3));
    ck_assert(strbuf_fill(&buf, '.', 0));
    ck_assert(strbuf_append(&buf, NULL, 0));
    ck_assert(strbuf_printf(&buf, "%d%%", 100));
    ck_assert_str_eq(strbuf_str(&buf), "abc...100%");
    ck_assert_uint_eq(buf.len, 10);
}
END_TEST

START_TEST(holds_nuls)
{
    autofree_strbuf StrBuf buf = STRBUF_INIT;

    ck_assert(strbuf_append(&buf, "a\0b", 3));
    ck_assert_uint_eq(buf.len, 3);
    ck_assert_mem_eq(buf.data, "a\0b", 4);
}
END_TEST

START_TEST(grows_past_any_first_size)
{
    autofree_strbuf StrBuf buf = STRBUF_INIT;
    int i;

    for (i = 0; i < 10000; i++) {
        ck_assert(strbuf_printf(&buf, "%d,", i % 10));
    }
    ck_assert_uint_eq(buf.len, 20000);
    ck_assert_str_eq(buf.data + buf.len - 4, "8,9,");
}
END_TEST

START_TEST(ceiling_is_reached_exactly_and_failure_sticks)
{
    autofree_strbuf StrBuf buf;

    strbuf_init(&buf, 5);
    ck_assert(strbuf_puts(&buf, "12345"));
    ck_assert(!strbuf_putc(&buf, '6'));
    ck_assert(buf.failed);
    ck_assert_str_eq(strbuf_str(&buf), "12345");
    /* even what would fit fails now: no holes in the text */
    strbuf_truncate(&buf, 0);
    ck_assert(!strbuf_putc(&buf, 'x'));
    strbuf_reset(&buf);
    ck_assert(strbuf_puts(&buf, "again"));
    ck_assert_str_eq(strbuf_str(&buf), "again");
}
END_TEST

START_TEST(absurd_room_fails_instead_of_wrapping)
{
    autofree_strbuf StrBuf buf = STRBUF_INIT;

    ck_assert(strbuf_putc(&buf, 'x'));
    ck_assert_ptr_null(strbuf_reserve(&buf, SIZE_MAX));
    ck_assert(buf.failed);
    ck_assert_str_eq(strbuf_str(&buf), "x");
}
END_TEST

START_TEST(reserve_and_commit_take_a_read)
{
    autofree_strbuf StrBuf buf = STRBUF_INIT;
    char *room;

    ck_assert(strbuf_puts(&buf, "ab"));
    room = strbuf_reserve(&buf, 100);
    ck_assert_ptr_nonnull(room);
    memset(room, 'z', 100);
    strbuf_commit(&buf, 2);
    ck_assert_str_eq(strbuf_str(&buf), "abzz");
}
END_TEST

START_TEST(reserved_room_that_stays_unused_leaves_an_empty_string)
{
    StrBuf buf = STRBUF_INIT;

    ck_assert_ptr_nonnull(strbuf_reserve(&buf, 100));
    ck_assert_str_eq(strbuf_str(&buf), "");
    strbuf_free(&buf);
}
END_TEST

START_TEST(drop_and_truncate_cut_the_ends)
{
    autofree_strbuf StrBuf buf = STRBUF_INIT;

    strbuf_drop(&buf, 0);
    strbuf_truncate(&buf, 0);
    ck_assert(strbuf_puts(&buf, "hello"));
    strbuf_drop(&buf, 2);
    ck_assert_str_eq(strbuf_str(&buf), "llo");
    strbuf_truncate(&buf, 1);
    ck_assert_str_eq(strbuf_str(&buf), "l");
    strbuf_drop(&buf, 1);
    ck_assert_str_eq(strbuf_str(&buf), "");
}
END_TEST

START_TEST(steal_hands_over_a_string_and_leaves_an_empty_buffer)
{
    autofree_strbuf StrBuf buf = STRBUF_INIT;
    autofree char *empty = strbuf_steal(&buf);
    autofree char *text = NULL;

    ck_assert_str_eq(empty, "");
    strbuf_puts(&buf, "text");
    text = strbuf_steal(&buf);
    ck_assert_str_eq(text, "text");
    ck_assert_uint_eq(buf.len, 0);
    ck_assert(strbuf_puts(&buf, "more"));
    ck_assert_str_eq(text, "text");
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, appends_join_and_stay_terminated);
    tcase_add_test(tc, holds_nuls);
    tcase_add_test(tc, grows_past_any_first_size);
    tcase_add_test(tc, ceiling_is_reached_exactly_and_failure_sticks);
    tcase_add_test(tc, absurd_room_fails_instead_of_wrapping);
    tcase_add_test(tc, reserve_and_commit_take_a_read);
    tcase_add_test(tc, reserved_room_that_stays_unused_leaves_an_empty_string);
    tcase_add_test(tc, drop_and_truncate_cut_the_ends);
    tcase_add_test(tc, steal_hands_over_a_string_and_leaves_an_empty_buffer);
}

int main(void)
{
    return unit_run("strbuf", add_tests);
}
