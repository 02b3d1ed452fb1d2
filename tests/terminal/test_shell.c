/*
 * The interactive shell as its user sees it
 */
#include <check.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shell_session.h"
#include "util/json.h"
#include "util/mem.h"

#define ROWS 14
#define NARROW 30
#define WIDE 80

#define STATUS "{\"status\": \"paused\", \"running\": false}"
#define EVENT "[00:00:01.002] "
#define HISTORY ".local/state/qmpsh/history"

#define COMMANDS                                                   \
    "[{\"name\": \"query-status\"}, {\"name\": \"query-block\"}, " \
    "{\"name\": \"stop\"}, {\"name\": \"human-monitor-command\"}]"

/* Enter @line, which is one request without arguments to speak of. */
static void run(Shell *sh, const char *line, const char *command,
                const char *value)
{
    screen_type(sh->screen, line);
    screen_type(sh->screen, "\r");
    shell_serve(sh, command, value);
}

/*
 * ^C: with it the terminal drops what was not read, and it is a signal, so
 * whoever types more waits until it has had its effect.
 */
static void drop_line(Shell *sh)
{
    screen_type(sh->screen, "\003");
    screen_wait_bytes(sh->screen, "^C");
    screen_wait_text(sh->screen, "^C\n(");
}

/* ---- prompt and banner ---- */

static const struct {
    int cols;
    const char *screen;
    int row, col;
} banners[] = {
    { NARROW,
      "Connected to QEMU 7.2.22. Tab\ncompletes, .help helps, ^D lea\n"
      "ves.\n(vm)\n",
      3, 5 },
    { WIDE,
      "Connected to QEMU 7.2.22. Tab completes, .help helps, ^D leaves.\n"
      "(vm)\n",
      1, 5 },
};

START_TEST(a_banner_and_the_name_in_the_prompt)
{
    Shell sh = shell_open(ROWS, banners[_i].cols, "exec \"$QMPSH\" \"$SOCK\"");

    screen_expect(sh.screen, banners[_i].screen, banners[_i].row,
                  banners[_i].col);
    shell_leave(&sh);
}
END_TEST

static const struct {
    const char *value, *prompt;
} names[] = {
    { "{}", "(QEMU)\n" },
    { "{\"name\": \"\"}", "(QEMU)\n" },
    { "{\"name\": \"\\u65e5\\u672c\"}", "(日本)\n" },
    { "{\"name\": \"a\\u001b]0;x\\u0007b\"}", "(a\\u001b]0;x\\u0007b)\n" },
    { "{\"name\": \"a\\u202eb\\u009bc\\nd\"}", "(a\\u202eb\\u009bc\\nd)\n" },
};

START_TEST(the_prompt_has_a_name_that_is_safe)
{
    Shell sh = shell_start(ROWS, NARROW, NULL);

    shell_accept(&sh);
    shell_serve(&sh, "query-name", names[_i].value);
    screen_wait_text(sh.screen, names[_i].prompt);
    shell_leave(&sh);
}
END_TEST

START_TEST(a_server_that_knows_no_name)
{
    Shell sh = shell_start(ROWS, NARROW, NULL);

    shell_accept(&sh);
    shell_take(&sh, "query-name");
    shell_reply_error(&sh, "CommandNotFound", "no such");
    screen_expect(sh.screen, "(QEMU)\n", 0, 7);
    shell_leave(&sh);
}
END_TEST

/* Whoever does not want to wait for the name can go on without it. */
START_TEST(interrupt_ends_the_wait_for_a_name)
{
    Shell sh = shell_start(ROWS, NARROW, NULL);

    shell_accept(&sh);
    shell_take(&sh, "query-name");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "(QEMU)");
    shell_leave(&sh);
}
END_TEST

/* Longer than the screen: it can still be typed at. */
START_TEST(a_name_larger_than_the_screen)
{
    autofree char *name = mem_new0(2001, 1);
    autofree char *value = NULL;
    Shell sh = shell_start(ROWS, NARROW, NULL);

    memset(name, 'n', 2000);
    value = mem_printf("{\"name\": \"%s\"}", name);
    shell_accept(&sh);
    shell_serve(&sh, "query-name", value);
    screen_wait_text(sh.screen, "nnn)");
    screen_type(sh.screen, "stop");
    screen_wait_text(sh.screen, "stop");
    shell_event(&sh, "STOP", NULL);
    screen_wait_bytes(sh.screen, "STOP");
    screen_type(sh.screen, "\r");
    shell_serve(&sh, "stop", "{}");
    shell_leave(&sh);
}
END_TEST

/* ---- commands ---- */

static const struct {
    int cols;
    const char *screen;
    int row, col;
} replies[] = {
    { NARROW,
      "(vm) query-status\n{\n  \"status\": \"paused\",\n  \"running\": "
      "false\n}\n(vm)\n",
      5, 5 },
    { WIDE,
      "(vm) query-status\n{\"status\": \"paused\", \"running\": false}\n"
      "(vm)\n",
      2, 5 },
};

START_TEST(a_reply_fits_the_width)
{
    Shell sh = shell_open(ROWS, replies[_i].cols, NULL);

    run(&sh, "query-status", "query-status", STATUS);
    screen_expect(sh.screen, replies[_i].screen, replies[_i].row,
                  replies[_i].col);
    shell_leave(&sh);
}
END_TEST

START_TEST(an_error_reply_is_named)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "device_del id=x\r");
    shell_take(&sh, "device_del");
    shell_expect_arguments(&sh, "{\"id\":\"x\"}");
    shell_reply_error(&sh, "DeviceNotFound", "Device 'x' not\\u001b[2J found");
    screen_expect(sh.screen,
                  "(vm) device_del id=x\n"
                  "error: DeviceNotFound: Device 'x' not\\u001b[2J found\n"
                  "(vm)\n",
                  2, 5);
    shell_leave(&sh);
}
END_TEST

START_TEST(a_bad_line_is_shown_with_a_caret)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "device_del x\r");
    screen_wait_text(sh.screen, "  device_del x\n             ^\n(vm)");
    run(&sh, "query-status", "query-status", STATUS);
    screen_wait_text(sh.screen, "paused");
    shell_leave(&sh);
}
END_TEST

static const struct {
    const char *option, *screen;
    int row;
} formats[] = {
    { "-o json",
      "(vm) query-status\n{\"status\":\"paused\",\"running\":false}\n(vm)\n",
      2 },
    { "-p",
      "(vm) query-status\n{\n  \"status\": \"paused\",\n  \"running\": "
      "false\n}\n(vm)\n",
      5 },
};

START_TEST(the_format_is_as_chosen)
{
    autofree char *command = mem_printf("exec \"$QMPSH\" -q %s \"$SOCK\"",
                                        formats[_i].option);
    Shell sh = shell_open(ROWS, WIDE, command);

    run(&sh, "query-status", "query-status", STATUS);
    screen_expect(sh.screen, formats[_i].screen, formats[_i].row, 5);
    shell_leave(&sh);
}
END_TEST

START_TEST(a_slow_command_is_timed)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    run(&sh, "query-status", "query-status", "1");
    screen_expect(sh.screen, "(vm) query-status\n1\n(vm)\n", 2, 5);
    screen_type(sh.screen, "query-status\r");
    shell_take(&sh, "query-status");
    usleep(600 * 1000); /* what is measured is time */
    shell_reply(&sh, "2");
    screen_expect(sh.screen,
                  "(vm) query-status\n1\n(vm) query-status\n2\n(0.6 s)\n"
                  "(vm)\n",
                  5, 5);
    shell_leave(&sh);
}
END_TEST

static const struct {
    const char *command, *reply;
} colours[] = {
    { "exec \"$QMPSH\" -q \"$SOCK\"", "\033[36m7\033[0m\r\n" },
    { "NO_COLOR=1 exec \"$QMPSH\" -q \"$SOCK\"", "7\r\n" },
    { "exec \"$QMPSH\" -q --color=never \"$SOCK\"", "7\r\n" },
    { "NO_COLOR=1 exec \"$QMPSH\" -q --color=always \"$SOCK\"",
      "\033[36m7\033[0m\r\n" },
};

START_TEST(colour_is_as_wished)
{
    Shell sh = shell_open(ROWS, WIDE, colours[_i].command);

    run(&sh, "query-status", "query-status", "7");
    screen_wait_text(sh.screen, "\n7\n(vm)");
    screen_wait_bytes(sh.screen, colours[_i].reply);
    shell_leave(&sh);
}
END_TEST

START_TEST(a_reply_of_20000_lines_is_printed_whole)
{
    StrBuf value = STRBUF_INIT;
    autofree char *all = NULL;
    Shell sh = shell_open(ROWS, NARROW, NULL);
    const char *at;
    int i;

    strbuf_puts(&value, "\"");
    for (i = 0; i < 20000; i++) {
        strbuf_printf(&value, "line %d\\r\\n", i);
    }
    strbuf_puts(&value, "\"");
    screen_type(sh.screen, ".hmp info qtree\r");
    shell_serve(&sh, "human-monitor-command", value.data);
    /* on a slow machine, how long it took stands between the two */
    screen_wait_text(sh.screen, "line 19999\n");
    screen_wait_text(sh.screen, "\n(vm)\n");
    all = screen_transcript(sh.screen);
    for (i = 0, at = all; i < 20000; i++) {
        autofree char *line = mem_printf("\nline %d\n", i);

        at = strstr(at, line);
        ck_assert_msg(at, "no line %d", i);
    }
    strbuf_free(&value);
    shell_leave(&sh);
}
END_TEST

START_TEST(a_reply_cannot_drive_the_terminal)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    run(&sh, "query-x", "query-x", "{\"\\u001b[2Jk\": \"\\u009b2J\\u202e\"}");
    screen_wait_text(sh.screen,
                     "{\"\\u001b[2Jk\": \"\\u009b2J\\u202e\"}\n(vm)");
    screen_type(sh.screen, ".hmp info name\r");
    shell_serve(&sh, "human-monitor-command", "\"\\u001b[2Jvm\\r\\n\"");
    screen_wait_text(sh.screen, "\n\\u001b[2Jvm\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* ---- events ---- */

static const struct {
    int cols;
    const char *before, *after;
    int row, col;
} half_typed[] = {
    { NARROW, "(vm) 日本語日本語日本語日本語\n日abc\n",
      EVENT "STOP\n(vm) 日本語日本語日本語日本語\n日abc\n", 2, 3 },
    { WIDE, "(vm) 日本語日本語日本語日本語日abc\n",
      EVENT "STOP\n(vm) 日本語日本語日本語日本語日abc\n", 1, 32 },
};

START_TEST(an_event_appears_above_the_half_typed_line)
{
    Shell sh = shell_open(ROWS, half_typed[_i].cols, NULL);

    screen_type(sh.screen, "日本語日本語日本語日本語日abc\002\002");
    screen_wait_text(sh.screen, half_typed[_i].before);
    shell_event(&sh, "STOP", NULL);
    screen_expect(sh.screen, half_typed[_i].after, half_typed[_i].row,
                  half_typed[_i].col);
    shell_event(&sh, "RESUME", NULL);
    screen_wait_text(sh.screen, "RESUME\n(vm) 日本語");
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

START_TEST(an_event_has_its_data_and_no_controls)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    shell_event(&sh, "X",
                "{\"device\": \"hd0\", \"a\\u001b[2J\": \"\\u001b[2J \"}");
    screen_expect(sh.screen,
                  EVENT "X device=hd0 \"a\\u001b[2J\"=\"\\u001b[2J \"\n(vm)\n",
                  1, 5);
    shell_leave(&sh);
}
END_TEST

static const int widths[] = { NARROW, WIDE };

START_TEST(an_event_appears_while_a_reply_is_awaited)
{
    Shell sh = shell_open(ROWS, widths[_i], NULL);

    screen_type(sh.screen, "stop\r");
    shell_take(&sh, "stop");
    shell_event(&sh, "STOP", NULL);
    screen_expect(sh.screen, "(vm) stop\n" EVENT "STOP\n", 2, 0);
    shell_reply(&sh, "{}");
    screen_expect(sh.screen, "(vm) stop\n" EVENT "STOP\n{}\n(vm)\n", 3, 5);
    shell_event(&sh, "RESUME", NULL);
    screen_expect(sh.screen,
                  "(vm) stop\n" EVENT "STOP\n{}\n" EVENT "RESUME\n(vm)\n", 4,
                  5);
    shell_leave(&sh);
}
END_TEST

START_TEST(an_event_appears_during_a_completion)
{
    Shell sh = shell_open(ROWS, widths[_i], NULL);

    screen_type(sh.screen, "query-s\t");
    shell_take(&sh, "query-commands");
    shell_event(&sh, "STOP", NULL);
    screen_expect(sh.screen, EVENT "STOP\n(vm) query-s\n", 1, 12);
    shell_reply(&sh, COMMANDS);
    screen_expect(sh.screen, EVENT "STOP\n(vm) query-status\n", 1, 18);
    screen_type(sh.screen, "\r");
    shell_serve(&sh, "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
}
END_TEST

START_TEST(a_burst_of_events_while_typing_loses_nothing)
{
    StrBuf events = STRBUF_INIT;
    autofree char *all = NULL;
    const char *at;
    Shell sh = shell_open(ROWS, widths[_i], NULL);
    int i;

    screen_type(sh.screen, "query-");
    screen_wait_text(sh.screen, "(vm) query-");
    for (i = 0; i < 3000; i++) {
        strbuf_printf(&events,
                      "{\"event\": \"E\", \"data\": {\"n\": %d}, "
                      "\"timestamp\": {\"seconds\": 1, "
                      "\"microseconds\": 2000}}\r\n",
                      i);
        if (i % 300 == 0) {
            char key[2] = { (char)('0' + i / 300), '\0' };

            shell_send(&sh, events.data, events.len);
            strbuf_reset(&events);
            screen_type(sh.screen, key);
        }
    }
    shell_send(&sh, events.data, events.len);
    strbuf_free(&events);
    screen_wait_text(sh.screen, "E n=2999\n(vm) query-0123456789\n");
    all = screen_transcript(sh.screen);
    for (i = 0, at = all; i < 3000; i++) {
        autofree char *line = mem_printf(EVENT "E n=%d\n", i);

        ck_assert_msg(strncmp(at, line, strlen(line)) == 0, "not %s but %.40s",
                      line, at);
        at += strlen(line);
    }
    ck_assert_str_eq(at, "(vm) query-0123456789\n");
    screen_type(sh.screen, "\r");
    shell_serve(&sh, "query-0123456789", "1");
    shell_leave(&sh);
}
END_TEST

/* A server that never falls silent cannot keep the keys away. */
START_TEST(interrupt_works_in_a_flood_of_events)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);
    int i;

    screen_type(sh.screen, "stop\r");
    shell_take(&sh, "stop");
    for (i = 0; i < 500; i++) {
        shell_event(&sh, "E", NULL);
    }
    screen_type(sh.screen, "\003");
    for (i = 0; i < 500; i++) {
        shell_event(&sh, "E", NULL);
    }
    screen_wait_bytes(sh.screen, "stop was sent and may still run");
    screen_wait_text(sh.screen, "E\n(vm)");
    shell_leave(&sh);
}
END_TEST

START_TEST(events_can_be_listed_and_forgotten)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    shell_event(&sh, "STOP", NULL);
    screen_wait_text(sh.screen, "STOP\n(vm)");
    screen_type(sh.screen, ".events\r");
    screen_wait_text(sh.screen, "(vm) .events\n" EVENT "STOP\n(vm)");
    screen_type(sh.screen, ".events clear\r.events\r");
    screen_wait_text(sh.screen, "(vm) .events clear\n(vm) .events\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* ---- ^C, ^Z, size, type-ahead ---- */

START_TEST(interrupt_drops_the_half_typed_line)
{
    Shell sh = shell_open(ROWS, widths[_i], NULL);

    screen_type(sh.screen, "half-typed日本語日本語日本語日本語");
    screen_wait_text(sh.screen, "本語\n");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "^C\n(vm)\n");
    run(&sh, "query-status", "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* A batch of keys, as ssh sends them: what follows ^C is for a new line. */
static const struct {
    const char *keys, *screen;
    int row, col;
} behind_interrupt[] = {
    { "\003\r", "(vm) stop^C\n(vm)\n(vm)\n", 2, 5 },
    { "\003x", "(vm) stop^C\n(vm) x\n", 1, 6 },
    { "\003\022", "(vm) stop^C\n(search)`':\n", 1, 12 },
};

START_TEST(keys_behind_an_interrupt_are_for_a_new_line)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "stop");
    screen_wait_text(sh.screen, "(vm) stop\n");
    screen_type(sh.screen, behind_interrupt[_i].keys);
    screen_expect(sh.screen, behind_interrupt[_i].screen,
                  behind_interrupt[_i].row, behind_interrupt[_i].col);
    shell_free(&sh);
}
END_TEST

START_TEST(interrupt_stops_waiting_and_the_reply_comes_late)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "query-block\r");
    shell_take(&sh, "query-block");
    screen_type(sh.screen, "\003");
    screen_expect(sh.screen,
                  "(vm) query-block\n"
                  "qmpsh: interrupted: query-block was sent and may still "
                  "run\n(vm)\n",
                  2, 5);
    screen_type(sh.screen, "half");
    shell_reply(&sh, "[]");
    screen_expect(sh.screen,
                  "(vm) query-block\n"
                  "qmpsh: interrupted: query-block was sent and may still "
                  "run\nqmpsh: the reply to query-block, after all:\n[]\n"
                  "(vm) half\n",
                  4, 9);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

/* The reply to the first comes while the second is awaited. */
START_TEST(a_late_reply_comes_before_another)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "query-a\r");
    shell_take(&sh, "query-a");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "may still run\n(vm)");
    shell_reply(&sh, "\"late\"");
    screen_wait_text(sh.screen, "\"late\"\n(vm)");
    run(&sh, "query-b", "query-b", "\"b\"");
    screen_wait_text(sh.screen, "(vm) query-b\n\"b\"\n(vm)");
    shell_leave(&sh);
}
END_TEST

/*
 * The new connection counts its requests anew: what was awaited on the old
 * one must not take a reply of the new one.
 */
START_TEST(a_late_reply_is_forgotten_with_its_connection)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);
    int i;

    screen_type(sh.screen, "query-late\r");
    shell_take(&sh, "query-late");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "may still run\n(vm)");
    screen_type(sh.screen, ".reconnect\r");
    shell_accept(&sh);
    shell_serve(&sh, "query-name", "{\"name\": \"new\"}");
    screen_wait_text(sh.screen, "(new)");
    for (i = 0; i < 5; i++) {
        autofree char *value = mem_printf("\"reply %d\"", i);
        autofree char *shown = mem_printf("(new) query-now\n%s\n(new)", value);

        run(&sh, "query-now", "query-now", value);
        screen_wait_text(sh.screen, shown);
    }
    shell_leave(&sh);
}
END_TEST

static const char job[] = "exec \"$JOB_PARENT\" \"$QMPSH\" -q \"$SOCK\"";

START_TEST(a_half_typed_line_survives_a_stop)
{
    Shell sh = shell_open(ROWS, widths[_i], job);

    screen_type(sh.screen, "half日本");
    screen_wait_text(sh.screen, "half日本");
    screen_type(sh.screen, "\032");
    screen_expect(sh.screen, "(vm) half日本\n[stopped, cooked]\n", 2, 0);
    shell_event(&sh, "STOP", NULL);
    screen_type(sh.screen, "\r");
    screen_expect(sh.screen,
                  "(vm) half日本\n[stopped, cooked]\n\n" EVENT
                  "STOP\n(vm) half日本\n",
                  4, 13);
    drop_line(&sh);
    screen_type(sh.screen, "\004");
    screen_wait_text(sh.screen, "[ended 0, cooked]");
    screen_wait_exit(sh.screen);
    shell_free(&sh);
}
END_TEST

START_TEST(a_stop_while_a_reply_is_awaited)
{
    Shell sh = shell_open(ROWS, widths[_i], job);

    screen_type(sh.screen, "stop\r");
    shell_take(&sh, "stop");
    screen_type(sh.screen, "\032");
    screen_expect(sh.screen, "(vm) stop\n[stopped, cooked]\n", 2, 0);
    shell_reply(&sh, "{}");
    screen_type(sh.screen, "\r");
    screen_wait_text(sh.screen, "(vm) stop\n[stopped, cooked]\n\n{}\n");
    screen_wait_text(sh.screen, "\n(vm)\n");
    screen_type(sh.screen, "query-status\r");
    shell_serve(&sh, "query-status", "1");
    screen_wait_text(sh.screen, "(vm) query-status\n1\n(vm)");
    shell_free(&sh);
}
END_TEST

START_TEST(a_stop_during_a_completion)
{
    Shell sh = shell_open(ROWS, widths[_i], job);

    screen_type(sh.screen, "query-s");
    screen_wait_text(sh.screen, "query-s");
    screen_type(sh.screen, "\t");
    shell_take(&sh, "query-commands");
    screen_type(sh.screen, "\032");
    screen_expect(sh.screen, "(vm) query-s\n[stopped, cooked]\n", 2, 0);
    shell_reply(&sh, COMMANDS);
    screen_type(sh.screen, "\r");
    screen_expect(sh.screen,
                  "(vm) query-s\n[stopped, cooked]\n\n(vm) query-status\n", 3,
                  18);
    shell_free(&sh);
}
END_TEST

START_TEST(a_stop_at_a_question)
{
    Shell sh = shell_open(ROWS, WIDE, job);

    screen_type(sh.screen, "quit\r");
    screen_wait_text(sh.screen, "Quit it? (y/n)");
    screen_type(sh.screen, "\032");
    screen_wait_text(sh.screen, "[stopped, cooked]");
    screen_type(sh.screen, "\r");
    screen_wait_text(sh.screen, "[stopped, cooked]\n\nThis ends the VM. Quit");
    screen_type(sh.screen, "n\r");
    screen_wait_text(sh.screen, "sent; ^D leave");
    screen_wait_text(sh.screen, "\n(vm)");
    shell_free(&sh);
}
END_TEST

START_TEST(interrupt_during_a_completion_drops_the_line)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "query-s\t");
    shell_take(&sh, "query-commands");
    screen_type(sh.screen, "\003");
    screen_wait_bytes(sh.screen, "^C");
    screen_expect(sh.screen, "(vm) query-s^C\n(vm)\n", 1, 5);
    shell_reply(&sh, COMMANDS);
    screen_type(sh.screen, "query-b\t");
    shell_serve(&sh, "query-commands", COMMANDS);
    screen_expect(sh.screen, "(vm) query-s^C\n(vm) query-block\n", 1, 17);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

START_TEST(the_size_changes_while_typing)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "123456789012345678901234567890");
    screen_wait_text(sh.screen, "567890");
    screen_resize(sh.screen, ROWS, NARROW);
    screen_expect(sh.screen, "(vm) 1234567890123456789012345\n67890\n", 1, 5);
    shell_event(&sh, "STOP", NULL);
    screen_expect(sh.screen,
                  EVENT "STOP\n(vm) 1234567890123456789012345\n67890\n", 2, 5);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

START_TEST(the_size_changes_while_a_reply_is_awaited)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "query-status\r");
    shell_take(&sh, "query-status");
    screen_resize(sh.screen, ROWS, NARROW);
    shell_event(&sh, "STOP", NULL);
    screen_wait_text(sh.screen, "STOP");
    shell_reply(&sh, STATUS);
    screen_wait_text(sh.screen, "{\n  \"status\": \"paused\",\n");
    screen_wait_text(sh.screen, "}\n(vm)");
    shell_leave(&sh);
}
END_TEST

START_TEST(what_is_typed_ahead_is_kept)
{
    Shell sh = shell_open(ROWS, widths[_i], NULL);

    screen_type(sh.screen, "stop\r");
    shell_take(&sh, "stop");
    screen_type(sh.screen, "xont\033[D\033[D\033[D\177c\rhalf");
    shell_event(&sh, "STOP", NULL);
    screen_expect(sh.screen, "(vm) stop\n" EVENT "STOP\n", 2, 0);
    shell_reply(&sh, "{}");
    shell_serve(&sh, "cont", "{}");
    screen_expect(sh.screen,
                  "(vm) stop\n" EVENT "STOP\n{}\n(vm) cont\n{}\n(vm) half\n", 5,
                  9);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

/* ---- completion ---- */

static const struct {
    const char *keys, *line;
    int col;
    const char *asked; /* of the server; NULL: nothing */
} completions[] = {
    { "query-s\t", "(vm) query-status\n", 18, COMMANDS },
    { "que\t", "(vm) query-\n", 11, COMMANDS },
    { " sto\t", "(vm)  stop\n", 11, COMMANDS },
    { "xyz\t", "(vm) xyz\n", 8, COMMANDS },
    { ".rec\t", "(vm) .reconnect\n", 16, NULL },
    { ".help rec\t", "(vm) .help reconnect\n", 21, NULL },
    { ".events cl\t", "(vm) .events clear\n", 19, NULL },
};

START_TEST(tab_completes)
{
    autofree char *screen = NULL;
    Shell sh = shell_open(ROWS, widths[_i % 2], NULL);

    screen_type(sh.screen, completions[_i / 2].keys);
    if (completions[_i / 2].asked) {
        shell_serve(&sh, "query-commands", completions[_i / 2].asked);
    }
    screen_expect(sh.screen, completions[_i / 2].line, 0,
                  completions[_i / 2].col);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

START_TEST(tab_lists_what_could_be)
{
    Shell sh = shell_open(ROWS, widths[_i], NULL);

    screen_type(sh.screen, "query-\t");
    shell_serve(&sh, "query-commands", COMMANDS);
    screen_expect(sh.screen,
                  _i ? "(vm) query-\nquery-block   query-status\n(vm) "
                       "query-\n" :
                       "(vm) query-\nquery-block   query-status\n(vm) "
                       "query-\n",
                  2, 11);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

#define HELP                                                 \
    "\"info [subcommand] -- show\\r\\nquit|q  -- quit\\r\\n" \
    "x /fmt addr -- memory\\r\\ncpu index -- set\\r\\n\""
#define HELP_INFO                                               \
    "\"info status  -- show\\r\\ninfo snapshots  -- show\\r\\n" \
    "info registers [-a] -- show\\r\\n\""

static const struct {
    const char *keys, *help, *asked, *line;
} hmp_completions[] = {
    { ".hmp qu\t", HELP, "help", "(vm) .hmp quit\n" },
    { ".hmp info sta\t", HELP_INFO, "help info", "(vm) .hmp info status\n" },
};

START_TEST(tab_completes_human_commands)
{
    autofree char *arguments = mem_printf("{\"command-line\":\"%s\"}",
                                          hmp_completions[_i].asked);
    Shell sh = shell_open(ROWS, NARROW, NULL);

    screen_type(sh.screen, hmp_completions[_i].keys);
    shell_take(&sh, "human-monitor-command");
    shell_expect_arguments(&sh, arguments);
    shell_reply(&sh, hmp_completions[_i].help);
    screen_wait_text(sh.screen, hmp_completions[_i].line);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

/* ---- several lines ---- */

START_TEST(an_open_bracket_goes_on)
{
    Shell sh = shell_open(ROWS, widths[_i], NULL);

    screen_type(sh.screen, "{ \"execute\":\r\"query-status\"\r}\r");
    shell_serve(&sh, "query-status", "1");
    screen_expect(sh.screen,
                  "(vm) { \"execute\":\n...> \"query-status\"\n...> }\n1\n"
                  "(vm)\n",
                  4, 5);
    screen_type(sh.screen, "\033[A");
    screen_expect(sh.screen,
                  "(vm) { \"execute\":\n...> \"query-status\"\n...> }\n1\n"
                  "(vm) { \"execute\":\n\"query-status\"\n}\n",
                  6, 1);
    screen_type(sh.screen, "\r");
    shell_serve(&sh, "query-status", "2");
    screen_wait_text(sh.screen, "}\n2\n(vm)");
    shell_leave(&sh);
}
END_TEST

START_TEST(a_backslash_continues_the_line)
{
    Shell sh = shell_open(ROWS, widths[_i], NULL);

    screen_type(sh.screen, "device_del \\\rid=x\r");
    shell_take(&sh, "device_del");
    shell_expect_arguments(&sh, "{\"id\":\"x\"}");
    shell_reply(&sh, "{}");
    screen_expect(sh.screen, "(vm) device_del \\\n...> id=x\n{}\n(vm)\n", 3, 5);
    screen_type(sh.screen, "\033[A\r");
    shell_take(&sh, "device_del");
    shell_expect_arguments(&sh, "{\"id\":\"x\"}");
    shell_reply(&sh, "{}");
    screen_wait_text(sh.screen, "(vm) device_del \\\nid=x\n{}\n(vm)");
    shell_leave(&sh);
}
END_TEST

START_TEST(pasted_commands_run_one_after_the_other)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "\033[200~query-a\rquery-b\r\033[201~");
    screen_wait_text(sh.screen, "(vm) query-a\nquery-b\n");
    screen_type(sh.screen, "\r");
    shell_serve(&sh, "query-a", "1");
    shell_serve(&sh, "query-b", "2");
    screen_wait_text(sh.screen, "1\n> query-b\n2\n(vm)");
    shell_leave(&sh);
}
END_TEST

#define TRANSACTION                                      \
    "{\"actions\":[{\"type\":\"a\",\"data\":{\"x\":1}}," \
    "{\"type\":\"b\",\"data\":{\"y\":2}}]}"

START_TEST(a_transaction_is_one_request_and_one_entry)
{
    Shell sh = shell_open(ROWS, widths[_i], NULL);

    screen_type(sh.screen, "transaction(\ra x=1\rb y=2\r)\r");
    shell_take(&sh, "transaction");
    shell_expect_arguments(&sh, TRANSACTION);
    shell_reply(&sh, "{}");
    screen_expect(sh.screen,
                  "(vm) transaction(\nTRANS> a x=1\nTRANS> b y=2\nTRANS> )\n"
                  "{}\n(vm)\n",
                  5, 5);
    screen_type(sh.screen, "\033[A\r");
    shell_take(&sh, "transaction");
    shell_expect_arguments(&sh, TRANSACTION);
    shell_reply(&sh, "{}");
    screen_wait_text(sh.screen, "(vm) transaction(\na x=1\nb y=2\n)\n{}\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* What was refused is no part of what was sent, so neither of the entry. */
START_TEST(a_bad_action_is_refused_alone)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "transaction(\ra x=1\rbad bad\r");
    shell_refuse_schema(&sh);
    screen_wait_text(sh.screen, "the transaction is still open\nTRANS>");
    screen_type(sh.screen, "b y=2\r)\r");
    shell_take(&sh, "transaction");
    shell_expect_arguments(&sh, TRANSACTION);
    shell_reply(&sh, "{}");
    screen_wait_text(sh.screen, "TRANS> )\n{}\n(vm)");
    screen_type(sh.screen, "\033[A");
    screen_wait_text(sh.screen, "(vm) transaction(\na x=1\nb y=2\n)\n");
    screen_type(sh.screen, "\r");
    shell_take(&sh, "transaction");
    shell_expect_arguments(&sh, TRANSACTION);
    shell_free(&sh);
}
END_TEST

START_TEST(interrupt_drops_the_transaction)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "transaction(\ra x=1\r");
    shell_refuse_schema(&sh);
    screen_wait_text(sh.screen, "TRANS> a x=1\nTRANS>");
    screen_type(sh.screen, "b");
    screen_wait_text(sh.screen, "TRANS> b");
    drop_line(&sh);
    screen_wait_text(sh.screen, "TRANS> b^C\n(vm)");
    run(&sh, "query-status", "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
}
END_TEST

START_TEST(an_event_appears_above_a_transaction)
{
    Shell sh = shell_open(ROWS, NARROW, NULL);

    screen_type(sh.screen, "transaction(\ra x=");
    screen_wait_text(sh.screen, "TRANS> a x=");
    shell_event(&sh, "STOP", NULL);
    screen_expect(sh.screen, "(vm) transaction(\n" EVENT "STOP\nTRANS> a x=\n",
                  2, 11);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

/* ---- history ---- */

START_TEST(the_history_is_searched)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    run(&sh, "query-a", "query-a", "1");
    run(&sh, "stop", "stop", "{}");
    screen_wait_text(sh.screen, "{}\n(vm)");
    screen_type(sh.screen, "que\033[A");
    screen_wait_text(sh.screen, "{}\n(vm) query-a\n");
    drop_line(&sh);
    screen_type(sh.screen, "\022top\r");
    shell_serve(&sh, "stop", "2");
    screen_wait_text(sh.screen, "(vm) stop\n2\n(vm)");
    shell_leave(&sh);
}
END_TEST

static const struct {
    const char *line, *command;
    bool kept;
} entries[] = {
    { "query-a", "query-a", true },
    { " query-a", "query-a", false },
    { "set_password protocol=vnc password=hunter2", "set_password", false },
    { "change-vnc-password password=hunter2", "change-vnc-password", false },
    { "object-add qom-type=secret id=s data=hunter2", "object-add", false },
    { "{\"execute\": \"x\", \"arguments\": {\"password\": \"hunter2\"}}", "x",
      false },
    { ".hmp set_password vnc hunter2", "human-monitor-command", false },
    { "blockdev-add driver=https url=https://me:hunter2@host/x", "blockdev-add",
      false },
    { "query-a password=x password=hunter2", NULL, false },
    { "query-a \\\rpassword=hunter2", "query-a", false },
    { "transaction(\ra password=hunter2\r)", "transaction", false },
    /* the second is refused, the rest is sent */
    { "transaction(\ra x=1\rb bad password=hunter2\r)", "transaction", false },
    { "query-a # password=hunter2", "query-a", false },
    { "# password=hunter2", NULL, false },
    { ".log /nowhere/password=hunter2", NULL, false },
};

START_TEST(the_history_file_has_lines_but_no_secrets)
{
    autofree char *text = NULL;
    struct stat st;
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, entries[_i].line);
    screen_type(sh.screen, "\r");
    if (entries[_i].command) {
        shell_serve(&sh, entries[_i].command, "\"it ran\"");
        screen_wait_text(sh.screen, "it ran");
    }
    run(&sh, "query-last", "query-last", "1");
    shell_leave(&sh);
    text = shell_read_file(HISTORY);
    ck_assert_msg(strstr(text, "query-last"), "%s", text);
    ck_assert_msg(!strstr(text, "hunter2"), "%s", text);
    ck_assert_int_eq(strstr(text, "query-a") != NULL, entries[_i].kept);
    ck_assert_int_eq(stat(HISTORY, &st), 0);
    ck_assert_int_eq(st.st_mode & 07777, 0600);
}
END_TEST

START_TEST(no_history_is_no_file)
{
    Shell sh = shell_open(ROWS, WIDE,
                          "exec \"$QMPSH\" -q --no-history \"$SOCK\"");

    run(&sh, "query-a", "query-a", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    screen_type(sh.screen, "\033[A");
    screen_wait_text(sh.screen, "\n1\n(vm) query-a");
    drop_line(&sh);
    shell_leave(&sh);
    ck_assert_int_ne(access(HISTORY, F_OK), 0);
}
END_TEST

START_TEST(the_history_is_where_xdg_says_and_comes_back)
{
    static const char command[] =
        "XDG_STATE_HOME=$PWD/xdg exec \"$QMPSH\" -q \"$SOCK\"";
    Shell sh = shell_open(ROWS, WIDE, command);

    run(&sh, "query-a", "query-a", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
    ck_assert_int_eq(access("xdg/qmpsh/history", F_OK), 0);
    sh = shell_open(ROWS, WIDE, command);
    screen_type(sh.screen, "\033[A");
    screen_expect(sh.screen, "(vm) query-a\n", 0, 12);
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

START_TEST(a_history_that_cannot_be_written_is_told_once_and_harms_nothing)
{
    Shell sh = shell_start(ROWS, WIDE,
                           "mkdir -p .local/state/qmpsh/history;"
                           "exec \"$QMPSH\" -q \"$SOCK\"");

    shell_accept(&sh);
    shell_serve(&sh, "query-name", "{\"name\": \"vm\"}");
    run(&sh, "query-a", "query-a", "1");
    screen_wait_text(sh.screen, "history");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    run(&sh, "query-b", "query-b", "2");
    screen_wait_text(sh.screen, "(vm) query-b\n2\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* ---- quit ---- */

static const struct {
    const char *line, *command;
} quits[] = {
    { "quit", "quit" },
    { "  quit", "quit" },
    { "{\"execute\": \"quit\"}", "quit" },
    { "{'execute': 'quit', 'arguments': {}}", "quit" },
    { "{\"execute\": \"qu\\u0069t\"}", "quit" },
    { ".hmp quit", "human-monitor-command" },
    { ".hmp q", "human-monitor-command" },
    { ".hmp   q  ", "human-monitor-command" },
    { "human-monitor-command command-line=quit", "human-monitor-command" },
    { "human-monitor-command command-line=\" q \"", "human-monitor-command" },
    { "human-monitor-command command-line:=\"qu\\u0069t\"",
      "human-monitor-command" },
    { "human-monitor-command command-line:@quit-line",
      "human-monitor-command" },
};

static void write_quit_line(void)
{
    FILE *file = fopen("quit-line", "w");

    fputs("quit\n", file);
    fclose(file);
}

START_TEST(quit_is_asked_for)
{
    int wide = _i % 2;
    const char *line = quits[_i / 2].line;
    Shell sh = shell_open(ROWS, widths[wide], NULL);

    write_quit_line();
    screen_type(sh.screen, line);
    screen_type(sh.screen, "\r");
    if (strncmp(line, "human-monitor-command ", 22) == 0) {
        shell_refuse_schema(&sh);
    }
    screen_wait_text(sh.screen, "This ends the VM. Quit it? (y/");
    screen_type(sh.screen, "n\r");
    screen_wait_text(sh.screen, "sent; ^D leave");
    run(&sh, "query-status", "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    screen_type(sh.screen, line);
    screen_type(sh.screen, "\r");
    screen_wait_text(sh.screen, "\n(vm)");
    screen_type(sh.screen, "y\r");
    shell_take(&sh, quits[_i / 2].command);
    shell_event(&sh, "SHUTDOWN",
                "{\"guest\": false, \"reason\": \"host-qmp-quit\"}");
    shell_reply(&sh, "{}");
    shell_hang_up(&sh);
    screen_wait_text(sh.screen, "(vm disconnected)");
    shell_leave(&sh);
}
END_TEST

START_TEST(human_mode_asks_before_quit)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, ".hmp\r");
    screen_wait_text(sh.screen, "(vm hmp)");
    screen_type(sh.screen, "q\r");
    screen_wait_text(sh.screen, "This ends the VM. Quit it? (y/n)");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "sent; ^D leave");
    screen_type(sh.screen, "quit\r");
    screen_type(sh.screen, "\004"); /* no answer is no */
    screen_type(sh.screen, "info status\r");
    shell_take(&sh, "human-monitor-command");
    shell_expect_arguments(&sh, "{\"command-line\":\"info status\"}");
    shell_reply(&sh, "\"VM status: paused\\r\\n\"");
    screen_wait_text(sh.screen, "VM status: paused\n(vm hmp)");
    shell_leave(&sh);
}
END_TEST

START_TEST(an_event_waits_for_the_answer_to_a_question)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "quit\r");
    screen_wait_text(sh.screen, "Quit it? (y/n)");
    shell_event(&sh, "STOP", NULL);
    screen_type(sh.screen, "n\r");
    screen_expect(sh.screen,
                  "(vm) quit\nThis ends the VM. Quit it? (y/n) n\n"
                  "error: quit not sent; ^D leaves the shell\n" EVENT
                  "STOP\n(vm)\n",
                  4, 5);
    shell_leave(&sh);
}
END_TEST

START_TEST(the_connection_is_lost_at_a_question)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "quit\r");
    screen_wait_text(sh.screen, "Quit it? (y/n)");
    shell_hang_up(&sh);
    screen_type(sh.screen, "y\r");
    screen_wait_text(sh.screen, "closed");
    screen_wait_text(sh.screen, "\n(vm disconnected)\n");
    shell_leave(&sh);
}
END_TEST

/* The reply and the end come with the interrupt: the VM has still quit. */
START_TEST(a_quit_that_is_interrupted_is_still_a_quit)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "quit\ry\r");
    shell_take(&sh, "quit");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "quit was sent and may still run\n(vm)");
    shell_reply(&sh, "{}");
    shell_hang_up(&sh);
    screen_wait_text(sh.screen, "(vm disconnected)");
    shell_leave(&sh);
}
END_TEST

START_TEST(a_new_connection_after_a_quit)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "quit\ry\r");
    shell_serve(&sh, "quit", "{}");
    shell_hang_up(&sh);
    screen_wait_text(sh.screen, "(vm disconnected)");
    screen_type(sh.screen, "query-status\r");
    screen_wait_text(sh.screen, ".reconnect");
    screen_type(sh.screen, ".reconnect\r");
    shell_accept(&sh);
    shell_serve(&sh, "query-name", "{\"name\": \"vm\"}");
    screen_wait_text(sh.screen, "\n(vm)");
    run(&sh, "query-status", "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* ---- the connection ends ---- */

static void lose_closed(Shell *sh)
{
    shell_hang_up(sh);
}

static void lose_shut_down(Shell *sh)
{
    shell_event(sh, "SHUTDOWN",
                "{\"guest\": true, \"reason\": \"guest-shutdown\"}");
    shell_hang_up(sh);
}

static void lose_to_nonsense(Shell *sh)
{
    shell_send(sh, "nonsense }\r\n", strlen("nonsense }\r\n"));
}

static const struct {
    void (*lose)(Shell *sh);
    const char *reason;
} losses[] = {
    { lose_closed, "closed" },
    { lose_shut_down, "the VM has shut down (guest-shutdown)" },
    { lose_to_nonsense, "of no more use" },
};

START_TEST(the_connection_is_lost_while_typing)
{
    Shell sh = shell_open(ROWS, widths[_i % 2], NULL);

    screen_type(sh.screen, "query-status");
    screen_wait_text(sh.screen, "query-status");
    losses[_i / 2].lose(&sh);
    screen_wait_bytes(sh.screen, losses[_i / 2].reason);
    screen_wait_text(sh.screen, "\n(vm disconnected) query-status\n");
    screen_type(sh.screen, "\r");
    screen_wait_text(sh.screen, "query-status not sent:");
    screen_wait_text(sh.screen, "\n(vm disconnected)\n");
    screen_type(sh.screen, ".reconnect\r");
    shell_accept(&sh);
    shell_serve(&sh, "query-name", "{\"name\": \"new\"}");
    screen_wait_text(sh.screen, "\n(new)\n");
    run(&sh, "query-status", "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(new)");
    shell_leave(&sh);
}
END_TEST

START_TEST(the_connection_is_lost_while_a_reply_is_awaited)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "stop\r");
    shell_take(&sh, "stop");
    shell_hang_up(&sh);
    screen_wait_text(sh.screen, "no reply came to stop: it was sent and may "
                                "have run\n(vm disconnected)");
    shell_leave(&sh);
}
END_TEST

START_TEST(the_connection_is_lost_during_a_completion)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "query-s\t");
    shell_take(&sh, "query-commands");
    shell_hang_up(&sh);
    screen_wait_text(sh.screen, "closed");
    screen_wait_text(sh.screen, "\n(vm disconnected) query-s\n");
    screen_type(sh.screen, "\t");
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

START_TEST(a_lost_connection_cannot_be_made_again)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    shell_event(&sh, "STOP", NULL);
    screen_wait_text(sh.screen, "STOP");
    unlink("qmp");
    shell_hang_up(&sh);
    screen_wait_text(sh.screen, "(vm disconnected)");
    screen_type(sh.screen, ".reconnect\r");
    screen_wait_text(sh.screen, "error: ");
    screen_wait_text(sh.screen, "\n(vm disconnected)\n");
    /* what was seen stays to be looked at */
    screen_type(sh.screen, "\014.events\r");
    screen_wait_text(sh.screen, "STOP");
    shell_leave(&sh);
}
END_TEST

START_TEST(interrupt_ends_an_attempt_to_connect)
{
    Shell sh = shell_open(ROWS, WIDE, "exec \"$QMPSH\" \"$SOCK\"");

    shell_hang_up(&sh);
    screen_wait_text(sh.screen, "(vm disconnected)");
    screen_type(sh.screen, ".reconnect\r"); /* nobody accepts */
    screen_wait_text(sh.screen, "no greeting yet");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "interrupted");
    screen_wait_text(sh.screen, "disconnected)\n");
    shell_leave(&sh);
}
END_TEST

START_TEST(tab_without_a_connection_does_nothing)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    shell_hang_up(&sh);
    screen_wait_text(sh.screen, "(vm disconnected)");
    screen_type(sh.screen, "query-\t.x");
    screen_wait_text(sh.screen, "(vm disconnected) query-.x\n");
    drop_line(&sh);
    shell_leave(&sh);
}
END_TEST

/* ---- LINE | PROGRAM ---- */

static const struct {
    const char *line, *shown;
} pipes[] = {
    { "query-status | cat", "{\"status\":\"paused\",\"running\":false}\n" },
    { "query-status | head -1", "{\"status\":\"paused\",\"running\":false}\n" },
    { "query-status | true", "query-status | true\n(vm)" },
    { "query-status | sed 's/paused/PAUSED/' | cat", "\"PAUSED\"" },
    { "query-status | no-such-program-here", "not found" },
    { "{\"execute\": \"query-status\"} | cat", "\"paused\"" },
};

START_TEST(a_reply_goes_to_a_program)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, pipes[_i].line);
    screen_type(sh.screen, "\r");
    shell_serve(&sh, "query-status", STATUS);
    screen_wait_text(sh.screen, pipes[_i].shown);
    screen_wait_text(sh.screen, "\n(vm)\n");
    run(&sh, "query-a", "query-a", "\"afterwards\"");
    screen_wait_text(sh.screen, "afterwards\"\n(vm)");
    shell_leave(&sh);
}
END_TEST

static const struct {
    const char *line, *shown;
} dot_pipes[] = {
    { ".help | grep -c reconnect", "\n1\n(vm)" },
    { ".history | cat", "\n.history | cat\n(vm)" },
    { ".events | wc -l", "\n1\n(vm)" },
    { ".exit | cat", "prints nothing for a program\n(vm)" },
    { ".nosuch | cat", "no command .nosuch" },
};

START_TEST(a_dot_command_goes_to_a_program)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    shell_event(&sh, "STOP", NULL);
    screen_wait_text(sh.screen, "STOP\n(vm)");
    screen_type(sh.screen, dot_pipes[_i].line);
    screen_type(sh.screen, "\r");
    screen_wait_text(sh.screen, dot_pipes[_i].shown);
    screen_wait_text(sh.screen, "\n(vm)\n");
    shell_leave(&sh);
}
END_TEST

START_TEST(an_error_reply_does_not_go_to_the_program)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "query-x | sed s/^/program:/\r");
    shell_take(&sh, "query-x");
    shell_reply_error(&sh, "GenericError", "it failed");
    screen_expect(sh.screen,
                  "(vm) query-x | sed s/^/program:/\n"
                  "error: GenericError: it failed\n(vm)\n",
                  2, 5);
    shell_leave(&sh);
}
END_TEST

/* jq would choke on it; the reply alone is what was asked for. */
START_TEST(an_event_does_not_go_to_the_program)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "query-status | sed s/^/program:/\r");
    shell_take(&sh, "query-status");
    shell_event(&sh, "STOP", NULL);
    shell_reply(&sh, "1");
    screen_wait_text(sh.screen, "\nprogram:1\n");
    screen_wait_text(sh.screen, "\n" EVENT "STOP\n");
    screen_wait_text(sh.screen, "\n(vm)\n");
    shell_leave(&sh);
}
END_TEST

START_TEST(a_late_reply_does_not_go_to_the_program)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);
    autoput json_object *late = NULL;

    screen_type(sh.screen, "query-late\r");
    shell_take(&sh, "query-late");
    late = json_object_get(sh.request);
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "may still run\n(vm)");
    screen_type(sh.screen, "query-status | sed s/^/program:/\r");
    shell_take(&sh, "query-status");
    {
        json_object *now = sh.request;

        sh.request = late;
        shell_reply(&sh, "\"late\"");
        sh.request = now;
    }
    shell_reply(&sh, "1");
    screen_wait_text(sh.screen, "\nprogram:1\n");
    screen_wait_text(sh.screen, "\n\"late\"\n");
    screen_wait_text(sh.screen, "\n(vm)\n");
    shell_leave(&sh);
}
END_TEST

static const char *const unpipeable[] = {
    "stop | cat",
    "query-status|cat",
    "device_del id=x | cat",
    "quit | cat",
    "transaction( a ) | cat",
    "human-monitor-command command-line=stop | cat",
};

START_TEST(what_changes_the_vm_does_not_go_to_a_program)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, unpipeable[_i]);
    screen_type(sh.screen, "\r");
    screen_wait_text(sh.screen, "error: ");
    screen_wait_text(sh.screen, "\n(vm)\n");
    run(&sh, "query-status", "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* Most of it is in no pipe's buffer when the user has seen enough. */
START_TEST(a_pager_is_left_and_the_prompt_is_back)
{
    StrBuf value = STRBUF_INIT;
    Shell sh = shell_open(ROWS, WIDE, NULL);
    int i;

    if (system("command -v less >/dev/null") != 0) {
        printf("skipped: less is not installed\n");
        shell_leave(&sh);
        return;
    }
    strbuf_puts(&value, "\"");
    for (i = 0; i < 100000; i++) {
        strbuf_printf(&value, "line %d\\r\\n", i);
    }
    strbuf_puts(&value, "\"");
    screen_type(sh.screen, ".hmp info qtree | less -X\r");
    shell_serve(&sh, "human-monitor-command", value.data);
    screen_wait_text(sh.screen, "line 5\n");
    screen_type(sh.screen, " ");
    screen_wait_text(sh.screen, "line 20\n");
    shell_event(&sh, "STOP", NULL);
    screen_type(sh.screen, "q");
    screen_wait_text(sh.screen, EVENT "STOP\n(vm)\n");
    run(&sh, "query-status", "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    strbuf_free(&value);
    shell_leave(&sh);
}
END_TEST

START_TEST(a_program_is_interrupted_alone)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "query-status | sh -c 'echo up; exec sleep 100'\r");
    shell_serve(&sh, "query-status", "1");
    screen_wait_text(sh.screen, "\nup\n");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "\n(vm)\n");
    run(&sh, "query-status", "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* It says when it runs, and when it does again; it reads nothing. */
#define PROGRAM                                                            \
    "sh -c 'trap \"echo continued\" CONT; echo up; while :; do sleep .1; " \
    "done'"

/* With a large reply the shell itself waits for room in the pipe. */
static const size_t reply_sizes[] = { 1, 1000000 };

START_TEST(a_program_and_the_shell_stop_together)
{
    StrBuf value = STRBUF_INIT;
    Shell sh = shell_open(ROWS, WIDE, job);

    strbuf_puts(&value, "\"");
    strbuf_fill(&value, 'x', reply_sizes[_i]);
    strbuf_puts(&value, "\"");
    screen_type(sh.screen, "query-big | " PROGRAM "\r");
    shell_serve(&sh, "query-big", value.data);
    screen_wait_text(sh.screen, "\nup\n");
    screen_type(sh.screen, "\032");
    screen_wait_text(sh.screen, "[stopped, cooked]\n");
    screen_type(sh.screen, "\r");
    screen_wait_text(sh.screen, "\ncontinued\n");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "\n(vm)\n");
    strbuf_free(&value);
    shell_free(&sh);
}
END_TEST

/* ---- the human monitor ---- */

static Shell open_hmp(int cols)
{
    Shell sh = shell_start(ROWS, cols, "exec \"$QMPSH\" -q -H \"$SOCK\"");

    shell_accept(&sh);
    shell_serve(&sh, "query-name", "{\"name\": \"vm\"}");
    screen_wait_text(sh.screen, "(vm hmp)");
    return sh;
}

START_TEST(human_mode_and_back)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, ".hmp\rinfo status \"x # y\r");
    shell_take(&sh, "human-monitor-command");
    shell_expect_arguments(&sh, "{\"command-line\":\"info status \\\"x # y\"}");
    shell_reply(&sh, "\"VM status: paused\\r\\n\"");
    screen_expect(sh.screen,
                  "(vm) .hmp\n(vm hmp) info status \"x # y\n"
                  "VM status: paused\n(vm hmp)\n",
                  3, 9);
    screen_type(sh.screen, "nonsense\r");
    shell_serve(&sh, "human-monitor-command",
                "\"unknown command: 'nonsense'\\r\\n\"");
    screen_wait_text(sh.screen, "\nerror: unknown command: 'nonsense'\n");
    screen_type(sh.screen, ".qmp\r");
    screen_wait_text(sh.screen, "(vm hmp) .qmp\n(vm)\n");
    run(&sh, "query-status", "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
}
END_TEST

START_TEST(a_cpu_is_chosen_for_the_lines_to_come)
{
    Shell sh = open_hmp(WIDE);

    screen_type(sh.screen, "info cpus\r");
    shell_take(&sh, "human-monitor-command");
    shell_expect_arguments(&sh, "{\"command-line\":\"info cpus\"}");
    shell_reply(&sh, "\"\"");
    screen_type(sh.screen, "cpu 1\r");
    shell_serve(&sh, "human-monitor-command", "\"\"");
    screen_type(sh.screen, "info registers\r");
    shell_take(&sh, "human-monitor-command");
    shell_expect_arguments(
        &sh, "{\"command-line\":\"info registers\",\"cpu-index\":1}");
    shell_reply(&sh, "\"\"");
    screen_wait_text(sh.screen, "(vm hmp) info registers\n(vm hmp)\n");
    shell_leave(&sh);
}
END_TEST

static const struct {
    const char *line, *sent;
} hmp_pipes[] = {
    { "info status | cat", "info status" },
    { "x /4xb 0 | cat", "x /4xb 0" },
    { "stop | cat", "stop | cat" }, /* sent byte for byte: no pipe of ours */
};

START_TEST(human_output_goes_to_a_program)
{
    autofree char *arguments = mem_printf("{\"command-line\":\"%s\"}",
                                          hmp_pipes[_i].sent);
    Shell sh = open_hmp(WIDE);

    screen_type(sh.screen, hmp_pipes[_i].line);
    screen_type(sh.screen, "\r");
    shell_take(&sh, "human-monitor-command");
    shell_expect_arguments(&sh, arguments);
    shell_reply(&sh, "\"output\\r\\n\"");
    screen_wait_text(sh.screen, "\noutput\n(vm hmp)\n");
    shell_leave(&sh);
}
END_TEST

/* ---- values that are asked for ---- */

START_TEST(a_value_is_asked_for_without_echo)
{
    autofree char *text = NULL;
    autofree char *all = NULL;
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "set_password protocol=vnc password:@-\r");
    shell_refuse_schema(&sh);
    screen_wait_text(sh.screen, "Value (not shown):");
    screen_type(sh.screen, "hunterx\1772 \"日\r");
    shell_take(&sh, "set_password");
    shell_expect_arguments(&sh, "{\"protocol\":\"vnc\",\"password\":"
                                "\"hunter2 \\\"\\u65e5\"}");
    shell_reply(&sh, "{}");
    screen_wait_text(sh.screen, "{}\n(vm)");
    all = screen_transcript(sh.screen);
    ck_assert_ptr_null(strstr(all, "hunter"));
    shell_leave(&sh);
    text = shell_read_file(HISTORY);
    ck_assert_ptr_null(strstr(text, "hunter"));
}
END_TEST

START_TEST(a_value_is_asked_for_without_echo_before_a_program_too)
{
    autofree char *all = NULL;
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "query-x y:@- | cat\r");
    shell_refuse_schema(&sh);
    screen_wait_text(sh.screen, "Value (not shown):");
    screen_type(sh.screen, "hunter2\r");
    shell_take(&sh, "query-x");
    shell_expect_arguments(&sh, "{\"y\":\"hunter2\"}");
    shell_reply(&sh, "\"it ran\"");
    screen_wait_text(sh.screen, "it ran");
    screen_wait_text(sh.screen, "\n(vm)\n");
    all = screen_transcript(sh.screen);
    ck_assert_msg(!strstr(all, "hunter"), "%s", all);
    shell_leave(&sh);
}
END_TEST

START_TEST(a_value_that_is_not_given_sends_nothing)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "set_password password:@-\r");
    shell_refuse_schema(&sh);
    screen_wait_text(sh.screen, "Value (not shown):");
    screen_type(sh.screen, "hunter2\003");
    screen_wait_text(sh.screen, "error: no value was given\n");
    screen_wait_text(sh.screen, "\n(vm)\n");
    run(&sh, "query-status", "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* ---- terminals that are less, or not all of it ---- */

static const char dumb[] = "TERM=dumb exec \"$QMPSH\" -q \"$SOCK\" "
                           "2>errors";

START_TEST(a_dumb_terminal_has_plain_lines)
{
    autofree char *errors = NULL;
    Shell sh = shell_start(ROWS, WIDE, dumb);

    shell_accept(&sh);
    shell_serve(&sh, "query-name", "{\"name\": \"vm\"}");
    screen_type(sh.screen, "query-status\n");
    shell_serve(&sh, "query-status", STATUS);
    screen_wait_text(sh.screen, "paused\", \"running\": false}\n");
    shell_event(&sh, "STOP", NULL);
    screen_wait_text(sh.screen, EVENT "STOP");
    shell_leave(&sh);
    errors = shell_read_file("errors");
    ck_assert_str_eq(errors, "(vm) (vm) \n");
}
END_TEST

/* stdout has the replies and nothing else. */
START_TEST(a_file_gets_the_replies_only)
{
    autofree char *out = NULL;
    Shell sh = shell_open(ROWS, WIDE, "exec \"$QMPSH\" \"$SOCK\" >out");

    screen_type(sh.screen, "query-status\n");
    shell_take(&sh, "query-status");
    shell_event(&sh, "STOP", NULL);
    shell_reply(&sh, STATUS);
    screen_type(sh.screen, "query-x\n");
    shell_take(&sh, "query-x");
    shell_reply_error(&sh, "GenericError", "it failed");
    screen_wait_text(sh.screen, "error: GenericError: it failed\n(vm)");
    shell_leave(&sh);
    out = shell_read_file("out");
    ck_assert_str_eq(out, "{\"status\":\"paused\",\"running\":false}\n");
}
END_TEST

START_TEST(a_dumb_terminal_asks_before_quit)
{
    Shell sh = shell_open(ROWS, WIDE, "TERM=dumb exec \"$QMPSH\" -q \"$SOCK\"");

    screen_type(sh.screen, "quit\n");
    screen_wait_text(sh.screen, "Quit it? (y/n)");
    screen_type(sh.screen, "n\n");
    screen_wait_text(sh.screen, "shell\n(vm)");
    screen_type(sh.screen, "query-status\n");
    shell_serve(&sh, "query-status", "1");
    screen_wait_text(sh.screen, "\n1\n(vm)");
    screen_type(sh.screen, "quit\n");
    screen_wait_text(sh.screen, "quit\nThis ends the VM. Quit it? (y/n)\n");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen,
                     "^C\nerror: quit not sent; ^D leaves the shell\n"
                     "(vm)");
    screen_type(sh.screen, "set_password password:@-\n");
    shell_refuse_schema(&sh);
    screen_wait_text(sh.screen, "Value (not shown):");
    screen_type(sh.screen, "hunter2\n");
    shell_take(&sh, "set_password");
    shell_expect_arguments(&sh, "{\"password\":\"hunter2\"}");
    shell_reply(&sh, "{}");
    screen_wait_text(sh.screen, "{}\n(vm)");
    screen_wait_gone(sh.screen, "hunter");
    shell_leave(&sh);
}
END_TEST

START_TEST(a_dumb_terminal_interrupts)
{
    Shell sh = shell_open(ROWS, WIDE, "TERM=dumb exec \"$QMPSH\" -q \"$SOCK\"");

    screen_type(sh.screen, "half");
    screen_wait_text(sh.screen, "(vm) half");
    drop_line(&sh);
    screen_type(sh.screen, "stop\n");
    shell_take(&sh, "stop");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "stop was sent and may still run\n(vm)");
    shell_leave(&sh);
}
END_TEST

/* ---- leaving ---- */

START_TEST(leaving_says_nothing)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);

    screen_type(sh.screen, "\004");
    screen_wait_exit(sh.screen);
    screen_expect(sh.screen, "(vm)\n", 1, 0);
    shell_free(&sh);
}
END_TEST

static const char *const leavers[] = { "\004", ".exit\r" };

START_TEST(the_terminal_is_left_as_it_was)
{
    Shell sh = shell_open(ROWS, WIDE,
                          "stty -a >before; \"$QMPSH\" -q \"$SOCK\";"
                          "stty -a >after; cmp before after && echo same");

    screen_type(sh.screen, leavers[_i]);
    screen_wait_exit(sh.screen);
    screen_wait_text(sh.screen, "same");
    screen_wait_bytes(sh.screen, "\033[?2004h");
    screen_wait_bytes(sh.screen, "\033[?2004l");
    shell_free(&sh);
}
END_TEST

static const struct {
    int sig;
    const char *typed; /* before it; NULL: a reply is awaited */
} endings[] = {
    { SIGTERM, "" },
    { SIGHUP, "" },
    { SIGTERM, "half" },
    { SIGTERM, NULL },
    { SIGHUP, NULL },
    { SIGTERM, "quit\r" },
    { SIGHUP, "quit\r" },
    { SIGTERM, "x:@-\r" },
    { SIGTERM, "\022sta" },
    { SIGTERM, "transaction(\r" },
    { SIGTERM, "query-x | sleep 100\r" },
};

START_TEST(signals_end_the_shell)
{
    Shell sh = shell_open(ROWS, WIDE, NULL);
    int status;

    screen_type(sh.screen, endings[_i].typed ? endings[_i].typed : "stop\r");
    if (!endings[_i].typed) {
        shell_take(&sh, "stop");
    } else if (strstr(endings[_i].typed, "query-x")) {
        shell_serve(&sh, "query-x", "1");
    } else if (*endings[_i].typed) {
        autofree char *shown = mem_strndup(
            endings[_i].typed, strcspn(endings[_i].typed, "\r\022"));

        screen_wait_text(sh.screen, shown);
    }
    kill(screen_pid(sh.screen), endings[_i].sig);
    status = screen_wait_exit(sh.screen);
    ck_assert_msg(WIFEXITED(status) &&
                      WEXITSTATUS(status) == 128 + endings[_i].sig,
                  "ended with status 0x%x", (unsigned)status);
    shell_free(&sh);
}
END_TEST

static const struct {
    const char *typed, *command;
} gone[] = {
    { "", NULL },
    { "half", NULL },
    { "stop\r", "stop" },
    { "quit\r", NULL },
    { "query-x | cat\r", "query-x" },
    { "transaction(\r", NULL },
};

START_TEST(a_terminal_that_is_gone_is_the_end)
{
    autofree char *command = mem_printf("%sexec \"$QMPSH\" -q \"$SOCK\"",
                                        _i % 2 ? "trap '' HUP; " : "");
    Shell sh = shell_open(ROWS, WIDE, command);

    screen_type(sh.screen, gone[_i / 2].typed);
    if (gone[_i / 2].command) {
        shell_take(&sh, gone[_i / 2].command);
    }
    screen_hang_up(sh.screen);
    /* without SIGHUP the program notices behind the reply only */
    if (gone[_i / 2].command && _i % 2) {
        shell_reply(&sh, "1");
    }
    shell_expect_end(&sh);
    shell_free(&sh);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("shell");
    TCase *t = tcase_create("shell");

    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, a_banner_and_the_name_in_the_prompt, 0,
                        ARRAY_SIZE(banners));
    tcase_add_loop_test(t, the_prompt_has_a_name_that_is_safe, 0,
                        ARRAY_SIZE(names));
    tcase_add_test(t, a_server_that_knows_no_name);
    tcase_add_test(t, interrupt_ends_the_wait_for_a_name);
    tcase_add_test(t, a_name_larger_than_the_screen);
    tcase_add_loop_test(t, a_reply_fits_the_width, 0, ARRAY_SIZE(replies));
    tcase_add_test(t, an_error_reply_is_named);
    tcase_add_test(t, a_bad_line_is_shown_with_a_caret);
    tcase_add_loop_test(t, the_format_is_as_chosen, 0, ARRAY_SIZE(formats));
    tcase_add_test(t, a_slow_command_is_timed);
    tcase_add_loop_test(t, colour_is_as_wished, 0, ARRAY_SIZE(colours));
    tcase_add_test(t, a_reply_of_20000_lines_is_printed_whole);
    tcase_add_test(t, a_reply_cannot_drive_the_terminal);
    suite_add_tcase(s, t);

    t = tcase_create("events");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, an_event_appears_above_the_half_typed_line, 0,
                        ARRAY_SIZE(half_typed));
    tcase_add_test(t, an_event_has_its_data_and_no_controls);
    tcase_add_loop_test(t, an_event_appears_while_a_reply_is_awaited, 0, 2);
    tcase_add_loop_test(t, an_event_appears_during_a_completion, 0, 2);
    tcase_add_loop_test(t, a_burst_of_events_while_typing_loses_nothing, 0, 2);
    tcase_add_test(t, interrupt_works_in_a_flood_of_events);
    tcase_add_test(t, events_can_be_listed_and_forgotten);
    suite_add_tcase(s, t);

    t = tcase_create("signals");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, interrupt_drops_the_half_typed_line, 0, 2);
    tcase_add_loop_test(t, keys_behind_an_interrupt_are_for_a_new_line, 0,
                        ARRAY_SIZE(behind_interrupt));
    tcase_add_test(t, interrupt_stops_waiting_and_the_reply_comes_late);
    tcase_add_test(t, a_late_reply_comes_before_another);
    tcase_add_test(t, a_late_reply_is_forgotten_with_its_connection);
    tcase_add_loop_test(t, a_half_typed_line_survives_a_stop, 0, 2);
    tcase_add_loop_test(t, a_stop_while_a_reply_is_awaited, 0, 2);
    tcase_add_loop_test(t, a_stop_during_a_completion, 0, 2);
    tcase_add_test(t, a_stop_at_a_question);
    tcase_add_test(t, interrupt_during_a_completion_drops_the_line);
    tcase_add_test(t, the_size_changes_while_typing);
    tcase_add_test(t, the_size_changes_while_a_reply_is_awaited);
    tcase_add_loop_test(t, what_is_typed_ahead_is_kept, 0, 2);
    suite_add_tcase(s, t);

    t = tcase_create("lines");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, tab_completes, 0, 2 * ARRAY_SIZE(completions));
    tcase_add_loop_test(t, tab_lists_what_could_be, 0, 2);
    tcase_add_loop_test(t, tab_completes_human_commands, 0,
                        ARRAY_SIZE(hmp_completions));
    tcase_add_loop_test(t, an_open_bracket_goes_on, 0, 2);
    tcase_add_loop_test(t, a_backslash_continues_the_line, 0, 2);
    tcase_add_test(t, pasted_commands_run_one_after_the_other);
    tcase_add_loop_test(t, a_transaction_is_one_request_and_one_entry, 0, 2);
    tcase_add_test(t, a_bad_action_is_refused_alone);
    tcase_add_test(t, interrupt_drops_the_transaction);
    tcase_add_test(t, an_event_appears_above_a_transaction);
    tcase_add_test(t, the_history_is_searched);
    tcase_add_loop_test(t, the_history_file_has_lines_but_no_secrets, 0,
                        ARRAY_SIZE(entries));
    tcase_add_test(t, no_history_is_no_file);
    tcase_add_test(t, the_history_is_where_xdg_says_and_comes_back);
    tcase_add_test(
        t, a_history_that_cannot_be_written_is_told_once_and_harms_nothing);
    suite_add_tcase(s, t);

    t = tcase_create("endings");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, quit_is_asked_for, 0, 2 * ARRAY_SIZE(quits));
    tcase_add_test(t, human_mode_asks_before_quit);
    tcase_add_test(t, an_event_waits_for_the_answer_to_a_question);
    tcase_add_test(t, the_connection_is_lost_at_a_question);
    tcase_add_test(t, a_quit_that_is_interrupted_is_still_a_quit);
    tcase_add_test(t, a_new_connection_after_a_quit);
    tcase_add_loop_test(t, the_connection_is_lost_while_typing, 0,
                        2 * ARRAY_SIZE(losses));
    tcase_add_test(t, the_connection_is_lost_while_a_reply_is_awaited);
    tcase_add_test(t, the_connection_is_lost_during_a_completion);
    tcase_add_test(t, a_lost_connection_cannot_be_made_again);
    tcase_add_test(t, interrupt_ends_an_attempt_to_connect);
    tcase_add_test(t, tab_without_a_connection_does_nothing);
    tcase_add_test(t, leaving_says_nothing);
    tcase_add_loop_test(t, the_terminal_is_left_as_it_was, 0,
                        ARRAY_SIZE(leavers));
    tcase_add_loop_test(t, signals_end_the_shell, 0, ARRAY_SIZE(endings));
    tcase_add_loop_test(t, a_terminal_that_is_gone_is_the_end, 0,
                        2 * ARRAY_SIZE(gone));
    suite_add_tcase(s, t);

    t = tcase_create("pipes");
    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, a_reply_goes_to_a_program, 0, ARRAY_SIZE(pipes));
    tcase_add_loop_test(t, a_dot_command_goes_to_a_program, 0,
                        ARRAY_SIZE(dot_pipes));
    tcase_add_test(t, an_error_reply_does_not_go_to_the_program);
    tcase_add_test(t, an_event_does_not_go_to_the_program);
    tcase_add_test(t, a_late_reply_does_not_go_to_the_program);
    tcase_add_loop_test(t, what_changes_the_vm_does_not_go_to_a_program, 0,
                        ARRAY_SIZE(unpipeable));
    tcase_add_test(t, a_pager_is_left_and_the_prompt_is_back);
    tcase_add_test(t, a_program_is_interrupted_alone);
    tcase_add_loop_test(t, a_program_and_the_shell_stop_together, 0,
                        ARRAY_SIZE(reply_sizes));
    suite_add_tcase(s, t);

    t = tcase_create("modes");
    tcase_set_timeout(t, 60);
    tcase_add_test(t, human_mode_and_back);
    tcase_add_test(t, a_cpu_is_chosen_for_the_lines_to_come);
    tcase_add_loop_test(t, human_output_goes_to_a_program, 0,
                        ARRAY_SIZE(hmp_pipes));
    tcase_add_test(t, a_value_is_asked_for_without_echo);
    tcase_add_test(t, a_value_is_asked_for_without_echo_before_a_program_too);
    tcase_add_test(t, a_value_that_is_not_given_sends_nothing);
    tcase_add_test(t, a_dumb_terminal_has_plain_lines);
    tcase_add_test(t, a_file_gets_the_replies_only);
    tcase_add_test(t, a_dumb_terminal_asks_before_quit);
    tcase_add_test(t, a_dumb_terminal_interrupts);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    int failed;

    setlocale(LC_CTYPE, "C.UTF-8");
    shell_make_folder();
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    shell_remove_folder();
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
