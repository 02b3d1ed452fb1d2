/*
 * .tree and .ls against servers of all kinds
 */
#include "fake_server.h"
#include "unit.h"

#include <string.h>

#include "shell/qom.h"
#include "util/mem.h"

static void take(void *opaque, const char *text, size_t len)
{
    strbuf_append(opaque, text, len);
}

typedef Status RunFn(Session *s, const char *rest);

/* Run it in a session with a server of those replies. */
static Status run(RunFn *command, const char *rest, const FakeReply *replies,
                  StrBuf *out)
{
    Session *s = fake_server_start(11, 0, replies);
    Status status;

    output_redirect(session_config(s)->output, take, out, false);
    status = command(s, rest);
    return status;
}

#define TYPE(path) "qom-get {\"path\":\"" path "\",\"property\":\"type\"}"
#define LIST(path) "qom-list {\"path\":\"" path "\"}"
#define LIST_GET(path) "qom-list-get {\"paths\":[\"" path "\"]}"
#define GET(path, property) \
    "qom-get {\"path\":\"" path "\",\"property\":\"" property "\"}"

static const FakeReply tree[] = {
    { TYPE("/"), "\"container\"" },
    { LIST("/"), "[{\"name\":\"b\",\"type\":\"child<B>\"},"
                 "{\"name\":\"a\",\"type\":\"child<A>\"},"
                 "{\"name\":\"no\",\"type\":\"bool\"}]" },
    { LIST("/a"), "[{\"name\":\"x\",\"type\":\"child<X>\"}]" },
    { LIST("/a/x"), "[]" },
    { LIST("/b"), "!DeviceNotFound" }, /* gone meanwhile */
    { 0 },
};

START_TEST(the_tree_is_walked_by_absolute_paths)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert_int_eq(run(qom_run_tree, "", tree, &out), STATUS_OK);
    ck_assert_str_eq(strbuf_str(&out), "/ (container)\n"
                                       "|-- a (A)\n"
                                       "|   `-- x (X)\n"
                                       "`-- b (B)\n");
    ck_assert_str_eq(fake_server_asked(),
                     TYPE("/") "\n" LIST("/") "\n" LIST("/a") "\n" LIST(
                         "/a/x") "\n" LIST("/b") "\n");
    fake_server_stop();
}
END_TEST

/* A server whose every object has another one in it. */
static const FakeReply endless[] = {
    { TYPE("/"), "\"x\"" },
    { "*", "[{\"name\":\"x\",\"type\":\"child<x>\"}]" },
    { 0 },
};

START_TEST(an_endless_tree_ends)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;
    size_t lines = 0;
    const char *p;

    ck_assert_int_eq(run(qom_run_tree, "/", endless, &out), STATUS_OK);
    for (p = strbuf_str(&out); (p = strchr(p, '\n')); p++) {
        lines++;
    }
    ck_assert_uint_eq(lines, 1 + 64 + 1);
    fake_server_stop();
}
END_TEST

static const FakeReply modern[] = {
    { LIST_GET("/m"), "[{\"properties\":["
                      "{\"name\":\"b\",\"type\":\"bool\",\"value\":true},"
                      "{\"name\":\"a\",\"type\":\"X\"}]}]" },
    { 0 },
};

START_TEST(values_come_with_one_question)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert_int_eq(run(qom_run_ls, "/m", modern, &out), STATUS_OK);
    ck_assert_str_eq(strbuf_str(&out), "a  X     -\nb  bool  true\n");
    ck_assert_str_eq(fake_server_asked(), LIST_GET("/m") "\n");
    fake_server_stop();
}
END_TEST

static const FakeReply old[] = {
    { LIST("/m"), "[{\"name\":\"b\",\"type\":\"bool\"},null,"
                  "{\"name\":\"a\",\"type\":\"X\"}]" },
    { GET("/m", "b"), "true" },
    { GET("/m", "a"), "!GenericError" },
    { 0 },
};

START_TEST(an_old_server_is_asked_for_each_value)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert_int_eq(run(qom_run_ls, "/m", old, &out), STATUS_OK);
    ck_assert_str_eq(strbuf_str(&out), "a  X     -\nb  bool  true\n");
    ck_assert_str_eq(fake_server_asked(),
                     LIST_GET("/m") "\n" LIST("/m") "\n" GET(
                         "/m", "b") "\n" GET("/m", "a") "\n");
    fake_server_stop();
}
END_TEST

static const struct {
    RunFn *command;
    const char *rest;
    const char *value; /* to every question */
    Status status;
    const char *out;
} answers[] = {
    { qom_run_ls, "/x", "!DeviceNotFound", STATUS_FAILED, "" },
    { qom_run_ls, "/x", "!CommandNotFound", STATUS_FAILED, "" },
    { qom_run_ls, "/x", "", STATUS_CONNECTION, "" },
    { qom_run_ls, "/x /y", "[]", STATUS_USAGE, "" },
    { qom_run_ls, "\"/x", "[]", STATUS_USAGE, "" },
    { qom_run_ls, "/x", "null", STATUS_OK, "" },
    { qom_run_ls, "/x", "[]", STATUS_OK, "" },
    { qom_run_ls, "/x", "[[]]", STATUS_OK, "" },
    { qom_run_ls, "/x", "[{\"properties\":7}]", STATUS_OK, "" },
    { qom_run_ls, "/x", "[{\"properties\":[7]}]", STATUS_OK, "" },
    { qom_run_tree, "/x", "!DeviceNotFound", STATUS_FAILED, "" },
    { qom_run_tree, "/x", "", STATUS_CONNECTION, "" },
    { qom_run_tree, "/x /y", "\"t\"", STATUS_USAGE, "" },
    { qom_run_tree, "\"/x y\"", "\"t\"", STATUS_OK, "/x y (t)\n" },
    { qom_run_tree, "/x", "[7]", STATUS_OK, "/x (?)\n" },
};

START_TEST(any_answer_is_taken_for_what_it_is)
{
    FakeReply replies[] = { { "*", answers[_i].value }, { 0 } };
    autofree_strbuf StrBuf out = STRBUF_INIT;

    ck_assert_int_eq(run(answers[_i].command, answers[_i].rest, replies, &out),
                     answers[_i].status);
    ck_assert_str_eq(strbuf_str(&out), answers[_i].out);
    fake_server_stop();
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_test(tcase, the_tree_is_walked_by_absolute_paths);
    tcase_add_test(tcase, an_endless_tree_ends);
    tcase_add_test(tcase, values_come_with_one_question);
    tcase_add_test(tcase, an_old_server_is_asked_for_each_value);
    tcase_add_loop_test(tcase, any_answer_is_taken_for_what_it_is, 0,
                        ARRAY_SIZE(answers));
}

int main(void)
{
    setenv("LC_ALL", "C", 1); /* the tree is drawn in ASCII */
    return unit_run("qom", add_tests);
}
