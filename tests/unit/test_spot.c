/*
 * What stands at the cursor, at each place of a line where something can
 */
#include "unit.h"

#include <string.h>

#include "lang/spot.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

typedef struct Case {
    const char *line; /* its last `|` is the cursor */
    const char *spot;
} Case;

static const char *const kinds[] = {
    [SPOT_NONE] = "none",         [SPOT_COMMAND] = "command",
    [SPOT_ACTION] = "action",     [SPOT_KEY] = "key",
    [SPOT_VALUE] = "value",       [SPOT_DOT] = "dot",
    [SPOT_ENVELOPE] = "envelope",
};

/* "KIND COMMAND /PATH [PREFIX] FLAGS GIVEN" */
static char *dump(const Spot *spot)
{
    StrBuf out = STRBUF_INIT;
    size_t i;

    strbuf_puts(&out, kinds[spot->kind]);
    if (spot->kind == SPOT_NONE || spot->kind == SPOT_DOT) {
        return strbuf_steal(&out);
    }
    if (spot->command) {
        strbuf_printf(&out, " %s", spot->command);
    }
    strbuf_puts(&out, spot->path.n ? " " : "");
    for (i = 0; i < spot->path.n; i++) {
        strbuf_printf(&out, "/%s", spot->path.list[i]);
    }
    strbuf_printf(&out, " [%s]", spot->prefix);
    if (spot->quote) {
        strbuf_printf(&out, " %c", spot->quote);
    }
    strbuf_puts(&out, spot->in_json ? " json" : "");
    strbuf_puts(&out, spot->bare ? " bare" : "");
    strbuf_puts(&out, spot->file ? " file" : "");
    strbuf_puts(&out, spot->wrong ? " wrong" : "");
    strbuf_puts(&out, spot->oob ? " oob" : "");
    if (spot->given && json_object_object_length(spot->given)) {
        strbuf_putc(&out, ' ');
        json_append(&out, spot->given, false);
    }
    return strbuf_steal(&out);
}

static void check(const Case *c, bool in_transaction)
{
    const char *cursor = strrchr(c->line, '|');
    size_t at = (size_t)(cursor - c->line), len = strlen(cursor + 1);
    /* memory of the exact size: a sanitizer sees a read beyond it */
    autofree char *line = mem_new0(at + len + 1, 1);
    autofree char *found = NULL;
    autofree_spot Spot spot;

    memcpy(line, c->line, at);
    memcpy(line + at, cursor + 1, len);
    spot_find(&spot, line, at, in_transaction);
    found = dump(&spot);
    ck_assert_msg(strcmp(found, c->spot) == 0, "%s\n  is:     %s\n  not:    %s",
                  c->line, found, c->spot);
    ck_assert_uint_le(spot.start, at);
    ck_assert_int_eq(spot.next, line[at]);
    ck_assert_int_eq(spot.is_action, spot.is_action && spot.kind != SPOT_NONE);
    if (!memchr(line + spot.start, '\\', at - spot.start)) {
        ck_assert_uint_eq(strlen(spot.prefix), at - spot.start);
        ck_assert(memcmp(spot.prefix, line + spot.start, at - spot.start) == 0);
    }
}

static const Case line_cases[] = {
    /* the command */
    { "|", "command [] bare" },
    { "  |", "command [] bare" },
    { "que|", "command [que]" },
    { "que|ry-status", "command [que]" },
    { " |stop", "command [] bare" },
    { "stop a=1 |", "key stop [] bare {\"a\":\"1\"}" },
    { "st=|", "none" },
    { "transaction(|", "command [transaction(]" },
    /* a key */
    { "a |", "key a [] bare" },
    { "a k|", "key a [k]" },
    { "a k|=1 l=2", "key a [k] {\"l\":\"2\"}" },
    { "a k=1 |l=2", "key a [] bare {\"k\":\"1\",\"l\":\"2\"}" },
    { "a l|l=1 m=2", "key a [l] {\"m\":\"2\"}" },
    { "a b.|", "key a /b []" },
    { "a b.c.d|", "key a /b/c [d]" },
    { "a b.0.c|", "key a /b/0 [c]" },
    { "a b|.c=1", "key a [b]" },
    { "a b..|", "none" },
    { "a .|", "none" },
    { "a k.\"sse4.1\".|", "key a /k/sse4.1 []" },
    { "a k.\"ss|", "key a /k [ss] \"" },
    { "a k.'ss|e4'=1 l=2", "key a /k [ss] ' {\"l\":\"2\"}" },
    { "a k.\"s\\u0041|", "key a /k [sA] \"" },
    { "a k.\"s\\|", "none" },
    { "a k.\"sse\"|", "none" },
    { "a k:|=1", "none" },
    { "a =|", "none" },
    { "device_add driver=x zoned.za|",
      "key device_add [zoned.za] {\"driver\":\"x\"}" },
    { "device_add a.b=1 |", "key device_add [] bare {\"a.b\":\"1\"}" },
    /* a value */
    { "a k=|", "value a /k []" },
    { "a k=v|", "value a /k [v]" },
    { "a k=v|w l=1", "value a /k [v] {\"l\":\"1\"}" },
    { "a k=|v", "value a /k []" },
    { "a b.c=v|", "value a /b/c [v]" },
    { "a b.=v|", "none" },
    { "a k=\"v w|", "value a /k [v w] \"" },
    { "a k='it\\'s \\n|", "value a /k [it's \\n] '" },
    { "a k='C:\\|", "value a /k [C:\\] '" },
    { "a k=\"a\\u0041\\\"|", "value a /k [aA\"] \"" },
    { "a k=\"a\\|", "none" },
    { "a k=\"a\\u0000|", "none" },
    { "a k=\"v|w\" l=1", "value a /k [v] \" {\"l\":\"1\"}" },
    { "a k=\"v|w l=1", "value a /k [v] \" {\"l\":\"1\"}" },
    { "a k=\"v|w l=1 \"m n\"", "value a /k [v] \" wrong" },
    { "a k=\"vw\"|", "none" },
    { "a k='vw'|", "none" },
    { "a k=json:{\"a|", "none" },
    { "a k:@|", "value a /k [] file" },
    { "a k:@/tmp/x|", "value a /k [/tmp/x] file" },
    { "a k:@\"my |", "value a /k [my ] \" file" },
    { "a k:=|", "value a /k [] json" },
    { "a k:=tr|", "value a /k [tr] json" },
    { "a k:=\"x|", "value a /k [x] \" json" },
    /* what else stands there */
    { "a x.0.y=1 x.1=\"b c\" x.2='d' |",
      "key a [] bare {\"x\":{\"0\":{\"y\":\"1\"},\"1\":\"b c\",\"2\":\"d\"}}" },
    { "a m:@f n=json:{} o:=true |",
      "key a [] bare {\"m\":null,\"n\":\"json:{}\",\"o\":true}" },
    /* nothing can be added to what is in brackets */
    { "a k={'b':[1,{'c':None}]} l:=[true] m.0={} n=[] |",
      "key a [] bare "
      "{\"k\":null,\"l\":null,\"m\":{\"0\":null},\"n\":null}" },
    { "a k={'b': 1} k.c.d=2 k.|", "key a /k [] {\"k\":null}" },
    { "a | k=1 k=2 k.l=3 m.n=1 m=2",
      "key a [] bare {\"k\":\"1\",\"m\":{\"n\":\"1\"}}" },
    { "a | k.=1 =2 .l=3 b", "key a [] bare wrong" },
    { "a k={'b': 1 'c': 2} |", "key a [] bare {\"k\":null}" },
    { "a k={] l=1 |", "key a [] bare {\"k\":null,\"l\":\"1\"}" },
    { "a k=\"b l=1 |", "value a /k [b l=1 ] \"" },
    { "a k=\xff l=1 |", "key a [] bare {\"k\":\"\\ufffd\",\"l\":\"1\"}" },
    { "a k=\"b \xff c\" l=1 |", "key a [] bare {\"k\":null,\"l\":\"1\"}" },
    { "a k=\"b\"c l=1 |", "key a [] bare {\"k\":null,\"l\":\"1\"}" },
    { "a b c=1 |", "key a [] bare wrong {\"c\":\"1\"}" },
    /* where nothing can be completed */
    { "a k=1 # c|", "none" },
    { "# c|", "none" },
    { "a |# c", "key a [] bare" },
    { "a # c\n  k=1 l|", "key a [l] {\"k\":\"1\"}" },
    { "a | x|", "none" },
    { "a k=1 | le|", "none" },
    { "a # c|\n k=1 ", "none" },
    { "a # c|\n\n", "none" },
    { "a | c|\n k=1", "none" },
    { ".wait|", "dot" },
    { "  |.wait x", "dot" },
    /* over lines */
    { "a \\\nk=1 \\\n|", "key a [] bare {\"k\":\"1\"}" },
    { "\n\na k={'b':\n1, |", "key a /k [] json bare {\"k\":{\"b\":1}}" },
    { "a k=\"b\nl=2 |", "key a [] bare {\"k\":null,\"l\":\"2\"}" },
};

START_TEST(finds_what_stands_at_the_cursor)
{
    check(&line_cases[_i], false);
}
END_TEST

static const Case json_cases[] = {
    { "a k={|", "key a /k [] json {\"k\":{}}" },
    { "a k={ |", "key a /k [] json bare {\"k\":{}}" },
    { "a k={\"b|", "key a /k [b] \" json {\"k\":{}}" },
    { "a k={'b|", "key a /k [b] ' json {\"k\":{}}" },
    { "a k={b|", "key a /k [b] json {\"k\":{}}" },
    { "a k={\"b\"|", "none" },
    { "a k={\"b\" |", "none" },
    { "a k={\"b\":|", "value a /k/b [] json {\"k\":{}}" },
    { "a k={\"b\"= |", "value a /k/b [] json bare {\"k\":{}}" },
    { "a k={\"b\": tr|", "value a /k/b [tr] json {\"k\":{}}" },
    { "a k={\"b\": \"x|", "value a /k/b [x] \" json {\"k\":{}}" },
    { "a k={\"b\": \"x|\", \"c\": 1} l=2",
      "value a /k/b [x] \" json {\"k\":{\"c\":1},\"l\":\"2\"}" },
    { "a k={\"b|\": 2, \"c\": 1}", "key a /k [b] \" json {\"k\":{\"c\":1}}" },
    { "a k={\"b\": |, \"c\": 1}",
      "value a /k/b [] json bare {\"k\":{\"c\":1}}" },
    { "a k={\"b\": |{\"c\": 1}}", "value a /k/b [] json bare {\"k\":{}}" },
    { "a k={\"b\": 1 |", "none" },
    { "a k={\"b\": 1|", "value a /k/b [1] json {\"k\":{}}" },
    { "a k={\"b\": 1,|", "key a /k [] json {\"k\":{\"b\":1}}" },
    { "a k={\"b\":, \"c\", |", "key a /k [] json bare "
                               "{\"k\":{\"b\":null,\"c\":null}}" },
    { "a k={\"b\": {\"c\": {|",
      "key a /k/b/c [] json {\"k\":{\"b\":{\"c\":{}}}}" },
    { "a k={\"b\": {\"c\": 1}, |",
      "key a /k [] json bare {\"k\":{\"b\":{\"c\":1}}}" },
    { "a k={\"b\": \"\\|", "none" },
    { "a k={\"b\": 'it\\'s|", "value a /k/b [it's] ' json {\"k\":{}}" },
    { "a k={\"b\" 1, \"c|", "none" },
    { "a k={\"b\": ], \"c|", "key a [c] \" {\"k\":null}" },
    { "a k={\"b\\u0000\": {\"c|", "none" },
    { "a k={}|", "none" },
    { "a k=[|", "value a /k/0 [] json {\"k\":{}}" },
    { "a k=[1, |", "value a /k/1 [] json bare {\"k\":{\"0\":1}}" },
    { "a k=[1, |]", "value a /k/1 [] json bare {\"k\":{\"0\":1}}" },
    { "a k=[|]", "value a /k/0 [] json {\"k\":{}}" },
    { "a k=[{\"b\": 1}, {\"c|",
      "key a /k/1 [c] \" json {\"k\":{\"0\":{\"b\":1},\"1\":{}}}" },
    { "a k=[1]|", "none" },
    { "a k.b=1 k={\"c|", "key a /k [c] \" json {\"k\":{}}" },
    { "a k={\"b\": 1, \"c|\"} k.d=1 k={}",
      "key a /k [c] \" json {\"k\":{\"b\":1,\"d\":\"1\"}}" },
};

START_TEST(finds_it_inside_brackets)
{
    check(&json_cases[_i], false);
}
END_TEST

static const Case raw_cases[] = {
    { "{|", "envelope [] json" },
    { "{\"ex|", "envelope [ex] \" json" },
    { "{\"execute\": |", "command [] json bare" },
    { "{\"execute\": \"query-|", "command [query-] \" json" },
    { "{'exec-oob': 'mi|'}", "command [mi] ' json oob" },
    { "{\"execute\": \"a\", |", "envelope [] json bare {\"execute\":\"a\"}" },
    { "{\"execute\": \"a\", \"arguments\": |",
      "envelope /arguments [] json bare {\"execute\":\"a\"}" },
    { "{\"execute\": \"a\", \"arguments\": {|", "key a [] json" },
    { "{\"execute\": \"a\", \"arguments\": {\"k\": \"v\", \"l\": \"w|",
      "value a /l [w] \" json {\"k\":\"v\"}" },
    { "{\"arguments\": {\"k|\": 1}, \"execute\": \"a\"}", "key a [k] \" json" },
    { "{\"arguments\": {\"k|", "none" },
    { "{\"execute\": \"a\", \"arguments\": {\"k\": {\"l|",
      "key a /k [l] \" json {\"k\":{}}" },
    { "{\"execute\": \"a\", \"arguments\": [|", "value a /0 [] json" },
    { "{\"execute\": \"a\", \"arguments\": {\"k|\": 1}, \"arguments\": 2}",
      "key a [k] \" json" },
    { "{\"execute\": \"a\", \"id\": \"x|", "none" },
    { "{\"execute\": [\"x|", "none" },
    { "{\"execute\": \"a\"} |", "none" },
    { "{\n  \"execute\": \"a\",\n  \"arguments\": {\n    \"|",
      "key a [] \" json" },
};

START_TEST(finds_it_in_raw_requests)
{
    check(&raw_cases[_i], false);
}
END_TEST

/* A transaction from its opening word on. */
static const Case transaction_cases[] = {
    { "transaction( |", "action transaction [] bare {\"actions\":null}" },
    { "transaction( blo|", "action transaction [blo] {\"actions\":null}" },
    { "transaction( p.q=1 blo|",
      "action transaction [blo] {\"p\":{\"q\":\"1\"},\"actions\":null}" },
    { "transaction( p.|", "key transaction /p [] {\"actions\":null}" },
    { "transaction( p.q=v|", "value transaction /p/q [v] {\"actions\":null}" },
    { "transaction( p.q=1 act k|", "key act [k]" },
    { "transaction( act k=1 ; |", "action [] bare" },
    { "transaction( act k=1 ;|", "none" },
    { "transaction( act k=1 ; two l=v|", "value two /l [v]" },
    { "transaction( act k=1 | ; two l=2 )", "key act [] bare {\"k\":\"1\"}" },
    { "transaction( act ; p.q|", "action [p.q]" },
    { "transaction( act )|", "none" },
    { "transaction( act ) |", "none" },
    { "transaction(\nact k=1\n|", "action [] bare" },
    { "transaction(\nact k=1\nt|wo l=2\n)", "action [t]" },
    { "transaction(\nact k=1\n\n two |\nx", "key two [] bare" },
    { "transaction(\nact k={'b':\n1} \\\n |", "key act [] bare "
                                              "{\"k\":null}" },
    { "transaction( {\"type\": \"|", "action [] \" json" },
    { "transaction( act ; {\"type\": \"x\", \"data\": {\"|",
      "key x [] \" json" },
};

START_TEST(finds_it_in_transactions)
{
    check(&transaction_cases[_i], false);
}
END_TEST

/* A line inside a transaction that is open. */
static const Case inside_cases[] = {
    { "|", "action [] bare" },
    { "blo|", "action [blo]" },
    { "act |", "key act [] bare" },
    { "act k=v|", "value act /k [v]" },
    { "act k=1 ; two |", "key two [] bare" },
    { "p.q=v|", "value transaction /p/q [v] {\"actions\":null}" },
    { "{|", "envelope [] json" },
    { "{\"type\": \"|", "action [] \" json" },
    { "{\"type\": \"x\", \"data\": {\"k|", "key x [k] \" json" },
    { "{\"type\": \"x\", \"data\": |",
      "envelope /data [] json bare {\"type\":\"x\"}" },
    { ")|", "none" },
    { "act # c|", "none" },
    { ".wait|", "none" },
};

START_TEST(finds_it_in_lines_of_a_transaction)
{
    check(&inside_cases[_i], true);
}
END_TEST

START_TEST(finds_what_is_given_beside_the_cursor)
{
    const char *line = "a k.0.b=1 k.0.c.";
    autofree_spot Spot spot;

    spot_find(&spot, line, strlen(line), false);
    ck_assert_uint_eq(spot.path.n, 3);
    ck_assert_ptr_eq(spot_given_at(&spot, 0), spot.given);
    ck_assert_str_eq(json_get_string(spot_given_at(&spot, 2), "b"), "1");
    ck_assert_ptr_null(spot_given_at(&spot, 3));
}
END_TEST

START_TEST(looks_at_no_line_of_great_length)
{
    autofree char *line = mem_new0(70000, 1);
    autofree_spot Spot spot;

    memset(line, 'a', 69999);
    spot_find(&spot, line, 9, false);
    ck_assert_int_eq(spot.kind, SPOT_NONE);
    ck_assert_str_eq(spot.prefix, "");
    ck_assert_ptr_null(spot_command(line, false));
}
END_TEST

START_TEST(nests_as_deep_as_qemu)
{
    StrBuf line = STRBUF_INIT;
    Spot spot;

    strbuf_puts(&line, "a k=");
    strbuf_fill(&line, '[', JSON_MAX_DEPTH);
    spot_find(&spot, line.data, line.len, false);
    ck_assert_int_eq(spot.kind, SPOT_VALUE);
    ck_assert_uint_eq(spot.path.n, JSON_MAX_DEPTH + 1);
    spot_clear(&spot);
    strbuf_fill(&line, '[', 10000);
    spot_find(&spot, line.data, line.len, false);
    ck_assert_int_eq(spot.kind, SPOT_NONE);
    spot_clear(&spot);
    strbuf_free(&line);
}
END_TEST

START_TEST(keys_are_no_deeper_either)
{
    StrBuf line = STRBUF_INIT;
    Spot spot;
    size_t i;

    strbuf_puts(&line, "a k");
    for (i = 1; i < JSON_MAX_DEPTH; i++) {
        strbuf_puts(&line, ".k");
    }
    spot_find(&spot, line.data, line.len, false);
    ck_assert_int_eq(spot.kind, SPOT_KEY);
    spot_clear(&spot);
    for (; i < 30000; i++) {
        strbuf_puts(&line, ".k");
    }
    spot_find(&spot, line.data, line.len, false);
    ck_assert_int_eq(spot.kind, SPOT_NONE);
    spot_clear(&spot);
    strbuf_puts(&line, "=1 ");
    spot_find(&spot, line.data, line.len, false);
    ck_assert_int_eq(spot.kind, SPOT_KEY);
    ck_assert_int_eq(json_object_object_length(spot.given), 0);
    spot_clear(&spot);
    strbuf_free(&line);
}
END_TEST

static const struct {
    const char *line;
    const char *command;
    bool in_transaction;
} command_cases[] = {
    { "", NULL },
    { "  # c", NULL },
    { "stop", "stop" },
    { " \nblock_resize size={", "block_resize" },
    { "a=1 b", NULL },
    { ".wait STOP", NULL },
    { "{\"execute\": \"stop\"", "stop" },
    { "{\"exec-oob\": \"x\", \"a\": [", "x" },
    { "{\"arguments\": {}", NULL },
    { "transaction( a ; b", "transaction" },
    { "abort k=1", "abort", true },
    { "{'type': 'abort'", "abort", true },
    { "p.q=1", NULL, true },
};

START_TEST(names_the_command)
{
    autofree char *command = spot_command(command_cases[_i].line,
                                          command_cases[_i].in_transaction);

    ck_assert_pstr_eq(command, command_cases[_i].command);
}
END_TEST

static void add_tests(TCase *t)
{
    tcase_add_loop_test(t, finds_what_stands_at_the_cursor, 0,
                        ARRAY_SIZE(line_cases));
    tcase_add_loop_test(t, finds_it_inside_brackets, 0, ARRAY_SIZE(json_cases));
    tcase_add_loop_test(t, finds_it_in_raw_requests, 0, ARRAY_SIZE(raw_cases));
    tcase_add_loop_test(t, finds_it_in_transactions, 0,
                        ARRAY_SIZE(transaction_cases));
    tcase_add_loop_test(t, finds_it_in_lines_of_a_transaction, 0,
                        ARRAY_SIZE(inside_cases));
    tcase_add_test(t, finds_what_is_given_beside_the_cursor);
    tcase_add_test(t, looks_at_no_line_of_great_length);
    tcase_add_test(t, nests_as_deep_as_qemu);
    tcase_add_test(t, keys_are_no_deeper_either);
    tcase_add_loop_test(t, names_the_command, 0, ARRAY_SIZE(command_cases));
}

int main(void)
{
    return unit_run("spot", add_tests);
}
