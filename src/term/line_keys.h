/*
 * Which key does what in the line editor
 */
#ifndef TERM_LINE_KEYS_H
#define TERM_LINE_KEYS_H

#include <stdbool.h>
#include <wchar.h>

#include "term/edit_line.h"

/*
 * Commands of libedit's own that ours hand over to: codes beside those of
 * keys.h, which no key has.
 */
enum {
    CALL_NEXT_CHAR = 0x9d,
    CALL_REPLACE_CHAR,
    CALL_SUBSTITUTE_CHAR,
};

/* Bind our commands, over what ~/.editrc has bound. */
void line_keys_bind(EditLine *el);

/* Are the keys those of emacs, not vi's? */
bool line_keys_are_emacs(EditLine *el);

/* EL_GETCFN: the next key for libedit. */
int line_keys_read(EditLine *el, wchar_t *key);

#endif
