/*
 * Messages out of bytes: however they are cut, whatever they hold
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qmp/framer.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define LIMIT ((size_t)1 << 30)

static void feed(QmpFramer *f, const char *bytes, size_t len)
{
    while (len) {
        size_t room;
        char *data = qmp_framer_reserve(f, &room, NULL);

        /* not ck_assert(), which costs a system call each time */
        if (!data || room < 4096) {
            ck_abort_msg("no room");
        }
        if (room > len) {
            room = len;
        }
        memcpy(data, bytes, room);
        qmp_framer_commit(f, room);
        bytes += room;
        len -= room;
    }
}

/* Append each whole message that @f has as "RAW|"; an error as "!". */
static int collect(QmpFramer *f, StrBuf *out, Error **errp)
{
    json_object *msg;
    const char *raw;
    size_t len;
    int rc;

    while ((rc = qmp_framer_next(f, &msg, &raw, &len, errp)) > 0) {
        if (!json_object_is_type(msg, json_type_object)) {
            ck_abort_msg("not an object");
        }
        strbuf_append(out, raw, len);
        strbuf_putc(out, '|');
        json_object_put(msg);
    }
    return rc;
}

static const char mixed[] =
    "\r\n{\"event\": \"STOP\"}\r\n{\r\n    \"return\": {\r\n    }\r\n}\r\n"
    "{\"a\":1}{\"b\":[true,null,-1.5e3,\"}\\\"{\"]}  \n"
    "\xff{\"return\": 18446744073709551615}\n\xff\xff"
    "{\"k\xc3\xa9y\":\"\xf0\x9f\x90\xa7\"}\n";
static const char mixed_messages[] =
    "{\"event\": \"STOP\"}|{\r\n    \"return\": {\r\n    }\r\n}|"
    "{\"a\":1}|{\"b\":[true,null,-1.5e3,\"}\\\"{\"]}|"
    "{\"return\": 18446744073709551615}|"
    "{\"k\xc3\xa9y\":\"\xf0\x9f\x90\xa7\"}|";

START_TEST(messages_are_found_in_one_piece)
{
    QmpFramer *f = qmp_framer_new(LIMIT);
    autofree_strbuf StrBuf got = STRBUF_INIT;

    feed(f, mixed, strlen(mixed));
    ck_assert_int_eq(collect(f, &got, NULL), 0);
    ck_assert_str_eq(strbuf_str(&got), mixed_messages);
    ck_assert(!qmp_framer_is_partial(f));
    qmp_framer_free(f);
}
END_TEST

START_TEST(messages_are_found_wherever_the_bytes_are_cut)
{
    size_t cut, len = strlen(mixed);

    for (cut = 0; cut <= len; cut++) {
        QmpFramer *f = qmp_framer_new(LIMIT);
        autofree_strbuf StrBuf got = STRBUF_INIT;

        feed(f, mixed, cut);
        ck_assert_int_eq(collect(f, &got, NULL), 0);
        feed(f, mixed + cut, len - cut);
        ck_assert_int_eq(collect(f, &got, NULL), 0);
        ck_assert_str_eq(strbuf_str(&got), mixed_messages);
        qmp_framer_free(f);
    }
}
END_TEST

START_TEST(messages_are_found_byte_by_byte)
{
    QmpFramer *f = qmp_framer_new(LIMIT);
    autofree_strbuf StrBuf got = STRBUF_INIT;
    size_t i;

    for (i = 0; i < strlen(mixed); i++) {
        feed(f, mixed + i, 1);
        ck_assert_int_eq(collect(f, &got, NULL), 0);
    }
    ck_assert_str_eq(strbuf_str(&got), mixed_messages);
    qmp_framer_free(f);
}
END_TEST

static const struct {
    const char *bytes;
    size_t len;
    const char *part; /* of the message */
} broken[] = {
#define BYTES(s) s, sizeof(s) - 1
    { BYTES("QEMU 7.2.22 monitor - type 'help'\r\n(qemu) "),
      "looks like a human monitor" },
    { BYTES("(qemu) "), "looks like a human monitor" },
    { BYTES("\xff\xfb\x01\xff\xfb\x03"), "looks like telnet" },
    { BYTES("HTTP/1.1 400 Bad Request\r\n"), "looks like HTTP" },
    { BYTES("SSH-2.0-OpenSSH_9.2p1\r\n"), "looks like SSH" },
    { BYTES("RFB 003.008\n"), "looks like VNC" },
    { BYTES("\x15\x03\x01\x00\x02\x02\x46"), "looks like TLS" },
    { BYTES("hello\x1b[31m\n"), "got 'hello\\u001b[31m\\n'" },
    { BYTES("[1]"), "expected a JSON object, got '[1]'" },
    { BYTES("\"QMP\""), "expected a JSON object" },
    { BYTES("null"), "expected a JSON object" },
    { BYTES("}"), "expected a JSON object" },
    { BYTES("{\"a\":1]"), "not valid JSON" },
    { BYTES("{\"a\":'x'}"), "not valid JSON" },
    { BYTES("{\"a\":1,}"), "not valid JSON" },
    { BYTES("{\"a\":01}"), "not valid JSON" },
    { BYTES("{\"a\":nan}"), "not valid JSON" },
    { BYTES("{\"a\":/**/1}"), "not valid JSON" },
    { BYTES("{\"a\0\":1}"), "not valid JSON" },
    { BYTES("{\"a\":1} {\"a\" 1}"), "not valid JSON" },
    { BYTES("{\"a\":NaN}"), "not 'NaN', at byte 5" },
    { BYTES("{\"a\":01}"), "cannot begin with 0" },
    { BYTES("{'a':1}"), "expected a key in quotes" },
    { BYTES("{\"a\":\"\t\"}"), "control character" },
    { BYTES("{\"a\":[1}}"), "expected ',' or ']'" },
    { BYTES("{\"a\":\"\xff\"}"), "the string is not UTF-8" },
    { BYTES("{\"a\":\"\xc0\x80\"}"), "the string is not UTF-8" },
    { BYTES("{\"a\":\"\xed\xa0\x80\"}"), "the string is not UTF-8" },
    { BYTES("{\"a\":\"\xc3\"}"), "the string is not UTF-8" },
#undef BYTES
};

static void check_broken(size_t step, const char *bytes, size_t len,
                         const char *part)
{
    QmpFramer *f = qmp_framer_new(LIMIT);
    autofree_strbuf StrBuf got = STRBUF_INIT;
    autofree_error Error *err = NULL;
    size_t at = 0, room;
    int rc = 0;

    while (rc == 0 && at < len) {
        size_t n = len - at < step ? len - at : step;

        feed(f, bytes + at, n);
        at += n;
        rc = collect(f, &got, &err);
    }
    ck_assert_int_eq(rc, -1);
    ck_assert_int_eq(error_kind(err), ERROR_PROTOCOL);
    if (part) {
        ck_assert_msg(strstr(error_message(err), part), "%s",
                      error_message(err));
    }
    /* done for */
    ck_assert_int_eq(collect(f, &got, NULL), -1);
    ck_assert_ptr_null(qmp_framer_reserve(f, &room, NULL));
    ck_assert(!qmp_framer_is_partial(f));
    qmp_framer_free(f);
}

START_TEST(what_is_no_message_is_named)
{
    check_broken(1000, broken[_i].bytes, broken[_i].len, broken[_i].part);
}
END_TEST

START_TEST(what_is_no_message_is_refused_byte_by_byte_too)
{
    check_broken(1, broken[_i].bytes, broken[_i].len, NULL);
}
END_TEST

static const char *const long_numbers[] = {
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
    "123456789012345678901234567890",
    "[1, {\"x\": 99999999999999999999999}]",
    "-0",
};

START_TEST(integers_keep_their_digits)
{
    QmpFramer *f = qmp_framer_new(LIMIT);
    autofree char *text = mem_printf("{\"s\":\"%*s\",\"return\":%s}", _i, "",
                                     long_numbers[_i]);
    autofree_strbuf StrBuf printed = STRBUF_INIT;
    json_object *msg, *value;
    const char *raw;
    size_t len;

    feed(f, text, strlen(text));
    ck_assert_int_eq(qmp_framer_next(f, &msg, &raw, &len, NULL), 1);
    ck_assert(json_has(msg, "return", &value));
    json_append(&printed, value, true);
    ck_assert_str_eq(strbuf_str(&printed), long_numbers[_i]);
    json_object_put(msg);
    qmp_framer_free(f);
}
END_TEST

START_TEST(a_long_number_is_seen_wherever_it_stands)
{
    int i;

    for (i = 0; i < 60; i++) {
        QmpFramer *f = qmp_framer_new(LIMIT);
        autofree char *text = mem_printf(
            "{\"%0*d\":\"\",\"n\":-9223372036854775809}", i % 17, 0);
        autofree char *padded = mem_printf("{%*s%s", i, "", text + 1);
        autofree_strbuf StrBuf printed = STRBUF_INIT;
        json_object *msg, *value;
        const char *raw;
        size_t len;

        feed(f, padded, strlen(padded));
        ck_assert_int_eq(qmp_framer_next(f, &msg, &raw, &len, NULL), 1);
        ck_assert(json_has(msg, "n", &value));
        json_append(&printed, value, true);
        ck_assert_str_eq(strbuf_str(&printed), "-9223372036854775809");
        json_object_put(msg);
        qmp_framer_free(f);
    }
}
END_TEST

START_TEST(a_key_twice_beside_a_long_number_is_no_error)
{
    static const char text[] = "{\"a\":1,\"a\":99999999999999999999}";
    QmpFramer *f = qmp_framer_new(LIMIT);
    autofree_strbuf StrBuf got = STRBUF_INIT;

    feed(f, text, strlen(text));
    ck_assert_int_eq(collect(f, &got, NULL), 0);
    ck_assert_str_eq(strbuf_str(&got), "{\"a\":1,\"a\":99999999999999999999}|");
    qmp_framer_free(f);
}
END_TEST

/* An owned message of exactly @len bytes. */
static char *message_of(size_t len)
{
    char *text = mem_new0(len + 1, 1);

    memset(text, 'x', len);
    memcpy(text, "{\"a\":\"", 6);
    memcpy(text + len - 2, "\"}", 2);
    return text;
}

static const size_t steps[] = { 1, 7, 4096, 1000000 };

START_TEST(the_limit_is_exact)
{
    size_t limit = 100000, step = steps[_i], at;
    autofree char *fits = message_of(limit);
    autofree char *larger = message_of(limit + 1);
    autofree_strbuf StrBuf got = STRBUF_INIT;
    autofree_error Error *err = NULL;
    QmpFramer *f = qmp_framer_new(limit);
    int rc = 0;

    /* white space around it does not count, nor what comes before */
    feed(f, "{\"b\":1}  ", 9);
    ck_assert_int_eq(collect(f, &got, NULL), 0);
    for (at = 0; at < limit; at += step) {
        ck_assert_int_eq(rc, 0);
        feed(f, fits + at, limit - at < step ? limit - at : step);
        rc = collect(f, &got, &err);
    }
    ck_assert_int_eq(rc, 0);
    ck_assert_uint_eq(got.len, 8 + limit + 1);
    for (at = 0; at < limit + 1 && rc == 0; at += step) {
        feed(f, larger + at, limit + 1 - at < step ? limit + 1 - at : step);
        rc = collect(f, &got, &err);
    }
    ck_assert_int_eq(rc, -1);
    ck_assert_str_eq(error_message(err),
                     "a message is larger than the limit of 100000 bytes");
    qmp_framer_free(f);
}
END_TEST

static int parse_nested(size_t depth, Error **errp)
{
    QmpFramer *f = qmp_framer_new(LIMIT);
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autofree_strbuf StrBuf got = STRBUF_INIT;
    int rc;

    strbuf_puts(&text, "{\"a\":");
    strbuf_fill(&text, '[', depth - 1);
    strbuf_putc(&text, '1');
    strbuf_fill(&text, ']', depth - 1);
    strbuf_putc(&text, '}');
    feed(f, text.data, text.len);
    rc = collect(f, &got, errp);
    ck_assert_int_eq(got.len > 0, rc == 0);
    qmp_framer_free(f);
    return rc;
}

START_TEST(nesting_as_deep_as_qemus_own_is_accepted_and_no_deeper)
{
    autofree_error Error *err = NULL;

    ck_assert_int_eq(parse_nested(JSON_MAX_DEPTH, NULL), 0);
    ck_assert_int_eq(parse_nested(JSON_MAX_DEPTH + 1, &err), -1);
    ck_assert_str_eq(error_message(err),
                     "a message is nested deeper than 1024");
    ck_assert_int_eq(parse_nested(1000000, NULL), -1);
}
END_TEST

START_TEST(half_a_message_is_known_to_be_one)
{
    static const char half[] = "{\"return\": {\"a\"";
    QmpFramer *f = qmp_framer_new(LIMIT);
    autofree_strbuf StrBuf got = STRBUF_INIT;
    size_t i;

    feed(f, "{}\r\n", 4);
    ck_assert_int_eq(collect(f, &got, NULL), 0);
    ck_assert(!qmp_framer_is_partial(f));
    for (i = 0; i < strlen(half); i++) {
        feed(f, half + i, 1);
        ck_assert_int_eq(collect(f, &got, NULL), 0);
        ck_assert(qmp_framer_is_partial(f));
    }
    feed(f, ":1}}", 4);
    ck_assert_int_eq(collect(f, &got, NULL), 0);
    ck_assert(!qmp_framer_is_partial(f));
    ck_assert_str_eq(strbuf_str(&got), "{}|{\"return\": {\"a\":1}}|");
    qmp_framer_free(f);
}
END_TEST

/*
 * Work that grows with the square of the size would take minutes here, and
 * the time limit of the test case ends it.
 */
START_TEST(large_and_many_messages_take_linear_time)
{
    size_t len = 3 << 20, i, count = 500000;
    autofree char *large = message_of(len);
    autofree_strbuf StrBuf many = STRBUF_INIT;
    QmpFramer *f = qmp_framer_new(LIMIT);
    autofree_strbuf StrBuf got = STRBUF_INIT;
    json_object *msg;
    const char *raw;
    size_t raw_len, n = 0;

    for (i = 0; i < len; i++) {
        feed(f, large + i, 1);
        if (collect(f, &got, NULL) != 0) {
            ck_abort_msg("refused at byte %zu", i);
        }
    }
    ck_assert_uint_eq(got.len, len + 1);
    for (i = 0; i < count; i++) {
        strbuf_puts(&many, "{\"event\":\"X\"}\r\n");
    }
    /* not as a client does it: all is there before the first is taken */
    feed(f, many.data, many.len);
    while (qmp_framer_next(f, &msg, &raw, &raw_len, NULL) > 0) {
        json_object_put(msg);
        qmp_framer_reserve(f, &i, NULL);
        n++;
    }
    ck_assert_uint_eq(n, count);
    qmp_framer_free(f);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, messages_are_found_in_one_piece);
    tcase_add_test(tc, messages_are_found_wherever_the_bytes_are_cut);
    tcase_add_test(tc, messages_are_found_byte_by_byte);
    tcase_add_loop_test(tc, what_is_no_message_is_named, 0, ARRAY_SIZE(broken));
    tcase_add_loop_test(tc, what_is_no_message_is_refused_byte_by_byte_too, 0,
                        ARRAY_SIZE(broken));
    tcase_add_loop_test(tc, integers_keep_their_digits, 0,
                        ARRAY_SIZE(long_numbers));
    tcase_add_test(tc, a_long_number_is_seen_wherever_it_stands);
    tcase_add_test(tc, a_key_twice_beside_a_long_number_is_no_error);
    tcase_add_loop_test(tc, the_limit_is_exact, 0, ARRAY_SIZE(steps));
    tcase_add_test(tc, nesting_as_deep_as_qemus_own_is_accepted_and_no_deeper);
    tcase_add_test(tc, half_a_message_is_known_to_be_one);
    tcase_add_test(tc, large_and_many_messages_take_linear_time);
}

int main(void)
{
    return unit_run("framer", add_tests);
}
