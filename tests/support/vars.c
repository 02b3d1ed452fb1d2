/*
 * Placeholders such as %SOCK, and what they stand for in this run
 */
#include "vars.h"

#include <assert.h>
#include <string.h>

#include "util/mem.h"
#include "util/strbuf.h"

void vars_set(Vars *vars, const char *name, char *value)
{
    assert(vars->n < ARRAY_SIZE(vars->list));
    vars->list[vars->n++] = (Var){ name, value };
}

void vars_free(Vars *vars)
{
    size_t i;

    for (i = 0; i < vars->n; i++) {
        free(vars->list[i].value);
    }
    vars->n = 0;
}

static const Var *var_at(const Vars *vars, const char *s)
{
    size_t i;

    for (i = 0; i < vars->n; i++) {
        if (strncmp(s, vars->list[i].name, strlen(vars->list[i].name)) == 0) {
            return &vars->list[i];
        }
    }
    return NULL;
}

char *vars_expand(const Vars *vars, const char *text)
{
    StrBuf out = STRBUF_INIT;

    while (*text) {
        const Var *var = var_at(vars, text);

        if (var) {
            strbuf_puts(&out, var->value);
            text += strlen(var->name);
        } else {
            strbuf_putc(&out, *text++);
        }
    }
    return strbuf_steal(&out);
}
