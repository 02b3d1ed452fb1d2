/*
 * The names of files: of the shell's own, and of the server's
 */
#include <glob.h>
#include <string.h>

#include "shell/live_priv.h"
#include "shell/peer_program.h"
#include "util/mem.h"
#include "util/strbuf.h"

static void append_literally(StrBuf *pattern, const char *text)
{
    for (; *text; text++) {
        strbuf_puts(pattern, strchr("*?[\\", *text) ? "\\" : "");
        strbuf_putc(pattern, *text);
    }
}

/* Add the files that are reached here by their name with @front before it. */
static void add_files(const char *front, const LiveQuery *query, LiveNames *out)
{
    autofree_strbuf StrBuf pattern = STRBUF_INIT;
    glob_t found;
    size_t i;

    append_literally(&pattern, front);
    append_literally(&pattern, query->prefix);
    strbuf_putc(&pattern, '*');
    if (glob(pattern.data, GLOB_MARK | GLOB_NOSORT, NULL, &found) != 0) {
        return;
    }
    for (i = 0; i < found.gl_pathc; i++) {
        const char *name = found.gl_pathv[i] + strlen(front);
        LiveName *added = live_add(out, query, name, NULL);

        if (added) {
            added->goes_on = name[strlen(name) - 1] == '/';
        }
    }
    globfree(&found);
}

void live_files(Session *s, const LiveQuery *query, LiveNames *out)
{
    (void)s;
    add_files("", query, out);
}

void live_server_files(Session *s, const LiveQuery *query, LiveNames *out)
{
    bool absolute = query->prefix[0] == '/';
    autofree char *front = peer_program_folder(session_peer_pid(s), absolute);

    if (front) {
        add_files(front, query, out);
    }
}
