/*
 * Errors as values
 */
#include <errno.h>

#include "unit.h"
#include "util/error.h"

START_TEST(set_keeps_kind_and_message)
{
    autofree_error Error *err = NULL;

    error_set(&err, ERROR_TIMEOUT, "no reply after %d s", 5);
    ck_assert_int_eq(error_kind(err), ERROR_TIMEOUT);
    ck_assert_str_eq(error_message(err), "no reply after 5 s");
    ck_assert_str_eq(error_hint(err), "");
}
END_TEST

START_TEST(set_errno_appends_its_text)
{
    autofree_error Error *err = NULL;

    error_set_errno(&err, ERROR_CONNECT, ENOENT, "%s", "/a/100%");
    ck_assert_str_eq(error_message(err), "/a/100%: No such file or directory");
}
END_TEST

START_TEST(prepend_adds_context)
{
    autofree_error Error *err = NULL;

    error_prepend(&err, "nothing to prepend to: ");
    ck_assert_ptr_null(err);
    error_set(&err, ERROR_PARSE, "expected '%%'");
    error_prepend(&err, "line %d: ", 3);
    ck_assert_str_eq(error_message(err), "line 3: expected '%'");
    ck_assert_int_eq(error_kind(err), ERROR_PARSE);
}
END_TEST

START_TEST(hints_accumulate)
{
    autofree_error Error *err = NULL;

    error_append_hint(&err, "dropped\n");
    ck_assert_ptr_null(err);
    error_set(&err, ERROR_PARSE, "x");
    error_append_hint(&err, "  %s\n", "line");
    error_append_hint(&err, "  ^\n");
    ck_assert_str_eq(error_hint(err), "  line\n  ^\n");
    ck_assert_str_eq(error_message(err), "x");
}
END_TEST

START_TEST(subject_is_kept)
{
    autofree_error Error *err = NULL;

    error_set_subject(&err, "dropped");
    ck_assert_ptr_null(err);
    error_set(&err, ERROR_PARSE, "x");
    ck_assert_ptr_null(error_subject(err));
    error_set_subject(&err, "stop");
    error_set_subject(&err, "cont");
    ck_assert_str_eq(error_subject(err), "cont");
}
END_TEST

START_TEST(a_caller_may_not_care)
{
    error_set(NULL, ERROR_FAILED, "dropped");
    error_set_errno(NULL, ERROR_FAILED, EPERM, "dropped");
    error_prepend(NULL, "dropped");
    error_append_hint(NULL, "dropped");
    error_set_subject(NULL, "dropped");
    error_propagate(NULL, NULL);
    error_free(NULL);
}
END_TEST

START_TEST(propagate_moves_or_frees)
{
    autofree_error Error *dst = NULL;
    Error *err = NULL;

    error_set(&err, ERROR_LOST, "gone");
    error_propagate(NULL, err);
    err = NULL;
    error_propagate(&dst, err);
    ck_assert_ptr_null(dst);
    error_set(&err, ERROR_LOST, "gone");
    error_propagate(&dst, err);
    ck_assert_ptr_eq(dst, err);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_test(tc, set_keeps_kind_and_message);
    tcase_add_test(tc, set_errno_appends_its_text);
    tcase_add_test(tc, prepend_adds_context);
    tcase_add_test(tc, hints_accumulate);
    tcase_add_test(tc, subject_is_kept);
    tcase_add_test(tc, a_caller_may_not_care);
    tcase_add_test(tc, propagate_moves_or_frees);
}

int main(void)
{
    return unit_run("error", add_tests);
}
