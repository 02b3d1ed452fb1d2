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

/* Leave with ^D; a leak would be in the status. */
static void expect_end(EditorSession *e)
{
    screen_type(e->screen, "\025\004");
    ck_assert_int_eq(screen_wait_exit(e->screen), 0);
}

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
    { "^F", "ab\001\006", "(vm) ab\n", 0, 6 },
    { "a count and ^F", "abcd\001\0333\006", "(vm) abcd\n", 0, 8 },
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
    { "r", "abc\033rx", "(vm) abx\n", 0, 7 },
    { "r with a count", "abcd\03303rx", "(vm) xxxd\n", 0, 7 },
    { "r repeated", "abc\033rx0.", "(vm) xbx\n", 0, 5 },
    { "r given up", "abc\033r\033x", "(vm) ac\n", 0, 6 },
    { "r and a question mark", "a b\033r?", "(vm) a ?\n", 0, 7 },
    { "r and a question mark, undone", "a b\033r?u", "(vm) a b\n", 0, 7 },
    { "r and a question mark, repeated", "a b\033r?0.", "(vm) ? ?\n", 0, 5 },
    { "f and a question mark", "a?b\0330f?x", "(vm) ab\n", 0, 6 },
    { "a question mark in a word", "a?b", "(vm) a?b\n", 0, 8 },
    { "an insertion with one, repeated", "x\033aa?b\033.", "(vm) xa?ba?b\n", 0,
      11 },
    { "a question mark where a word begins", "a ?b",
      "(vm) a\nhelp for [a ] at 2\n(vm) a b\n", 2, 8 },
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

/* ---- hints ---- */

#define WORDS "file= 日本= x="

/* With "ab" typed, and a hint behind it. */
static EditorSession start_with_hint(int cols)
{
    EditorSession e = editor_start(ROWS, cols);

    editor_command(&e, "hint " WORDS);
    screen_type(e.screen, "ab");
    screen_wait_text(e.screen, "(vm) ab file");
    return e;
}

START_TEST(a_hint_is_grey_and_the_cursor_before_it)
{
    EditorSession e = start_with_hint(40);

    screen_expect(e.screen, "(vm) ab " WORDS "\n", 0, 7);
    screen_type(e.screen, "\014");
    screen_wait_bytes(e.screen, "ab\033[90m " WORDS "\033[0m");
    screen_expect(e.screen, "(vm) ab " WORDS "\n", 0, 7);
    editor_free(&e);
}
END_TEST

static const KeyCase hint_cases[] = {
    { "another character", "c", "(vm) abc " WORDS "\n", 0, 8 },
    { "right", "\033[C", "(vm) ab " WORDS "\n", 0, 13 },
    { "^F", "\006", "(vm) ab " WORDS "\n", 0, 13 },
    { "end", "\005\033[Fc", "(vm) abc " WORDS "\n", 0, 8 },
    { "left", "\033[D", "(vm) ab\n", 0, 6 },
    { "left and right", "\033[D\033[Cc", "(vm) abc " WORDS "\n", 0, 8 },
    { "its word typed", " file=", "(vm) ab file= 日本= x=\n", 0, 13 },
    { "its words deleted", " file=\027", "(vm) ab  " WORDS "\n", 0, 8 },
    { "a paste of two lines", "\033[200~\n-\033[201~", "(vm) ab\n-\n", 1, 1 },
    { "a list", " q\t\t",
      "(vm) ab query-\nquery-status   query-version\n(vm) ab query- " WORDS
      "\n",
      2, 14 },
    { "a list below two rows", " 12345678901234567890123456789 q\t\t",
      "(vm) ab 12345678901234567890123456789 qu\nery-\n"
      "query-status   query-version\n"
      "(vm) ab 12345678901234567890123456789 qu\nery- " WORDS "\n",
      4, 4 },
    { "help", " ?", "(vm) ab\nhelp for [ab ] at 3\n(vm) ab  " WORDS "\n", 2,
      8 },
    { "enter", "\r", "(vm) ab\nline: ab\n(vm)  " WORDS "\n", 2, 5 },
    { "enter behind two rows", " 12345678901234567890123456789 stop\r",
      "(vm) ab 12345678901234567890123456789 st\nop\n"
      "line: ab 12345678901234567890123456789 s\ntop\n"
      "(vm)  " WORDS "\n",
      4, 5 },
    { "interrupt", "\003", "(vm) ab^C\ninterrupt\n(vm)  " WORDS "\n", 2, 5 },
    { "^D", "\025\004", "(vm)\neof\n", 2, 0 },
    { "search", "\022", "(search)`': ab\n", 0, 14 },
    { "search and right", "\022\033[Cc", "(vm) abc " WORDS "\n", 0, 8 },
    { "a question", "\025confirm\r", "(vm) confirm\nReally? (y/n)\n", 1, 14 },
    { "a secret", "\025secret\r", "(vm) secret\nPassword:\n", 1, 10 },
    { "a list that is asked for", " many\t\t", "Show all 312? (y/n)\n", 0, 20 },
};

START_TEST(a_hint_gives_way)
{
    const KeyCase *c = &hint_cases[_i];
    EditorSession e = start_with_hint(40);

    screen_type(e.screen, c->keys);
    screen_expect(e.screen, c->screen, c->row, c->col);
    editor_free(&e);
}
END_TEST

START_TEST(another_line_of_the_same_length_has_its_own_hint)
{
    EditorSession e = start_with_hint(40);

    screen_type(e.screen, " =x");
    screen_expect(e.screen, "(vm) ab =x " WORDS "\n", 0, 10);
    screen_type(e.screen, "\024");
    screen_expect(e.screen, "(vm) ab x= file= 日本=\n", 0, 10);
    editor_free(&e);
}
END_TEST

START_TEST(right_takes_one_word_after_the_other)
{
    EditorSession e = start_with_hint(40);

    screen_type(e.screen, "\033[C");
    screen_expect(e.screen, "(vm) ab " WORDS "\n", 0, 13);
    screen_type(e.screen, "1");
    screen_expect(e.screen, "(vm) ab file=1 日本= x=\n", 0, 14);
    screen_type(e.screen, "\006");
    screen_expect(e.screen, "(vm) ab file=1 日本= x=\n", 0, 20);
    screen_type(e.screen, "\177\177\002");
    screen_expect(e.screen, "(vm) ab file=1 日\n", 0, 15);
    screen_type(e.screen, "\001\033[C-");
    screen_expect(e.screen, "(vm) a-b file=1 日\n", 0, 7);
    screen_type(e.screen, "\r");
    screen_wait_text(e.screen, "line: a-b file=1 日\n");
    editor_free(&e);
}
END_TEST

START_TEST(right_takes_a_word_in_vi_and_undo_keeps_it)
{
    EditorSession e;

    setenv("EDITRC", TERMINAL_DATA "/vi.editrc", 1);
    e = start_with_hint(40);
    screen_type(e.screen, "\033[C");
    screen_expect(e.screen, "(vm) ab " WORDS "\n", 0, 13);
    screen_type(e.screen, "\033xx");
    screen_expect(e.screen, "(vm) ab fil\n", 0, 10);
    screen_type(e.screen, "\033[C");
    editor_settle(&e);
    screen_expect(e.screen, "(vm) ab fil\n", 0, 10);
    screen_type(e.screen, "u");
    screen_expect(e.screen, "(vm) ab file\n", 0, 11);
    editor_free(&e);
}
END_TEST

START_TEST(events_appear_above_a_line_with_a_hint)
{
    EditorSession e = start_with_hint(40);

    editor_command(&e, "print event");
    screen_expect(e.screen, "event\n(vm) ab " WORDS "\n", 1, 7);
    editor_command(&e, "hint other=");
    screen_expect(e.screen, "event\n(vm) ab other=\n", 1, 7);
    editor_command(&e, "hint ");
    screen_expect(e.screen, "event\n(vm) ab\n", 1, 7);
    editor_free(&e);
}
END_TEST

static const KeyCase learning[] = {
    { "by Tab", "\t", "(vm) learn  known=\n", 0, 11 },
    { "by help", "?",
      "(vm) learn\nhelp for [learn ] at 6\n(vm) learn  known=\n", 2, 11 },
};

START_TEST(a_hint_that_becomes_known_is_shown)
{
    EditorSession e = editor_start(ROWS, 40);

    screen_type(e.screen, "learn ");
    screen_expect(e.screen, "(vm) learn\n", 0, 11);
    screen_type(e.screen, learning[_i].keys);
    screen_expect(e.screen, learning[_i].screen, learning[_i].row,
                  learning[_i].col);
    editor_free(&e);
}
END_TEST

START_TEST(a_hint_is_gone_when_the_read_is_stopped)
{
    EditorSession e = start_with_hint(40);

    editor_command(&e, "stop");
    ck_assert_int_eq(screen_wait_exit(e.screen), 0);
    screen_expect(e.screen, "(vm) ab\nquit\n", 2, 0);
    editor_free(&e);
}
END_TEST

START_TEST(a_hint_is_gone_while_the_program_is_stopped)
{
    EditorSession e = editor_start_job(ROWS, 40);

    editor_command(&e, "hint " WORDS);
    screen_type(e.screen, "ab");
    screen_expect(e.screen, "(vm) ab " WORDS "\n", 0, 7);
    screen_type(e.screen, "\032");
    screen_expect(e.screen, "(vm) ab\n[stopped, cooked]\n", 2, 0);
    screen_type(e.screen, "\r");
    screen_expect(e.screen, "(vm) ab\n[stopped, cooked]\n\n(vm) ab " WORDS "\n",
                  3, 7);
    editor_free(&e);
}
END_TEST

/* On a screen that a hint with a row more would scroll. */
static const KeyCase narrow_hints[] = {
    { "as far as it fits", "12345678", "line:\n(vm) 12345678 file=\n", 1, 13 },
    { "without half a word", "1234567890", "line:\n(vm) 1234567890 file\n", 1,
      15 },
    { "in one column", "12345678901234=",
      "(vm) 12345678901234=\n file= 日"
      "本= x=\n",
      1, 0 },
    { "without half of a wide one", "file=123", "line:\n(vm) file=123 日本=\n",
      1, 13 },
    { "without a wide one that is cut", "file=12345678",
      "line:\n(vm) file=12345678\n", 1, 18 },
};

START_TEST(a_hint_never_wraps)
{
    const KeyCase *c = &narrow_hints[_i];
    EditorSession e = editor_start(2, COLS);

    screen_type(e.screen, "\r");
    screen_expect(e.screen, "line:\n(vm)\n", 1, 5);
    screen_type(e.screen, c->keys);
    editor_command(&e, "hint " WORDS);
    screen_expect(e.screen, c->screen, c->row, c->col);
    editor_settle(&e);
    screen_expect(e.screen, c->screen, c->row, c->col);
    editor_free(&e);
}
END_TEST

static const struct {
    int cols;
    const char *screen;
} hint_sizes[] = {
    { 10, "event\n(vm) ab fi\n" },
    { 14, "event\n(vm) ab file=\n" },
    { 16, "event\n(vm) ab file= 日\n" },
    { 80, "event\n(vm) ab " WORDS "\n" },
};

START_TEST(a_hint_follows_the_size)
{
    EditorSession e = start_with_hint(COLS);

    editor_command(&e, "print event");
    screen_expect(e.screen, "event\n(vm) ab file= 日本=\n", 1, 7);
    screen_resize(e.screen, ROWS, hint_sizes[_i].cols);
    screen_expect(e.screen, hint_sizes[_i].screen, 1, 7);
    screen_resize(e.screen, ROWS, COLS);
    screen_expect(e.screen, "event\n(vm) ab file= 日本=\n", 1, 7);
    editor_free(&e);
}
END_TEST

START_TEST(without_colours_there_is_no_hint)
{
    EditorSession e;

    setenv("NO_COLOR", "1", 1);
    e = editor_start(ROWS, COLS);
    editor_command(&e, "hint " WORDS);
    screen_type(e.screen, "ab\033[C");
    editor_settle_keys(&e);
    screen_expect(e.screen, "(vm) ab\n", 0, 7);
    editor_free(&e);
}
END_TEST

/* ---- help ---- */

static const KeyCase help_cases[] = {
    { "on an empty line", "?", "(vm)\nhelp for [] at 0\n(vm)\n", 2, 5 },
    { "behind a blank", "ab ?", "(vm) ab\nhelp for [ab ] at 3\n(vm) ab\n", 2,
      8 },
    { "before a word", "日 cd\002\002?",
      "(vm) 日 cd\nhelp for [日 cd] at 4\n(vm) 日 cd\n", 2, 8 },
    { "in a word", "ab?c", "(vm) ab?c\n", 0, 9 },
    { "quoted", "ab \026?", "(vm) ab ?\n", 0, 9 },
    { "pasted", "ab \033[200~?\033[201~", "(vm) ab ?\n", 0, 9 },
    { "searched for", "\022?", "(not found)`?':\n", 0, 16 },
    { "as an answer", "confirm\r?\r",
      "(vm) confirm\nReally? (y/n) ?\nanswer: no\n(vm)\n", 3, 5 },
    { "below a line of two rows", "1234567890123456789012345678901234567890 ?",
      "(vm) 12345678901234567890123456789012345\n67890\n"
      "help for [123456789012345678901234567890\n1234567890 ] at 41\n"
      "(vm) 12345678901234567890123456789012345\n67890\n",
      5, 6 },
};

START_TEST(a_question_mark_asks_for_help_or_is_text)
{
    const KeyCase *c = &help_cases[_i];
    EditorSession e = editor_start(ROWS, 40);

    screen_type(e.screen, c->keys);
    screen_expect(e.screen, c->screen, c->row, c->col);
    editor_free(&e);
}
END_TEST

START_TEST(where_there_is_no_help_it_beeps)
{
    EditorSession e = editor_start(ROWS, COLS);

    screen_type(e.screen, "none ?x");
    screen_expect(e.screen, "(vm) none x\n", 0, 11);
    ck_assert_int_eq(screen_bells(e.screen), 1);
    editor_free(&e);
}
END_TEST

START_TEST(an_editor_without_help_takes_it_as_text)
{
    char *argv[] = { (char *)TEST_PROGRAMS "/editor_driver", (char *)"bare",
                     NULL };
    int control;
    Screen *s = screen_start_controlled(argv, ROWS, COLS, &control);

    screen_wait_text(s, "(vm)");
    screen_type(s, "?a ?\t\033[C?");
    screen_expect(s, "(vm) ?a ??\n", 0, 10);
    screen_free(s);
}
END_TEST

static const struct {
    int rows;
    const char *keys, *question, *last;
} long_help[] = {
    { 30, "tall ?", "Show all 30 lines? (y/n)\n", "row 30\n(vm) tall\n" },
    { 10, "wide ?", "Show all 3 lines? (y/n)\n", "last\n(vm) wide\n" },
};

START_TEST(long_help_is_asked_for)
{
    autofree char *screen = mem_printf("event\n(vm) %.4s\n",
                                       long_help[_i].keys);
    EditorSession e = editor_start(long_help[_i].rows, 40);

    screen_type(e.screen, long_help[_i].keys);
    screen_expect(e.screen, long_help[_i].question, 0,
                  (int)strlen(long_help[_i].question));
    editor_command(&e, "print event");
    screen_type(e.screen, "n");
    screen_expect(e.screen, screen, 1, 10);
    screen_type(e.screen, "?");
    screen_wait_text(e.screen, "Show all");
    screen_type(e.screen, "\003");
    screen_expect(e.screen, screen, 1, 10);
    screen_type(e.screen, "?y");
    screen_wait_text(e.screen, long_help[_i].last);
    expect_end(&e);
    editor_free(&e);
}
END_TEST

START_TEST(help_that_fits_is_not_asked_for)
{
    EditorSession e = editor_start(long_help[_i].rows + 1, 40);

    screen_type(e.screen, long_help[_i].keys);
    screen_wait_text(e.screen, long_help[_i].last);
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

/* A price has to be agreed to before candidates are looked for. */
START_TEST(costly_candidates_are_asked_for)
{
    EditorSession e = editor_start(ROWS, 40);

    screen_type(e.screen, "costly\t");
    screen_expect(e.screen, "Is it worth it? (y/n)\n", 0, 22);
    editor_command(&e, "print event");
    screen_type(e.screen, "n");
    screen_expect(e.screen, "event\n(vm) costly\n", 1, 11);
    screen_type(e.screen, "\t");
    screen_wait_text(e.screen, "worth it?");
    screen_type(e.screen, "\003");
    screen_expect(e.screen, "event\n(vm) costly\n", 1, 11);
    ck_assert_int_eq(screen_bells(e.screen), 0);
    screen_type(e.screen, "\ty");
    screen_expect(e.screen, "event\n(vm) costly-00\n", 1, 14);
    expect_end(&e);
    editor_free(&e);
}
END_TEST

START_TEST(the_line_is_there_again_while_they_are_looked_for)
{
    EditorSession e = editor_start(ROWS, 40);

    screen_type(e.screen, "slow\t");
    screen_expect(e.screen, "Is it worth it? (y/n)\n", 0, 22);
    screen_type(e.screen, "y");
    screen_expect(e.screen, "(vm) slow\n", 0, 9);
    editor_command(&e, "go on");
    screen_expect(e.screen, "(vm) slow-00\n", 0, 12);
    editor_free(&e);
}
END_TEST

START_TEST(a_question_that_led_to_nothing_is_not_asked_again)
{
    EditorSession e = editor_start(ROWS, 40);

    screen_type(e.screen, "empty\t");
    screen_expect(e.screen, "Is it worth it? (y/n)\n", 0, 22);
    screen_type(e.screen, "y");
    screen_expect(e.screen, "(vm) empty\n", 0, 10);
    screen_wait_bytes(e.screen, "\a");
    screen_type(e.screen, "y");
    screen_expect(e.screen, "(vm) emptyy\n", 0, 11);
    editor_free(&e);
}
END_TEST

static const struct {
    int rows;
    const char *before, *last;
} heights[] = {
    { 31, "", "some-029  a note\n(vm) some-0\n" },
    { 30, "", "some-007  some-015  some-023\n(vm) some-0\n" },
    { 31, "12345678901234567890123456789 ",
      "some-007  some-015  some-023\n(vm) 12345678901234567890123456789 some-\n"
      "0\n" },
};

START_TEST(a_list_has_notes_where_it_fits_the_screen)
{
    EditorSession e = editor_start(heights[_i].rows, 40);

    screen_type(e.screen, heights[_i].before);
    screen_type(e.screen, "some\t\t");
    screen_wait_text(e.screen, heights[_i].last);
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

static void add_hint_tests(TCase *tc)
{
    tcase_set_timeout(tc, 60);
    tcase_add_test(tc, a_hint_is_grey_and_the_cursor_before_it);
    tcase_add_loop_test(tc, a_hint_gives_way, 0, ARRAY_SIZE(hint_cases));
    tcase_add_test(tc, another_line_of_the_same_length_has_its_own_hint);
    tcase_add_test(tc, right_takes_one_word_after_the_other);
    tcase_add_test(tc, right_takes_a_word_in_vi_and_undo_keeps_it);
    tcase_add_test(tc, events_appear_above_a_line_with_a_hint);
    tcase_add_loop_test(tc, a_hint_that_becomes_known_is_shown, 0,
                        ARRAY_SIZE(learning));
    tcase_add_test(tc, a_hint_is_gone_when_the_read_is_stopped);
    tcase_add_test(tc, a_hint_is_gone_while_the_program_is_stopped);
    tcase_add_loop_test(tc, a_hint_never_wraps, 0, ARRAY_SIZE(narrow_hints));
    tcase_add_loop_test(tc, a_hint_follows_the_size, 0, ARRAY_SIZE(hint_sizes));
    tcase_add_test(tc, without_colours_there_is_no_hint);
}

static void add_help_tests(TCase *tc)
{
    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, a_question_mark_asks_for_help_or_is_text, 0,
                        ARRAY_SIZE(help_cases));
    tcase_add_test(tc, where_there_is_no_help_it_beeps);
    tcase_add_test(tc, an_editor_without_help_takes_it_as_text);
    tcase_add_loop_test(tc, long_help_is_asked_for, 0, ARRAY_SIZE(long_help));
    tcase_add_loop_test(tc, help_that_fits_is_not_asked_for, 0,
                        ARRAY_SIZE(long_help));
}

static Suite *suite(void)
{
    Suite *s = suite_create("line editor");
    TCase *keys = tcase_create("keys");
    TCase *hints = tcase_create("hints");
    TCase *help = tcase_create("help");
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
    tcase_add_test(keys, costly_candidates_are_asked_for);
    tcase_add_test(keys, the_line_is_there_again_while_they_are_looked_for);
    tcase_add_test(keys, a_question_that_led_to_nothing_is_not_asked_again);
    tcase_add_loop_test(keys, a_list_has_notes_where_it_fits_the_screen, 0,
                        ARRAY_SIZE(heights));
    tcase_add_test(keys, a_paste_is_one_entry);
    tcase_add_test(keys, a_large_paste_is_taken);
    suite_add_tcase(s, keys);
    add_hint_tests(hints);
    suite_add_tcase(s, hints);
    add_help_tests(help);
    suite_add_tcase(s, help);

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
