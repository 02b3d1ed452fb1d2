/*
 * What could stand at the cursor
 */
#include "shell/complete.h"

#include <glob.h>
#include <string.h>

#include "shell/dot.h"
#include "shell/hmp.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

/* The offset of the last word in the first @len bytes of @s. */
static size_t last_word(const char *s, size_t len)
{
    while (len && s[len - 1] != ' ' && s[len - 1] != '\t') {
        len--;
    }
    return len;
}

static void add_commands(Session *s, StrList *names)
{
    autoput json_object *list = session_query(s, "query-commands");
    size_t i;

    if (!json_object_is_type(list, json_type_array)) {
        return;
    }
    for (i = 0; i < json_object_array_length(list); i++) {
        const char *name = json_get_string(json_object_array_get_idx(list, i),
                                           "name");

        if (name) {
            strlist_add(names, name, strlen(name));
        }
    }
}

static void add_hmp_help(Session *s, const char *line, const char *prefix,
                         StrList *names)
{
    autofree char *text = session_query_hmp(s, line);

    if (text) {
        hmp_parse_help(text, prefix, names);
    }
}

void complete_hmp(Session *s, const char *before, StrList *out)
{
    size_t start = last_word(before, strlen(before));

    if (start == 0) {
        add_hmp_help(s, "help", "", out);
    } else if (strncmp(before, "info ", 5) == 0 && start == 5) {
        add_hmp_help(s, "help info", "info ", out);
    } else if (strncmp(before, "help ", 5) == 0 && start == 5) {
        add_hmp_help(s, "help", "", out);
    } else if (strncmp(before, "help info ", 10) == 0 && start == 10) {
        add_hmp_help(s, "help info", "info ", out);
    }
}

void complete_files(Session *s, const char *before, StrList *out)
{
    StrBuf pattern = STRBUF_INIT;
    const char *p;
    glob_t found;
    size_t i;

    (void)s;
    for (p = before; *p; p++) {
        strbuf_puts(&pattern, strchr("*?[\\", *p) ? "\\" : "");
        strbuf_putc(&pattern, *p);
    }
    strbuf_putc(&pattern, '*');
    if (glob(pattern.data, GLOB_MARK | GLOB_NOSORT, NULL, &found) == 0) {
        for (i = 0; i < found.gl_pathc; i++) {
            strlist_add(out, found.gl_pathv[i], strlen(found.gl_pathv[i]));
        }
        globfree(&found);
    }
    strbuf_free(&pattern);
}

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
        add_matching(line, rest + last_word(before, strlen(before)), cursor,
                     &names, out);
    }
}

void complete_line(Session *s, const char *line, size_t cursor,
                   bool in_transaction, Completions *out)
{
    autofree_strlist StrList names = STRLIST_INIT;
    autofree char *typed = mem_strndup(line, cursor);
    size_t from = strspn(typed, " \t");
    size_t start = last_word(typed, cursor);

    if (typed[from] == '.') {
        complete_dot(s, typed, from + 1, cursor, out);
        return;
    }
    if (session_is_hmp(s)) {
        complete_hmp(s, typed + from, &names);
    } else if (start <= from && !in_transaction) {
        add_commands(s, &names);
    }
    add_matching(typed, start, cursor, &names, out);
}
