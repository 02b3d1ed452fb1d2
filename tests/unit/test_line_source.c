/*
 * Lines from strings, pipes and files
 */
#include "unit.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "shell/line_source.h"
#include "util/mem.h"

static void expect(LineSource *src, const char *want)
{
    const char *line;
    size_t len;

    ck_assert_int_eq(line_source_next(src, &line, &len, NULL),
                     LINE_SOURCE_LINE);
    ck_assert_uint_eq(len, strlen(want));
    ck_assert(memcmp(line, want, len) == 0);
}

static void expect_result(LineSource *src, LineSourceResult want)
{
    const char *line;
    size_t len;

    ck_assert_int_eq(line_source_next(src, &line, &len, NULL), want);
}

START_TEST(a_last_line_needs_no_newline)
{
    LineSource *src = line_source_from_string("one\n\ntwo");

    expect(src, "one");
    expect(src, "");
    expect(src, "two");
    ck_assert_uint_eq(line_source_number(src), 3);
    expect_result(src, LINE_SOURCE_END);
    expect_result(src, LINE_SOURCE_END);
    line_source_free(src);
}
END_TEST

START_TEST(an_empty_text_has_no_line)
{
    LineSource *src = line_source_from_string("");

    expect_result(src, LINE_SOURCE_END);
    line_source_free(src);
}
END_TEST

START_TEST(a_pipe_gives_lines_as_they_come)
{
    int ends[2];
    LineSource *src;

    ck_assert_int_eq(pipe(ends), 0);
    src = line_source_from_fd(ends[0]);
    expect_result(src, LINE_SOURCE_WAIT);
    ck_assert_int_eq(write(ends[1], "on", 2), 2);
    expect_result(src, LINE_SOURCE_WAIT);
    ck_assert_int_eq(write(ends[1], "e\ntw", 4), 4);
    expect(src, "one");
    expect_result(src, LINE_SOURCE_WAIT);
    close(ends[1]);
    expect(src, "tw");
    expect_result(src, LINE_SOURCE_END);
    line_source_free(src);
    close(ends[0]);
}
END_TEST

START_TEST(a_line_may_be_larger_than_a_read)
{
    int ends[2];
    size_t i, size = 60000;
    autofree char *big = mem_new0(1, 4 * size + 1);
    LineSource *src;

    ck_assert_int_eq(pipe(ends), 0);
    src = line_source_from_fd(ends[0]);
    memset(big, 'x', 4 * size);
    for (i = 0; i < 4; i++) {
        ck_assert_int_eq(write(ends[1], big, size), (int)size);
        expect_result(src, LINE_SOURCE_WAIT);
    }
    ck_assert_int_eq(write(ends[1], "\n", 1), 1);
    expect(src, big);
    line_source_free(src);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

static volatile sig_atomic_t fired;

static void on_alarm(int sig)
{
    (void)sig;
    fired = 1;
}

/* A read that waited would miss the signal that came just before it. */
START_TEST(a_signal_at_any_moment_makes_nothing_wait)
{
    struct sigaction action = { .sa_handler = on_alarm };
    struct itimerval soon = { .it_value.tv_usec = 20 };
    int ends[2], i;
    LineSource *src;

    ck_assert_int_eq(pipe(ends), 0);
    sigaction(SIGALRM, &action, NULL);
    src = line_source_from_fd(ends[0]);
    for (i = 0; i < 2000; i++) {
        const char *line;
        size_t len;

        fired = 0;
        setitimer(ITIMER_REAL, &soon, NULL);
        while (!fired) {
            if (line_source_next(src, &line, &len, NULL) != LINE_SOURCE_WAIT) {
                ck_abort_msg("something came");
            }
        }
    }
    line_source_free(src);
    close(ends[0]);
    close(ends[1]);
}
END_TEST

START_TEST(a_file_that_cannot_be_read_is_named)
{
    Error *err = NULL;
    LineSource *src;

    ck_assert_ptr_null(line_source_from_file("/nowhere/at/all", &err));
    ck_assert_str_eq(error_message(err), "cannot read '/nowhere/at/all': No "
                                         "such file or directory");
    error_free(STEAL(err));
    src = line_source_from_file("/", &err);
    ck_assert_ptr_nonnull(src);
    expect_result(src, LINE_SOURCE_ERROR);
    line_source_free(src);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, a_last_line_needs_no_newline);
    tcase_add_test(tcase, an_empty_text_has_no_line);
    tcase_add_test(tcase, a_pipe_gives_lines_as_they_come);
    tcase_add_test(tcase, a_line_may_be_larger_than_a_read);
    tcase_add_test(tcase, a_signal_at_any_moment_makes_nothing_wait);
    tcase_add_test(tcase, a_file_that_cannot_be_read_is_named);
}

int main(void)
{
    return unit_run("line_source", add_tests);
}
