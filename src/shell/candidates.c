/*
 * Where completions come from
 */
#include "shell/candidates.h"

#include <glob.h>
#include <string.h>

#include "shell/hmp.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

size_t candidates_last_word(const char *s, size_t len)
{
    while (len && s[len - 1] != ' ' && s[len - 1] != '\t') {
        len--;
    }
    return len;
}

void candidates_commands(Session *s, StrList *out)
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
            strlist_add(out, name, strlen(name));
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

void candidates_hmp(Session *s, const char *before, StrList *out)
{
    size_t start = candidates_last_word(before, strlen(before));

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

void candidates_files(Session *s, const char *before, StrList *out)
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
            const char *name = found.gl_pathv[i];

            /* what would need quotes is left to who types it */
            if (!name[strcspn(name, " \t\n\"'#")]) {
                strlist_add(out, name, strlen(name));
            }
        }
        globfree(&found);
    }
    strbuf_free(&pattern);
}
