/*
 * .help WORD: a word in the names and texts of commands and events
 */
#include <string.h>

#include "shell/help_priv.h"

typedef struct WordSearch {
    Help *h;
    const char *word;
    size_t found;
} WordSearch;

static bool has_word(const char *text, const char *word)
{
    return text && strcasestr(text, word);
}

/* What the server has; the rest of a page is of no use here. */
static bool is_of_server(const Help *h, const char *name)
{
    return !h->schema || qmp_schema_command(h->schema, name) ||
           qmp_schema_event(h->schema, name);
}

static void search_entry(void *opaque, const ManualEntry *entry)
{
    WordSearch *search = opaque;

    if (entry->kind != MANUAL_TYPE && is_of_server(search->h, entry->name) &&
        (has_word(entry->name, search->word) ||
         has_word(entry->text, search->word))) {
        help_append_name(search->h, entry->name, NULL, entry->text);
        search->found++;
    }
}

/* Names that no page documents. */
static void search_undocumented(WordSearch *search)
{
    Help *h = search->h;
    const SchemaCommand *commands;
    const SchemaEvent *events;
    size_t n, i;

    commands = qmp_schema_commands(h->schema, &n);
    for (i = 0; i < n; i++) {
        if (has_word(commands[i].name, search->word) &&
            !manuals_entry(h->manuals, commands[i].name)) {
            help_append_name(h, commands[i].name, NULL, NULL);
            search->found++;
        }
    }
    events = qmp_schema_events(h->schema, &n);
    for (i = 0; i < n; i++) {
        if (has_word(events[i].name, search->word) &&
            !manuals_entry(h->manuals, events[i].name)) {
            help_append_name(h, events[i].name, NULL, NULL);
            search->found++;
        }
    }
}

bool help_append_search(Help *h, const char *word)
{
    WordSearch search = { .h = h, .word = word };

    manuals_visit(h->manuals, search_entry, &search);
    if (h->schema) {
        search_undocumented(&search);
    }
    return search.found;
}
