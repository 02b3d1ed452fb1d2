/*
 * What the files of the line editor share: line_editor.c its life and what
 * others call, line_keys.c which key does what, line_commands.c what keys
 * do, completing.c Tab and `?`
 */
#ifndef TERM_LINE_EDITOR_PRIV_H
#define TERM_LINE_EDITOR_PRIV_H

#include <termios.h>

#include "term/display.h"
#include "term/edit_line.h"
#include "term/hint.h"
#include "term/libedit.h"
#include "term/line_editor.h"
#include "term/line_input.h"
#include "term/recall.h"

struct LineEditor {
    LineEditorOps ops;
    History *history;
    const Theme *theme;
    EditLine *el;
    FILE *sink;           /* where libedit's own drawing goes */
    HistoryW *no_history; /* libedit's, always empty: it must have one */
    FILE *no_input;       /* what it takes for the terminal */
    struct termios found; /* the terminal's mode before us */
    struct termios raw;   /* the one that libedit has chosen for editing */
    Display *display;
    LineInput *input;
    char *prompt;
    Recall recall;
    Hint hint;
    wchar_t typed; /* the last key from the terminal; 0: it has been used */
};

/* The editor that libedit's @el is part of. */
LineEditor *line_editor_of(EditLine *el);

#endif
