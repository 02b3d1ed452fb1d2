/*
 * Random edits, compared with a full redraw
 *
 * Whatever is typed, printed above the line or done to the terminal's size:
 * what the editor has made of the screen step by step must be what it draws
 * on an empty one (^L).  $QMPSH_TEST_SEED adds a seed to the fixed ones.
 */
#include <check.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "editor_session.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define ROWS 24
#define STEPS 60

static const char *const keys[] = {
    "a",
    "b",
    "c",
    " ",
    "-",
    "word ",
    "x=1 ",
    "日",
    "本語",
    "e\xcc\x81",
    "\xcc\x88", /* wide and combining ones */
    "\026\001",
    "\026\177", /* control characters */
    "\001",
    "\005",
    "\002",
    "\006", /* ^A ^E ^B ^F */
    "\033[D",
    "\033[D",
    "\033[D",
    "\033[C",
    "\033[C",
    "\033[1;5D",
    "\033[1;5C",
    "\033[H",
    "\033[F",
    "\033b",
    "\033f",
    "\033d",
    "\033u",
    "\024", /* words, ^T */
    "\177",
    "\177",
    "\177",
    "\033[3~",
    "x\002\004", /* ^D; on an empty line it is the end */
    "\027",
    "\013",
    "\031",
    "\033[A",
    "\033[B",
    "\020",
    "\016",
    "\022w\033[C",
    "\022日\022\007", /* searches */
    "\033[200~two\nrows\033[201~",
    "\033[200~日\xcc\x81本日本日本日本\033[201~",
};

static const int widths[] = { 20, 30, 80 };

typedef struct Random {
    unsigned state;
} Random;

static unsigned below(Random *r, unsigned n)
{
    r->state = r->state * 1103515245u + 12345u;
    return (r->state >> 16) % n;
}

/* The events that have been printed since the screen was cleared. */
typedef struct Walk {
    EditorSession session;
    Random random;
    StrBuf events;
    StrBuf typed; /* for the message of a failure */
    unsigned n_events;
} Walk;

static void type_some(Walk *w)
{
    unsigned n = 1 + below(&w->random, 6);

    for (; n > 0; n--) {
        const char *key = keys[below(&w->random, ARRAY_SIZE(keys))];

        screen_type(w->session.screen, key);
        strbuf_puts(&w->typed, key);
    }
}

static void print_event(Walk *w)
{
    autofree char *event = mem_printf("ev %u 日", w->n_events++);

    editor_command(&w->session, "print %s", event);
    strbuf_printf(&w->events, "%s\n", event);
}

/*
 * Tab settles; a blank before it sees to it that there is nothing to
 * complete.
 */
static void settle(Walk *w)
{
    screen_type(w->session.screen, " ");
    editor_settle_keys(&w->session);
}

static void change_size(Walk *w)
{
    settle(w);
    screen_resize(w->session.screen, ROWS,
                  widths[below(&w->random, ARRAY_SIZE(widths))]);
}

static void step(Walk *w)
{
    unsigned events = below(&w->random, 3);

    type_some(w);
    for (; events > 0; events--) {
        print_event(w);
        type_some(w);
    }
    if (below(&w->random, 8) == 0) {
        change_size(w);
        type_some(w);
    }
}

static void compare(Walk *w)
{
    Screen *s = w->session.screen;
    autofree char *edited = NULL, *redrawn = NULL, *expected = NULL;
    int row, col, new_row, new_col;

    settle(w);
    edited = screen_text(s);
    screen_cursor(s, &row, &col);
    screen_type(s, "\014");
    editor_settle_keys(&w->session);
    redrawn = screen_text(s);
    screen_cursor(s, &new_row, &new_col);
    expected = mem_printf("%s%s", strbuf_str(&w->events), redrawn);
    if (strcmp(edited, expected) != 0 || col != new_col) {
        ck_abort_msg("typed: %s\n--- edited, cursor at %d,%d\n%s"
                     "--- expected, cursor at +%d,%d\n%s",
                     strbuf_str(&w->typed), row, col, edited, new_row, new_col,
                     expected);
    }
    strbuf_reset(&w->events);
    strbuf_reset(&w->typed);
    if (strlen(redrawn) > 200) { /* keep it smaller than the screen */
        screen_type(s, "\001\013\014");
        settle(w);
    }
}

static void walk(unsigned seed, int width)
{
    Walk w = { .session = editor_start(ROWS, width), .random = { seed } };
    int i;

    editor_enter(&w.session, "a word 日本 in the history");
    editor_enter(&w.session, "words x=1");
    editor_command(&w.session, "hint file= 日本語= node-name= e\xcc\x81=");
    screen_wait_text(w.session.screen, "file= 日本");
    screen_type(w.session.screen, "\014");
    settle(&w);
    for (i = 0; i < STEPS; i++) {
        step(&w);
        compare(&w);
    }
    strbuf_free(&w.events);
    strbuf_free(&w.typed);
    editor_free(&w.session);
}

START_TEST(the_screen_is_as_if_drawn_anew)
{
    static const unsigned seeds[] = { 1, 2, 3, 4 };
    const char *more = getenv("QMPSH_TEST_SEED");
    size_t i;

    for (i = 0; i < ARRAY_SIZE(seeds); i++) {
        walk(seeds[i], widths[_i]);
    }
    if (more) {
        walk((unsigned)atoi(more), widths[_i]);
    }
}
END_TEST

int main(void)
{
    Suite *s = suite_create("random edits");
    TCase *tc = tcase_create("random edits");
    SRunner *runner;
    int failed;

    setlocale(LC_CTYPE, "C.UTF-8");
    setenv("EDITRC", "", 1);
    tcase_set_timeout(tc, 120);
    tcase_add_loop_test(tc, the_screen_is_as_if_drawn_anew, 0,
                        ARRAY_SIZE(widths));
    suite_add_tcase(s, tc);
    runner = srunner_create(s);
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
