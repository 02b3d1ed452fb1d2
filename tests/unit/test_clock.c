/*
 * Time limits
 */
#include <limits.h>

#include "unit.h"
#include "util/clock.h"

START_TEST(no_limit_waits_forever)
{
    ck_assert_int_eq(deadline_in(-1), DEADLINE_NONE);
    ck_assert_int_eq(deadline_in(INT64_MAX), DEADLINE_NONE);
    ck_assert_int_eq(deadline_poll_timeout(DEADLINE_NONE), -1);
}
END_TEST

START_TEST(a_limit_that_has_passed_does_not_wait)
{
    ck_assert_int_eq(deadline_poll_timeout(deadline_in(0)), 0);
    ck_assert_int_eq(deadline_poll_timeout(clock_now_ms() - 5), 0);
    /* the beginning of the clock, not "none" */
    ck_assert_int_eq(deadline_poll_timeout(0), 0);
}
END_TEST

START_TEST(what_is_left_is_what_poll_waits)
{
    int left = deadline_poll_timeout(deadline_in(60000));

    ck_assert_int_gt(left, 30000);
    ck_assert_int_le(left, 60000);
    /* poll() takes an int: a far limit must not turn negative */
    ck_assert_int_eq(deadline_poll_timeout(deadline_in(INT64_MAX / 2)),
                     INT_MAX);
}
END_TEST

START_TEST(the_earlier_of_two)
{
    ck_assert_int_eq(deadline_min(3, DEADLINE_NONE), 3);
    ck_assert_int_eq(deadline_min(4, 3), 3);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, no_limit_waits_forever);
    tcase_add_test(tc, a_limit_that_has_passed_does_not_wait);
    tcase_add_test(tc, what_is_left_is_what_poll_waits);
    tcase_add_test(tc, the_earlier_of_two);
}

int main(void)
{
    return unit_run("clock", add_tests);
}
