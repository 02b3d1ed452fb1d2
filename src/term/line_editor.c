/*
 * Reading a line at a terminal: libedit as the editing engine
 */
#include "term/line_editor.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

/* libedit has a type of the same name, which is not used here. */
#define History LibeditHistory
#include <histedit.h>
#undef History

#include "term/display.h"
#include "term/keys.h"
#include "term/line_input.h"
#include "term/listing.h"
#include "term/question.h"
#include "term/recall.h"
#include "term/reflow.h"
#include "term/search.h"
#include "term/signals.h"
#include "term/wide.h"
#include "util/mem.h"

/* A paste is kept in memory several times over. */
#define MAX_PASTE (1024 * 1024)

#define CTRL_G 0x07

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
};

/*
 * libedit's line.  Some of its vi commands leave the cursor, or even the end
 * of the line, before its beginning (ed-move-to-end on an empty one, for
 * example), and others then write there.  el_cursor() brings the cursor back
 * into the line, but only when it has something to move.
 */
static const LineInfoW *sound_line(EditLine *el)
{
    const LineInfoW *line = el_wline(el);

    if (line->lastchar < line->buffer) {
        el_wreplacestr(el, L" ");
    }
    if (line->cursor < line->buffer) {
        el_cursor(el, 1);
    } else if (line->cursor > line->lastchar) {
        el_cursor(el, -1);
    }
    return line;
}

/* ---- what the input needs ---- */

static void set_mode(void *opaque, bool keys)
{
    LineEditor *le = opaque;

    tcsetattr(STDIN_FILENO, TCSADRAIN, keys ? &le->raw : &le->found);
}

static FrameText current_line(void *opaque)
{
    LineEditor *le = opaque;
    const LineInfoW *line = sound_line(le->el);

    return (FrameText){ .prompt = le->prompt,
                        .line = line->buffer,
                        .len = (size_t)(line->lastchar - line->buffer),
                        .cursor = (size_t)(line->cursor - line->buffer) };
}

static void fd_ready(void *opaque, short revents)
{
    LineEditor *le = opaque;

    le->ops.fd_ready(le->ops.opaque, revents);
}

/* ---- what libedit calls ---- */

static LineEditor *editor_of(EditLine *el)
{
    void *le;

    el_wget(el, EL_CLIENTDATA, &le);
    return le;
}

static bool is_emacs(EditLine *el)
{
    const wchar_t *editor;

    return el_wget(el, EL_EDITOR, &editor) == 0 &&
           wcscmp(editor, L"emacs") == 0;
}

static int read_key(EditLine *el, wchar_t *key)
{
    LineEditor *le = editor_of(el);

    el_wset(el, EL_REFRESH); /* its incremental drawing loses count of rows */
    sound_line(el);
    if (!line_input_key(le->input, key)) {
        return -1;
    }
    if (*key == KEY_ESCAPE && is_emacs(el)) {
        *key = L'\033'; /* the first half of Alt and a key */
    }
    return 1;
}

/* libedit draws into this FILE; only its bell is for the user. */
static ssize_t pass_bell(void *opaque, const char *bytes, size_t len)
{
    LineEditor *le = opaque;

    if (le->display && memchr(bytes, '\a', len)) {
        display_control(le->display, "\a");
    }
    return (ssize_t)len;
}

static wchar_t *no_prompt(EditLine *el)
{
    static wchar_t empty[] = L"";

    (void)el;
    return empty;
}

/* ---- keys of ours: the line ---- */

static void set_line(EditLine *el, const wchar_t *text, size_t cursor)
{
    const LineInfoW *line = sound_line(el);

    if (*text) {
        el_wreplacestr(el, text);
    } else {
        el_cursor(el, (int)(line->lastchar - line->cursor));
        el_wdeletestr(el, (int)(line->lastchar - line->buffer));
    }
    line = sound_line(el);
    el_cursor(el, (int)cursor - (int)(line->cursor - line->buffer));
}

/*
 * An owned copy of the line; *@cursor (may be NULL): of its cursor.  A NUL,
 * which ^V and some of libedit's commands can put there, becomes a blank.
 */
static wchar_t *copy_line(EditLine *el, size_t *cursor)
{
    const LineInfoW *line = sound_line(el);
    size_t len = (size_t)(line->lastchar - line->buffer);
    wchar_t *copy = wide_dup(line->buffer, len);
    wchar_t *nul;

    while ((nul = wmemchr(copy, L'\0', len)) != NULL) {
        *nul = L' ';
    }
    if (cursor) {
        *cursor = (size_t)(line->cursor - line->buffer);
    }
    return copy;
}

/* In vi mode libedit's own do not get behind the last character. */
static unsigned char move_right(EditLine *el, wint_t c)
{
    (void)c;
    el_cursor(el, 1);
    return CC_CURSOR;
}

static unsigned char move_to_end(EditLine *el, wint_t c)
{
    const LineInfoW *line = sound_line(el);

    (void)c;
    el_cursor(el, (int)(line->lastchar - line->cursor));
    return CC_CURSOR;
}

static unsigned char clear_screen(EditLine *el, wint_t c)
{
    (void)c;
    display_clear(editor_of(el)->display);
    return CC_REFRESH;
}

/* The text of a paste: newlines stay, whatever else is no character goes. */
static wchar_t *read_paste(LineEditor *le, bool *whole)
{
    wchar_t *text = NULL;
    wchar_t key, before = 0;
    size_t n = 0, cap = 0;

    *whole = true;
    while (line_input_key(le->input, &key) && key != KEY_PASTE_END) {
        /* the terminal's mode swaps CR and LF, so a pair comes either way */
        bool newline = key == '\n' || key == '\r';
        bool second = newline && key != before &&
                      (before == '\n' || before == '\r');

        before = second ? 0 : key;
        if (n == MAX_PASTE) {
            *whole = false;
        } else if (newline ? !second : key_is_character(key) || key == '\t') {
            GROW(text, n, cap);
            text[n++] = newline ? L'\n' : key == '\t' ? L' ' : key;
        }
    }
    GROW(text, n, cap);
    text[n] = L'\0';
    return text;
}

static unsigned char paste(EditLine *el, wint_t c)
{
    bool whole;
    autofree wchar_t *text = read_paste(editor_of(el), &whole);

    (void)c;
    if (*text) {
        el_winsertstr(el, text);
    }
    return whole ? CC_REFRESH : CC_REFRESH_BEEP;
}

/* ---- keys of ours: the history ---- */

/* vi's k and j leave the cursor at the beginning, as in vi. */
static unsigned char recall(EditLine *el, int step, bool at_start)
{
    LineEditor *le = editor_of(el);
    size_t cursor;
    autofree wchar_t *line = copy_line(el, &cursor);
    const wchar_t *text = NULL;

    if (le->history) {
        text = recall_step(&le->recall, le->history, step, line, &cursor);
    }
    if (!text) {
        return CC_ERROR;
    }
    set_line(el, text, at_start ? 0 : cursor);
    return CC_REFRESH;
}

static unsigned char recall_older(EditLine *el, wint_t c)
{
    return recall(el, -1, c == 'k');
}

static unsigned char recall_newer(EditLine *el, wint_t c)
{
    return recall(el, 1, c == 'j');
}

/* Show the search and read a key; false: there is an outcome. */
static bool read_search_key(LineEditor *le, const Search *s, wchar_t *key)
{
    autofree char *prompt = search_prompt(s);
    FrameText view = { .prompt = prompt };
    bool read;

    view.line = search_match(s, &view.cursor);
    view.len = wcslen(view.line);
    line_input_set_view(le->input, &view);
    read = line_input_key(le->input, key);
    line_input_set_view(le->input, NULL);
    return read;
}

/*
 * The key that ends the search means what it always does: Enter, arrows.
 * But Enter behind vi's / only ends it (@in_vi): the line is looked at first.
 */
static void run_search(LineEditor *le, Search *s, bool in_vi)
{
    const wchar_t *match;
    size_t cursor;
    wchar_t key = 0;
    bool read;

    do {
        read = read_search_key(le, s, &key);
    } while (read && search_key(s, key));
    if (read && key != CTRL_G) {
        match = search_match(s, &cursor);
        set_line(le->el, match, cursor);
        if (!in_vi || (key != '\r' && key != '\n')) {
            line_input_push_back(le->input, key);
        }
    }
    line_input_forgive(le->input); /* ^C leaves the search, not the line */
}

static unsigned char search_history(EditLine *el, wint_t c)
{
    LineEditor *le = editor_of(el);
    size_t cursor;
    autofree wchar_t *line = copy_line(el, &cursor);
    Search *s;

    if (!le->history) {
        return CC_ERROR;
    }
    s = search_new(le->history, line, cursor);
    run_search(le, s, c == '/');
    search_free(s);
    return CC_REFRESH;
}

/* ---- keys of ours: completion ---- */

/* Replace the @word before the cursor with @len bytes of @text and @suffix. */
static void replace_word(EditLine *el, const char *word, const char *text,
                         size_t len, char suffix)
{
    autofree wchar_t *old = wide_from_utf8(word);
    autofree char *new_ = suffix ?
                              mem_printf("%.*s%c", (int)len, text, suffix) :
                              mem_strndup(text, len);
    autofree wchar_t *wide = wide_from_utf8(new_);

    el_wdeletestr(el, (int)wcslen(old));
    el_winsertstr(el, wide);
}

/* Add to @word what is certain; false: nothing is. */
static bool add_common(EditLine *el, const char *word, const Completions *c)
{
    const LineInfoW *line = sound_line(el);
    size_t common = completions_common(c);
    char suffix = c->n == 1 ? c->list[0].suffix : 0;

    if (line->cursor < line->lastchar && *line->cursor == suffix) {
        suffix = 0;
    }
    if (c->n > 1 && (common < strlen(word) ||
                     (common == strlen(word) &&
                      strncmp(word, c->list[0].text, common) == 0))) {
        return false;
    }
    replace_word(el, word, c->list[0].text, common, suffix);
    return true;
}

/* Show the list below the line; the line then goes on below the list. */
static void list_candidates(LineEditor *le, const Completions *c)
{
    autofree char *question = mem_printf("Show all %zu? (y/n) ", c->n);
    StrBuf list = STRBUF_INIT;
    size_t lines = listing_append(&list, c, display_width(le->display),
                                  le->theme);

    if (lines < (size_t)display_height(le->display) ||
        question_key(le->input, question)) {
        line_input_show(le->input);
        display_leave(le->display);
        display_print(le->display, list.data, list.len);
    }
    strbuf_free(&list);
}

static unsigned char complete(EditLine *el, wint_t c)
{
    LineEditor *le = editor_of(el);
    Completions completions = { 0 };
    size_t cursor;
    autofree wchar_t *wide = copy_line(el, &cursor);
    autofree char *line = wide_to_utf8(wide, wcslen(wide));
    autofree char *before = wide_to_utf8(wide, cursor);
    bool found;

    (void)c;
    if (le->ops.complete) {
        le->ops.complete(le->ops.opaque, line, strlen(before), &completions);
    }
    found = completions.n > 0 && completions.start <= strlen(before);
    if (found && !add_common(el, before + completions.start, &completions)) {
        list_candidates(le, &completions);
    }
    completions_free(&completions);
    return found ? CC_REFRESH : CC_ERROR;
}

/* ---- which key does what ---- */

typedef unsigned char KeyFunction(EditLine *el, wint_t c);

static const struct {
    const wchar_t *name, *help;
    KeyFunction *run;
} functions[] = {
    { L"qmpsh-complete", L"Complete the word or list candidates", complete },
    { L"qmpsh-older", L"Older line with the text before the cursor",
      recall_older },
    { L"qmpsh-newer", L"Newer line with the text before the cursor",
      recall_newer },
    { L"qmpsh-search", L"Search the history", search_history },
    { L"qmpsh-clear", L"Clear the screen", clear_screen },
    { L"qmpsh-paste", L"Insert a bracketed paste", paste },
    { L"qmpsh-right", L"Move right", move_right },
    { L"qmpsh-end", L"Move to the end", move_to_end },
};

enum {
    EMACS = 1,
    VI_INSERT = 2,
    VI_COMMAND = 4,
    TYPING = 3,
    ALL = 7
};

static const struct {
    wchar_t key;
    unsigned modes;
    const wchar_t *function;
} bindings[] = {
    { '\t', TYPING, L"qmpsh-complete" },
    { 0x0c, ALL, L"qmpsh-clear" },            /* ^L */
    { 0x0e, TYPING, L"qmpsh-newer" },         /* ^N */
    { 0x10, TYPING, L"qmpsh-older" },         /* ^P */
    { 0x12, ALL, L"qmpsh-search" },           /* ^R */
    { 0x17, TYPING, L"ed-delete-prev-word" }, /* ^W */
    { '/', VI_COMMAND, L"qmpsh-search" },
    { 'j', VI_COMMAND, L"qmpsh-newer" },
    { 'k', VI_COMMAND, L"qmpsh-older" },
    { ':', VI_COMMAND, L"ed-ignore" }, /* ed-command: see bind_keys() */
    { KEY_ESCAPE, VI_INSERT, L"vi-command-mode" },
    { KEY_UP, ALL, L"qmpsh-older" },
    { KEY_DOWN, ALL, L"qmpsh-newer" },
    { KEY_LEFT, ALL, L"ed-prev-char" },
    { KEY_RIGHT, TYPING, L"qmpsh-right" },
    { KEY_RIGHT, VI_COMMAND, L"ed-next-char" },
    { KEY_WORD_LEFT, ALL, L"ed-prev-word" },
    { KEY_WORD_RIGHT, ALL, L"em-next-word" },
    { KEY_HOME, ALL, L"ed-move-to-beg" },
    { KEY_END, TYPING, L"qmpsh-end" },
    { KEY_END, VI_COMMAND, L"ed-move-to-end" },
    { KEY_DELETE, ALL, L"ed-delete-next-char" },
    { KEY_WORD_DELETE, ALL, L"em-delete-next-word" },
    { KEY_PASTE, ALL, L"qmpsh-paste" },
};

/* Bind @key; @modes as far as they are those of the editor. */
static void bind_key(EditLine *el, wchar_t key, unsigned modes,
                     const wchar_t *function)
{
    wchar_t name[] = { key, L'\0' };

    if (modes & (is_emacs(el) ? EMACS : VI_INSERT)) {
        el_wset(el, EL_BIND, name, function, NULL);
    }
    if (modes & VI_COMMAND) {
        el_wset(el, EL_BIND, L"-a", name, function, NULL);
    }
}

static void bind_keys(EditLine *el)
{
    wchar_t key;
    size_t i;

    for (key = 0x80; key <= 0x9f; key++) {
        bind_key(el, key, ALL, L"ed-ignore");
    }
    for (i = 0; i < ARRAY_SIZE(bindings); i++) {
        bind_key(el, bindings[i].key, bindings[i].modes, bindings[i].function);
    }
    if (is_emacs(el)) { /* ed-command crashes on an empty command */
        el_wset(el, EL_BIND, L"\033x", L"ed-ignore", NULL);
        el_wset(el, EL_BIND, L"\033X", L"ed-ignore", NULL);
    }
}

/* ---- an editor ---- */

/* "up" and "cd" (clear to the end of the screen) are what drawing needs. */
static bool can_move_cursor(EditLine *el)
{
    char *up = NULL, *clear = NULL;

    return el_get(el, EL_GETTC, "up", &up, NULL) == 0 && up && *up &&
           el_get(el, EL_GETTC, "cd", &clear, NULL) == 0 && clear && *clear;
}

bool line_editor_is_possible(void)
{
    const char *term = getenv("TERM");
    struct termios found;
    EditLine *el;
    FILE *null;
    bool possible;

    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO) || !term || !*term ||
        strcmp(term, "dumb") == 0 || tcgetattr(STDIN_FILENO, &found) < 0) {
        return false;
    }
    null = fopen("/dev/null", "we"); /* it complains of unknown terminals */
    el = null ? el_init_fd("qmpsh", stdin, null, null, STDIN_FILENO,
                           STDOUT_FILENO, STDERR_FILENO) :
                NULL;
    possible = el && can_move_cursor(el);
    if (el) {
        el_wset(el, EL_EDITMODE, 0); /* el_end() would drop type-ahead */
        el_end(el);
        tcsetattr(STDIN_FILENO, TCSADRAIN, &found);
    }
    if (null) {
        fclose(null);
    }
    return possible;
}

static bool start_libedit(LineEditor *le)
{
    cookie_io_functions_t sink = { .write = pass_bell };
    HistEventW event;

    if (tcgetattr(STDIN_FILENO, &le->found) < 0) {
        return false;
    }
    le->sink = fopencookie(le, "w", sink);
    le->no_input = fopen("/dev/null", "re");
    le->no_history = history_winit();
    if (!le->sink || !le->no_input || !le->no_history) {
        return false;
    }
    history_w(le->no_history, &event, H_SETSIZE, 0);
    le->el = el_init_fd("qmpsh", stdin, le->sink, stderr, STDIN_FILENO,
                        STDOUT_FILENO, STDERR_FILENO);
    return le->el && can_move_cursor(le->el);
}

/*
 * Let libedit find out how to edit on this terminal, and take it away then.
 * It would go to cooked mode after each line, where the kernel echoes what
 * is typed ahead; and its drawing, though nobody sees it, writes behind its
 * buffers when a line is larger than the screen or the size changes.  So it
 * draws on a large screen that there is not, in a mode that stays.
 */
static bool take_terminal_away(LineEditor *le)
{
    el_wset(le->el, EL_SETTY, L"-d", L"-ixon", NULL); /* ^S is a key */
    el_wset(le->el, EL_EDITMODE, 1); /* whatever ~/.editrc says */
    el_wset(le->el, EL_PREP_TERM, 1);
    el_wset(le->el, EL_SETFP, 0, le->no_input);
    el_wset(le->el, EL_SETTC, L"co", L"1000", NULL);
    el_wset(le->el, EL_SETTC, L"li", L"100", NULL);
    return tcgetattr(STDIN_FILENO, &le->raw) == 0;
}

/*
 * The order matters: choosing the editor resets all keys, ~/.editrc may
 * choose another, and what is bound last wins.
 */
static bool set_up_libedit(LineEditor *le)
{
    size_t i;

    el_wset(le->el, EL_EDITOR, L"emacs");
    el_wset(le->el, EL_SIGNAL, 0);
    el_wset(le->el, EL_CLIENTDATA, le);
    el_wset(le->el, EL_PROMPT, no_prompt);
    el_wset(le->el, EL_HIST, history_w, le->no_history);
    for (i = 0; i < ARRAY_SIZE(functions); i++) {
        el_wset(le->el, EL_ADDFN, functions[i].name, functions[i].help,
                functions[i].run);
    }
    el_source(le->el, NULL);
    bind_keys(le->el);
    el_wset(le->el, EL_GETCFN, read_key);
    return take_terminal_away(le);
}

LineEditor *line_editor_new(const LineEditorConfig *config, Error **errp)
{
    LineEditor *le = NEW0(LineEditor);
    LineInputOps input = { .text = current_line,
                           .set_mode = set_mode,
                           .fd_ready = fd_ready,
                           .opaque = le };

    le->ops = *config->ops;
    le->history = config->history;
    le->theme = config->theme;
    le->prompt = mem_strdup("");
    if (!start_libedit(le) || !set_up_libedit(le)) {
        error_set(errp, ERROR_FAILED,
                  "lines cannot be edited on this terminal");
        line_editor_free(le);
        return NULL;
    }
    le->display = display_new(STDOUT_FILENO, le->theme,
                              terminal_reflows(getenv));
    le->input = line_input_new(&input, le->display);
    return le;
}

void line_editor_free(LineEditor *le)
{
    if (!le) {
        return;
    }
    if (le->el) {
        el_end(le->el);
        set_mode(le, false);
    }
    if (le->no_history) {
        history_wend(le->no_history);
    }
    if (le->sink) {
        fclose(le->sink);
    }
    if (le->no_input) {
        fclose(le->no_input);
    }
    recall_end(&le->recall);
    line_input_free(le->input);
    display_free(le->display);
    free(le->prompt);
    free(le);
}

void line_editor_watch(LineEditor *le, int fd, short events)
{
    line_input_watch(le->input, fd, events);
}

void line_editor_set_prompt(LineEditor *le, const char *prompt)
{
    char *copy = mem_strdup(prompt);

    free(le->prompt);
    le->prompt = copy;
    line_input_show(le->input);
}

void line_editor_print_above(LineEditor *le, const char *text, size_t len)
{
    display_print(le->display, text, len);
    line_input_show(le->input);
}

void line_editor_stop(LineEditor *le)
{
    line_input_stop(le->input);
}

int line_editor_width(const LineEditor *le)
{
    display_resize(le->display);
    return display_width(le->display);
}

/* ---- reading ---- */

/* The line as it was, with "^C" behind it. */
static void end_interrupted(LineEditor *le)
{
    autofree wchar_t *line = copy_line(le->el, NULL);
    size_t len = wcslen(line);
    autofree wchar_t *marked = mem_new0(len + 3, sizeof(*marked));
    FrameText last = {
        .prompt = le->prompt, .line = marked, .len = len + 2, .cursor = len + 2
    };

    wcscpy(marked, line);
    wcscat(marked, L"^C");
    line_input_end(le->input, &last);
}

/* What el_wgets() has returned: with its newline, or nothing for ^D. */
static LineEditorResult end_accepted(LineEditor *le, const wchar_t *text, int n,
                                     char **line)
{
    FrameText last = { .prompt = le->prompt, .line = text ? text : L"" };

    if (text && n > 0) {
        last.len = (size_t)n - (text[n - 1] == '\n');
        last.cursor = last.len;
        *line = wide_to_utf8(text, last.len);
    }
    line_input_end(le->input, &last);
    return *line ? LINE_EDITOR_LINE : LINE_EDITOR_EOF;
}

LineEditorResult line_editor_read(LineEditor *le, char **line)
{
    const wchar_t *text;
    FrameText last;
    int n = 0;

    *line = NULL;
    recall_end(&le->recall);
    line_input_begin(le->input, true);
    text = el_wgets(le->el, &n);
    switch (line_input_why(le->input)) {
    case INPUT_GOES_ON:
        return end_accepted(le, text, n, line);
    case INPUT_INTERRUPTED:
        end_interrupted(le);
        return LINE_EDITOR_INTERRUPT;
    case INPUT_STOPPED:
    case INPUT_GONE:
        break;
    }
    last = current_line(le);
    line_input_end(le->input, &last);
    return LINE_EDITOR_QUIT;
}

bool line_editor_confirm(LineEditor *le, const char *question)
{
    autofree char *answer = question_ask(le->input, question, true);

    return answer &&
           (strcasecmp(answer, "y") == 0 || strcasecmp(answer, "yes") == 0);
}

char *line_editor_ask_secret(LineEditor *le, const char *question)
{
    return question_ask(le->input, question, false);
}

void line_editor_lend_terminal(LineEditor *le, bool on)
{
    set_mode(le, !on);
    if (!on) {
        display_fresh_row(le->display);
        display_flush(le->display);
    }
}

void line_editor_suspend(LineEditor *le)
{
    if (!line_input_suspend(le->input)) {
        line_editor_lend_terminal(le, true);
        signals_stop_self();
        line_editor_lend_terminal(le, false);
    }
}
