/*
 * What keys do in the line editor: commands of ours beside libedit's
 */
#include "term/line_commands.h"

#include <stdlib.h>

#include "term/completing.h"
#include "term/keys.h"
#include "term/line_editor_priv.h"
#include "term/line_keys.h"
#include "term/search.h"
#include "util/mem.h"

/* A paste is kept in memory several times over. */
#define MAX_PASTE (1024 * 1024)

#define CTRL_G 0x07

/* ---- the line ---- */

/* Libedit's own command at @call goes on, with the count that was typed. */
static unsigned char hand_over(EditLine *el, wchar_t call)
{
    wchar_t keys[] = { call, L'\0' };

    el_wpush(el, keys);
    return CC_ARGHACK;
}

/*
 * At the end of the line: take a word of the hint that is shown there.  In
 * vi mode libedit's own does not get behind the last character.
 */
static unsigned char move_right(EditLine *el, wint_t c)
{
    FrameText line = edit_line_view(el);
    autofree char *word = hint_first_word(&line_editor_of(el)->hint, &line);

    (void)c;
    if (word) {
        edit_line_insert(el, "", word);
        return CC_REFRESH;
    }
    if (line_keys_are_emacs(el)) {
        return hand_over(el, CALL_NEXT_CHAR);
    }
    el_cursor(el, 1);
    return CC_CURSOR;
}

static unsigned char move_to_end(EditLine *el, wint_t c)
{
    (void)c;
    edit_line_end(el);
    return CC_CURSOR;
}

static unsigned char clear_screen(EditLine *el, wint_t c)
{
    (void)c;
    display_clear(line_editor_of(el)->display);
    return CC_REFRESH;
}

/*
 * vi's r.  libedit takes the character behind it for a key of insert mode,
 * where `?` asks for help; so `r?` becomes `s?` and escape.
 */
static unsigned char replace_char(EditLine *el, wint_t c)
{
    FrameText line = edit_line_view(el);
    wchar_t keys[] = { CALL_REPLACE_CHAR, 0, 0, 0 };

    (void)c;
    if (line.cursor == line.len) {
        return CC_ERROR;
    }
    if (el_wgetc(el, &keys[1]) != 1) {
        return CC_NORM;
    }
    if (keys[1] != '?') {
        el_wpush(el, keys);
        return CC_ARGHACK; /* a count is for the command that follows */
    }
    line_editor_of(el)->typed = 0;
    keys[0] = CALL_SUBSTITUTE_CHAR;
    keys[2] = KEY_ESCAPE;
    el_wpush(el, keys);
    return CC_NORM;
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
    autofree wchar_t *text = read_paste(line_editor_of(el), &whole);

    (void)c;
    if (*text) {
        el_winsertstr(el, text);
    }
    return whole ? CC_REFRESH : CC_REFRESH_BEEP;
}

/* ---- the history ---- */

/* vi's k and j leave the cursor at the beginning, as in vi. */
static unsigned char recall(EditLine *el, int step, bool at_start)
{
    LineEditor *le = line_editor_of(el);
    size_t cursor;
    autofree wchar_t *line = edit_line_copy(el, &cursor);
    const wchar_t *text = NULL;

    if (le->history) {
        text = recall_step(&le->recall, le->history, step, line, &cursor);
    }
    if (!text) {
        return CC_ERROR;
    }
    edit_line_set(el, text, at_start ? 0 : cursor);
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

    hint_forget(&le->hint); /* it is not seen while Right ends the search */
    do {
        read = read_search_key(le, s, &key);
    } while (read && search_key(s, key));
    if (read && key != CTRL_G) {
        match = search_match(s, &cursor);
        edit_line_set(le->el, match, cursor);
        if (!in_vi || (key != '\r' && key != '\n')) {
            line_input_push_back(le->input, key);
        }
    }
    line_input_forgive(le->input); /* ^C leaves the search, not the line */
}

static unsigned char search_history(EditLine *el, wint_t c)
{
    LineEditor *le = line_editor_of(el);
    size_t cursor;
    autofree wchar_t *line = edit_line_copy(el, &cursor);
    Search *s;

    if (!le->history) {
        return CC_ERROR;
    }
    s = search_new(le->history, line, cursor);
    run_search(le, s, c == '/');
    search_free(s);
    return CC_REFRESH;
}

/* ---- completion and help ---- */

static unsigned char complete(EditLine *el, wint_t c)
{
    (void)c;
    return completing_tab(line_editor_of(el)) ? CC_REFRESH : CC_ERROR;
}

/* A `?` that vi's `.` repeats was not typed: it is what it was then. */
static unsigned char help(EditLine *el, wint_t c)
{
    LineEditor *le = line_editor_of(el);
    bool typed = le->typed == '?';
    bool shown;

    (void)c;
    le->typed = 0;
    if (typed && completing_help(le, &shown)) {
        return shown ? CC_REFRESH : CC_ERROR;
    }
    edit_line_insert(el, "", "?");
    return CC_REFRESH;
}

static const struct {
    const wchar_t *name, *help;
    unsigned char (*run)(EditLine *el, wint_t c);
} commands[] = {
    { L"qmpsh-complete", L"Complete the word or list candidates", complete },
    { L"qmpsh-help", L"Help on what could stand here, or insert", help },
    { L"qmpsh-older", L"Older line with the text before the cursor",
      recall_older },
    { L"qmpsh-newer", L"Newer line with the text before the cursor",
      recall_newer },
    { L"qmpsh-search", L"Search the history", search_history },
    { L"qmpsh-clear", L"Clear the screen", clear_screen },
    { L"qmpsh-paste", L"Insert a bracketed paste", paste },
    { L"qmpsh-right", L"Move right, or take a word of the hint", move_right },
    { L"qmpsh-end", L"Move to the end", move_to_end },
    { L"qmpsh-replace", L"Replace the character at the cursor", replace_char },
};

void line_commands_add(EditLine *el)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(commands); i++) {
        el_wset(el, EL_ADDFN, commands[i].name, commands[i].help,
                commands[i].run);
    }
}
