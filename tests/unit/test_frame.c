/*
 * What the terminal shows of a line being edited
 */
#include "term/frame.h"

#include "unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

static Frame *make(const wchar_t *line, size_t cursor, int width, int height,
                   const Frame *previous)
{
    FrameText text = {
        .prompt = "> ", .line = line, .len = wcslen(line), .cursor = cursor
    };

    return frame_new(&text, width, height, previous);
}

/* ---- layout: drawn on a blank screen ---- */

static const struct {
    const wchar_t *line;
    size_t cursor;
    int width, height;
    const char *bytes; /* with the way to the cursor at the end */
    int row, column;
} layouts[] = {
    { L"", 0, 10, 5, "> ", 0, 2 },
    { L"abc", 3, 10, 5, "> abc", 0, 5 },
    { L"abc", 1, 10, 5, "> abc\033[2D", 0, 3 },
    { L"abc", 0, 10, 5, "> abc\033[3D", 0, 2 },
    /* rows */
    { L"abcdefgh", 8, 10, 5, "> abcdefgh\r\n", 1, 0 },
    { L"abcdefgh", 7, 10, 5, "> abcdefgh\r\033[9C", 0, 9 },
    { L"abcdefghij", 10, 10, 5, "> abcdefgh\r\nij", 1, 2 },
    { L"abcdefghij", 0, 10, 5, "> abcdefgh\r\nij\033[1A", 0, 2 },
    { L"a\nb", 3, 10, 5, "> a\r\nb", 1, 1 },
    { L"a\nb", 1, 10, 5, "> a\r\nb\033[1A\033[2C", 0, 3 },
    { L"a\n", 0, 10, 5, "> a\r\n\033[1A\033[2C", 0, 2 },
    { L"\n", 1, 10, 5, "> \r\n", 1, 0 },
    { L"abcdefgh\nx", 8, 10, 5, "> abcdefgh\r\n\r\nx\033[1A\r", 1, 0 },
    /* widths */
    { L"\u65e5x", 1, 10, 5, "> \u65e5x\033[1D", 0, 4 },
    { L"abcdefg\u65e5", 8, 10, 5, "> abcdefg\r\n\u65e5", 1, 2 },
    { L"abcdefg\u65e5", 7, 10, 5, "> abcdefg\r\n\u65e5\r", 1, 0 },
    { L"e\u0301x", 3, 10, 5, "> e\u0301x", 0, 4 },
    { L"abcdefge\u0301", 9, 10, 5, "> abcdefge\u0301\r\n", 1, 0 },
    { L"a\n\u0301", 3, 10, 5, "> a\r\n \u0301", 1, 1 },
    { L"\u65e5", 1, 1, 9, ">\r\n \r\n?\r\n", 3, 0 },
    /* what must not reach the terminal as it is */
    { L"\033[J", 3, 10, 5, "> ^[[J", 0, 6 },
    { L"\x7f", 1, 10, 5, "> ^?", 0, 4 },
    { L"\x9b", 1, 10, 5, "> \\u009b", 0, 8 },
    { L"\u202e", 1, 10, 5, "> \\u202e", 0, 8 },
    { L"abcdefg\x07", 8, 10, 5, "> abcdefg^\r\nG", 1, 1 },
    /* taller than the screen */
    { L"a\nb\nc\nd", 7, 10, 2, "c\r\nd", 1, 1 },
    { L"a\nb\nc\nd", 0, 10, 2, "> a\r\nb\033[1A\033[1C", 0, 2 },
};

START_TEST(a_frame_is_drawn_on_a_blank_screen)
{
    StrBuf out = STRBUF_INIT;
    Frame *f = make(layouts[_i].line, layouts[_i].cursor, layouts[_i].width,
                    layouts[_i].height, NULL);

    frame_update(NULL, f, NULL, &out);
    ck_assert_str_eq(strbuf_str(&out), layouts[_i].bytes);
    ck_assert_int_eq(frame_cursor_row(f), layouts[_i].row);
    ck_assert_int_eq(frame_cursor_column(f), layouts[_i].column);
    ck_assert_int_le(frame_rows(f), layouts[_i].height);
    frame_free(f);
    strbuf_free(&out);
}
END_TEST

/* ---- steps ---- */

static const struct {
    const wchar_t *before;
    size_t before_cursor;
    const wchar_t *after;
    size_t after_cursor;
    const char *bytes;
} steps[] = {
    { L"abc", 3, L"abc", 3, "" },
    { L"abc", 3, L"abcd", 4, "d" },
    { L"abc", 3, L"abc", 2, "\033[1D" },
    { L"abc", 2, L"abxc", 3, "xc\033[1D" },
    { L"abc", 3, L"ab", 2, "\033[1D\033[K" },
    { L"abc", 1, L"c", 0, "\033[1Dc\033[K\033[1D" },
    { L"\u65e5b", 2, L"xb", 2, "\033[3Dxb\033[K" },
    /* over the edge and back; never erased where the terminal would wrap */
    { L"abcdefg", 7, L"abcdefgh", 8, "h\r\n" },
    { L"abcdefgh", 8, L"abcdefghi", 9, "i" },
    { L"abcdefgh", 8, L"abcdefg", 7,
      "\033[1A\033[9C\033[K\033[1B\r\033[J\033[1A\033[9C" },
    { L"abcdefghi", 9, L"abcdefghi", 7, "\033[1A\033[8C" },
};

START_TEST(a_step_redraws_what_has_changed)
{
    StrBuf out = STRBUF_INIT;
    Frame *before = make(steps[_i].before, steps[_i].before_cursor, 10, 5,
                         NULL);
    Frame *after = make(steps[_i].after, steps[_i].after_cursor, 10, 5, before);

    frame_update(before, after, NULL, &out);
    ck_assert_str_eq(strbuf_str(&out), steps[_i].bytes);
    frame_free(before);
    frame_free(after);
    strbuf_free(&out);
}
END_TEST

START_TEST(the_window_moves_only_as_far_as_it_must)
{
    const wchar_t *line = L"a\nb\nc\nd";
    Frame *end = make(line, 7, 10, 2, NULL);
    Frame *up = make(line, 4, 10, 2, end);
    Frame *top = make(line, 2, 10, 2, up);

    ck_assert_int_eq(frame_cursor_row(end), 1);
    ck_assert_int_eq(frame_cursor_row(up), 0);
    ck_assert_int_eq(frame_cursor_row(top), 0);
    frame_free(end);
    frame_free(up);
    frame_free(top);
}
END_TEST

/* ---- the rest ---- */

START_TEST(erasing_ends_where_the_frame_began)
{
    StrBuf out = STRBUF_INIT;
    Frame *one = make(L"abc", 3, 10, 5, NULL);
    Frame *two = make(L"abcdefghij", 10, 10, 5, NULL);

    frame_erase(one, &out);
    ck_assert_str_eq(strbuf_str(&out), "\r\033[K");
    strbuf_reset(&out);
    frame_erase(two, &out);
    ck_assert_str_eq(strbuf_str(&out), "\033[1A\r\033[K\033[1B\033[J\033[1A");
    frame_free(one);
    frame_free(two);
    strbuf_free(&out);
}
END_TEST

START_TEST(a_frame_that_is_left_is_wrapped_by_the_terminal)
{
    StrBuf out = STRBUF_INIT;
    Frame *one = make(L"abc", 1, 10, 5, NULL);
    Frame *more = make(L"abcdefghij\nx", 0, 10, 2, NULL);

    frame_leave(one, NULL, &out);
    ck_assert_str_eq(strbuf_str(&out), "\r\n");
    strbuf_reset(&out);
    frame_leave(more, NULL, &out);
    ck_assert_str_eq(strbuf_str(&out), "\r\033[K\033[1B\033[J\033[1A"
                                       "> abcdefghij\r\nx\r\n");
    frame_free(one);
    frame_free(more);
    strbuf_free(&out);
}
END_TEST

static const struct {
    const char *hint;
    size_t cursor;
    const char *bytes;
} hints[] = {
    { " id=", 3, "> abc<hint> id=</>\033[4D" },
    { " id= x=", 3, "> abc<hint> id= </>\r\033[5C" },
    { "abcd\u65e5", 3, "> abc<hint>abcd</>\033[4D" },
    { "a\nb", 3, "> abc<hint>a</>\033[1D" },
    { " id=", 2, "> abc\033[1D" },
};

START_TEST(a_hint_stands_behind_the_cursor_and_never_wraps)
{
    static const Theme theme = {
        .start = { [THEME_HINT] = "<hint>", [THEME_PROMPT] = "" }, .end = "</>"
    };
    FrameText text = { .prompt = "> ",
                       .line = L"abc",
                       .len = 3,
                       .cursor = hints[_i].cursor,
                       .hint = hints[_i].hint };
    StrBuf out = STRBUF_INIT;
    Frame *f = frame_new(&text, 10, 5, NULL);

    frame_update(NULL, f, &theme, &out);
    ck_assert_str_eq(strbuf_str(&out), hints[_i].bytes);
    frame_free(f);
    strbuf_free(&out);
}
END_TEST

static const struct {
    const wchar_t *line;
    const char *bytes;
} left_hints[] = {
    { L"abc", "\033[K\r\n" },
    { L"abcdefghij", "\033[1A\r\033[K\033[1B\033[J\033[1A> abcdefghij\r\n" },
    { L"abcdefgh", "\033[1A\033[K\033[1B\033[J\033[1A> abcdefgh\r\n" },
};

START_TEST(a_hint_is_not_left_on_the_screen)
{
    FrameText text = { .prompt = "> ",
                       .line = left_hints[_i].line,
                       .len = wcslen(left_hints[_i].line),
                       .cursor = wcslen(left_hints[_i].line),
                       .hint = " id=" };
    StrBuf out = STRBUF_INIT;
    Frame *f = frame_new(&text, 10, 5, NULL);

    frame_leave(f, NULL, &out);
    ck_assert_str_eq(strbuf_str(&out), left_hints[_i].bytes);
    frame_free(f);
    strbuf_free(&out);
}
END_TEST

static const struct {
    const wchar_t *line;
    size_t cursor;
    int width;
    int rows;
} narrower[] = {
    { L"abcdefgh", 0, 10, 0 },
    { L"abcdefgh", 3, 5, 1 },
    { L"abcdefgh", 2, 5, 0 },
    { L"abcdefghijkl", 12, 5, 2 },
    { L"abcdefghijkl", 12, 3, 5 },
    { L"abcdefg", 7, 9, 0 },
    { L"a\u65e5\u65e5\u65e5", 4, 4, 2 },
};

START_TEST(rows_above_the_cursor_are_counted_for_a_narrower_terminal)
{
    Frame *f = make(narrower[_i].line, narrower[_i].cursor, 10, 5, NULL);

    ck_assert_int_eq(frame_rows_above(f, narrower[_i].width),
                     narrower[_i].rows);
    frame_free(f);
}
END_TEST

static void add_tests(TCase *tc)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tc, a_frame_is_drawn_on_a_blank_screen, 0,
                        ARRAY_SIZE(layouts));
    tcase_add_loop_test(tc, a_step_redraws_what_has_changed, 0,
                        ARRAY_SIZE(steps));
    tcase_add_test(tc, the_window_moves_only_as_far_as_it_must);
    tcase_add_test(tc, erasing_ends_where_the_frame_began);
    tcase_add_test(tc, a_frame_that_is_left_is_wrapped_by_the_terminal);
    tcase_add_loop_test(tc, a_hint_stands_behind_the_cursor_and_never_wraps, 0,
                        ARRAY_SIZE(hints));
    tcase_add_loop_test(tc, a_hint_is_not_left_on_the_screen, 0,
                        ARRAY_SIZE(left_hints));
    tcase_add_loop_test(
        tc, rows_above_the_cursor_are_counted_for_a_narrower_terminal, 0,
        ARRAY_SIZE(narrower));
}

int main(void)
{
    return unit_run("frame", add_tests);
}
