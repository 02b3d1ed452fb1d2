/*
 * The history of lines
 */
#include "term/history.h"

#include "unit.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/fd.h"
#include "util/mem.h"
#include "util/strbuf.h"

static char *folder; /* of one test */
static char *path;   /* of the history file in it */

static void set_up(void)
{
    folder = mem_strdup("/tmp/qmpsh-history-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    path = mem_printf("%s/history", folder);
}

static int remove_one(const char *name, const struct stat *st, int type,
                      struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(name);
}

static void tear_down(void)
{
    nftw(folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    free(folder);
    free(path);
}

static void write_file(const char *name, const char *text, size_t len)
{
    autoclose int fd = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0644);

    ck_assert(fd_write_all(fd, text, len, NULL));
}

static char *read_file(void)
{
    StrBuf text = STRBUF_INIT;
    autoclose int fd = open(path, O_RDONLY);
    char *room;
    ssize_t n;

    do {
        room = strbuf_reserve(&text, 65536);
        n = read(fd, room, 65536);
        strbuf_commit(&text, n > 0 ? (size_t)n : 0);
    } while (n > 0);
    return strbuf_steal(&text);
}

static void add(const char *line)
{
    Error *err = NULL;
    History *h = history_new(path, &err);

    ck_assert_ptr_null(err);
    ck_assert(history_add(h, line, &err));
    history_free(h);
}

/* The entries of a new session, joined by "|". */
static char *entries(void)
{
    Error *err = NULL;
    History *h = history_new(path, &err);
    StrBuf out = STRBUF_INIT;
    size_t i;

    ck_assert_ptr_null(err);
    for (i = 0; i < history_count(h); i++) {
        strbuf_printf(&out, "%s%s", i ? "|" : "", history_get(h, i));
    }
    history_free(h);
    return strbuf_steal(&out);
}

static void check_entries(const char *expected)
{
    autofree char *found = entries();

    ck_assert_str_eq(found, expected);
}

/* ---- entries ---- */

static const char *const lines[] = {
    "query-status",
    "two\nrows",
    "trailing newline\n",
    "back\\slash \\n \\\\n \\",
    "\\",
    "日本語",
    "tab\there\rand return",
};

START_TEST(a_line_comes_back_as_it_was)
{
    add("before");
    add(lines[_i]);
    add("after");
    {
        autofree char *expected = mem_printf("before|%s|after", lines[_i]);

        check_entries(expected);
    }
}
END_TEST

START_TEST(a_line_may_have_any_length)
{
    static const size_t lengths[] = { 1022, 1023, 1024, 1025, 4096, 1 << 20 };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(lengths); i++) {
        autofree char *line = mem_new0(lengths[i] + 1, 1);

        memset(line, 'x', lengths[i]);
        unlink(path);
        add(line);
        check_entries(line);
    }
}
END_TEST

START_TEST(some_lines_are_not_kept)
{
    History *h = history_new(NULL, NULL);

    history_add(h, "", NULL);
    history_add(h, " secret", NULL);
    history_add(h, "a", NULL);
    history_add(h, "a", NULL);
    history_add(h, "b", NULL);
    history_add(h, "a", NULL);
    ck_assert_uint_eq(history_count(h), 3);
    ck_assert_str_eq(history_get(h, 0), "a");
    ck_assert_str_eq(history_get(h, 2), "a");
    history_free(h);
}
END_TEST

START_TEST(entries_are_found)
{
    History *h = history_new(NULL, NULL);

    history_add(h, "query-status", NULL);
    history_add(h, "stop", NULL);
    history_add(h, "query-block", NULL);
    ck_assert_uint_eq(history_find(h, 3, -1, "query", true), 2);
    ck_assert_uint_eq(history_find(h, 2, -1, "query", true), 0);
    ck_assert_uint_eq(history_find(h, 0, -1, "query", true), 3);
    ck_assert_uint_eq(history_find(h, 0, 1, "query", true), 2);
    ck_assert_uint_eq(history_find(h, 2, 1, "query", true), 3);
    ck_assert_uint_eq(history_find(h, 3, -1, "st", false), 1);
    ck_assert_uint_eq(history_find(h, 1, -1, "st", false), 0);
    ck_assert_uint_eq(history_find(h, 3, -1, "", true), 2);
    history_free(h);
}
END_TEST

/* ---- the file ---- */

START_TEST(the_file_and_its_folders_are_private)
{
    autofree char *deep = mem_printf("%s/a/b/history", folder);
    autofree char *parent = mem_printf("%s/a", folder);
    History *h = history_new(deep, NULL);
    struct stat st;

    ck_assert_int_eq(access(deep, F_OK), -1); /* not before there is one */
    ck_assert(history_add(h, "line", NULL));
    history_free(h);
    ck_assert_int_eq(stat(deep, &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0600);
    ck_assert_int_eq(stat(parent, &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0700);
}
END_TEST

START_TEST(a_file_that_others_can_read_becomes_private)
{
    struct stat st;

    write_file(path, "old\n", 4);
    chmod(path, 0644);
    add("new");
    ck_assert_int_eq(stat(path, &st), 0);
    ck_assert_int_eq(st.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_last_line_without_newline_stays_apart)
{
    write_file(path, "one\ntwo", 7);
    add("three");
    check_entries("one|two|three");
}
END_TEST

static const struct {
    const char *text;
    size_t len;
    const char *entries;
} garbage[] = {
    { "", 0, "new" },
    { "\n\n\n", 3, "new" },
    { "a\0b\nok\n", 7, "ok|new" },
    { "\xff\xfe\nok\n", 6, "ok|new" },
    { "bad \\x escape\\\n", 15, "bad \\x escape\\|new" },
    { "\r\n", 2, "\r|new" },
};

START_TEST(garbage_is_passed_over)
{
    write_file(path, garbage[_i].text, garbage[_i].len);
    add("new");
    check_entries(garbage[_i].entries);
}
END_TEST

START_TEST(a_link_is_followed_and_kept)
{
    autofree char *target = mem_printf("%s/target", folder);
    StrBuf text = STRBUF_INIT;
    struct stat st;
    int i;

    for (i = 0; i < HISTORY_LIMIT + HISTORY_LIMIT / 10; i++) {
        strbuf_printf(&text, "line %d\n", i);
    }
    write_file(target, text.data, text.len);
    ck_assert_int_eq(symlink(target, path), 0);
    add("the one too much");
    ck_assert_int_eq(lstat(path, &st), 0);
    ck_assert(S_ISLNK(st.st_mode));
    ck_assert_int_eq(stat(target, &st), 0);
    ck_assert_int_lt(st.st_size, (off_t)text.len); /* compacted */
    strbuf_free(&text);
}
END_TEST

START_TEST(a_link_to_dev_null_means_no_history)
{
    ck_assert_int_eq(symlink("/dev/null", path), 0);
    add("line");
    check_entries("");
}
END_TEST

START_TEST(a_folder_in_its_place_is_an_error)
{
    Error *err = NULL;
    History *h;

    ck_assert_int_eq(mkdir(path, 0700), 0);
    h = history_new(path, NULL);
    ck_assert(!history_add(h, "line", &err));
    ck_assert_ptr_nonnull(err);
    ck_assert_ptr_nonnull(strstr(error_message(err), path));
    error_free(err);
    ck_assert_uint_eq(history_count(h), 1); /* it is there all the same */
    history_free(h);
}
END_TEST

START_TEST(what_could_not_be_written_is_written_later)
{
    History *h = history_new(path, NULL);
    Error *err = NULL;
    int fd;

    ck_assert(history_add(h, "one", NULL));
    fd = open(path, O_RDWR);
    ck_assert_int_eq(flock(fd, LOCK_EX), 0);
    ck_assert(!history_add(h, "two", &err));
    ck_assert_ptr_nonnull(strstr(error_message(err), "locked"));
    error_free(err);
    close(fd);
    ck_assert(history_add(h, "three", NULL));
    history_free(h);
    check_entries("one|two|three");
}
END_TEST

/* ---- many sessions ---- */

START_TEST(the_file_keeps_the_newest)
{
    StrBuf text = STRBUF_INIT;
    History *h;
    int i;

    for (i = 0; i < HISTORY_LIMIT + HISTORY_LIMIT / 10; i++) {
        strbuf_printf(&text, "line %d\n", i);
    }
    write_file(path, text.data, text.len);
    strbuf_free(&text);
    add("newest");
    h = history_new(path, NULL);
    ck_assert_uint_eq(history_count(h), HISTORY_LIMIT);
    ck_assert_str_eq(history_get(h, 0), "line 1001");
    ck_assert_str_eq(history_get(h, HISTORY_LIMIT - 1), "newest");
    history_free(h);
}
END_TEST

#define WRITERS 8
#define ENTRIES 400

static void write_entries(int writer)
{
    History *h = history_new(path, NULL);
    int i;

    for (i = 0; i < ENTRIES; i++) {
        autofree char *line = mem_printf("writer %d entry %d", writer, i);

        history_add(h, line, NULL);
    }
    history_free(h);
    _exit(0);
}

/* The file is nearly full, so that it is compacted while they write. */
START_TEST(concurrent_sessions_lose_nothing)
{
    StrBuf text = STRBUF_INIT;
    autofree char *after = NULL;
    int i, j;

    for (i = 0; i < HISTORY_LIMIT + 800; i++) {
        strbuf_printf(&text, "old %d\n", i);
    }
    write_file(path, text.data, text.len);
    strbuf_free(&text);
    for (i = 0; i < WRITERS; i++) {
        if (fork() == 0) {
            write_entries(i);
        }
    }
    while (wait(NULL) > 0) {
    }
    after = read_file();
    ck_assert_ptr_null(strstr(after, "old 0\n")); /* it was compacted */
    for (i = 0; i < WRITERS; i++) {
        const char *at = after;

        for (j = 0; j < ENTRIES; j++) {
            autofree char *line = mem_printf("\nwriter %d entry %d\n", i, j);

            at = strstr(at, line);
            ck_assert_msg(at != NULL, "lost: writer %d entry %d", i, j);
        }
    }
}
END_TEST

static const struct {
    const char *state, *home, *path;
} paths[] = {
    { "/state", "/home/u", "/state/qmpsh/history" },
    { NULL, "/home/u", "/home/u/.local/state/qmpsh/history" },
    { "", "/home/u", "/home/u/.local/state/qmpsh/history" },
    { "relative", "/home/u", "/home/u/.local/state/qmpsh/history" },
    { NULL, NULL, NULL },
    { NULL, "", NULL },
};

START_TEST(the_default_path_follows_xdg)
{
    autofree char *found = history_default_path(paths[_i].state,
                                                paths[_i].home);

    ck_assert_pstr_eq(found, paths[_i].path);
}
END_TEST

static void add_tests(TCase *tc)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_set_timeout(tc, 60);
    tcase_add_checked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, a_line_comes_back_as_it_was, 0, ARRAY_SIZE(lines));
    tcase_add_test(tc, a_line_may_have_any_length);
    tcase_add_test(tc, some_lines_are_not_kept);
    tcase_add_test(tc, entries_are_found);
    tcase_add_test(tc, the_file_and_its_folders_are_private);
    tcase_add_test(tc, a_file_that_others_can_read_becomes_private);
    tcase_add_test(tc, a_last_line_without_newline_stays_apart);
    tcase_add_loop_test(tc, garbage_is_passed_over, 0, ARRAY_SIZE(garbage));
    tcase_add_test(tc, a_link_is_followed_and_kept);
    tcase_add_test(tc, a_link_to_dev_null_means_no_history);
    tcase_add_test(tc, a_folder_in_its_place_is_an_error);
    tcase_add_test(tc, what_could_not_be_written_is_written_later);
    tcase_add_test(tc, the_file_keeps_the_newest);
    tcase_add_test(tc, concurrent_sessions_lose_nothing);
    tcase_add_loop_test(tc, the_default_path_follows_xdg, 0, ARRAY_SIZE(paths));
}

int main(void)
{
    return unit_run("history", add_tests);
}
