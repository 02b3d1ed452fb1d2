/*
 * Tab, `?`, the hint and .help with a schema, as their user sees them
 *
 * The server is the test, with the schema of QEMU 7.2; the manual page is one
 * of our own, so that the texts are known.
 */
#include <check.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shell_session.h"
#include "util/clock.h"
#include "util/json.h"
#include "util/mem.h"

#define ROWS 24
#define COLS 90

#define WITH_MANUAL                       \
    "MANPATH=" TERMINAL_DATA "/man exec " \
    "\"$QMPSH\" -q \"$SOCK\""

/* The schema as JSON text; owned. */
static char *read_schema(void)
{
    autofree char *text = shell_read_file(TERMINAL_DATA
                                          "/../schemas/schema_72.json");
    autoput json_object *file = NULL;
    StrBuf list = STRBUF_INIT;

    ck_assert(json_read(text, strlen(text), 0, &file, NULL, NULL));
    json_append(&list, json_get_array(file, "return"), true);
    return strbuf_steal(&list);
}

static void serve_schema(Shell *sh)
{
    autofree char *schema = read_schema();

    shell_serve(sh, "query-qmp-schema", schema);
}

static void drop_line(Shell *sh)
{
    screen_type(sh->screen, "\003");
    screen_wait_text(sh->screen, "^C\n(vm)");
}

static void run_status(Shell *sh)
{
    screen_type(sh->screen, "query-status\r");
    shell_serve(sh, "query-status", "\"fine\"");
    screen_wait_text(sh->screen, "\n\"fine\"\n(vm)");
}

/* ---- the hint ---- */

START_TEST(a_hint_shows_what_is_missing)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    /* it comes when the schema does, while nothing is typed */
    screen_type(sh.screen, "block_resize ");
    serve_schema(&sh);
    screen_expect(sh.screen, "(vm) block_resize size=\n", 0, 18);
    screen_type(sh.screen, "\033[C1G\r");
    shell_take(&sh, "block_resize");
    shell_expect_arguments(&sh, "{\"size\":1073741824}");
    shell_reply(&sh, "{}");
    screen_wait_text(sh.screen, "(vm) block_resize size=1G\n{}\n(vm)");
    shell_leave(&sh);
}
END_TEST

START_TEST(a_hint_is_no_part_of_the_line)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, "block_resize ");
    serve_schema(&sh);
    screen_wait_text(sh.screen, "(vm) block_resize size=");
    screen_type(sh.screen, "device=d\r");
    shell_take(&sh, "block_resize");
    shell_expect_arguments(&sh, "{\"device\":\"d\"}");
    shell_reply_error(&sh, "GenericError", "Parameter 'size' is missing");
    screen_expect(sh.screen,
                  "(vm) block_resize device=d\n"
                  "error: GenericError: Parameter 'size' is missing\n"
                  "hint: missing: size=INTEGER\n"
                  "(vm)\n",
                  3, 5);
    shell_leave(&sh);
}
END_TEST

/* Without colours it could not be told from text. */
START_TEST(no_colour_is_no_hint)
{
    Shell sh = shell_open(ROWS, COLS, "NO_COLOR=1 " WITH_MANUAL);

    screen_type(sh.screen, "block_resize \t");
    serve_schema(&sh);
    screen_expect(sh.screen,
                  "(vm) block_resize\n"
                  "size       integer, required: how large it will be\n"
                  "device     string: the name of the backend\n"
                  "node-name  string: the name of the node\n"
                  "(vm) block_resize\n",
                  4, 18);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

/* A command that waits for the schema in the background comes behind it. */
START_TEST(one_request_is_out_at_a_time)
{
    Shell sh = shell_open(ROWS, COLS, NULL);

    screen_type(sh.screen, "stop ");
    shell_take(&sh, "query-qmp-schema");
    screen_type(sh.screen, "\rquery-status\r");
    screen_wait_text(sh.screen, "(vm) stop\n");
    shell_reply(&sh, "[]");
    shell_serve(&sh, "stop", "{}");
    shell_serve(&sh, "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* What nobody waits for any more comes while the schema is waited for. */
START_TEST(a_late_refusal_does_not_take_the_schema)
{
    Shell sh = shell_open(ROWS, COLS, NULL);
    json_object *late;

    screen_type(sh.screen, "foo\r");
    shell_take(&sh, "foo");
    late = json_object_get(sh.request);
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "foo was sent and may still run\n(vm)");
    screen_type(sh.screen, "bar a=1\r");
    shell_take(&sh, "query-qmp-schema");
    shell_reply_error_to(&sh, late, "CommandNotFound", "no foo");
    screen_wait_text(sh.screen, "error: CommandNotFound: no foo\n");
    shell_reply(&sh, "[]");
    shell_take(&sh, "bar");
    shell_expect_arguments(&sh, "{\"a\":1}");
    shell_reply(&sh, "{}");
    screen_wait_text(sh.screen, "\n{}\n(vm)");
    json_object_put(late);
    shell_leave(&sh);
}
END_TEST

START_TEST(late_refusals_may_come_in_any_order)
{
    Shell sh = shell_open(ROWS, COLS, NULL);
    json_object *late[2];
    int i;

    for (i = 0; i < 2; i++) {
        screen_type(sh.screen, i ? "two\r" : "one\r");
        shell_take(&sh, i ? "two" : "one");
        late[i] = json_object_get(sh.request);
        screen_type(sh.screen, "\003");
        screen_wait_text(sh.screen, i ? "two was sent and may still run" :
                                        "one was sent and may still run");
    }
    shell_reply_error_to(&sh, late[1], "CommandNotFound", "no two");
    screen_wait_text(sh.screen, "no two");
    shell_reply_error_to(&sh, late[0], "CommandNotFound", "no one");
    screen_wait_text(sh.screen, "no one");
    json_object_put(late[0]);
    json_object_put(late[1]);
    run_status(&sh);
    shell_leave(&sh);
}
END_TEST

START_TEST(a_connection_that_ends_while_the_schema_is_awaited)
{
    Shell sh = shell_open(ROWS, COLS, NULL);

    screen_type(sh.screen, "bar a=1\r");
    shell_take(&sh, "query-qmp-schema");
    shell_hang_up(&sh);
    screen_wait_text(sh.screen, "error: bar not sent: ");
    screen_wait_text(sh.screen, "(vm disconnected)");
    shell_leave(&sh);
}
END_TEST

START_TEST(interrupt_ends_the_wait_for_the_schema)
{
    Shell sh = shell_open(ROWS, COLS, NULL);

    screen_type(sh.screen, "bar a=1\r");
    shell_take(&sh, "query-qmp-schema");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "error: bar not sent: ");
    shell_reply(&sh, "[]");
    run_status(&sh);
    shell_leave(&sh);
}
END_TEST

/* Without arguments there is nothing to know. */
START_TEST(no_schema_is_asked_for_without_arguments)
{
    Shell sh = shell_open(ROWS, COLS, NULL);

    screen_type(sh.screen, "query-status\r");
    shell_take_next(&sh, "query-status");
    shell_reply(&sh, "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* One question is waited for, two seconds, and not asked again. */
START_TEST(tab_waits_for_a_silent_server_once)
{
    Shell sh = shell_open(ROWS, COLS, NULL);
    Deadline limit;

    screen_type(sh.screen, "device_del id=");
    serve_schema(&sh);
    screen_type(sh.screen, "\t");
    shell_take(&sh, "qom-list");
    screen_wait_text(sh.screen, "the server does not answer");
    limit = deadline_in(1500);
    screen_type(sh.screen, "\t\t\tx");
    screen_wait_text(sh.screen, "(vm) device_del id=x");
    ck_assert_int_gt(deadline_poll_timeout(limit), 0);
    shell_reply(&sh, "[]");
    drop_line(&sh);
    run_status(&sh);
    shell_leave(&sh);
}
END_TEST

/* ---- Tab and `?` ---- */

START_TEST(tab_lists_arguments_with_type_and_text)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, "block_resize ");
    serve_schema(&sh);
    screen_wait_text(sh.screen, "(vm) block_resize size=");
    screen_type(sh.screen, "\t");
    screen_expect(sh.screen,
                  "(vm) block_resize\n"
                  "size       integer, required: how large it will be\n"
                  "device     string: the name of the backend\n"
                  "node-name  string: the name of the node\n"
                  "(vm) block_resize size=\n",
                  4, 18);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

START_TEST(tab_says_what_is_expected)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, "block_resize size=");
    serve_schema(&sh);
    screen_type(sh.screen, "\t");
    screen_wait_text(sh.screen, "(vm) block_resize size=\n"
                                "(integer, such as 64, 0x40 or 1G)\n"
                                "(vm) block_resize size=\n");
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

START_TEST(question_mark_shows_the_documentation)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, "block_resize ");
    serve_schema(&sh);
    screen_wait_text(sh.screen, "(vm) block_resize size=");
    screen_type(sh.screen, "device=x ?");
    screen_wait_text(sh.screen, "(vm) block_resize device=x\n"
                                "  size  integer, required\n"
                                "      how large it will be. In bytes.\n"
                                "  node-name  string\n"
                                "      the name of the node\n"
                                "(vm) block_resize device=x size=\n");
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

static const struct {
    const char *line, *answer;
} unanswered[] = {
    { "query-status ", "  nothing more can follow\n" },
    { "device_del id=x ", "  nothing more can follow\n" },
    { "nosuch ", "  nothing is known of nosuch\n" },
    { "block_resize size.", "  nothing more can follow\n" },
    { "block_resize nosuch.", "  nothing is known of block_resize with such" },
};

START_TEST(question_mark_is_always_answered)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, unanswered[_i].line);
    serve_schema(&sh);
    screen_type(sh.screen, "?");
    screen_wait_text(sh.screen, unanswered[_i].answer);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

START_TEST(question_mark_works_in_brackets)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, "{\"execute\": \"block_resize\", "
                           "\"arguments\": {");
    screen_type(sh.screen, "?");
    serve_schema(&sh);
    screen_wait_text(sh.screen, "  size  integer, required\n"
                                "      how large it will be. In bytes.\n");
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

static const char *const ordinary[] = {
    "block_resize node-name=?",
    "block_resize node-name=a?",
    "que?",
    "block_resize node-name=\"? ?",
    ".log ?",
};

START_TEST(question_mark_is_a_character_elsewhere)
{
    autofree char *line = mem_printf("(vm) %s", ordinary[_i]);
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, ordinary[_i]);
    screen_wait_text(sh.screen, line);
    drop_line(&sh);
    shell_free(&sh);
}
END_TEST

START_TEST(tab_goes_on_in_an_open_bracket)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, "blockdev-add driver=qcow2 file={\r");
    serve_schema(&sh);
    screen_wait_text(sh.screen, "file={\n...>");
    screen_type(sh.screen, "\"driver\": \"nvm\t");
    screen_wait_text(sh.screen, "...> \"driver\": \"nvme\"");
    screen_type(sh.screen, ", \"names\t");
    screen_wait_text(sh.screen, "\"nvme\", \"namespace\":");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "^C\n(vm)");
    shell_leave(&sh);
}
END_TEST

START_TEST(tab_completes_the_actions_of_a_transaction)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, "transaction(\r");
    screen_wait_text(sh.screen, "TRANS>");
    screen_type(sh.screen, "blockdev-b\t");
    serve_schema(&sh);
    screen_wait_text(sh.screen, "TRANS> blockdev-backup");
    screen_type(sh.screen, "sync=ful\t");
    screen_wait_text(sh.screen, "TRANS> blockdev-backup sync=full");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "^C\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* A type that does not fit is told before the whole is sent. */
START_TEST(an_action_with_a_wrong_type_is_refused_alone)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, "transaction(\rblock-dirty-bitmap-add node=n "
                           "name=b granularity=x\r");
    serve_schema(&sh);
    screen_wait_text(sh.screen, "the transaction is still open\nTRANS>");
    screen_type(sh.screen, "abort\r)\r");
    shell_take(&sh, "transaction");
    shell_expect_arguments(&sh,
                           "{\"actions\":[{\"type\":\"abort\",\"data\":{}}]}");
    shell_reply(&sh, "{}");
    screen_wait_text(sh.screen, "{}\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* ---- what could abort a QEMU ---- */

#define QUESTION "Listing the properties of a type can abort a QEMU"

START_TEST(a_dangerous_question_needs_a_yes)
{
    Shell sh = shell_open(ROWS, COLS, NULL);

    screen_type(sh.screen, "device_add driver=e1000 x");
    serve_schema(&sh);
    screen_type(sh.screen, "\t");
    shell_serve(&sh, "human-monitor-command", "\"bus: main\\r\\n\"");
    screen_wait_text(sh.screen, QUESTION);
    screen_type(sh.screen, "n");
    screen_wait_text(sh.screen, "(vm) device_add driver=e1000 x");
    screen_type(sh.screen, "\t");
    shell_serve(&sh, "human-monitor-command", "\"bus: main\\r\\n\"");
    screen_wait_text(sh.screen, QUESTION);
    screen_type(sh.screen, "y\r"); /* the habit of Enter enters nothing */
    shell_take(&sh, "device-list-properties");
    shell_expect_arguments(&sh, "{\"typename\":\"e1000\"}");
    shell_reply(&sh, "[{\"name\": \"xyz\", \"type\": \"uint32\"}]");
    screen_wait_text(sh.screen, "(vm) device_add driver=e1000 xyz=");
    /* it is known now */
    screen_type(sh.screen, "1 driver=e1000 \t");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "^C\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* ---- .help ---- */

START_TEST(help_has_signature_text_and_arguments)
{
    Shell sh = shell_open(ROWS, COLS, WITH_MANUAL);

    screen_type(sh.screen, ".help block_resize\r");
    serve_schema(&sh);
    screen_wait_text(
        sh.screen,
        "(vm) .help block_resize\n"
        "block_resize size=INTEGER [device=STRING] [node-name=STRING]\n"
        "\n"
        "  Give a disk another size. What is cut off is lost.\n"
        "\n"
        "Arguments:\n"
        "  size  integer, required\n"
        "      how large it will be. In bytes.\n"
        "  device  string\n"
        "      the name of the backend\n"
        "  node-name  string\n"
        "      the name of the node\n"
        "(vm)");
    screen_type(sh.screen, "\014.help STOP\r");
    screen_wait_text(sh.screen, "STOP (event)\n\n  It stands still.\n(vm)");
    screen_type(sh.screen, "\014.help cut off\r");
    screen_wait_text(sh.screen, "(vm) .help cut off\n"
                                "  block_resize                  Give a disk "
                                "another size\n(vm)");
    screen_type(sh.screen, "\014.help block_resize device=x\r");
    screen_wait_text(sh.screen, "(vm) .help block_resize device=x\n"
                                "Still missing: size=\n"
                                "\n"
                                "  size  integer, required\n");
    screen_type(sh.screen, "\014.help nothingofthekind\r");
    screen_wait_text(sh.screen, "error: nothing is known of that");
    shell_leave(&sh);
}
END_TEST

static void add_tests(TCase *t)
{
    tcase_add_test(t, a_hint_shows_what_is_missing);
    tcase_add_test(t, a_hint_is_no_part_of_the_line);
    tcase_add_test(t, no_colour_is_no_hint);
    tcase_add_test(t, one_request_is_out_at_a_time);
    tcase_add_test(t, a_late_refusal_does_not_take_the_schema);
    tcase_add_test(t, late_refusals_may_come_in_any_order);
    tcase_add_test(t, a_connection_that_ends_while_the_schema_is_awaited);
    tcase_add_test(t, interrupt_ends_the_wait_for_the_schema);
    tcase_add_test(t, no_schema_is_asked_for_without_arguments);
    tcase_add_test(t, tab_waits_for_a_silent_server_once);
    tcase_add_test(t, tab_lists_arguments_with_type_and_text);
    tcase_add_test(t, tab_says_what_is_expected);
    tcase_add_test(t, question_mark_shows_the_documentation);
    tcase_add_loop_test(t, question_mark_is_always_answered, 0,
                        ARRAY_SIZE(unanswered));
    tcase_add_test(t, question_mark_works_in_brackets);
    tcase_add_loop_test(t, question_mark_is_a_character_elsewhere, 0,
                        ARRAY_SIZE(ordinary));
    tcase_add_test(t, tab_goes_on_in_an_open_bracket);
    tcase_add_test(t, tab_completes_the_actions_of_a_transaction);
    tcase_add_test(t, an_action_with_a_wrong_type_is_refused_alone);
    tcase_add_test(t, a_dangerous_question_needs_a_yes);
    tcase_add_test(t, help_has_signature_text_and_arguments);
}

int main(void)
{
    Suite *suite = suite_create("shell-schema");
    TCase *tcase = tcase_create("shell-schema");
    SRunner *runner = srunner_create(suite);
    int failed;

    setlocale(LC_ALL, "C.UTF-8");
    shell_make_folder();
    tcase_set_timeout(tcase, 60);
    add_tests(tcase);
    suite_add_tcase(suite, tcase);
    srunner_run_all(runner, CK_NORMAL);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    shell_remove_folder();
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
