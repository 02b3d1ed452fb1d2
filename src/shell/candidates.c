/*
 * Where completions come from that no schema knows
 */
#include "shell/candidates.h"

#include <string.h>

#include "shell/hmp.h"
#include "shell/hmp_args.h"
#include "shell/live.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

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

/* --- the human monitor --------------------------------------------------- */

/*
 * Can @name be a word there?  What would need quotes is left to who types it;
 * what cannot be shown as it is cannot be typed either.
 */
static bool is_word(const char *name)
{
    autofree char *safe = text_safe(name);

    return !name[strcspn(name, " \t\"'")] && strcmp(safe, name) == 0;
}

static void add_word(const char *name, const char *note, bool goes_on,
                     Completions *out)
{
    autofree char *safe = note ? text_safe(note) : NULL;

    if (is_word(name)) {
        completions_add(out, name, safe, goes_on ? 0 : ' ');
    }
}

/* Names that the monitor's own help lists: those of @line's output. */
static void add_help(Session *s, const char *line, const char *front,
                     const char *word, Completions *out)
{
    autofree char *text = session_query_hmp(s, line);
    autofree_hmp_help HmpHelp help = { 0 };
    size_t i;

    hmp_parse_help(text ? text : "", front, &help);
    for (i = 0; i < help.n; i++) {
        const HmpTopic *one = &help.list[i];
        bool again = i && strcmp(one->name, one[-1].name) == 0;

        if (!again && strncmp(one->name, word, strlen(word)) == 0) {
            add_word(one->name, one->text, false, out);
        }
    }
}

/* Those of @values, with blanks between, that begin with @word. */
static void add_values(const char *values, const char *word, Completions *out)
{
    while (*values) {
        size_t len = strcspn(values, " ");
        autofree char *value = mem_strndup(values, len);

        if (strncmp(value, word, strlen(word)) == 0) {
            add_word(value, NULL, false, out);
        }
        values += len + strspn(values + len, " ");
    }
}

static void add_live(Session *s, const HmpSpot *spot, bool confirmed,
                     Completions *out)
{
    LiveQuery query = { .kind = spot->live,
                        .owner = spot->owner,
                        .prefix = spot->word,
                        .confirmed = confirmed };
    autofree_live LiveNames names = { 0 };
    size_t i;

    live_names(s, &query, &names);
    for (i = 0; i < names.n; i++) {
        add_word(names.list[i].name, names.list[i].note, names.list[i].goes_on,
                 out);
    }
    if (!out->n) {
        out->question = STEAL(names.question);
    }
}

void candidates_hmp(Session *s, const char *before, bool confirmed,
                    Completions *out)
{
    autofree_hmp_spot HmpSpot spot = { 0 };

    hmp_spot_find(&spot, before);
    out->start = (size_t)(spot.word - before);
    if (spot.command) {
        add_help(s, "help", "", spot.word, out);
    } else if (spot.topic) {
        add_help(s, "help info", "info ", spot.word, out);
    } else if (spot.values) {
        add_values(spot.values, spot.word, out);
    } else {
        add_live(s, &spot, confirmed, out);
    }
}
