/*
 * Replies as text
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "out/render.h"
#include "unit.h"
#include "util/json.h"
#include "util/mem.h"

static const RenderStyle plain_80 = { .width = 80 };

static json_object *parse(const char *text, size_t len)
{
    json_tokener *tokener = json_tokener_new_ex(JSON_MAX_DEPTH + 2);
    json_object *value;

    json_tokener_set_flags(tokener,
                           JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    value = json_tokener_parse_ex(tokener, text, (int)len + 1);
    ck_assert_msg(json_tokener_get_error(tokener) == json_tokener_success,
                  "%s: %s", text,
                  json_tokener_error_desc(json_tokener_get_error(tokener)));
    json_tokener_free(tokener);
    return value;
}

/* What each format makes of a text; the expanded form is jq's own output. */
static const struct {
    const char *text, *json, *pretty;
} format_cases[] = {
    { "null", "null\n", "null\n" },
    { "true", "true\n", "true\n" },
    { " [ ] ", "[]\n", "[]\n" },
    { "{ }", "{}\n", "{}\n" },
    { "\"x\"", "\"x\"\n", "\"x\"\n" },
    { "{\"running\": true, \"status\": \"running\"}",
      "{\"running\":true,\"status\":\"running\"}\n",
      "{\n  \"running\": true,\n  \"status\": \"running\"\n}\n" },
    { "[1, [], {}, [null, {\"a\": {\"b\": [false]}}]]",
      "[1,[],{},[null,{\"a\":{\"b\":[false]}}]]\n",
      "[\n  1,\n  [],\n  {},\n  [\n    null,\n    {\n      \"a\": {\n"
      "        \"b\": [\n          false\n        ]\n"
      "      }\n    }\n  ]\n]\n" },
    /* keys in their order */
    { "{\"b\":1,\"a\":2,\"c\":3}", "{\"b\":1,\"a\":2,\"c\":3}\n",
      "{\n  \"b\": 1,\n  \"a\": 2,\n  \"c\": 3\n}\n" },
    /* a slash needs no escape; quotes and backslashes do */
    { "\"/a\\/b \\\"c\\\" \\\\\"", "\"/a/b \\\"c\\\" \\\\\"\n",
      "\"/a/b \\\"c\\\" \\\\\"\n" },
    { "{\"a\\\"b\":0}", "{\"a\\\"b\":0}\n", "{\n  \"a\\\"b\": 0\n}\n" },
    /* non-ASCII as UTF-8, controls in their short forms, NUL kept */
    { "\"caf\\u00e9 \\u65e5 \\ud83d\\udc27\"",
      "\"caf\u00e9 \u65e5 \U0001f427\"\n",
      "\"caf\u00e9 \u65e5 \U0001f427\"\n" },
    { "\"\\b\\t\\n\\f\\r\\u0000\\u001f\"",
      "\"\\b\\t\\n\\f\\r\\u0000\\u001f\"\n",
      "\"\\b\\t\\n\\f\\r\\u0000\\u001f\"\n" },
};

START_TEST(json_is_one_line_and_pretty_is_as_jq_prints)
{
    const char *text = format_cases[_i].text;
    autoput json_object *value = parse(text, strlen(text));
    autofree_strbuf StrBuf json = STRBUF_INIT, pretty = STRBUF_INIT;

    ck_assert(render_json(&json, value, &plain_80));
    ck_assert_str_eq(strbuf_str(&json), format_cases[_i].json);
    ck_assert(render_pretty(&pretty, value, &plain_80));
    ck_assert_str_eq(strbuf_str(&pretty), format_cases[_i].pretty);
}
END_TEST

static const char *const numbers[] = {
    "0",
    "-1",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "-9223372036854775808",
    "1.0",
    "1.50",
    "-0.0",
    "1e3",
    "1E+30",
    "1e400",
    "0.1",
    "3.141592653589793238462643383279",
};

START_TEST(numbers_stay_digit_for_digit)
{
    autoput json_object *value = parse(numbers[_i], strlen(numbers[_i]));
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(render_json(&out, value, &plain_80));
    strbuf_truncate(&out, out.len - 1);
    ck_assert_str_eq(strbuf_str(&out), numbers[_i]);
}
END_TEST

/* Terminal controls as JSON escapes, which is what comes out too. */
static const char *const unsafe_escapes[] = {
    "\"\\u001b[2J\"", "\"\\u007f\"",        "\"\\u0080\"",
    "\"\\u009b31m\"", "\"\\u061c\"",        "\"\\u200e\\u200f\"",
    "\"\\u2028\"",    "\"\\u202e abc\"",    "\"\\u2066\\u2069\"",
    "\"a\\u001bb\"",  "\"\\u202a\\u202d\"",
};

START_TEST(what_drives_a_terminal_is_escaped_in_strings_and_keys)
{
    const char *string = unsafe_escapes[_i];
    autofree char *text = mem_printf("{%s:[%s]}", string, string);
    autofree char *expected = mem_printf("%s\n", text);
    autoput json_object *value = parse(text, strlen(text));
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(render_json(&out, value, &plain_80));
    ck_assert_str_eq(strbuf_str(&out), expected);
}
END_TEST

START_TEST(bytes_that_are_not_utf8_become_replacement_characters)
{
    autoput json_object *value = json_object_new_string("a\xff\xc3z");
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(render_json(&out, value, &plain_80));
    ck_assert_str_eq(strbuf_str(&out), "\"a\ufffd\ufffdz\"\n");
}
END_TEST

static const struct {
    int width;
    const char *text, *fit;
} fit_cases[] = {
    { 40, "{\"running\":true,\"status\":\"running\"}",
      "{\"running\": true, \"status\": \"running\"}\n" },
    /* exactly as wide as the line, and one more */
    { 10, "[1, 2, 34]", "[1, 2, 34]\n" },
    { 9, "[1, 2, 34]", "[\n  1,\n  2,\n  34\n]\n" },
    /* the comma behind a value counts */
    { 12, "[[1,2,34],0]", "[\n  [\n    1,\n    2,\n    34\n  ],\n  0\n]\n" },
    { 12, "[[1,2,3],0]", "[\n  [1, 2, 3],\n  0\n]\n" },
    { 11, "[0,[1,2,34]]", "[\n  0,\n  [\n    1,\n    2,\n    34\n  ]\n]\n" },
    { 12, "[0,[1,2,34]]", "[\n  0,\n  [1, 2, 34]\n]\n" },
    /* so does the key before it */
    { 12, "{\"k\":[1,2,3],\"l\":1}",
      "{\n  \"k\": [\n    1,\n    2,\n    3\n  ],\n  \"l\": 1\n}\n" },
    { 17, "{\"k\":[1,2,3],\"l\":1}",
      "{\n  \"k\": [1, 2, 3],\n  \"l\": 1\n}\n" },
    /* columns, not bytes: two wide characters, one combining */
    { 8, "[\"\\u65e5\\u672c\"]", "[\"\u65e5\u672c\"]\n" },
    { 7, "[\"\\u65e5\\u672c\"]", "[\n  \"\u65e5\u672c\"\n]\n" },
    { 5, "[\"e\\u0301\"]", "[\"e\u0301\"]\n" },
    { 4, "[\"e\\u0301\"]", "[\n  \"e\u0301\"\n]\n" },
    /* an escape is as wide as it is written */
    { 10, "[\"\\u001b\"]", "[\"\\u001b\"]\n" },
    { 9, "[\"\\u001b\"]", "[\n  \"\\u001b\"\n]\n" },
    /* a long scalar stays whole; empty brackets stay together */
    { 4, "[\"abcdefgh\",[],{}]", "[\n  \"abcdefgh\",\n  [],\n  {}\n]\n" },
    { 1, "\"abc\"", "\"abc\"\n" },
    { 0, "[0]", "[\n  0\n]\n" },
};

START_TEST(fit_keeps_on_a_line_what_fits_there)
{
    RenderStyle style = { .width = fit_cases[_i].width };
    const char *text = fit_cases[_i].text;
    autoput json_object *value = parse(text, strlen(text));
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(render_fit(&out, value, &style));
    ck_assert_str_eq(strbuf_str(&out), fit_cases[_i].fit);
}
END_TEST

START_TEST(colours_do_not_count_as_columns)
{
    RenderStyle style = { .width = 10, .theme = &theme_default };
    autoput json_object *value = parse("[1, 2, 34]", 10);
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(render_fit(&out, value, &style));
    ck_assert_str_eq(strbuf_str(&out), "[\033[36m1\033[0m, \033[36m2\033[0m, "
                                       "\033[36m34\033[0m]\n");
}
END_TEST

START_TEST(each_kind_of_value_has_its_colour)
{
    RenderStyle style = { .theme = &theme_default };
    const char *text = "{\"k\":[\"s\",1,1.5,true,null,{}]}";
    autoput json_object *value = parse(text, strlen(text));
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(render_json(&out, value, &style));
    ck_assert_str_eq(strbuf_str(&out),
                     "{\033[1;34m\"k\"\033[0m:[\033[32m\"s\"\033[0m,"
                     "\033[36m1\033[0m,\033[36m1.5\033[0m,"
                     "\033[35mtrue\033[0m,\033[90mnull\033[0m,{}]}\n");
}
END_TEST

/* @depth arrays in each other */
static json_object *nest(unsigned depth)
{
    json_object *value = json_object_new_array();

    while (--depth > 0) {
        json_object *outer = json_object_new_array();

        json_object_array_add(outer, value);
        value = outer;
    }
    return value;
}

START_TEST(nesting_is_printed_up_to_the_limit_and_refused_beyond)
{
    autoput json_object *deep = nest(JSON_MAX_DEPTH);
    autoput json_object *deeper = nest(JSON_MAX_DEPTH + 2);
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(render_json(&out, deep, &plain_80));
    ck_assert_uint_eq(out.len, 2 * JSON_MAX_DEPTH + 1);
    ck_assert(render_fit(&out, deep, &plain_80));
    ck_assert(!render_json(&out, deeper, &plain_80));
    ck_assert(!render_pretty(&out, deeper, &plain_80));
    ck_assert(!render_fit(&out, deeper, &plain_80));
}
END_TEST

/*
 * Trying each level on one line must not look at the whole text each time:
 * 4 MB that take no column, then a string too wide, inside 900 levels.  A
 * look at all of it from each level would take a minute and more.
 */
START_TEST(fit_takes_linear_time_in_text_that_has_no_width)
{
    RenderStyle style = { .width = 2000 };
    autofree_strbuf StrBuf text = STRBUF_INIT, out = STRBUF_INIT;
    autoput json_object *value = NULL;
    int i;

    strbuf_fill(&text, '[', 900);
    strbuf_putc(&text, '"');
    for (i = 0; i < 2000000; i++) {
        strbuf_puts(&text, "\u0301");
    }
    strbuf_puts(&text, "\",\"");
    strbuf_fill(&text, 'x', 3000);
    strbuf_putc(&text, '"');
    strbuf_fill(&text, ']', 900);
    value = parse(strbuf_str(&text), text.len);
    alarm(10);
    ck_assert(render_fit(&out, value, &style));
    ck_assert_uint_gt(out.len, text.len);
}
END_TEST

START_TEST(a_full_buffer_is_a_failure)
{
    autoput json_object *value = parse("[1,2,3]", 7);
    const RenderFormat *format;

    for (format = render_formats; format->name; format++) {
        autofree_strbuf StrBuf out;

        strbuf_init(&out, 5);
        ck_assert(!format->render || !format->render(&out, value, &plain_80));
    }
}
END_TEST

START_TEST(formats_are_found_by_name)
{
    ck_assert_ptr_nonnull(render_format_find("pretty")->render);
    ck_assert_ptr_null(render_format_find("wire")->render);
    ck_assert_ptr_null(render_format_find("prett"));
    ck_assert_ptr_null(render_format_find(""));
}
END_TEST

START_TEST(auto_fits_a_terminal_and_is_one_line_elsewhere)
{
    const RenderFormat *format = render_format_find("auto");
    RenderStyle narrow = { .width = 4 }, none = { .width = 0 };
    autoput json_object *value = parse("[1, 2]", 6);
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(format->render(&out, value, &narrow));
    ck_assert_str_eq(strbuf_str(&out), "[\n  1,\n  2\n]\n");
    strbuf_reset(&out);
    ck_assert(format->render(&out, value, &none));
    ck_assert_str_eq(strbuf_str(&out), "[1,2]\n");
}
END_TEST

static const struct {
    const char *text;
    size_t len;
    const char *out;
} text_cases[] = {
    { "", 0, "" },
    { "a\r\nb\r\n", 6, "a\nb\n" },
    { "a\nb", 3, "a\nb\n" },
    { "a\rb\r", 4, "a\nb\n" },
    { "\r\n\r\n", 4, "\n\n" },
    { "\r\r\n", 3, "\n\n" },
    { "a\tb", 3, "a\tb\n" },
    { "\x1b]0;x\x07 \0\xff", 9, "\\u001b]0;x\\u0007 \\u0000\\xff\n" },
    { "\u65e5\u202e\r\n", 8, "\u65e5\\u202e\n" },
};

START_TEST(text_gets_clean_line_ends_and_no_controls)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(render_text(&out, text_cases[_i].text, text_cases[_i].len));
    ck_assert_str_eq(strbuf_str(&out), text_cases[_i].out);
}
END_TEST

static const struct {
    const char *error_class, *desc, *out;
} error_cases[] = {
    { "GenericError", "Device 'x' not found",
      "error: GenericError: Device 'x' not found\n" },
    { "", "no class", "error: no class\n" },
    { "NoText", "", "error: NoText\n" },
    { "", "", "error:\n" },
    { "A\nB", "two\nlines\x1b[m", "error: A\\nB: two\\nlines\\u001b[m\n" },
};

START_TEST(an_error_is_one_line)
{
    static const RenderStyle style;
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(render_error(&out, error_cases[_i].error_class,
                           error_cases[_i].desc, &style));
    ck_assert_str_eq(strbuf_str(&out), error_cases[_i].out);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, json_is_one_line_and_pretty_is_as_jq_prints, 0,
                        ARRAY_SIZE(format_cases));
    tcase_add_loop_test(tc, numbers_stay_digit_for_digit, 0,
                        ARRAY_SIZE(numbers));
    tcase_add_loop_test(tc,
                        what_drives_a_terminal_is_escaped_in_strings_and_keys,
                        0, ARRAY_SIZE(unsafe_escapes));
    tcase_add_test(tc, bytes_that_are_not_utf8_become_replacement_characters);
    tcase_add_loop_test(tc, fit_keeps_on_a_line_what_fits_there, 0,
                        ARRAY_SIZE(fit_cases));
    tcase_add_test(tc, colours_do_not_count_as_columns);
    tcase_add_test(tc, each_kind_of_value_has_its_colour);
    tcase_add_test(tc, nesting_is_printed_up_to_the_limit_and_refused_beyond);
    tcase_add_test(tc, fit_takes_linear_time_in_text_that_has_no_width);
    tcase_add_test(tc, a_full_buffer_is_a_failure);
    tcase_add_test(tc, formats_are_found_by_name);
    tcase_add_test(tc, auto_fits_a_terminal_and_is_one_line_elsewhere);
    tcase_add_loop_test(tc, text_gets_clean_line_ends_and_no_controls, 0,
                        ARRAY_SIZE(text_cases));
    tcase_add_loop_test(tc, an_error_is_one_line, 0, ARRAY_SIZE(error_cases));
}

int main(void)
{
    return unit_run("render", add_tests);
}
