/*
 * Does the terminal rewrap its rows when it becomes narrower?
 */
#include "term/reflow.h"

#include <stddef.h>
#include <string.h>

#include "util/mem.h"

/*
 * No capability tells, so it is known by name.  Those that do not rewrap:
 * xterm, urxvt, st, the Linux console, GNU screen.
 */
static const struct {
    const char *variable;
    const char *prefix; /* of its value */
} reflowing[] = {
    { "TERM", "tmux" },
    { "TERM", "alacritty" },
    { "TERM", "foot" },
    { "TERM", "xterm-kitty" },
    { "VTE_VERSION", "" }, /* GNOME's and many others */
    { "KONSOLE_VERSION", "" },
    { "WEZTERM_PANE", "" },
    { "WT_SESSION", "" }, /* Windows Terminal */
    { "TERM_PROGRAM", "tmux" },
    { "TERM_PROGRAM", "iTerm" },
    { "TERM_PROGRAM", "Apple_Terminal" },
    { "TERM_PROGRAM", "vscode" },
};

bool terminal_reflows(char *(*lookup)(const char *name))
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(reflowing); i++) {
        const char *value = lookup(reflowing[i].variable);

        if (value && strncmp(value, reflowing[i].prefix,
                             strlen(reflowing[i].prefix)) == 0) {
            return true;
        }
    }
    return false;
}
