/*
 * What keys do in the line editor: commands of ours beside libedit's
 */
#ifndef TERM_LINE_COMMANDS_H
#define TERM_LINE_COMMANDS_H

#include "term/edit_line.h"

/* Make them known to libedit, for keys to be bound to them. */
void line_commands_add(EditLine *el);

#endif
