/*
 * The program behind `LINE | PROGRAM`
 *
 * It runs as `sh -c PROGRAM` with our terminal and in our process group: ^C
 * and ^Z mean both of us.
 */
#ifndef SHELL_PIPE_PROGRAM_H
#define SHELL_PIPE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "util/error.h"

typedef struct PipeProgram PipeProgram;

/*
 * Is it one that shows its input to a person (less, more, most, $PAGER)?
 * Then it is to get what the terminal would.
 */
bool pipe_program_is_pager(const char *command);

/* NULL with ERROR_FAILED. */
PipeProgram *pipe_program_start(const char *command, Error **errp);

/*
 * Write to its stdin; an OutputShowFn with the PipeProgram as @opaque.  When
 * it reads no more, or ^C came, what is left is dropped.
 */
void pipe_program_write(void *opaque, const char *text, size_t len);

/* The end of its input; waits for it, and frees @p. */
void pipe_program_finish(PipeProgram *p);

#endif
