/*
 * Colours by meaning
 */
#ifndef OUT_THEME_H
#define OUT_THEME_H

#include <stdbool.h>

typedef enum ThemeRole {
    THEME_KEY,
    THEME_STRING,
    THEME_NUMBER,
    THEME_BOOL,
    THEME_NULL,
    THEME_ERROR,
    THEME_EVENT_NAME,
    THEME_TIME,
    THEME_HINT, /* grey text behind the cursor, notes */
    THEME_PROMPT,
    THEME_N_ROLES,
} ThemeRole;

typedef struct Theme {
    const char *start[THEME_N_ROLES]; /* SGR sequence, "" for none */
    const char *end;
} Theme;

/* The colours of a terminal's own palette, readable on dark and light. */
extern const Theme theme_default;

/* The sequence to start @role, "" without a theme; and the one to end it. */
const char *theme_start(const Theme *theme, ThemeRole role);
const char *theme_end(const Theme *theme, ThemeRole role);

typedef enum ThemeWhen {
    THEME_AUTO,
    THEME_ALWAYS,
    THEME_NEVER
} ThemeWhen;

/*
 * The theme for an output: NULL for never; for auto unless the output is a
 * terminal, TERM is set and not dumb (@term may be NULL), and NO_COLOR
 * (@no_color, may be NULL) is unset or empty (https://no-color.org).
 */
const Theme *theme_choose(ThemeWhen when, bool is_terminal, const char *term,
                          const char *no_color);

#endif
