/*
 * Command to QMP request
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/line_parser.h"
#include "lang/request.h"
#include "util/clock.h"
#include "util/json.h"
#include "util/mem.h"

/* "FILE" reads as the text of that name, but for a few names. */
static char *read_file(void *opaque, const char *file, size_t *len,
                       Error **errp)
{
    unsigned *reads = opaque;
    char *text;

    ++*reads;
    if (strcmp(file, "absent") == 0) {
        error_set(errp, ERROR_FAILED, "absent: No such file or directory");
        return NULL;
    }
    text = mem_printf("text of %s", file);
    *len = strlen(text);
    if (strcmp(file, "nul") == 0) {
        text[4] = '\0';
    } else if (strcmp(file, "latin1") == 0) {
        text[4] = '\xe9';
    }
    return text;
}

static Command *parse(const char *text)
{
    LineParser *p = line_parser_new(false);
    Error *err = NULL;
    Command *cmd = NULL;
    unsigned number = 1;

    for (; *text; number++) {
        size_t len = strcspn(text, "\n");

        ck_assert_msg(line_parser_feed(p, text, len, number, &cmd, &err) !=
                          LINE_ERROR,
                      "%s", err ? error_message(err) : "");
        text += len + (text[len] == '\n');
    }
    ck_assert_ptr_nonnull(cmd);
    line_parser_free(p);
    return cmd;
}

static char *outcome(const Command *cmd, const RequestContext *ctx, bool hints)
{
    StrBuf out = STRBUF_INIT;
    autofree_error Error *err = NULL;
    autoput json_object *request = command_request(cmd, ctx, &err);

    if (request) {
        json_append(&out, request, false);
    } else {
        strbuf_printf(&out, "error: %s", error_message(err));
        if (hints) {
            strbuf_printf(&out, "\n%s", error_hint(err));
        }
    }
    return strbuf_steal(&out);
}

static const struct {
    const char *line;
    const char *request;
} request_cases[] = {
    { "query-status", "{\"execute\":\"query-status\"}" },
    /* an unquoted value by its look */
    { "a i=1 j=-5 k=0 l=1.50 m=1e3 n=-0",
      "{\"execute\":\"a\",\"arguments\":{\"i\":1,\"j\":-5,\"k\":0,\"l\":1.50,"
      "\"m\":1e3,\"n\":-0}}" },
    { "a i=18446744073709551615 j=-9223372036854775808 "
      "k=18446744073709551616",
      "{\"execute\":\"a\",\"arguments\":{\"i\":18446744073709551615,"
      "\"j\":-9223372036854775808,\"k\":18446744073709551616}}" },
    { "a a=01 b=0x10 c=+1 d=.5 e=1. f=1G g=1_0 h=- i=1-2 j=NaN k=10:00",
      "{\"execute\":\"a\",\"arguments\":{\"a\":\"01\",\"b\":\"0x10\","
      "\"c\":\"+1\",\"d\":\".5\",\"e\":\"1.\",\"f\":\"1G\",\"g\":\"1_0\","
      "\"h\":\"-\",\"i\":\"1-2\",\"j\":\"NaN\",\"k\":\"10:00\"}}" },
    { "a b=true c=True d=TRUE e=false f=null g=Null h=None i=on j=yes k=truex",
      "{\"execute\":\"a\",\"arguments\":{\"b\":true,\"c\":true,\"d\":true,"
      "\"e\":false,\"f\":null,\"g\":\"Null\",\"h\":\"None\",\"i\":\"on\","
      "\"j\":\"yes\",\"k\":\"truex\"}}" },
    { "a k= l=\"\"",
      "{\"execute\":\"a\",\"arguments\":{\"k\":\"\",\"l\":\"\"}}" },
    /* quotes and json: make strings of anything */
    { "a i=\"1\" b='true' n=\"null\" o='{}' j=json:{\"x\":1}",
      "{\"execute\":\"a\",\"arguments\":{\"i\":\"1\",\"b\":\"true\","
      "\"n\":\"null\",\"o\":\"{}\",\"j\":\"json:{\\\"x\\\":1}\"}}" },
    { "a k=\"a\\u0000b\"",
      "{\"execute\":\"a\",\"arguments\":{\"k\":\"a\\u0000b\"}}" },
    { "a k=caf\u00e9",
      "{\"execute\":\"a\",\"arguments\":{\"k\":\"caf\\u00e9\"}}" },
    /* no coercion inside of brackets, nor in KEY:=JSON */
    { "a k={'b': \"1\", 'c': 'true', 'd': [None, True, 1.0]}",
      "{\"execute\":\"a\",\"arguments\":{\"k\":{\"b\":\"1\",\"c\":\"true\","
      "\"d\":[null,true,1.0]}}}" },
    { "a k:=\"1\" l:=1 m:=null n:='x'",
      "{\"execute\":\"a\",\"arguments\":{\"k\":\"1\",\"l\":1,\"m\":null,"
      "\"n\":\"x\"}}" },
    /* files */
    { "a k:@f l:@-", "{\"execute\":\"a\",\"arguments\":{\"k\":\"text of f\","
                     "\"l\":\"text of -\"}}" },
    { "a k:@nul", "{\"execute\":\"a\",\"arguments\":{\"k\":"
                  "\"text\\u0000of nul\"}}" },
    { "a k:@absent", "error: absent: No such file or directory" },
    { "a k:@latin1", "error: 'latin1' is not UTF-8 text" },
    { "a x:@f x:@f", "error: 'x' is given twice" },
    /* dotted keys */
    { "blockdev-add driver=qcow2 file.driver=file file.filename=x node-name=n",
      "{\"execute\":\"blockdev-add\",\"arguments\":{\"driver\":\"qcow2\","
      "\"file\":{\"driver\":\"file\",\"filename\":\"x\"},"
      "\"node-name\":\"n\"}}" },
    { "a b.c.d=1 b.e=2 b.c.f=3 g=4",
      "{\"execute\":\"a\",\"arguments\":{\"b\":{\"c\":{\"d\":1,\"f\":3},"
      "\"e\":2},\"g\":4}}" },
    { "a model.props.\"sse4.1\":=true model.name=x",
      "{\"execute\":\"a\",\"arguments\":{\"model\":{\"props\":{\"sse4.1\":true},"
      "\"name\":\"x\"}}}" },
    { "a b.c:=null b.d=null",
      "{\"execute\":\"a\",\"arguments\":{\"b\":{\"c\":null,\"d\":null}}}" },
    { "a b={'c':1} d.e={'f':2}",
      "{\"execute\":\"a\",\"arguments\":{\"b\":{\"c\":1},"
      "\"d\":{\"e\":{\"f\":2}}}}" },
    /* numbers */
    { "a k.0=x k.1=y",
      "{\"execute\":\"a\",\"arguments\":{\"k\":[\"x\",\"y\"]}}" },
    { "a k.2=z l=1 k.0=x k.1=y",
      "{\"execute\":\"a\",\"arguments\":{\"k\":[\"x\",\"y\",\"z\"],\"l\":1}}" },
    { "a k.1.x=1 k.0.y=2 k.1.z=3",
      "{\"execute\":\"a\",\"arguments\":{\"k\":[{\"y\":2},{\"x\":1,\"z\":3}]}}" },
    { "a k.0.0=1 k.0.1=2 k.1.0=3",
      "{\"execute\":\"a\",\"arguments\":{\"k\":[[1,2],[3]]}}" },
    { "a k.0:=null", "{\"execute\":\"a\",\"arguments\":{\"k\":[null]}}" },
    { "a k.0=x k.b=y",
      "{\"execute\":\"a\",\"arguments\":{\"k\":{\"0\":\"x\",\"b\":\"y\"}}}" },
    { "a k.b=y k.7=x",
      "{\"execute\":\"a\",\"arguments\":{\"k\":{\"b\":\"y\",\"7\":\"x\"}}}" },
    { "a k.\"0\"=x",
      "{\"execute\":\"a\",\"arguments\":{\"k\":{\"0\":\"x\"}}}" },
    { "a k.00=x k.1=y",
      "{\"execute\":\"a\",\"arguments\":{\"k\":{\"00\":\"x\",\"1\":\"y\"}}}" },
    { "a 0=x", "{\"execute\":\"a\",\"arguments\":{\"0\":\"x\"}}" },
    { "a k.1=x", "error: 'k.0' is missing" },
    { "a k.0=x k.2=y", "error: 'k.1' is missing" },
    { "a l.m.0.n=1 l.m.99999999999999999999=2", "error: 'l.m.1' is missing" },
    /* one key twice, or as a leaf and as a node */
    { "a k=1 k=1", "error: 'k' is given twice" },
    { "a k.l=1 k.l=2", "error: 'k.l' is given twice" },
    { "a k.\"l\"=1 k.l=2", "error: 'k.l' is given twice" },
    { "a k:=null k=1", "error: 'k' is given twice" },
    { "a k=1 k.l=2", "error: 'k' is given both a value and members" },
    { "a k.l=1 k=2", "error: 'k' is given both a value and members" },
    { "a k={} k.l=2", "error: 'k' is given both a value and members" },
    { "a k.l=1 k.l.m.n=2", "error: 'k.l' is given both a value and members" },
    { "a k.l.m=1 k.l=2", "error: 'k.l' is given both a value and members" },
    /* device_add: a dot is a part of the name */
    { "device_add driver=nvme-ns zoned.zasl=1 id=x",
      "{\"execute\":\"device_add\",\"arguments\":{\"driver\":\"nvme-ns\","
      "\"zoned.zasl\":1,\"id\":\"x\"}}" },
    { "device_add sse4.1=on a.\"b.c\"=2",
      "{\"execute\":\"device_add\",\"arguments\":{\"sse4.1\":\"on\","
      "\"a.b.c\":2}}" },
    { "device_add a.b=1 a.b=2", "error: 'a.b' is given twice" },
    { "device_add a.0=1 a=2",
      "{\"execute\":\"device_add\",\"arguments\":{\"a.0\":1,\"a\":2}}" },
    /* transactions */
    { "transaction( )",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":[]}}" },
    { "transaction( a x.y=1 ; b ; {'type':'c','data':{'z':None}} )",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":["
      "{\"type\":\"a\",\"data\":{\"x\":{\"y\":1}}},"
      "{\"type\":\"b\",\"data\":{}},"
      "{\"type\":\"c\",\"data\":{\"z\":null}}]}}" },
    { "transaction( properties.completion-mode=grouped x=1 a )",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":["
      "{\"type\":\"a\",\"data\":{}}],"
      "\"properties\":{\"completion-mode\":\"grouped\"},\"x\":1}}" },
    { "transaction( a x=1 x=2 )", "error: 'x' is given twice" },
    { "transaction( p=1 p.q=2 a )",
      "error: 'p' is given both a value and members" },
    { "transaction( x=1 actions=[] a )",
      "error: 'actions' is what stands between the brackets" },
    { "transaction( actions.0=1 )",
      "error: 'actions' is what stands between the brackets" },
    /* raw */
    { "{'execute':'a','arguments':{'b.c':1},'id':7}",
      "{\"execute\":\"a\",\"arguments\":{\"b.c\":1},\"id\":7}" },
    { "{\"exec-oob\":\"a\"}", "{\"exec-oob\":\"a\"}" },
    /* nothing to send */
    { "# c", "error: there is nothing to be sent" },
    { ".help", "error: there is nothing to be sent" },
};

START_TEST(command_becomes_a_request)
{
    autofree_command Command *cmd = parse(request_cases[_i].line);
    unsigned reads = 0;
    RequestContext ctx = { read_file, &reads, -1 };
    autofree char *got = outcome(cmd, &ctx, false);

    ck_assert_str_eq(got, request_cases[_i].request);
    if (strstr(got, "twice")) {
        ck_assert_uint_eq(reads, 0); /* a file may be a question to the user */
    }
}
END_TEST

/*
 * What qmp-shell's help and QEMU's documents (docs/interop) show, each with
 * the request that they show or mean.
 */
static const struct {
    const char *line;
    const char *request;
} qmp_shell_cases[] = {
    { "device_add driver=e1000 id=net1",
      "{\"execute\":\"device_add\",\"arguments\":{\"driver\":\"e1000\","
      "\"id\":\"net1\"}}" },
    { "example-command arg-name1={'key':'value','obj'={'prop':\"value\"}}",
      "{\"execute\":\"example-command\",\"arguments\":{\"arg-name1\":{"
      "\"key\":\"value\",\"obj\":{\"prop\":\"value\"}}}}" },
    { "x a={'n':None,'t':True,'f':False} b={\"n\":null,\"t\":true,\"f\":false}",
      "{\"execute\":\"x\",\"arguments\":{"
      "\"a\":{\"n\":null,\"t\":true,\"f\":false},"
      "\"b\":{\"n\":null,\"t\":true,\"f\":false}}}" },
    { "transaction(\n"
      "block-dirty-bitmap-add node=drive0 name=bitmap1\n"
      "block-dirty-bitmap-clear node=drive0 name=bitmap0\n"
      ")",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":["
      "{\"type\":\"block-dirty-bitmap-add\",\"data\":{\"node\":\"drive0\","
      "\"name\":\"bitmap1\"}},"
      "{\"type\":\"block-dirty-bitmap-clear\",\"data\":{\"node\":\"drive0\","
      "\"name\":\"bitmap0\"}}]}}" },
    { "transaction( block-dirty-bitmap-add node=drive0 name=bitmap1 )",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":["
      "{\"type\":\"block-dirty-bitmap-add\",\"data\":{\"node\":\"drive0\","
      "\"name\":\"bitmap1\"}}]}}" },
    { "blockdev-snapshot-sync node-name=node-A snapshot-file=b.qcow2 "
      "snapshot-node-name=node-B format=qcow2",
      "{\"execute\":\"blockdev-snapshot-sync\",\"arguments\":{"
      "\"node-name\":\"node-A\",\"snapshot-file\":\"b.qcow2\","
      "\"snapshot-node-name\":\"node-B\",\"format\":\"qcow2\"}}" },
    { "nbd-server-start "
      "addr={\"type\":\"inet\",\"data\":{\"host\":\"::\",\"port\":\"49153\"}}",
      "{\"execute\":\"nbd-server-start\",\"arguments\":{\"addr\":{"
      "\"type\":\"inet\",\"data\":{\"host\":\"::\",\"port\":\"49153\"}}}}" },
    { "nbd-server-add device=node-TargetDisk writable=true",
      "{\"execute\":\"nbd-server-add\",\"arguments\":{"
      "\"device\":\"node-TargetDisk\",\"writable\":true}}" },
    { "drive-mirror device=node-D "
      "target=nbd:localhost:49153:exportname=node-TargetDisk sync=top",
      "{\"execute\":\"drive-mirror\",\"arguments\":{\"device\":\"node-D\","
      "\"target\":\"nbd:localhost:49153:exportname=node-TargetDisk\","
      "\"sync\":\"top\"}}" },
    { "blockdev-add driver=qcow2 node-name=node-E "
      "file={\"driver\":\"file\",\"filename\":\"e.qcow2\"}",
      "{\"execute\":\"blockdev-add\",\"arguments\":{\"driver\":\"qcow2\","
      "\"node-name\":\"node-E\",\"file\":{\"driver\":\"file\","
      "\"filename\":\"e.qcow2\"}}}" },
    /* shown there to go wrong: quotes kept, no blank in a value, nesting */
    { "human-monitor-command command-line=\"info status\"",
      "{\"execute\":\"human-monitor-command\",\"arguments\":{"
      "\"command-line\":\"info status\"}}" },
    { "blockdev-add file.driver=file file.filename=x driver=raw",
      "{\"execute\":\"blockdev-add\",\"arguments\":{\"file\":{"
      "\"driver\":\"file\",\"filename\":\"x\"},\"driver\":\"raw\"}}" },
};

START_TEST(qmp_shell_lines_are_understood)
{
    autofree_command Command *cmd = parse(qmp_shell_cases[_i].line);
    RequestContext ctx = { .hmp_cpu = -1 };
    autofree char *got = outcome(cmd, &ctx, false);

    ck_assert_str_eq(got, qmp_shell_cases[_i].request);
}
END_TEST

static const struct {
    const char *line;
    int cpu;
    const char *request;
} hmp_cases[] = {
    { " info status ", -1,
      "{\"execute\":\"human-monitor-command\",\"arguments\":{"
      "\"command-line\":\"info status\"}}" },
    { "info registers", 0,
      "{\"execute\":\"human-monitor-command\",\"arguments\":{"
      "\"command-line\":\"info registers\",\"cpu-index\":0}}" },
    { "p \"a\\ # {'", 3,
      "{\"execute\":\"human-monitor-command\",\"arguments\":{"
      "\"command-line\":\"p \\\"a\\\\ # {'\",\"cpu-index\":3}}" },
};

START_TEST(hmp_line_is_wrapped)
{
    LineParser *p = line_parser_new(false);
    autofree_command Command *cmd = NULL;
    RequestContext ctx = { .hmp_cpu = hmp_cases[_i].cpu };
    const char *line = hmp_cases[_i].line;
    autofree char *got = NULL;

    line_parser_set_hmp(p, true);
    ck_assert_int_eq(line_parser_feed(p, line, strlen(line), 1, &cmd, NULL),
                     LINE_COMMAND);
    got = outcome(cmd, &ctx, false);
    ck_assert_str_eq(got, hmp_cases[_i].request);
    line_parser_free(p);
}
END_TEST

START_TEST(a_number_with_a_blank_is_a_string)
{
    char *words[] = { (char[]){ "a" }, (char[]){ "k=1 " } };
    autofree_command Command *cmd = command_from_words(words, 2, false, NULL);
    RequestContext ctx = { .hmp_cpu = -1 };
    autofree char *got = outcome(cmd, &ctx, false);

    ck_assert_str_eq(got, "{\"execute\":\"a\",\"arguments\":{\"k\":\"1 \"}}");
}
END_TEST

START_TEST(without_a_reader_files_are_null)
{
    autofree_command Command *cmd = parse("a password:@f b=1");
    RequestContext ctx = { .hmp_cpu = -1 };
    autofree char *got = outcome(cmd, &ctx, false);

    ck_assert_str_eq(got, "{\"execute\":\"a\",\"arguments\":{"
                          "\"password\":null,\"b\":1}}");
}
END_TEST

static const struct {
    const char *line;
    const char *outcome;
} hint_cases[] = {
    { "a b.c=1 b.c=2", "error: 'b.c' is given twice\n"
                       "  a b.c=1 b.c=2\n"
                       "          ^\n" },
    { "a b.\"c d\"=1 b.\"c d\".e=2",
      "error: 'b.\"c d\"' is given both a value and members\n"
      "  a b.\"c d\"=1 b.\"c d\".e=2\n"
      "              ^\n" },
    { "a k.1=x", "error: 'k.0' is missing\n"
                 "  a k.1=x\n"
                 "    ^\n" },
    { "a k:@absent", "error: absent: No such file or directory\n"
                     "  a k:@absent\n"
                     "       ^\n" },
    { "transaction(\na x=1\nb y=1 y=2\n)", "error: 'y' is given twice\n"
                                           "in line 3:\n"
                                           "  b y=1 y=2\n"
                                           "        ^\n" },
};

START_TEST(errors_show_the_place)
{
    autofree_command Command *cmd = parse(hint_cases[_i].line);
    unsigned reads;
    RequestContext ctx = { read_file, &reads, -1 };
    autofree char *got = outcome(cmd, &ctx, true);

    ck_assert_str_eq(got, hint_cases[_i].outcome);
}
END_TEST

START_TEST(request_is_not_nested_deeper_than_qemu_takes)
{
    RequestContext ctx = { .hmp_cpu = -1 };
    unsigned over;

    for (over = 0; over < 2; over++) {
        /* the request and its arguments are two levels, the key 10 more */
        unsigned n = JSON_MAX_DEPTH - 12 + over, i;
        autofree_strbuf StrBuf line = STRBUF_INIT;
        autofree_command Command *cmd = NULL;
        autofree char *got = NULL;

        strbuf_puts(&line, "a k");
        for (i = 0; i < 10; i++) {
            strbuf_puts(&line, ".k");
        }
        strbuf_putc(&line, '=');
        strbuf_fill(&line, '[', n);
        strbuf_fill(&line, ']', n);
        cmd = parse(line.data);
        got = outcome(cmd, &ctx, false);
        ck_assert_int_eq(
            strncmp(got, "error: nested deeper than 1024", 30) == 0, over);
    }
}
END_TEST

static int64_t time_to_build(unsigned n)
{
    RequestContext ctx = { .hmp_cpu = -1 };
    autofree_strbuf StrBuf line = STRBUF_INIT;
    autofree_command Command *cmd = NULL;
    autoput json_object *request = NULL;
    int64_t start;
    unsigned i;

    strbuf_puts(&line, "a");
    for (i = 0; i < n; i++) {
        strbuf_printf(&line, " k.%u=1 m.n%u=2", n - 1 - i, i);
    }
    start = clock_now_ms();
    cmd = parse(line.data);
    request = command_request(cmd, &ctx, NULL);
    ck_assert_ptr_nonnull(request);
    return clock_now_ms() - start;
}

START_TEST(time_is_linear_in_the_arguments)
{
    int64_t small, large;

    time_to_build(5000);
    small = time_to_build(5000);
    large = time_to_build(80000);
    ck_assert_msg(large <= 80 * (small + 2), "%lld ms, then %lld ms",
                  (long long)small, (long long)large);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, command_becomes_a_request, 0,
                        ARRAY_SIZE(request_cases));
    tcase_add_loop_test(tc, qmp_shell_lines_are_understood, 0,
                        ARRAY_SIZE(qmp_shell_cases));
    tcase_add_loop_test(tc, hmp_line_is_wrapped, 0, ARRAY_SIZE(hmp_cases));
    tcase_add_test(tc, a_number_with_a_blank_is_a_string);
    tcase_add_test(tc, without_a_reader_files_are_null);
    tcase_add_loop_test(tc, errors_show_the_place, 0, ARRAY_SIZE(hint_cases));
    tcase_add_test(tc, request_is_not_nested_deeper_than_qemu_takes);
    tcase_add_test(tc, time_is_linear_in_the_arguments);
}

int main(void)
{
    return unit_run("request", add_tests);
}
