/*
 * A program in a pseudo-terminal, and what its user sees
 *
 * The terminal is a libvterm one.  Nothing here sleeps: whoever expects
 * something waits for exactly that, and the test fails, with the screen in
 * its message, when it has not come within the time limit (30 s, or
 * $QMPSH_TEST_LIMIT seconds).
 */
#ifndef TESTS_SCREEN_H
#define TESTS_SCREEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct Screen Screen;

/*
 * Start argv[0] (argv ends in NULL) as the leader of a session on a terminal
 * of that size; TERM is set, the rest of the environment is ours.
 */
Screen *screen_start(char *const argv[], int rows, int cols);

/* The same; the program has the other end of *@control as its fd 3. */
Screen *screen_start_controlled(char *const argv[], int rows, int cols,
                                int *control);

/* Kill what still runs and free all. */
void screen_free(Screen *s);

pid_t screen_pid(const Screen *s);

/* Type a string, or bytes; what the program writes meanwhile is taken in. */
void screen_type(Screen *s, const char *keys);
void screen_type_bytes(Screen *s, const void *bytes, size_t len);

/* Write to another fd that leads to the program; it must not block. */
void screen_send(Screen *s, int fd, const void *bytes, size_t len);

void screen_resize(Screen *s, int rows, int cols);

/* Pull the plug: the terminal is gone. */
void screen_hang_up(Screen *s);

/*
 * Wait until the whole screen is @text (rows end in newlines; blanks at the
 * ends of rows and empty rows at the end do not count) with the cursor at
 * that place (from 0).
 */
void screen_expect(Screen *s, const char *text, int row, int col);

/* Wait until some row of the screen contains @text, or none does. */
void screen_wait_text(Screen *s, const char *text);
void screen_wait_gone(Screen *s, const char *text);

/* Wait until @bytes have come that no such call has waited for before. */
void screen_wait_bytes(Screen *s, const char *bytes);

/* Wait until the program has ended; its status as of waitpid(). */
int screen_wait_exit(Screen *s);

/* What is there now, in the form of screen_expect(); owned by the caller. */
char *screen_text(const Screen *s);
void screen_cursor(const Screen *s, int *row, int *col);

/* All rows, those that have scrolled off first; owned by the caller. */
char *screen_transcript(const Screen *s);

/* How often the bell has rung. */
int screen_bells(const Screen *s);

#endif
