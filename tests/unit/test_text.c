/*
 * UTF-8, column widths, and what must not reach a terminal
 */
#include <locale.h>
#include <string.h>

#include "unit.h"
#include "util/mem.h"
#include "util/text.h"

static const struct {
    const char *bytes;
    size_t len;
    size_t taken; /* 0: not UTF-8 */
    uint32_t cp;
} decode_cases[] = {
    { "a", 1, 1, 'a' },
    { "", 1, 1, 0 },
    { "\x7f", 1, 1, 0x7f },
    { "\xc2\x80", 2, 2, 0x80 },
    { "\xdf\xbf", 2, 2, 0x7ff },
    { "\xe0\xa0\x80", 3, 3, 0x800 },
    { "\xed\x9f\xbf", 3, 3, 0xd7ff },
    { "\xee\x80\x80", 3, 3, 0xe000 },
    { "\xef\xbf\xbf", 3, 3, 0xffff },
    { "\xf0\x90\x80\x80", 4, 4, 0x10000 },
    { "\xf4\x8f\xbf\xbf", 4, 4, 0x10ffff },
    { "ab", 2, 1, 'a' },
    /* overlong forms */
    { "\xc0\x80", 2, 0, 0 },
    { "\xc1\xbf", 2, 0, 0 },
    { "\xe0\x9f\xbf", 3, 0, 0 },
    { "\xf0\x8f\xbf\xbf", 4, 0, 0 },
    /* surrogates, and beyond Unicode */
    { "\xed\xa0\x80", 3, 0, 0 },
    { "\xed\xbf\xbf", 3, 0, 0 },
    { "\xf4\x90\x80\x80", 4, 0, 0 },
    { "\xf8\x88\x80\x80\x80", 5, 0, 0 },
    { "\xff", 1, 0, 0 },
    { "\x80", 1, 0, 0 },
    /* cut short, or broken off by another character */
    { "\xc3", 1, 0, 0 },
    { "\xe2\x82", 2, 0, 0 },
    { "\xe2\x82z", 3, 0, 0 },
    { "\xf0\x9f\x92", 3, 0, 0 },
};

START_TEST(decode_takes_shortest_forms_only)
{
    /* memory of the exact size: a sanitizer sees a read beyond it */
    size_t len = decode_cases[_i].len;
    autofree char *bytes = mem_strndup(decode_cases[_i].bytes, len);
    uint32_t cp = 0;

    bytes = mem_resize(bytes, len, 1);
    ck_assert_uint_eq(text_decode(bytes, len, &cp), decode_cases[_i].taken);
    ck_assert_uint_eq(cp, decode_cases[_i].cp);
    ck_assert(text_is_utf8(bytes, len) ==
              (decode_cases[_i].taken == len || bytes[0] == 'a'));
}
END_TEST

START_TEST(encode_is_the_inverse_of_decode)
{
    uint32_t cp, back;

    for (cp = 0; cp <= 0x10ffff; cp += cp < 0x1000 ? 1 : 0x3f) {
        autofree_strbuf StrBuf out = STRBUF_INIT;

        if (cp >= 0xd800 && cp <= 0xdfff) {
            continue;
        }
        ck_assert(text_encode(&out, cp));
        ck_assert_uint_eq(text_decode(out.data, out.len, &back), out.len);
        ck_assert_uint_eq(back, cp);
    }
}
END_TEST

static const struct {
    const char *text;
    size_t len;
    unsigned keep;
    const char *safe;
} safe_cases[] = {
    { "plain", 5, 0, "plain" },
    { "", 0, 0, "" },
    { "caf\u00e9 \u65e5\u672c \U0001f427", 17, 0,
      "caf\u00e9 \u65e5\u672c \U0001f427" },
    { "a\\b\"c'", 6, 0, "a\\b\"c'" },
    { "\x1b[31mred", 8, 0, "\\u001b[31mred" },
    { "a\0b", 3, 0, "a\\u0000b" },
    { "\b\t\n\f\r\x7f", 6, 0, "\\b\\t\\n\\f\\r\\u007f" },
    { "\t\n\r", 3, TEXT_KEEP_NEWLINE, "\\t\n\\r" },
    { "\t\n\r", 3, TEXT_KEEP_TAB, "\t\\n\\r" },
    { "\t\n\r", 3, TEXT_KEEP_TAB | TEXT_KEEP_NEWLINE, "\t\n\\r" },
    /* C1: CSI as one character */
    { "\xc2\x9b"
      "31m",
      5, 0, "\\u009b31m" },
    { "\xc2\x80\xc2\x9f", 4, 0, "\\u0080\\u009f" },
    { "\u00a0", 2, 0, "\u00a0" },
    /* bidi controls, separators */
    { "\u061c\u200e\u200f", 8, 0, "\\u061c\\u200e\\u200f" },
    { "\u2028\u2029\u202a\u202e", 12, 0, "\\u2028\\u2029\\u202a\\u202e" },
    { "\u2066\u2069", 6, 0, "\\u2066\\u2069" },
    { "\u2027\u202f\u2065\u206a", 12, 0, "\u2027\u202f\u2065\u206a" },
    /* bytes that are not UTF-8, one by one */
    { "a\xff\xe2\x82z", 5, 0, "a\\xff\\xe2\\x82z" },
    { "\x9b", 1, 0, "\\x9b" },
};

START_TEST(safe_text_escapes_what_drives_a_terminal)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(text_append_safe(&out, safe_cases[_i].text, safe_cases[_i].len,
                               safe_cases[_i].keep));
    ck_assert_str_eq(strbuf_str(&out), safe_cases[_i].safe);
}
END_TEST

START_TEST(safe_text_as_a_string)
{
    autofree char *safe = text_safe("a\nb\x1b");

    ck_assert_str_eq(safe, "a\\nb\\u001b");
}
END_TEST

START_TEST(safe_text_reports_a_full_buffer)
{
    autofree_strbuf StrBuf out;

    strbuf_init(&out, 4);
    ck_assert(!text_append_safe(&out, "12345", 5, 0));
}
END_TEST

static const struct {
    const char *text;
    size_t width;
} width_cases[] = {
    { "", 0 },
    { "abc ~", 5 },
    { "caf\u00e9", 4 },
    { "e\u0301", 1 },            /* combining acute */
    { "\u65e5\u672c\u8a9e", 6 }, /* wide */
    { "\U0001f427", 2 },
    { "\u200b", 0 },
    { "\U00020000", 2 },
    { "\xff\xfe", 2 },
};

START_TEST(width_counts_columns)
{
    const char *text = width_cases[_i].text;

    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
    ck_assert_uint_eq(text_width(text, strlen(text)), width_cases[_i].width);
}
END_TEST

START_TEST(width_does_not_need_a_utf8_locale)
{
    const char *text = width_cases[_i].text;

    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C"));
    ck_assert_uint_eq(text_width(text, strlen(text)), width_cases[_i].width);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, decode_takes_shortest_forms_only, 0,
                        ARRAY_SIZE(decode_cases));
    tcase_add_test(tc, encode_is_the_inverse_of_decode);
    tcase_add_loop_test(tc, safe_text_escapes_what_drives_a_terminal, 0,
                        ARRAY_SIZE(safe_cases));
    tcase_add_test(tc, safe_text_as_a_string);
    tcase_add_test(tc, safe_text_reports_a_full_buffer);
    tcase_add_loop_test(tc, width_counts_columns, 0, ARRAY_SIZE(width_cases));
    tcase_add_loop_test(tc, width_does_not_need_a_utf8_locale, 0,
                        ARRAY_SIZE(width_cases));
}

int main(void)
{
    return unit_run("text", add_tests);
}
