/*
 * The names of files on this machine
 */
#include <glob.h>
#include <string.h>

#include "shell/live_priv.h"
#include "util/strbuf.h"

void live_files(Session *s, const LiveQuery *query, LiveNames *out)
{
    autofree_strbuf StrBuf pattern = STRBUF_INIT;
    const char *p;
    glob_t found;
    size_t i;

    (void)s;
    for (p = query->prefix; *p; p++) {
        strbuf_puts(&pattern, strchr("*?[\\", *p) ? "\\" : "");
        strbuf_putc(&pattern, *p);
    }
    strbuf_putc(&pattern, '*');
    if (glob(pattern.data, GLOB_MARK | GLOB_NOSORT, NULL, &found) != 0) {
        return;
    }
    for (i = 0; i < found.gl_pathc; i++) {
        const char *name = found.gl_pathv[i];
        LiveName *added = live_add(out, query, name, NULL);

        if (added) {
            added->goes_on = name[strlen(name) - 1] == '/';
        }
    }
    globfree(&found);
}
