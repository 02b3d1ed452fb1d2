/*
 * `?` where a word or a part of a key begins
 */
#include "lang/suggest.h"
#include "shell/dot.h"
#include "shell/help_priv.h"

/* Where nothing is typed of a word yet, or of a part of a key. */
static bool is_place_for_help(const Spot *spot)
{
    switch (spot->kind) {
    case SPOT_COMMAND:
    case SPOT_ACTION:
        return spot->bare && !spot->in_json;
    case SPOT_KEY:
        return !*spot->prefix && !spot->quote;
    default:
        return false;
    }
}

/* A question deserves an answer, even if it is that there is none. */
static void append_nothing(Help *h, const Spot *spot)
{
    const ManualEntry *entry = NULL;

    if (!h->schema && spot->command) {
        entry = manuals_entry(h->manuals, spot->command);
    }
    if (entry && entry->n_members && spot->path.n == 0) {
        help_append_members(h, entry);
    } else if (!h->schema) {
        strbuf_puts(h->out, "  the server tells nothing of its commands\n");
    } else if (!spot->command || suggest_type_at(h->schema, spot)) {
        strbuf_puts(h->out, "  nothing more can follow\n");
    } else {
        strbuf_printf(h->out, "  nothing is known of %s%s\n", spot->command,
                      spot->path.n ? " with such arguments" : "");
    }
}

bool help_at(Session *s, const char *line, size_t cursor, bool in_transaction,
             char **text)
{
    size_t from = dot_inner_line(line, cursor);
    autofree_strbuf StrBuf help = STRBUF_INIT;
    autofree_strbuf StrBuf safe = STRBUF_INIT;
    autofree_spot Spot spot = { 0 };
    Help h;

    spot_find(&spot, line + from, cursor - from, in_transaction && !from);
    if (session_is_hmp(s) || !is_place_for_help(&spot)) {
        return false;
    }
    h = help_for(s, &help);
    if (!help_append_spot(&h, &spot) && !help.len) {
        append_nothing(&h, &spot);
    }
    help_append_safely(&help, &safe);
    *text = strbuf_steal(&safe);
    return true;
}
