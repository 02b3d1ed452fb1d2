/*
 * Colours by meaning
 */
#include "out/theme.h"

#include <string.h>

const Theme theme_default = {
    .start = {
        [THEME_KEY] = "\033[1;34m",
        [THEME_STRING] = "\033[32m",
        [THEME_NUMBER] = "\033[36m",
        [THEME_BOOL] = "\033[35m",
        [THEME_NULL] = "\033[90m",
        [THEME_ERROR] = "\033[1;31m",
        [THEME_EVENT_NAME] = "\033[1;35m",
        [THEME_TIME] = "\033[90m",
        [THEME_HINT] = "\033[90m",
        [THEME_PROMPT] = "\033[1m",
    },
    .end = "\033[0m",
};

const char *theme_start(const Theme *theme, ThemeRole role)
{
    return theme ? theme->start[role] : "";
}

const char *theme_end(const Theme *theme, ThemeRole role)
{
    return *theme_start(theme, role) ? theme->end : "";
}

const Theme *theme_choose(ThemeWhen when, bool is_terminal, const char *term,
                          const char *no_color)
{
    if (when == THEME_AUTO) {
        bool capable = term && *term && strcmp(term, "dumb") != 0;
        bool unwanted = no_color && *no_color;

        when = is_terminal && capable && !unwanted ? THEME_ALWAYS : THEME_NEVER;
    }
    return when == THEME_ALWAYS ? &theme_default : NULL;
}
