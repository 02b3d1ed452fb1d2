/*
 * Reading a line at a terminal
 *
 * libedit keeps the buffer, the keys (emacs, vi, ~/.editrc) and the kill
 * ring; the drawing is ours, because libedit's own redraw corrupts lines that
 * wrap and lines with wide characters, and because events must appear above
 * a half-typed line.
 *
 * While a line is read the editor also waits for the fds it was told to
 * watch.
 *
 * A hint may be shown in grey behind the line; Right and ^F at the
 * line's end take its first word (with the blanks before it).  It is no part
 * of the line, and gone when the line is entered.
 *
 * Between lines the terminal neither echoes nor edits what is typed
 * ahead, so that it is there, key for key, when the next line is read; ^C
 * and ^Z raise their signals then as always.
 */
#ifndef TERM_LINE_EDITOR_H
#define TERM_LINE_EDITOR_H

#include <stdbool.h>
#include <stddef.h>

#include "out/theme.h"
#include "term/history.h"
#include "util/error.h"
#include "util/strbuf.h"

typedef struct LineEditor LineEditor;

typedef enum LineEditorResult {
    LINE_EDITOR_LINE,      /* *@line is owned; "" for an empty one; it may
                              hold newlines (a paste) */
    LINE_EDITOR_INTERRUPT, /* ^C: the half-typed line was dropped */
    LINE_EDITOR_EOF,       /* ^D on an empty line */
    LINE_EDITOR_QUIT,      /* SIGTERM or SIGHUP, line_editor_stop(), or the
                              terminal is gone */
} LineEditorResult;

/* One thing that could stand at the cursor. */
typedef struct Candidate {
    char *text;    /* replaces the bytes from Completions.start to the cursor */
    char *display; /* what the list shows; NULL: text */
    char *note;    /* type or description beside it; may be NULL */
    char suffix;   /* put behind it when it is the only one; 0: none */
} Candidate;

typedef struct Completions {
    size_t start; /* byte offset in the line where the completed word begins */
    Candidate *list;
    size_t n, cap;
    /*
     * Owned; not NULL: there may be more, but finding out needs a yes to this
     * question ("... (y/n) "); see LineEditorOps.complete.
     */
    char *question;
    /* Owned; a line to show where there are no candidates, or NULL; safe. */
    char *message;
} Completions;

/* @text etc. are copied. */
void completions_add(Completions *c, const char *text, const char *note,
                     char suffix);
void completions_free(Completions *c);

/*
 * What all candidates begin with in common, whole characters; owned.  Where
 * only some of them need quotes, it is still without.
 */
char *completions_common(const Completions *c);

typedef struct LineEditorOps {
    /*
     * Tab: fill @out for @line, whose cursor is at byte @cursor.  May take a
     * round trip to the server; must not read the terminal.  When it sets
     * out->question, the editor asks that, and after a yes calls it again
     * with @confirmed; else it takes what candidates there are.  May be NULL.
     */
    void (*complete)(void *opaque, const char *line, size_t cursor,
                     bool confirmed, Completions *out);
    /*
     * `?` was typed: false where it is a character like any other.  Else
     * *@text is what to show above the line: whole lines, safe for a
     * terminal, owned; or NULL when there is nothing to be said (a beep).
     * May be NULL.
     */
    bool (*help)(void *opaque, const char *line, size_t cursor, char **text);
    /*
     * What to show in grey behind @line, whose cursor is at its end: owned,
     * or NULL.  Called whenever the line has changed, and after fd_ready();
     * must not wait for anything.  May be NULL.
     */
    char *(*hint)(void *opaque, const char *line);
    /*
     * The watched fd is ready (poll's @revents).  May call
     * line_editor_print_above(), _set_prompt(), _watch() and _stop().
     */
    void (*fd_ready)(void *opaque, short revents);
    void *opaque;
} LineEditorOps;

typedef struct LineEditorConfig {
    const LineEditorOps *ops;
    History *history;   /* borrowed; may be NULL */
    const Theme *theme; /* may be NULL */
} LineEditorConfig;

/*
 * Can a line be edited here: are stdin and stdout terminals, is TERM neither
 * unset nor dumb, and does its description know how to move the cursor?
 */
bool line_editor_is_possible(void);

/*
 * Needs signals_init_terminal() (term/signals.h).  Reads ~/.editrc.
 * NULL with ERROR_FAILED when the terminal is not up to it.
 */
LineEditor *line_editor_new(const LineEditorConfig *config, Error **errp);

/*
 * Leaves the terminal as it was found.  Type-ahead is kept for whoever reads
 * the terminal next.
 */
void line_editor_free(LineEditor *le);

/* Watch @fd for poll() @events while a line is read; -1: nothing. */
void line_editor_watch(LineEditor *le, int fd, short events);

/* The prompt, from now on; redrawn at once when a line is being edited. */
void line_editor_set_prompt(LineEditor *le, const char *prompt);

/* Read a line.  Its final frame stays on the screen, the cursor below it. */
LineEditorResult line_editor_read(LineEditor *le, char **line);

/*
 * Show whole lines of text above the line being edited; between lines it
 * simply prints them.  The text is written as it is: it must be safe.
 */
void line_editor_print_above(LineEditor *le, const char *text, size_t len);

/* From a callback: end the current read with LINE_EDITOR_QUIT. */
void line_editor_stop(LineEditor *le);

/*
 * Ask a yes/no question on a line of its own: true for y or yes in any case;
 * anything else, ^C and ^D are no.  Only between reads.
 */
bool line_editor_confirm(LineEditor *le, const char *question);

/*
 * Ask for a text that is not echoed (a password).  Owned, or NULL on ^C or
 * ^D.  Only between reads.
 */
char *line_editor_ask_secret(LineEditor *le, const char *question);

/*
 * Give the terminal, in the mode it was found in, to another program (@on),
 * and take it back.  A child that is to use the terminal itself (`| less`)
 * needs this.  Only between reads.
 */
void line_editor_lend_terminal(LineEditor *le, bool on);

/* Stop the program as ^Z does at a key, from a callback or between reads. */
void line_editor_suspend(LineEditor *le);

#endif
