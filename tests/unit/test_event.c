/*
 * An event as a line for people
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "lang/line_parser.h"
#include "lang/request.h"
#include "out/render.h"
#include "unit.h"
#include "util/json.h"
#include "util/mem.h"

static const RenderStyle plain;

static const struct {
    const char *name, *data, *line;
} event_cases[] = {
    { "STOP", NULL, "STOP" },
    { "STOP", "{}", "STOP" },
    { "DEVICE_DELETED",
      "{\"device\":\"hd0\",\"path\":\"/machine/peripheral/hd0\"}",
      "DEVICE_DELETED device=hd0 path=/machine/peripheral/hd0" },
    { "E", "{\"a\":1,\"b\":-1.50,\"c\":true,\"d\":null}",
      "E a=1 b=-1.50 c=true d=null" },
    { "E", "{\"a\":{\"x\":[1,\"y z\"]},\"b\":[]}",
      "E a={\"x\":[1,\"y z\"]} b=[]" },
    /* strings that read back as themselves stay bare */
    { "E", "{\"a\":\"a=b\",\"b\":\"it's\",\"c\":\"C:\\\\x\",\"d\":\"#1\"}",
      "E a=a=b b=it's c=C:\\x d=#1" },
    { "E", "{\"a\":\"on\",\"b\":\"Null\",\"c\":\"01\",\"d\":\"1.\"}",
      "E a=on b=Null c=01 d=1." },
    { "E", "{\"a\":\"+1\",\"b\":\"1e\",\"c\":\"-\",\"d\":\"0x10\"}",
      "E a=+1 b=1e c=- d=0x10" },
    { "E", "{\"a\":\"1.5x\",\"b\":\"json:[\",\"c\":\"a[0]\"}",
      "E a=1.5x b=json:[ c=a[0]" },
    { "E", "{\"a\":\"\\u65e5\\u672c\"}", "E a=\u65e5\u672c" },
    /* those that would not are quoted */
    { "E", "{\"a\":\"\",\"b\":\"a b\",\"c\":\"a\\tb\",\"d\":\"a\\nb\"}",
      "E a=\"\" b=\"a b\" c=\"a\\tb\" d=\"a\\nb\"" },
    { "E", "{\"a\":\"\\\"x\",\"b\":\"'x\",\"c\":\"{\",\"d\":\"[\"}",
      "E a=\"\\\"x\" b=\"'x\" c=\"{\" d=\"[\"" },
    { "E", "{\"a\":\"json:{x\"}", "E a=\"json:{x\"" },
    { "E", "{\"a\":\"1\",\"b\":\"-0\",\"c\":\"1.5\",\"d\":\"1e5\"}",
      "E a=\"1\" b=\"-0\" c=\"1.5\" d=\"1e5\"" },
    { "E", "{\"a\":\"0.5E-3\",\"b\":\"1E+9\"}", "E a=\"0.5E-3\" b=\"1E+9\"" },
    { "E", "{\"a\":\"true\",\"b\":\"False\",\"c\":\"null\"}",
      "E a=\"true\" b=\"False\" c=\"null\"" },
    { "E", "{\"a\":\"\\u001b[m\",\"b\":\"x\\u0000y\",\"c\":\"\\u202e\"}",
      "E a=\"\\u001b[m\" b=\"x\\u0000y\" c=\"\\u202e\"" },
    /* keys that are no names are quoted too */
    { "E", "{\"a.b\":1,\"0\":2,\"\":3,\"a=\":4,\"x-y_0\":5}",
      "E \"a.b\"=1 \"0\"=2 \"\"=3 \"a=\"=4 x-y_0=5" },
    { "E", "{\"\\u001b\":1}", "E \"\\u001b\"=1" },
    /* a peer may call itself what it likes, and send other data */
    { "E\x1b[m\n", NULL, "E\\u001b[m\\n" },
    { "E", "\"text\"", "E \"text\"" },
    { "E", "[1]", "E [1]" },
};

START_TEST(data_is_in_the_syntax_of_a_line)
{
    const char *data = event_cases[_i].data;
    autoput json_object *value = data ? json_tokener_parse(data) : NULL;
    autofree char *expected = mem_printf("[00:01:02.003] %s\n",
                                         event_cases[_i].line);
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(
        render_event(&out, event_cases[_i].name, value, 62, 3999, &plain));
    ck_assert_str_eq(strbuf_str(&out), expected);
}
END_TEST

/* No value here comes from a file; this makes it a request to be sent. */
static char *read_nothing(void *opaque, const char *file, size_t *len,
                          Error **errp)
{
    (void)opaque, (void)file, (void)len, (void)errp;
    return NULL;
}

/* The promise of the syntax, held against the parser of lines itself. */
START_TEST(data_reads_back_as_it_was)
{
    const char *text = event_cases[_i].data;
    autoput json_object *data = text ? json_tokener_parse(text) : NULL;
    autoput json_object *request = NULL;
    autofree_strbuf StrBuf out = STRBUF_INIT;
    LineParser *parser = line_parser_new(false);
    RequestContext context = { .read_file = read_nothing, .hmp_cpu = -1 };
    const char *line;
    Command *cmd = NULL;
    LineResult result;

    if (json_object_is_type(data, json_type_object) &&
        json_object_object_length(data) > 0) {
        ck_assert(render_event(&out, "E", data, 0, 0, &plain));
        line = strchr(strbuf_str(&out), ' ') + 1;
        result = line_parser_feed(parser, line, strcspn(line, "\n"), 1, &cmd,
                                  NULL);
        ck_assert_int_eq(result, LINE_COMMAND);
        request = command_request(cmd, &context, NULL);
        ck_assert(
            json_object_equal(json_get_object(request, "arguments"), data));
    }
    command_free(cmd);
    line_parser_free(parser);
}
END_TEST

static const struct {
    const char *zone;
    int64_t seconds, microseconds;
    const char *time;
} time_cases[] = {
    { "UTC", 0, 0, "[00:00:00.000]" },
    { "UTC", 1700000000, 123456, "[22:13:20.123]" },
    { "UTC", 1700000000, 999999, "[22:13:20.999]" },
    { "XYZ-5:30", 1700000000, 0, "[03:43:20.000]" },
    { "UTC", -1, 0, "[--:--:--.---]" },
    { "UTC", -1, -1, "[--:--:--.---]" },
    { "UTC", INT64_MAX, 0, "[--:--:--.---]" },
    { "UTC", 0, -1, "[00:00:00.000]" },
    { "UTC", 0, INT64_MAX, "[00:00:00.000]" },
};

START_TEST(time_is_local_and_may_be_missing)
{
    autofree char *expected = mem_printf("%s STOP\n", time_cases[_i].time);
    autofree_strbuf StrBuf out = STRBUF_INIT;

    setenv("TZ", time_cases[_i].zone, 1);
    tzset();
    ck_assert(render_event(&out, "STOP", NULL, time_cases[_i].seconds,
                           time_cases[_i].microseconds, &plain));
    ck_assert_str_eq(strbuf_str(&out), expected);
}
END_TEST

START_TEST(parts_have_their_colours)
{
    RenderStyle style = { .theme = &theme_default };
    autoput json_object *data = json_tokener_parse("{\"k\":\"v\",\"n\":1}");
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert(render_event(&out, "E", data, -1, 0, &style));
    ck_assert_str_eq(strbuf_str(&out),
                     "\033[90m[--:--:--.---]\033[0m \033[1;35mE\033[0m "
                     "\033[1;34mk\033[0m=\033[32mv\033[0m "
                     "\033[1;34mn\033[0m=\033[36m1\033[0m\n");
}
END_TEST

START_TEST(a_full_buffer_is_a_failure)
{
    autofree_strbuf StrBuf out;

    strbuf_init(&out, 8);
    ck_assert(!render_event(&out, "STOP", NULL, 0, 0, &plain));
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, data_is_in_the_syntax_of_a_line, 0,
                        ARRAY_SIZE(event_cases));
    tcase_add_loop_test(tc, data_reads_back_as_it_was, 0,
                        ARRAY_SIZE(event_cases));
    tcase_add_loop_test(tc, time_is_local_and_may_be_missing, 0,
                        ARRAY_SIZE(time_cases));
    tcase_add_test(tc, parts_have_their_colours);
    tcase_add_test(tc, a_full_buffer_is_a_failure);
}

int main(void)
{
    setenv("TZ", "UTC", 1);
    tzset();
    return unit_run("event", add_tests);
}
