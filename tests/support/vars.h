/*
 * Placeholders such as %SOCK, and what they stand for in this run
 */
#ifndef SUPPORT_VARS_H
#define SUPPORT_VARS_H

#include <stddef.h>

typedef struct Var {
    const char *name; /* with its '%' */
    char *value;
} Var;

typedef struct Vars {
    Var list[8];
    size_t n;
} Vars;

/* @name: a literal; @value: consumed. */
void vars_set(Vars *vars, const char *name, char *value);
void vars_free(Vars *vars);

/* @text with its placeholders replaced; owned.  Others stay as they are. */
char *vars_expand(const Vars *vars, const char *text);

#endif
