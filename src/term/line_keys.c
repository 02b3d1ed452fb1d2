/*
 * Which key does what in the line editor
 */
#include "term/line_keys.h"

#include "term/keys.h"
#include "term/line_editor_priv.h"
#include "util/mem.h"

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
    { '?', TYPING, L"qmpsh-help" },
    { 0x06, EMACS, L"qmpsh-right" },          /* ^F */
    { 0x0c, ALL, L"qmpsh-clear" },            /* ^L */
    { 0x0e, TYPING, L"qmpsh-newer" },         /* ^N */
    { 0x10, TYPING, L"qmpsh-older" },         /* ^P */
    { 0x12, ALL, L"qmpsh-search" },           /* ^R */
    { 0x17, TYPING, L"ed-delete-prev-word" }, /* ^W */
    { '/', VI_COMMAND, L"qmpsh-search" },
    { 'j', VI_COMMAND, L"qmpsh-newer" },
    { 'k', VI_COMMAND, L"qmpsh-older" },
    { 'r', VI_COMMAND, L"qmpsh-replace" },
    { ':', VI_COMMAND, L"ed-ignore" }, /* ed-command: see line_keys_bind() */
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
    { CALL_NEXT_CHAR, EMACS, L"ed-next-char" },
    { CALL_REPLACE_CHAR, VI_COMMAND, L"vi-replace-char" },
    { CALL_SUBSTITUTE_CHAR, VI_COMMAND, L"vi-substitute-char" },
};

bool line_keys_are_emacs(EditLine *el)
{
    const wchar_t *editor;

    return el_wget(el, EL_EDITOR, &editor) == 0 &&
           wcscmp(editor, L"emacs") == 0;
}

/* Bind @key; @modes as far as they are those of the editor. */
static void bind_key(EditLine *el, wchar_t key, unsigned modes,
                     const wchar_t *function)
{
    wchar_t name[] = { key, L'\0' };

    if (modes & (line_keys_are_emacs(el) ? EMACS : VI_INSERT)) {
        el_wset(el, EL_BIND, name, function, NULL);
    }
    if (modes & VI_COMMAND) {
        el_wset(el, EL_BIND, L"-a", name, function, NULL);
    }
}

void line_keys_bind(EditLine *el)
{
    wchar_t key;
    size_t i;

    for (key = 0x80; key <= 0x9f; key++) {
        bind_key(el, key, ALL, L"ed-ignore");
    }
    for (i = 0; i < ARRAY_SIZE(bindings); i++) {
        bind_key(el, bindings[i].key, bindings[i].modes, bindings[i].function);
    }
    if (line_keys_are_emacs(el)) { /* ed-command crashes on an empty command */
        el_wset(el, EL_BIND, L"\033x", L"ed-ignore", NULL);
        el_wset(el, EL_BIND, L"\033X", L"ed-ignore", NULL);
    }
}

int line_keys_read(EditLine *el, wchar_t *key)
{
    LineEditor *le = line_editor_of(el);

    el_wset(el, EL_REFRESH); /* its incremental drawing loses count of rows */
    edit_line_view(el);      /* puts right what a vi command has left */
    if (!line_input_key(le->input, key)) {
        return -1;
    }
    le->typed = *key;
    if (*key == KEY_ESCAPE && line_keys_are_emacs(el)) {
        *key = L'\033'; /* the first half of Alt and a key */
    }
    return 1;
}
