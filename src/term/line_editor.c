/*
 * Reading a line at a terminal: libedit as the editing engine
 */
#include "term/line_editor.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "term/line_commands.h"
#include "term/line_editor_priv.h"
#include "term/line_keys.h"
#include "term/question.h"
#include "term/reflow.h"
#include "term/signals.h"
#include "term/wide.h"
#include "util/mem.h"

/* ---- what the input needs ---- */

static void set_mode(void *opaque, bool keys)
{
    LineEditor *le = opaque;

    tcsetattr(STDIN_FILENO, TCSADRAIN, keys ? &le->raw : &le->found);
}

/* Without colours a hint would look as if it had been typed. */
static FrameText current_line(void *opaque)
{
    LineEditor *le = opaque;
    FrameText text = edit_line_view(le->el);

    text.prompt = le->prompt;
    if (*theme_start(le->theme, THEME_HINT)) {
        text.hint = hint_behind(&le->hint, &text, &le->ops);
    }
    return text;
}

static void fd_ready(void *opaque, short revents)
{
    LineEditor *le = opaque;

    hint_forget(&le->hint); /* more may be known now */
    le->ops.fd_ready(le->ops.opaque, revents);
}

/* ---- what libedit calls ---- */

LineEditor *line_editor_of(EditLine *el)
{
    void *le;

    el_wget(el, EL_CLIENTDATA, &le);
    return le;
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
    el_wset(le->el, EL_EDITOR, L"emacs");
    el_wset(le->el, EL_SIGNAL, 0);
    el_wset(le->el, EL_CLIENTDATA, le);
    el_wset(le->el, EL_PROMPT, no_prompt);
    el_wset(le->el, EL_HIST, history_w, le->no_history);
    line_commands_add(le->el);
    el_source(le->el, NULL);
    line_keys_bind(le->el);
    el_wset(le->el, EL_GETCFN, line_keys_read);
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
    hint_forget(&le->hint);
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

/* ---- reading ---- */

/* The line as it was, with "^C" behind it. */
static void end_interrupted(LineEditor *le)
{
    autofree wchar_t *line = edit_line_copy(le->el, NULL);
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
    hint_forget(&le->hint);
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
