/*
 * The program's two outputs, and what happens when they fail
 *
 * Replies go to stdout; everything else is stderr.  At a prompt both appear
 * above the line being edited.  Once stdout could not be written the output
 * is broken for good: the caller stops sending and exits with
 * STATUS_OUTPUT.
 */
#ifndef SHELL_OUTPUT_H
#define SHELL_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "out/render.h"
#include "out/theme.h"
#include "util/error.h"

typedef struct Output Output;

/*
 * Writes to fds 1 and 2.  The themes may be NULL.  @script: a reader of
 * stdout that does not read can be left by SIGINT, SIGTERM or SIGHUP, which
 * breaks the output.
 */
Output *output_new(const Theme *out, const Theme *err, bool script);
void output_free(Output *o);

/*
 * A place where text for a person is shown instead, for whichever of the two
 * outputs is a terminal; NULL takes it back.
 */
typedef void OutputShowFn(void *opaque, const char *text, size_t len);
void output_set_screen(Output *o, OutputShowFn *show, void *opaque);

/*
 * Hand stdout's text to @write instead (`| PROGRAM`), styled as for the
 * terminal if it is for a @pager; NULL takes it back.
 */
void output_redirect(Output *o, OutputShowFn *write, void *opaque, bool pager);
bool output_is_redirected(const Output *o);

/* Is stdout a terminal? */
bool output_is_terminal(const Output *o);

/* The style for stdout now; its width follows resizes. */
RenderStyle output_style(const Output *o);
const Theme *output_error_theme(const Output *o);

/*
 * To stdout; false when it is, or has just become, broken.  A program behind
 * `|` that has read enough breaks nothing.
 */
bool output_write(Output *o, const char *text, size_t len);

/*
 * For a person, not for stdout's reader: events, how long it took.  On the
 * terminal, be it stdout's or stderr's; with output_notice_style().
 */
void output_notice(Output *o, const char *text, size_t len);
RenderStyle output_notice_style(const Output *o);

/* To stderr, as it is: @text must be safe. */
void output_write_error(Output *o, const char *text, size_t len);

/* A line on stderr, "qmpsh: ..."; foreign text in it is made safe. */
void output_note(Output *o, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Where the lines that are being run come from, for output_error(): a file
 * (NULL: stdin or -c), and the number of the line (0: not told).
 */
void output_set_place(Output *o, const char *file, unsigned line);

/*
 * "error: ..." and its hint on stderr, with the place in front: that of the
 * error itself where it knows its line, else the one that was set.
 */
void output_error(Output *o, const Error *err);

/* The same for an error reply of the server. */
void output_error_reply(Output *o, const char *error_class, const char *desc);

/*
 * false when stdout is broken: ERROR_OUTPUT, or ERROR_INTERRUPTED when a
 * signal ended a write.
 */
bool output_check(const Output *o, Error **errp);

/* Was it a pipe whose reader has gone (`| head -1`)?  That needs no words. */
bool output_reader_is_gone(const Output *o);

/*
 * Nothing more comes: tells whether all of it was taken (an error may show
 * only when the file is closed).
 */
bool output_finish(Output *o, Error **errp);

#endif
