/*
 * Lines from a file, a pipe or a string
 */
#ifndef SHELL_LINE_SOURCE_H
#define SHELL_LINE_SOURCE_H

#include <stdbool.h>
#include <stddef.h>

#include "util/error.h"

typedef struct LineSource LineSource;

/* The lines of @text, which is borrowed. */
LineSource *line_source_from_string(const char *text);

/* The lines that come from @fd, which is borrowed and may be a pipe. */
LineSource *line_source_from_fd(int fd);

/* Owned, or NULL with ERROR_USAGE when @file cannot be opened. */
LineSource *line_source_from_file(const char *file, Error **errp);

void line_source_free(LineSource *src);

typedef enum LineSourceResult {
    LINE_SOURCE_LINE, /* *@line, *@len: borrowed until the next call */
    LINE_SOURCE_END,
    LINE_SOURCE_WAIT,  /* none without waiting: poll line_source_fd() */
    LINE_SOURCE_ERROR, /* ERROR_USAGE: it cannot be read */
} LineSourceResult;

/*
 * The next line, without its newline; a last one need not have any.  Reads
 * what is there but does not wait for more.
 */
LineSourceResult line_source_next(LineSource *src, const char **line,
                                  size_t *len, Error **errp);

/* Read on behind an end: a terminal's ^D. */
void line_source_again(LineSource *src);

/* The fd to wait for, -1 for a string. */
int line_source_fd(const LineSource *src);

/* The number of the line that came last, from 1. */
unsigned line_source_number(const LineSource *src);

#endif
