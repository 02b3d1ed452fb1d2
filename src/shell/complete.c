/*
 * What could stand at the cursor
 */
#include "shell/complete.h"

#include <string.h>

#include "shell/candidates.h"
#include "shell/dot.h"
#include "util/mem.h"
#include "util/text.h"

/* @names that begin with what is typed from @start on. */
static void add_matching(const char *line, size_t start, size_t cursor,
                         StrList *names, Completions *out)
{
    size_t i;

    strlist_sort(names);
    out->start = start;
    for (i = 0; i < names->n; i++) {
        const char *name = names->list[i];

        if (strncmp(name, line + start, cursor - start) == 0) {
            autofree char *safe = text_safe(name);
            size_t len = strlen(safe);

            /* a name that cannot be shown as it is cannot be typed either */
            if (strcmp(safe, name) == 0) {
                completions_add(out, name, NULL,
                                len && name[len - 1] == '/' ? 0 : ' ');
            }
        }
    }
}

/* `.name` itself, or what is behind it. */
static void complete_dot(Session *s, const char *line, size_t from,
                         size_t cursor, Completions *out)
{
    autofree_strlist StrList names = STRLIST_INIT;
    autofree char *name = NULL;
    autofree char *before = NULL;
    const DotCommand *dot;
    size_t end = from + strcspn(line + from, " \t"), rest;

    if (end >= cursor) {
        for (dot = dot_commands; dot->name; dot++) {
            strlist_add(&names, dot->name, strlen(dot->name));
        }
        add_matching(line, from, cursor, &names, out);
        return;
    }
    name = mem_strndup(line + from, end - from);
    dot = dot_find(name);
    if (dot && dot->complete) {
        rest = end + strspn(line + end, " \t");
        rest = rest < cursor ? rest : cursor;
        before = mem_strndup(line + rest, cursor - rest);
        dot->complete(s, before, &names);
        add_matching(line, rest + candidates_last_word(before, strlen(before)),
                     cursor, &names, out);
    }
}

void complete_line(Session *s, const char *line, size_t cursor,
                   bool in_transaction, Completions *out)
{
    autofree_strlist StrList names = STRLIST_INIT;
    autofree char *typed = mem_strndup(line, cursor);
    size_t from = strspn(typed, " \t");
    size_t start = candidates_last_word(typed, cursor);

    if (typed[from] == '.') {
        complete_dot(s, typed, from + 1, cursor, out);
        return;
    }
    if (session_is_hmp(s)) {
        candidates_hmp(s, typed + from, &names);
    } else if (start <= from && !in_transaction) {
        candidates_commands(s, &names);
    }
    add_matching(typed, start, cursor, &names, out);
}
