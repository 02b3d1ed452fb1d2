/*
 * Where the text of KEY:@FILE comes from
 */
#ifndef SHELL_ASK_H
#define SHELL_ASK_H

#include <stddef.h>

#include "util/error.h"

/*
 * The bytes of @file, one trailing newline off; owned, *@len of them.
 * NULL with ERROR_REFUSED: it cannot be read, is larger than a QMP server
 * takes (64 MiB), or is not UTF-8; ERROR_INTERRUPTED.
 */
char *ask_file(const char *file, size_t *len, Error **errp);

/*
 * A text that is not echoed, asked for through @ask, or, where that is NULL,
 * on the controlling terminal.  Owned; NULL with ERROR_REFUSED: there is no
 * terminal, or the answer was ^D; ERROR_INTERRUPTED.
 */
char *ask_secret(char *(*ask)(void *opaque, const char *question), void *opaque,
                 size_t *len, Error **errp);

#endif
