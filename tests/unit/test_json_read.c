/*
 * JSON text to json-c values, strictly and as a user's literal
 */
#include "unit.h"

#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "util/clock.h"
#include "util/json.h"
#include "util/mem.h"

/* Text of the exact size: a sanitizer sees a read beyond it. */
static char *exact(const char *text, size_t len)
{
    char *copy = mem_new0(len ? len : 1, 1);

    memcpy(copy, text, len);
    return copy;
}

static char *print(json_object *value)
{
    StrBuf out = STRBUF_INIT;

    ck_assert(json_append(&out, value, false));
    return strbuf_steal(&out);
}

static const struct {
    const char *text;
    unsigned flags;
    json_type type;
    const char *printed;
} good_cases[] = {
    { "null", 0, json_type_null, "null" },
    { "true", 0, json_type_boolean, "true" },
    { "false", 0, json_type_boolean, "false" },
    { " \t\r\n 1 \t\r\n ", 0, json_type_int, "1" },
    { "{}", 0, json_type_object, "{}" },
    { "[ ]", 0, json_type_array, "[]" },
    { "{ \"a\" : [ 1 , { \"b\" : null } ] , \"c\" : \"d\" }", 0,
      json_type_object, "{\"a\":[1,{\"b\":null}],\"c\":\"d\"}" },
    { "{\"z\":1,\"a\":2,\"m\":3}", 0, json_type_object,
      "{\"z\":1,\"a\":2,\"m\":3}" },
    { "{\"\":1}", 0, json_type_object, "{\"\":1}" },
    /* integers */
    { "0", 0, json_type_int, "0" },
    { "-1", 0, json_type_int, "-1" },
    { "9223372036854775807", 0, json_type_int, "9223372036854775807" },
    { "9223372036854775808", 0, json_type_int, "9223372036854775808" },
    { "-9223372036854775808", 0, json_type_int, "-9223372036854775808" },
    { "18446744073709551615", 0, json_type_int, "18446744073709551615" },
    /* no 64-bit integers, digit for digit all the same */
    { "18446744073709551616", 0, json_type_double, "18446744073709551616" },
    { "-9223372036854775809", 0, json_type_double, "-9223372036854775809" },
    { "123456789012345678901234567890", 0, json_type_double,
      "123456789012345678901234567890" },
    { "-0", 0, json_type_double, "-0" },
    { "0.10", 0, json_type_double, "0.10" },
    { "-0.0", 0, json_type_double, "-0.0" },
    { "1.0", 0, json_type_double, "1.0" },
    { "1e3", 0, json_type_double, "1e3" },
    { "1E+3", 0, json_type_double, "1E+3" },
    { "1.5e-3", 0, json_type_double, "1.5e-3" },
    { "1e999", 0, json_type_double, "1e999" },
    { "0e0", 0, json_type_double, "0e0" },
    /* strings */
    { "\"\"", 0, json_type_string, "\"\"" },
    { "\"a'b\"", 0, json_type_string, "\"a'b\"" },
    { "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", 0, json_type_string,
      "\"\\\"\\\\/\\u0008\\u000c\\u000a\\u000d\\u0009\"" },
    { "\"\\u0041\\u00e9\\u20AC\"", 0, json_type_string, "\"A\\u00e9\\u20ac\"" },
    { "\"\\ud83d\\ude00\"", 0, json_type_string, "\"\\ud83d\\ude00\"" },
    { "\"caf\u00e9 \u65e5 \U0001f427\x7f\"", 0, json_type_string,
      "\"caf\\u00e9 \\u65e5 \\ud83d\\udc27\\u007f\"" },
    /* a user's literal */
    { "'a\"b'", JSON_READ_LITERAL, json_type_string, "\"a\\\"b\"" },
    { "'it\\'s'", JSON_READ_LITERAL, json_type_string, "\"it's\"" },
    { "\"it\\'s\"", JSON_READ_LITERAL, json_type_string, "\"it's\"" },
    { "'\\u0041\\n'", JSON_READ_LITERAL, json_type_string, "\"A\\u000a\"" },
    { "'a\tb'", JSON_READ_LITERAL, json_type_string, "\"a\\u0009b\"" },
    { "True", JSON_READ_LITERAL, json_type_boolean, "true" },
    { "False", JSON_READ_LITERAL, json_type_boolean, "false" },
    { "None", JSON_READ_LITERAL, json_type_null, "null" },
    { "null", JSON_READ_LITERAL, json_type_null, "null" },
    { "{'a':[1,],'b':{'c':None,},}", JSON_READ_LITERAL, json_type_object,
      "{\"a\":[1],\"b\":{\"c\":null}}" },
    { "[1, ]", JSON_READ_LITERAL, json_type_array, "[1]" },
    { "{'key':'value','obj'={'prop':\"value\"}}", JSON_READ_LITERAL,
      json_type_object, "{\"key\":\"value\",\"obj\":{\"prop\":\"value\"}}" },
};

START_TEST(reads_a_value)
{
    size_t len = strlen(good_cases[_i].text), end = 0;
    autofree char *text = exact(good_cases[_i].text, len);
    autofree char *printed = NULL;
    autofree_error Error *err = NULL;
    autoput json_object *value = NULL;

    ck_assert_msg(
        json_read(text, len, good_cases[_i].flags, &value, &end, &err),
        "%s: %s", good_cases[_i].text, err ? error_message(err) : "no message");
    ck_assert_int_eq(json_object_get_type(value), good_cases[_i].type);
    ck_assert_uint_eq(end, len);
    printed = print(value);
    ck_assert_str_eq(printed, good_cases[_i].printed);
}
END_TEST

static const struct {
    const char *text;
    unsigned flags;
    size_t at;
    const char *message;
} bad_cases[] = {
    { "", 0, 0, "expected a JSON value" },
    { "  ", 0, 2, "expected a JSON value" },
    { "nul", 0, 0, "expected a JSON value, not 'nul'" },
    { "nullx", 0, 0, "expected a JSON value, not 'nullx'" },
    { "True", 0, 0, "expected a JSON value, not 'True'" },
    { "None", 0, 0, "expected a JSON value, not 'None'" },
    { "'a'", 0, 0, "expected a JSON value" },
    { "NaN", 0, 0, "expected a JSON value, not 'NaN'" },
    { "NaN", JSON_READ_LITERAL, 0, "expected a JSON value, not 'NaN'" },
    { "[Infinity]", JSON_READ_LITERAL, 1,
      "expected a JSON value, not 'Infinity'" },
    { "-Infinity", JSON_READ_LITERAL, 1, "expected a digit" },
    { "# x", JSON_READ_LITERAL, 0, "expected a JSON value" },
    { "\xef\xbb\xbf{}", 0, 0, "expected a JSON value" },
    { "1 2", 0, 2, "unexpected text behind the JSON value" },
    { "{}{}", 0, 2, "unexpected text behind the JSON value" },
    /* numbers */
    { "01", 0, 0, "a number cannot begin with 0" },
    { "-01", 0, 1, "a number cannot begin with 0" },
    { "-", 0, 1, "expected a digit" },
    { "1.", 0, 2, "expected a digit" },
    { "1.e3", 0, 2, "expected a digit" },
    { "1e", 0, 2, "expected a digit" },
    { "1e+", 0, 3, "expected a digit" },
    { ".5", 0, 0, "expected a JSON value" },
    { "+1", 0, 0, "expected a JSON value" },
    { "0x10", 0, 1, "unexpected text behind the JSON value" },
    /* strings */
    { "\"abc", 0, 0, "the string is not closed" },
    { "[\"abc\\", 0, 1, "the string is not closed" },
    { "\"a\nb\"", 0, 2, "the string is not closed" },
    { "'a\nb'", JSON_READ_LITERAL, 2, "the string is not closed" },
    { "\"a\tb\"", 0, 2, "control character in a string" },
    { "\"a\x1f\"", JSON_READ_LITERAL, 2, "control character in a string" },
    { "\"a\\qb\"", 0, 2, "unknown escape in a string" },
    { "\"a\\x41\"", JSON_READ_LITERAL, 2, "unknown escape in a string" },
    { "\"it\\'s\"", 0, 3, "unknown escape in a string" },
    { "\"\\u12g4\"", 0, 5, "expected four hex digits behind \\u" },
    { "\"\\u12", 0, 5, "expected four hex digits behind \\u" },
    { "\"a\\ud800\"", 0, 2, "lone surrogate \\ud800" },
    { "\"a\\udc00\"", 0, 2, "lone surrogate \\udc00" },
    { "\"\\udc00\\udc00\"", 0, 1, "lone surrogate \\udc00" },
    { "\"\\ud800\\n\"", 0, 1, "lone surrogate \\ud800" },
    { "\"\\ud800\\u0041\"", 0, 1, "lone surrogate \\ud800" },
    { "\"\\ud800\\ud800\"", 0, 1, "lone surrogate \\ud800" },
    { "\"a\xff\"", 0, 2, "the string is not UTF-8" },
    { "\"\xed\xa0\x80\"", 0, 1, "the string is not UTF-8" },
    { "\"\xc3", 0, 1, "the string is not UTF-8" },
    /* structure */
    { "[", 0, 1, "expected a JSON value" },
    { "[1", 0, 2, "expected ',' or ']'" },
    { "[1}", 0, 2, "expected ',' or ']'" },
    { "[1 2]", 0, 3, "expected ',' or ']'" },
    { "[1,]", 0, 3, "expected a JSON value" },
    { "[,]", JSON_READ_LITERAL, 1, "expected a JSON value" },
    { "[1,,]", JSON_READ_LITERAL, 3, "expected a JSON value" },
    { "{", 0, 1, "expected a key in quotes" },
    { "{a:1}", JSON_READ_LITERAL, 1, "expected a key in quotes" },
    { "{1:1}", JSON_READ_LITERAL, 1, "expected a key in quotes" },
    { "{'a':1}", 0, 1, "expected a key in quotes" },
    { "{\"a\" 1}", 0, 5, "expected ':' after the key" },
    { "{\"a\"=1}", 0, 4, "expected ':' after the key" },
    { "{\"a\":}", 0, 5, "expected a JSON value" },
    { "{\"a\":1,}", 0, 7, "expected a key in quotes" },
    { "{\"a\":1]", 0, 6, "expected ',' or '}'" },
    { "{,}", JSON_READ_LITERAL, 1, "expected a key in quotes" },
    { "{\"a\":1,\"b\":2, \"a\":1}", 0, 14, "key 'a' is given twice" },
    { "[{\"\\u0061\":1,'a':2}]", JSON_READ_LITERAL, 13,
      "key 'a' is given twice" },
    { "{\"a\\u0000b\":1}", 0, 1, "a key cannot hold \\u0000" },
};

START_TEST(refuses_and_names_the_place)
{
    size_t len = strlen(bad_cases[_i].text), end = 99;
    autofree char *text = exact(bad_cases[_i].text, len);
    autofree_error Error *err = NULL;
    json_object *value = NULL;

    ck_assert(!json_read(text, len, bad_cases[_i].flags, &value, &end, &err));
    ck_assert_ptr_null(value);
    ck_assert_int_eq(error_kind(err), ERROR_PARSE);
    ck_assert_str_eq(error_message(err), bad_cases[_i].message);
    ck_assert_uint_eq(end, bad_cases[_i].at);
    /* nobody has to want the reason */
    ck_assert(!json_read(text, len, bad_cases[_i].flags, &value, NULL, NULL));
}
END_TEST

static const struct {
    const char *text;
    size_t end;
} prefix_cases[] = {
    { "{\"a\":1} tail", 7 }, { "{}{}", 2 },  { "  [1] ", 5 }, { "\"a b\"c", 5 },
    { "12 34", 2 },          { "true,", 4 }, { "null", 4 },   { "0x10", 1 },
};

START_TEST(prefix_ends_behind_the_first_value)
{
    const char *text = prefix_cases[_i].text;
    autoput json_object *value = NULL;
    size_t end;

    ck_assert(
        json_read(text, strlen(text), JSON_READ_PREFIX, &value, &end, NULL));
    ck_assert_uint_eq(end, prefix_cases[_i].end);
}
END_TEST

START_TEST(the_last_of_equal_keys_counts_where_that_is_asked_for)
{
    static const char text[] = "{\"a\": 1, \"b\": 2, \"a\": 3}";
    autoput json_object *value = NULL;

    ck_assert(
        json_read(text, strlen(text), JSON_READ_LAST_KEY, &value, NULL, NULL));
    ck_assert_int_eq(json_get_uint(value, "a", 0), 3);
    ck_assert_int_eq(json_object_object_length(value), 2);
}
END_TEST

START_TEST(string_may_hold_a_nul)
{
    const char text[] = "\"a\\u0000b\"";
    autoput json_object *value = NULL;

    ck_assert(json_read(text, strlen(text), 0, &value, NULL, NULL));
    ck_assert_int_eq(json_object_get_string_len(value), 3);
    ck_assert_mem_eq(json_object_get_string(value), "a\0b", 3);
}
END_TEST

START_TEST(raw_nul_is_refused)
{
    json_object *value = NULL;
    size_t end;

    ck_assert(!json_read("\"a\0b\"", 5, 0, &value, &end, NULL));
    ck_assert_uint_eq(end, 2);
    ck_assert(!json_read("1\0", 2, 0, &value, &end, NULL));
    ck_assert_uint_eq(end, 1);
    ck_assert(!json_read("\0", 1, 0, &value, &end, NULL));
    ck_assert(!json_read("\"\\\0\"", 4, 0, &value, &end, NULL));
}
END_TEST

START_TEST(nesting_ends_at_the_limit)
{
    autofree_error Error *err = NULL;
    autoput json_object *value = NULL;
    char text[4 * JSON_MAX_DEPTH];
    size_t end;

    memset(text, '[', JSON_MAX_DEPTH);
    memset(text + JSON_MAX_DEPTH, ']', JSON_MAX_DEPTH);
    ck_assert(json_read(text, 2 * JSON_MAX_DEPTH, 0, &value, NULL, NULL));
    json_object_put(value);

    /* siblings do not add up */
    memset(text, '[', 1);
    for (end = 1; end + 3 < sizeof(text); end += 3) {
        memcpy(text + end, "[],", 3);
    }
    text[end - 1] = ']';
    ck_assert(json_read(text, end, 0, &value, NULL, NULL));
    json_object_put(value);

    memset(text, '[', JSON_MAX_DEPTH + 1);
    memset(text + JSON_MAX_DEPTH + 1, ']', JSON_MAX_DEPTH + 1);
    ck_assert(!json_read(text, 2 * JSON_MAX_DEPTH + 2, 0, &value, &end, &err));
    ck_assert_str_eq(error_message(err), "nested deeper than 1024");
    ck_assert_uint_eq(end, JSON_MAX_DEPTH);
}
END_TEST

START_TEST(numbers_do_not_mind_the_locale)
{
    autoput json_object *value = NULL;

    /* where no such locale is installed this still tests the value */
    setlocale(LC_NUMERIC, "de_DE.UTF-8");
    ck_assert(json_read("1.5", 3, 0, &value, NULL, NULL));
    ck_assert_double_eq(json_object_get_double(value), 1.5);
    setlocale(LC_NUMERIC, "C");
}
END_TEST

static int64_t time_to_read_members(unsigned n)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autoput json_object *value = NULL;
    int64_t start;
    unsigned i;

    strbuf_putc(&text, '{');
    for (i = 0; i < n; i++) {
        strbuf_printf(&text, "%s\"member-%u\":%u", i ? "," : "", i, i);
    }
    strbuf_putc(&text, '}');
    start = clock_now_ms();
    ck_assert(json_read(text.data, text.len, 0, &value, NULL, NULL));
    ck_assert_int_eq(json_object_object_length(value), (int)n);
    return clock_now_ms() - start;
}

START_TEST(time_is_linear_in_the_members)
{
    int64_t small, large;

    time_to_read_members(20000);
    small = time_to_read_members(20000);
    large = time_to_read_members(320000);
    /* 16 times as many: quadratic would be 256 times the time */
    ck_assert_msg(large <= 80 * (small + 2), "%lld ms, then %lld ms",
                  (long long)small, (long long)large);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, reads_a_value, 0, ARRAY_SIZE(good_cases));
    tcase_add_loop_test(tc, refuses_and_names_the_place, 0,
                        ARRAY_SIZE(bad_cases));
    tcase_add_loop_test(tc, prefix_ends_behind_the_first_value, 0,
                        ARRAY_SIZE(prefix_cases));
    tcase_add_test(tc, the_last_of_equal_keys_counts_where_that_is_asked_for);
    tcase_add_test(tc, string_may_hold_a_nul);
    tcase_add_test(tc, raw_nul_is_refused);
    tcase_add_test(tc, nesting_ends_at_the_limit);
    tcase_add_test(tc, numbers_do_not_mind_the_locale);
    tcase_add_test(tc, time_is_linear_in_the_members);
}

int main(void)
{
    return unit_run("json_read", add_tests);
}
