/*
 * What stands at the cursor of a line that is being typed
 */
#include "lang/spot.h"

#include <stdint.h>
#include <string.h>

#include "lang/spot_priv.h"
#include "util/json.h"
#include "util/mem.h"

/*
 * It is looked at with every key that is pressed; nobody types that much,
 * and what is pasted needs no help.
 */
#define LINE_MAX_SIZE ((size_t)64 << 10)

/* The members of a request, or an action, that is written as JSON. */
typedef struct Envelope {
    const char *names[2]; /* those that name it; the first is the usual one */
    const char *args;
    SpotKind name_kind;
} Envelope;

static const Envelope request_envelope = {
    { "execute", "exec-oob" },
    "arguments",
    SPOT_COMMAND,
};

static const Envelope action_envelope = {
    { "type", "type" },
    "data",
    SPOT_ACTION,
};

void spot_set(Spot *spot, SpotKind kind, size_t start, char *prefix)
{
    spot->kind = kind;
    spot->start = start;
    free(spot->prefix);
    spot->prefix = prefix;
}

static const char *envelope_name(const Envelope *e, json_object *all)
{
    const char *name = json_get_string(all, e->names[0]);

    return name ? name : json_get_string(all, e->names[1]);
}

static void drop_first_part(StrList *path)
{
    free(path->list[0]);
    memmove(path->list, path->list + 1, --path->n * sizeof(*path->list));
}

static bool part_is(const StrList *path, size_t n, const char *name)
{
    return n < path->n && strcmp(path->list[n], name) == 0;
}

/* The cursor was found in @all: in its arguments, its name or around. */
static void open_envelope(Spot *spot, const Envelope *e, json_object *all)
{
    bool in_args = part_is(&spot->path, 0, e->args);
    bool around = spot->kind == SPOT_KEY ? spot->path.n == 0 :
                                           in_args && spot->path.n == 1;
    const char *name = envelope_name(e, all);
    json_object *args;

    if (around) {
        spot->kind = SPOT_ENVELOPE;
        spot->given = json_object_get(all);
    } else if (spot->kind == SPOT_VALUE && spot->path.n == 1 &&
               (part_is(&spot->path, 0, e->names[0]) ||
                part_is(&spot->path, 0, e->names[1]))) {
        spot->kind = e->name_kind;
        spot->oob = part_is(&spot->path, 0, "exec-oob");
        strlist_free(&spot->path);
    } else if (in_args && name) {
        drop_first_part(&spot->path);
        spot->command = mem_strdup(name);
        args = json_get_object(all, e->args);
        spot->given = args ? json_object_get(args) : json_object_new_object();
    } else {
        spot->kind = SPOT_NONE;
    }
}

static void look_at_raw(SpotLine *l, const Word *w, const Envelope *e)
{
    autoput json_object *all = NULL;
    Spot *spot = l->spot;

    spot->in_json = true;
    if (spot_json_read(l->text, w->at, w->end, l->cursor, spot, &all) &&
        spot->kind != SPOT_NONE) {
        open_envelope(spot, e, all);
    }
}

/* A command or an action of the words from @first to @end; @here is in it. */
static void look_at_call(SpotLine *l, size_t first, size_t end, bool action)
{
    const Word *w = &l->words.list[first].word;
    Spot *spot = l->spot;

    spot->is_action = action;
    if (l->words.here > first) {
        if (w->kind == WORD_PLAIN) {
            spot->command = mem_strndup(l->text + w->at, w->end - w->at);
            spot_look_at_args(l, first + 1, end);
        }
    } else if (w->kind == WORD_OBJECT) {
        look_at_raw(l, w, action ? &action_envelope : &request_envelope);
    } else if (w->kind == WORD_PLAIN) {
        spot_set(spot, action ? SPOT_ACTION : SPOT_COMMAND, w->at,
                 mem_strndup(l->text + w->at, l->cursor - w->at));
    }
}

/* Is word @i one of the transaction's own arguments, or becoming one? */
static bool is_own_arg(const SpotLine *l, size_t i)
{
    const Word *w = &l->words.list[i].word;

    return w->kind == WORD_ARG ||
           (i == l->words.here && w->end > w->at &&
            memchr(l->text + w->at, '.', w->end - w->at));
}

/*
 * The words from @first to @end, before any action; "actions" is what stands
 * between the brackets.
 */
static void look_at_own_args(SpotLine *l, size_t first, size_t end)
{
    l->spot->command = mem_strdup("transaction");
    spot_look_at_args(l, first, end);
    json_set(l->spot->given, "actions", NULL);
}

/* Where the line's or action's words end that begin at @i. */
static size_t part_end(const SpotLine *l, size_t i)
{
    size_t start = i;

    while (i < l->words.n && !word_is(&l->words.list[i].word, l->text, ";") &&
           !word_is(&l->words.list[i].word, l->text, ")") &&
           (i == start || !l->words.list[i].first)) {
        i++;
    }
    return i;
}

/*
 * Inside transaction( ... ), from word @first on.  Whether an action came in
 * an earlier line is not known: there its own arguments are not offered.
 */
static void look_at_transaction(SpotLine *l, size_t first)
{
    size_t here = l->words.here, own = first, i = first, end;
    bool acted = false;

    while (i < l->words.n && !word_is(&l->words.list[i].word, l->text, ")")) {
        size_t name = i;

        end = part_end(l, i);
        while (!acted && name < end && is_own_arg(l, name)) {
            name++;
        }
        if (here >= i && here < name) {
            look_at_own_args(l, own, name);
            return;
        }
        if (here >= name && here < end) {
            look_at_call(l, name, end, true);
            if (first && !acted && l->spot->kind == SPOT_ACTION &&
                !l->spot->in_json) {
                look_at_own_args(l, own, name);
            }
            return;
        }
        acted |= name < end;
        i = end + (end < l->words.n &&
                   word_is(&l->words.list[end].word, l->text, ";"));
    }
}

static void look_at_words(SpotLine *l, bool in_transaction)
{
    const SpotWords *words = &l->words;
    size_t end = words->n;

    if (!words->here_found) {
        return;
    }
    if (in_transaction) {
        look_at_transaction(l, 0);
        return;
    }
    if (words->here > 0 &&
        word_is(&words->list[0].word, l->text, "transaction(")) {
        look_at_transaction(l, 1);
        return;
    }
    end -= words->list[end - 1].word.kind == WORD_PIPE;
    look_at_call(l, 0, end, false);
}

static bool opens_transaction(const char *line)
{
    return strncmp(line + strspn(line, " \t\n"), "transaction(", 12) == 0;
}

void spot_find(Spot *spot, const char *line, size_t cursor, bool in_transaction)
{
    SpotLine l = { .text = line, .cursor = cursor, .spot = spot };
    size_t len = strnlen(line, LINE_MAX_SIZE + 1);
    size_t at = strspn(line, " \t\n");

    *spot = (Spot){ .start = cursor, .prefix = mem_strdup("") };
    if (len > LINE_MAX_SIZE || cursor > len) {
        return;
    }
    spot->next = line[cursor];
    if (line[at] == '.' && !in_transaction) {
        spot->kind = SPOT_DOT;
        return;
    }
    spot_words_read(&l.words, line, cursor,
                    in_transaction || opens_transaction(line));
    look_at_words(&l, in_transaction);
    spot_words_free(&l.words);
    spot->bare = spot->kind != SPOT_NONE && spot->start == cursor &&
                 !spot->quote && (cursor == 0 || is_blank(line[cursor - 1]));
}

void spot_clear(Spot *spot)
{
    free(spot->prefix);
    free(spot->command);
    strlist_free(&spot->path);
    json_object_put(spot->given);
    *spot = (Spot){ 0 };
}

json_object *spot_given_at(const Spot *spot, size_t n)
{
    json_object *given = spot->given;
    size_t i;

    for (i = 0; given && i < n; i++) {
        given = json_get_object(given, spot->path.list[i]);
    }
    return given;
}

bool spot_keys_are_flat(const char *command)
{
    return command && strcmp(command, "device_add") == 0;
}

char *spot_command(const char *line, bool in_transaction)
{
    autofree_spot_words SpotWords words = { 0 };
    autoput json_object *raw = NULL;
    const Word *w;
    const char *name;

    if (strnlen(line, LINE_MAX_SIZE + 1) > LINE_MAX_SIZE ||
        (line[strspn(line, " \t\n")] == '.' && !in_transaction)) {
        return NULL;
    }
    spot_words_read(&words, line, SIZE_MAX, in_transaction);
    w = words.n ? &words.list[0].word : NULL;
    if (w && w->kind == WORD_OBJECT) {
        spot_json_read(line, w->at, w->end, 0, NULL, &raw);
        name = envelope_name(
            in_transaction ? &action_envelope : &request_envelope, raw);
        return mem_strdup(name);
    }
    if (!w || w->kind != WORD_PLAIN) {
        return NULL;
    }
    return word_is(w, line, "transaction(") ?
               mem_strdup("transaction") :
               mem_strndup(line + w->at, w->end - w->at);
}
