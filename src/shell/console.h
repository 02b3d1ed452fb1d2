/*
 * Where a person sits: a line editor, or a plain terminal where there can be
 * none (TERM=dumb, stdout elsewhere)
 *
 * The functions are those of line_editor.h; a plain console reads lines as
 * the terminal gives them, prompts on stderr and completes nothing.
 */
#ifndef SHELL_CONSOLE_H
#define SHELL_CONSOLE_H

#include "term/line_editor.h"

typedef struct Console Console;

Console *console_new(const LineEditorConfig *config);
void console_free(Console *c);

void console_watch(Console *c, int fd, short events);
void console_set_prompt(Console *c, const char *prompt);
LineEditorResult console_read(Console *c, char **line);
void console_stop(Console *c);

/* @at_eof: the answer where the lines of a plain terminal have ended. */
bool console_confirm(Console *c, const char *question, bool at_eof);

void console_lend_terminal(Console *c, bool on);
void console_suspend(Console *c);

/* Is there an editor?  Else print_above and ask_secret are not for it. */
bool console_can_edit(const Console *c);
void console_print_above(Console *c, const char *text, size_t len);
char *console_ask_secret(Console *c, const char *question);

#endif
