/*
 * The line editor as its user sees it
 */
#include <check.h>
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "editor_session.h"
#include "util/mem.h"

#define ROWS 12
#define COLS 20

/* ---- keys ---- */

typedef struct KeyCase {
    const char *name;
    const char *keys;
    const char *screen;
    int row, col;
} KeyCase;

static const KeyCase emacs_cases[] = {
    { "text", "stop", "(vm) stop\n", 0, 9 },
    { "left", "ab\033[D", "(vm) ab\n", 0, 6 },
    { "application left", "ab\033OD", "(vm) ab\n", 0, 6 },
    { "right", "ab\001\033[C", "(vm) ab\n", 0, 6 },
    { "home", "ab\033[H", "(vm) ab\n", 0, 5 },
    { "home of the console", "ab\033[1~", "(vm) ab\n", 0, 5 },
    { "end", "ab\001\033[F", "(vm) ab\n", 0, 7 },
    { "delete", "ab\001\033[3~", "(vm) b\n", 0, 5 },
    { "^D in a line", "ab\001\004", "(vm) b\n", 0, 5 },
    { "ctrl-left", "ab cd\033[1;5D", "(vm) ab cd\n", 0, 8 },
    { "alt-left", "ab cd\033[1;3D", "(vm) ab cd\n", 0, 8 },
    { "escape-left", "ab cd\033\033[D", "(vm) ab cd\n", 0, 8 },
    { "ctrl-right", "ab cd\001\033[1;5C", "(vm) ab cd\n", 0, 7 },
    { "alt-b", "ab cd\033b", "(vm) ab cd\n", 0, 8 },
    { "alt-d", "ab cd\001\033d", "(vm)  cd\n", 0, 5 },
    { "ctrl-delete", "ab cd\001\033[3;5~", "(vm)  cd\n", 0, 5 },
    { "^W", "ab cd\027", "(vm) ab\n", 0, 8 },
    { "^K and ^Y", "abcd\002\002\013\001\031", "(vm) cdab\n", 0, 7 },
    { "a key nobody knows", "ab\033[15~c\033[[Ad", "(vm) abcd\n", 0, 9 },
    { "a control character", "a\026\007b\002\002", "(vm) a^Gb\n", 0, 6 },
    { "wide characters", "日本\033[D", "(vm) 日本\n", 0, 7 },
    { "combining characters", "e\xcc\x81x", "(vm) e\xcc\x81x\n", 0, 7 },
    { "bytes that are not UTF-8", "a\xff\xc3z", "(vm) az\n", 0, 7 },
    { "a full row", "123456789012345", "(vm) 123456789012345\n", 1, 0 },
    { "more than a row", "1234567890123456", "(vm) 123456789012345\n6\n", 1,
      1 },
    { "a wide one that does not fit", "12345678901234日",
      "(vm) 12345678901234\n日\n", 1, 2 },
};

START_TEST(keys_edit_the_line)
{
    const KeyCase *c = &emacs_cases[_i];
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, c->keys);
    screen_expect(e.screen, c->screen, c->row, c->col);
    editor_free(&e);
}
END_TEST

static const KeyCase vi_cases[] = {
    { "text", "stop", "(vm) stop\n", 0, 9 },
    { "escape and a command", "abc\033x", "(vm) ab\n", 0, 6 },
    { "arrows while inserting", "ab\033[D\033[Dc\033[Cd", "(vm) cadb\n", 0, 8 },
    { "end while inserting", "ab\033[H\033[Fc", "(vm) abc\n", 0, 8 },
    { "end on an empty line", "\033$ia\033[Fb", "(vm) ab\n", 0, 7 },
    { "undo", "abc\033xu", "(vm) abc\n", 0, 7 },
};

START_TEST(vi_keys_edit_the_line)
{
    const KeyCase *c = &vi_cases[_i];
    EditorSession e;

    setenv("EDITRC", TERMINAL_DATA "/vi.editrc", 1);
    e = editor_start(ROWS, COLS);
    screen_type(e.screen, c->keys);
    screen_expect(e.screen, c->screen, c->row, c->col);
    editor_free(&e);
}
END_TEST

/* Nothing follows: only time tells that it is no arrow. */
START_TEST(a_lone_escape_leaves_insert_mode)
{
    EditorSession e;

    setenv("EDITRC", TERMINAL_DATA "/vi.editrc", 1);
    e = editor_start(ROWS, COLS);
    screen_type(e.screen, "abc\033");
    screen_expect(e.screen, "(vm) abc\n", 0, 7);
    screen_type(e.screen, "\033[Dx");
    screen_expect(e.screen, "(vm) ac\n", 0, 6);
    editor_free(&e);
}
END_TEST

START_TEST(clear_screen_leaves_the_line)
{
    EditorSession e = editor_start(ROWS, COLS);

    editor_enter(&e, "one");
    screen_type(e.screen, "two\002\014");
    screen_expect(e.screen, "(vm) two\n", 0, 7);
    editor_free(&e);
}
END_TEST

/* ---- results ---- */

START_TEST(enter_leaves_the_line_and_goes_below_it)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "123456789012345678\001\r");
    screen_expect(e.screen,
                  "(vm) 123456789012345\n678\nline: 12345678901234\n5678\n"
                  "(vm)\n",
                  4, 5);
    editor_free(&e);
}
END_TEST

START_TEST(interrupt_drops_the_line)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "half a line\002\002");
    screen_expect(e.screen, "(vm) half a line\n", 0, 14);
    screen_type(e.screen, "\003");
    screen_expect(e.screen, "(vm) half a line^C\ninterrupt\n(vm)\n", 2, 5);
    editor_free(&e);
}
END_TEST

START_TEST(end_of_file_ends_the_driver_and_restores_the_terminal)
{
    EditorSession e = editor_start_job(ROWS, COLS);

    screen_type(e.screen, "\004");
    screen_expect(e.screen, "(vm)\neof\n[ended 0, cooked]\n", 3, 0);
    screen_wait_bytes(e.screen, "\033[?2004l");
    editor_free(&e);
}
END_TEST

START_TEST(stop_ends_the_read)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "half");
    screen_wait_text(e.screen, "half");
    editor_command(&e, "stop");
    ck_assert_int_eq(screen_wait_exit(e.screen), 0);
    screen_expect(e.screen, "(vm) half\nquit\n", 2, 0);
    editor_free(&e);
}
END_TEST

static const int ending_signals[] = { SIGTERM, SIGHUP };

START_TEST(signals_end_the_read)
{
    EditorSession e = editor_start(ROWS, COLS);

    kill(screen_pid(e.screen), ending_signals[_i]);
    ck_assert_int_eq(screen_wait_exit(e.screen), 0);
    screen_expect(e.screen, "(vm)\nquit\n", 2, 0);
    editor_free(&e);
}
END_TEST

START_TEST(a_terminal_that_is_gone_is_the_end)
{
    EditorSession e;

    /* the leak checker can hang when the kernel sends SIGCONT meanwhile */
    setenv("ASAN_OPTIONS", "detect_leaks=0", 1);
    e = editor_start(ROWS, COLS);
    screen_type(e.screen, "half");
    screen_wait_text(e.screen, "half");
    screen_hang_up(e.screen);
    ck_assert_int_eq(screen_wait_exit(e.screen), 0);
    editor_free(&e);
}
END_TEST

/* ---- above the line ---- */

START_TEST(events_appear_above_the_line)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "abcde\002\002");
    editor_settle_keys(&e);
    editor_command(&e, "print event 1");
    editor_command(&e, "print 日本語 日本語 日本語");
    screen_expect(e.screen, "event 1\n日本語 日本語 日本語\n(vm) abcde\n", 2,
                  8);
    screen_type(e.screen, "x");
    screen_expect(e.screen, "event 1\n日本語 日本語 日本語\n(vm) abcxde\n", 2,
                  9);
    editor_free(&e);
}
END_TEST

/* The line is full up to the last column: the terminal is about to wrap. */
START_TEST(events_appear_above_a_line_that_ends_at_the_last_column)
{
    EditorSession e = editor_start(4, COLS);

    screen_type(e.screen, "\r\r\r123456789012345");
    screen_expect(e.screen, "(vm)\nline:\n(vm) 123456789012345\n", 3, 0);
    screen_type(e.screen, "\002");
    editor_settle_keys(&e);
    editor_command(&e, "print event");
    editor_settle(&e);
    screen_expect(e.screen, "(vm)\nline:\nevent\n(vm) 123456789012345\n", 3,
                  19);
    editor_free(&e);
}
END_TEST

START_TEST(a_line_taller_than_the_screen_shows_where_the_cursor_is)
{
    EditorSession e = editor_start(3, 10);

    screen_type(e.screen, "aaaaabbbbbbbbbbccccccccccddddddddddee");
    screen_expect(e.screen, "cccccccccc\ndddddddddd\nee\n", 2, 2);
    editor_command(&e, "print event");
    editor_settle(&e);
    screen_expect(e.screen, "cccccccccc\ndddddddddd\nee\n", 2, 2);
    screen_type(e.screen, "\001");
    screen_expect(e.screen, "(vm) aaaaa\nbbbbbbbbbb\ncccccccccc\n", 0, 5);
    editor_free(&e);
}
END_TEST

START_TEST(a_new_prompt_shows_at_once)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "ab");
    editor_command(&e, "prompt (other) ");
    screen_expect(e.screen, "(other) ab\n", 0, 10);
    editor_free(&e);
}
END_TEST

#define N_BURST 3000

START_TEST(a_burst_of_events_loses_no_keystroke)
{
    autofree char *transcript = NULL;
    EditorSession e = editor_start(ROWS, 80);
    const char *at;
    int i;

    for (i = 0; i < N_BURST; i++) {
        char key[2] = { (char)('a' + i % 26), '\0' };

        editor_command(&e, "print event-%d", i);
        if (i % 30 == 0) {
            screen_type(e.screen, key);
        }
    }
    screen_type(e.screen, "\r");
    screen_wait_bytes(e.screen, "line: aeimquycgkoswaeimquycgkoswaeimquycgkosw"
                                "aeimquycgkoswaeimquycgkoswaeimquycgkoswaeim"
                                "quycgkoswaeimq");
    editor_settle(&e);
    transcript = screen_transcript(e.screen);
    at = transcript;
    for (i = 0; i < N_BURST; i++) {
        autofree char *line = mem_printf("event-%d\n", i);

        at = strstr(at, line);
        ck_assert_msg(at != NULL, "event-%d is missing", i);
    }
    editor_free(&e);
}
END_TEST

/* ---- the history ---- */

static EditorSession start_with_history(void)
{
    EditorSession e = editor_start(24, 40);

    editor_enter(&e, "query-status");
    editor_enter(&e, "stop-all");
    editor_enter(&e, "query-block");
    screen_type(e.screen, "\014");
    screen_expect(e.screen, "(vm)\n", 0, 5);
    return e;
}

static const KeyCase history_cases[] = {
    { "up", "\033[A", "(vm) query-block\n", 0, 16 },
    { "up twice", "\033[A\033[A", "(vm) stop-all\n", 0, 13 },
    { "up further than there is", "\033[A\033[A\033[A\033[A",
      "(vm) query-status\n", 0, 17 },
    { "^P", "\020", "(vm) query-block\n", 0, 16 },
    { "up with a prefix", "que\033[A\033[A", "(vm) query-status\n", 0, 17 },
    { "a prefix that nothing has", "block\033[A", "(vm) block\n", 0, 10 },
    { "down comes back to the line", "que\033[A\033[A\033[B\033[B",
      "(vm) que\n", 0, 8 },
    { "the text behind the cursor does not count", "stXY\002\002\033[A",
      "(vm) stop-all\n", 0, 13 },
    { "and comes back with the cursor", "stXY\002\002\033[A\033[B",
      "(vm) stXY\n", 0, 7 },
    { "an edited entry is a new prefix", "\033[A\177x\033[A",
      "(vm) query-blocx\n", 0, 16 },
    { "an entry that is shown is not found again", "query-b\033[A\033[A",
      "(vm) query-block\n", 0, 16 },
    { "^R", "\022sta", "(search)`sta': query-status\n", 0, 21 },
    { "^R further", "\022que\022", "(search)`que': query-status\n", 0, 15 },
    { "^R and nothing", "\022stx", "(not found)`stx': stop-all\n", 0, 18 },
    { "^R and backspace", "\022stx\177", "(search)`st': stop-all\n", 0, 14 },
    { "^R accepted by an arrow", "\022sta\033[D", "(vm) query-status\n", 0,
      10 },
    { "^R left", "abc\022sta\007", "(vm) abc\n", 0, 8 },
    { "^R and a paste", "\022sta\033[200~X\033[201~", "(vm) query-Xstatus\n", 0,
      12 },
};

START_TEST(the_history_is_searched)
{
    const KeyCase *c = &history_cases[_i];
    EditorSession e = start_with_history();

    screen_type(e.screen, c->keys);
    screen_expect(e.screen, c->screen, c->row, c->col);
    editor_free(&e);
}
END_TEST

START_TEST(interrupt_leaves_the_search_and_keeps_the_line)
{
    EditorSession e = start_with_history();

    screen_type(e.screen, "abc\022sta");
    screen_expect(e.screen, "(search)`sta': query-status\n", 0, 21);
    screen_type(e.screen, "\003");
    screen_expect(e.screen, "(vm) abc\n", 0, 8);
    editor_free(&e);
}
END_TEST

START_TEST(enter_accepts_what_was_searched)
{
    EditorSession e = start_with_history();

    screen_type(e.screen, "\022sta\r");
    screen_expect(e.screen, "(vm) query-status\nline: query-status\n(vm)\n", 2,
                  5);
    editor_free(&e);
}
END_TEST

/* The line that was found may be one that ends a VM: it is shown first. */
START_TEST(enter_behind_a_search_of_vi_only_ends_it)
{
    EditorSession e;

    setenv("EDITRC", TERMINAL_DATA "/vi.editrc", 1);
    e = start_with_history();
    screen_type(e.screen, "\033/sta\r");
    screen_expect(e.screen, "(vm) query-status\n", 0, 11);
    screen_type(e.screen, "\r");
    screen_expect(e.screen, "(vm) query-status\nline: query-status\n(vm)\n", 2,
                  5);
    editor_free(&e);
}
END_TEST

START_TEST(events_appear_above_a_search)
{
    EditorSession e = start_with_history();

    screen_type(e.screen, "\022sta");
    screen_wait_text(e.screen, "query-status");
    editor_command(&e, "print event");
    screen_expect(e.screen, "event\n(search)`sta': query-status\n", 1, 21);
    editor_free(&e);
}
END_TEST

/* ---- completion ---- */

static const KeyCase completion_cases[] = {
    { "one", "sto\t", "(vm) stop\n", 0, 9 },
    { "one with a suffix", "query-s\t", "(vm) query-status\n", 0, 18 },
    { "a suffix that is there", "query-s x\002\002\t", "(vm) query-status x\n",
      0, 17 },
    { "what is common", "q\t", "(vm) query-\n", 0, 11 },
    { "what is common, in wide characters", "日\t", "(vm) 日本\n", 0, 9 },
    { "none", "xyz\t", "(vm) xyz\n", 0, 8 },
    { "in the middle", "blockdev-d=1\002\002\t", "(vm) blockdev-del =1\n", 0,
      18 },
    { "the second word", "a q\t", "(vm) a query-\n", 0, 13 },
    { "a list in columns", "q\t\t",
      "(vm) query-\nquery-status   query-version\n(vm) query-\n", 2, 11 },
    { "a list with notes", "block\t\t",
      "(vm) blockdev-\nblockdev-add  driver=\nblockdev-del  node-name=\n"
      "(vm) blockdev-\n",
      3, 14 },
    { "a list of wide ones", "日\t\t",
      "(vm) 日本\n日本語  wide\n日本人  wide too\n(vm) 日本\n", 3, 9 },
};

START_TEST(tab_completes)
{
    const KeyCase *c = &completion_cases[_i];
    EditorSession e = editor_start(24, 40);

    screen_type(e.screen, c->keys);
    screen_expect(e.screen, c->screen, c->row, c->col);
    editor_free(&e);
}
END_TEST

START_TEST(a_long_list_is_asked_for)
{
    EditorSession e = editor_start(24, 40);

    screen_type(e.screen, "many\t\t");
    screen_expect(e.screen, "Show all 312? (y/n)\n", 0, 20);
    editor_command(&e, "print event");
    screen_type(e.screen, "n");
    screen_expect(e.screen, "event\n(vm) many-\n", 1, 10);
    screen_type(e.screen, "\ty");
    screen_wait_text(e.screen, "many-311");
    screen_wait_text(e.screen, "many-311\n(vm) many-");
    editor_free(&e);
}
END_TEST

START_TEST(interrupt_answers_no)
{
    EditorSession e = editor_start(24, 40);

    screen_type(e.screen, "many\t\t");
    screen_wait_text(e.screen, "Show all");
    screen_type(e.screen, "\003");
    screen_expect(e.screen, "(vm) many-\n", 0, 10);
    editor_free(&e);
}
END_TEST

/* ---- paste ---- */

START_TEST(a_paste_is_one_entry)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "\033[200~{ \"a\":\r\n  1 }\033[A\001\t.\033[201~");
    screen_expect(e.screen, "(vm) { \"a\":\n  1 } .\n", 1, 7);
    screen_type(e.screen, "\r");
    screen_expect(e.screen,
                  "(vm) { \"a\":\n  1 } .\nline: { \"a\":\n  1 } .\n(vm)\n", 4,
                  5);
    screen_type(e.screen, "\033[A\033[D");
    screen_wait_text(e.screen,
                     "(vm) { \"a\":\n  1 } .\nline: { \"a\":\n  1 } .\n"
                     "(vm) { \"a\":\n  1 } .\n");
    editor_free(&e);
}
END_TEST

START_TEST(a_large_paste_is_taken)
{
    EditorSession e = editor_start(ROWS, COLS);
    autofree char *text = mem_new0(100001, 1);

    memset(text, 'x', 100000);
    screen_type(e.screen, "\033[200~");
    screen_type(e.screen, text);
    screen_type(e.screen, "y\033[201~");
    screen_wait_text(e.screen, "xy");
    screen_type(e.screen, "\003");
    screen_wait_text(e.screen, "interrupt");
    editor_free(&e);
}
END_TEST

/* ---- size ---- */

static const struct {
    int rows, cols;
    const char *screen;
    int row, col;
} sizes[] = {
    { 12, 40, "event\n(vm) 1234567890123456789\n", 1, 24 },
    { 12, 24, "event\n(vm) 1234567890123456789\n", 2, 0 },
    { 12, 10, "event\n(vm) 12345\n6789012345\n6789\n", 3, 4 },
    { 30, 20, "event\n(vm) 123456789012345\n6789\n", 2, 4 },
    { 2, 20, "(vm) 123456789012345\n6789\n", 1, 4 },
};

START_TEST(the_line_follows_the_size)
{
    EditorSession e = editor_start(ROWS, COLS);

    editor_command(&e, "print event");
    screen_type(e.screen, "1234567890123456789");
    screen_expect(e.screen, "event\n(vm) 123456789012345\n6789\n", 2, 4);
    screen_resize(e.screen, sizes[_i].rows, sizes[_i].cols);
    screen_expect(e.screen, sizes[_i].screen, sizes[_i].row, sizes[_i].col);
    editor_settle(&e);
    screen_expect(e.screen, sizes[_i].screen, sizes[_i].row, sizes[_i].col);
    editor_free(&e);
}
END_TEST

/* ---- the rest of the terminal ---- */

START_TEST(stopping_gives_the_terminal_back_and_continuing_redraws)
{
    EditorSession e = editor_start_job(ROWS, COLS);

    screen_type(e.screen, "half");
    screen_wait_text(e.screen, "half");
    screen_type(e.screen, "\032");
    screen_expect(e.screen, "(vm) half\n[stopped, cooked]\n", 2, 0);
    screen_type(e.screen, "\r");
    screen_expect(e.screen, "(vm) half\n[stopped, cooked]\n\n(vm) half\n", 3,
                  9);
    screen_type(e.screen, "x\r");
    screen_wait_text(e.screen, "line: halfx\n(vm)");
    editor_free(&e);
}
END_TEST

START_TEST(typing_ahead_is_neither_shown_nor_lost)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "run\r");
    screen_wait_text(e.screen, "running");
    screen_type(e.screen, "next\033[D\r");
    editor_command(&e, "print event");
    screen_expect(e.screen, "(vm) run\nrunning\nevent\n", 3, 0);
    editor_command(&e, "done");
    screen_expect(e.screen,
                  "(vm) run\nrunning\nevent\ndone\n(vm) next\nline: next\n"
                  "(vm)\n",
                  6, 5);
    editor_free(&e);
}
END_TEST

START_TEST(interrupt_reaches_a_command_that_runs)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "run\r");
    screen_wait_text(e.screen, "running");
    screen_type(e.screen, "\003");
    screen_expect(e.screen, "(vm) run\nrunning\ninterrupted\n(vm)\n", 3, 5);
    editor_free(&e);
}
END_TEST

START_TEST(a_command_that_runs_can_be_stopped)
{
    EditorSession e = editor_start_job(ROWS, COLS);

    screen_type(e.screen, "run\r");
    screen_wait_text(e.screen, "running");
    screen_type(e.screen, "\032");
    screen_expect(e.screen, "(vm) run\nrunning\n[stopped, cooked]\n", 3, 0);
    screen_type(e.screen, "\r");
    editor_command(&e, "done");
    screen_expect(e.screen,
                  "(vm) run\nrunning\n[stopped, cooked]\n\ndone\n(vm)\n", 5, 5);
    editor_free(&e);
}
END_TEST

START_TEST(a_lent_terminal_is_as_it_was_found)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "lend\r");
    screen_expect(e.screen, "(vm) lend\nname?\n", 1, 6);
    screen_type(e.screen, "abd\177c\r");
    screen_expect(e.screen, "(vm) lend\nname? abc\ngot abc\n(vm)\n", 3, 5);
    editor_free(&e);
}
END_TEST

static const struct {
    const char *keys, *answer;
} answers[] = {
    { "y\r", "yes" },      { "Y\r", "yes" },      { "yes\r", "yes" },
    { "n\r", "no" },       { "\r", "no" },        { "yn\r", "no" },
    { "yn\177\r", "yes" }, { "n\025y\r", "yes" }, { "\004", "no" },
};

START_TEST(questions_are_answered)
{
    autofree char *answer = mem_printf("answer: %s\nevent\n(vm)",
                                       answers[_i].answer);
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "confirm\r");
    screen_wait_text(e.screen, "Really? (y/n)");
    editor_command(&e, "print event");
    screen_type(e.screen, answers[_i].keys);
    screen_wait_text(e.screen, answer);
    editor_free(&e);
}
END_TEST

START_TEST(interrupt_answers_a_question_with_no)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "confirm\r");
    screen_expect(e.screen, "(vm) confirm\nReally? (y/n)\n", 1, 14);
    screen_type(e.screen, "\003");
    screen_expect(e.screen, "(vm) confirm\nReally? (y/n)\nanswer: no\n(vm)\n",
                  3, 5);
    editor_free(&e);
}
END_TEST

START_TEST(a_secret_is_not_shown)
{
    EditorSession e = editor_start(ROWS, 40);

    screen_type(e.screen, "secret\r");
    screen_expect(e.screen, "(vm) secret\nPassword:\n", 1, 10);
    screen_type(e.screen, "pass日x\177\r");
    screen_expect(e.screen, "(vm) secret\nPassword:\nsecret: pass日\n(vm)\n", 3,
                  5);
    editor_free(&e);
}
END_TEST

static const char *const poor_terminals[] = { "dumb", "", "no-such-terminal" };

START_TEST(poor_terminals_are_refused)
{
    char *argv[] = { (char *)"env", mem_printf("TERM=%s", poor_terminals[_i]),
                     (char *)TEST_PROGRAMS "/editor_driver", NULL };
    Screen *s = screen_start(argv, ROWS, COLS);

    ck_assert_int_eq(WEXITSTATUS(screen_wait_exit(s)), 1);
    screen_expect(s, "not possible\n", 1, 0);
    screen_free(s);
    free(argv[1]);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("line editor");
    TCase *keys = tcase_create("keys");
    TCase *rest = tcase_create("the rest");

    tcase_set_timeout(keys, 60);
    tcase_add_loop_test(keys, keys_edit_the_line, 0, ARRAY_SIZE(emacs_cases));
    tcase_add_loop_test(keys, vi_keys_edit_the_line, 0, ARRAY_SIZE(vi_cases));
    tcase_add_test(keys, a_lone_escape_leaves_insert_mode);
    tcase_add_test(keys, clear_screen_leaves_the_line);
    tcase_add_loop_test(keys, the_history_is_searched, 0,
                        ARRAY_SIZE(history_cases));
    tcase_add_test(keys, interrupt_leaves_the_search_and_keeps_the_line);
    tcase_add_test(keys, enter_accepts_what_was_searched);
    tcase_add_test(keys, enter_behind_a_search_of_vi_only_ends_it);
    tcase_add_loop_test(keys, tab_completes, 0, ARRAY_SIZE(completion_cases));
    tcase_add_test(keys, a_long_list_is_asked_for);
    tcase_add_test(keys, interrupt_answers_no);
    tcase_add_test(keys, a_paste_is_one_entry);
    tcase_add_test(keys, a_large_paste_is_taken);
    suite_add_tcase(s, keys);

    tcase_set_timeout(rest, 60);
    tcase_add_test(rest, enter_leaves_the_line_and_goes_below_it);
    tcase_add_test(rest, interrupt_drops_the_line);
    tcase_add_test(rest, end_of_file_ends_the_driver_and_restores_the_terminal);
    tcase_add_test(rest, stop_ends_the_read);
    tcase_add_loop_test(rest, signals_end_the_read, 0,
                        ARRAY_SIZE(ending_signals));
    tcase_add_test(rest, a_terminal_that_is_gone_is_the_end);
    tcase_add_test(rest, events_appear_above_the_line);
    tcase_add_test(rest,
                   events_appear_above_a_line_that_ends_at_the_last_column);
    tcase_add_test(rest, events_appear_above_a_search);
    tcase_add_test(rest,
                   a_line_taller_than_the_screen_shows_where_the_cursor_is);
    tcase_add_test(rest, a_new_prompt_shows_at_once);
    tcase_add_test(rest, a_burst_of_events_loses_no_keystroke);
    tcase_add_loop_test(rest, the_line_follows_the_size, 0, ARRAY_SIZE(sizes));
    tcase_add_test(rest,
                   stopping_gives_the_terminal_back_and_continuing_redraws);
    tcase_add_test(rest, typing_ahead_is_neither_shown_nor_lost);
    tcase_add_test(rest, interrupt_reaches_a_command_that_runs);
    tcase_add_test(rest, a_command_that_runs_can_be_stopped);
    tcase_add_test(rest, a_lent_terminal_is_as_it_was_found);
    tcase_add_loop_test(rest, questions_are_answered, 0, ARRAY_SIZE(answers));
    tcase_add_test(rest, interrupt_answers_a_question_with_no);
    tcase_add_test(rest, a_secret_is_not_shown);
    tcase_add_loop_test(rest, poor_terminals_are_refused, 0,
                        ARRAY_SIZE(poor_terminals));
    suite_add_tcase(s, rest);
    return s;
}

int main(void)
{
    SRunner *runner = srunner_create(suite());
    int failed;

    setlocale(LC_CTYPE, "C.UTF-8");
    setenv("EDITRC", "", 1); /* not that of whoever runs the tests */
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
