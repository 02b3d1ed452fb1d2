/*
 * What could stand at the cursor
 */
#include "shell/complete.h"

#include <string.h>

#include "lang/quote.h"
#include "lang/suggest.h"
#include "shell/candidates.h"
#include "shell/dot.h"
#include "shell/dot_word.h"
#include "shell/introspect.h"
#include "shell/live.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

/* A name that cannot be shown as it is cannot be typed either. */
static bool is_safe(const char *text)
{
    autofree char *safe = text_safe(text);

    return strcmp(safe, text) == 0;
}

/* ---- one candidate ---- */

/* Its type and the first sentence of what the manual says; owned or NULL. */
static char *make_note(Session *s, const Spot *spot, const char *name,
                       const char *type)
{
    const char *text = manuals_text(session_manuals(s), spot, name);
    autofree_strbuf StrBuf summary = STRBUF_INIT;
    autofree char *note = NULL;

    if (text) {
        manual_summary(text, &summary);
    }
    if (!type && !summary.len) {
        return NULL;
    }
    note = mem_printf("%s%s%s", type ? type : "",
                      type && summary.len ? ": " : "", strbuf_str(&summary));
    return text_safe(note);
}

static void add(Completions *out, const char *text, const char *display,
                const char *note, char suffix)
{
    if (!is_safe(text) || (display && !is_safe(display))) {
        return;
    }
    completions_add(out, text, note, suffix);
    if (display && strcmp(display, text) != 0) {
        out->list[out->n - 1].display = mem_strdup(display);
    }
}

static void add_suggestions(Session *s, const Spot *spot,
                            const Suggestions *list, Completions *out)
{
    size_t i;

    for (i = 0; i < list->n; i++) {
        const Suggestion *one = &list->list[i];
        autofree char *note = make_note(s, spot, one->name, one->type);

        /* the list names what brackets want in quotes */
        add(out, one->text, spot->in_json ? one->name : NULL, note,
            one->suffix);
    }
}

/* ---- names that exist ---- */

/* Is an argument of that name in the line already? */
static bool is_given(const Spot *spot, const char *name)
{
    return spot->kind == SPOT_KEY &&
           json_has(spot_given_at(spot, spot->path.n), name, NULL);
}

/* What follows @name when it is the only one. */
static char suffix_of(const Spot *spot, const LiveName *name)
{
    bool ends_quoted = spot->quote && spot->next == spot->quote;

    if (spot->kind == SPOT_KEY && !spot->in_json) {
        return '=';
    }
    return name->goes_on || spot->in_json || ends_quoted ? 0 : ' ';
}

/* A name as it must be written at a spot; owned. */
typedef char *WriteFn(const Spot *spot, const char *name);

static void add_live(Session *s, const Spot *spot, LiveKind kind,
                     WriteFn *write, bool confirmed, Completions *out)
{
    autofree_live LiveNames names = { 0 };
    LiveQuery query = { .kind = kind,
                        .owner = live_owner(spot, kind),
                        .property = live_property(spot, kind),
                        .prefix = spot->prefix,
                        .confirmed = confirmed };
    size_t i;

    live_names(s, &query, &names);
    for (i = 0; i < names.n; i++) {
        const LiveName *one = &names.list[i];
        autofree char *text = write(spot, one->name);
        autofree char *note = one->note ? text_safe(one->note) : NULL;

        if (!is_given(spot, one->name)) {
            add(out, text, one->name, note, suffix_of(spot, one));
        }
    }
    if (out->n != 1) { /* else what is certain goes in unasked */
        out->question = STEAL(names.question);
    }
}

/* ---- a line of QMP ---- */

/* A server without a schema lists its commands all the same. */
static void add_listed_commands(Session *s, const Spot *spot, Completions *out)
{
    autofree_strlist StrList names = STRLIST_INIT;
    size_t i;

    candidates_commands(s, &names);
    strlist_sort(&names);
    for (i = 0; i < names.n; i++) {
        if (strncmp(names.list[i], spot->prefix, strlen(spot->prefix)) == 0) {
            add(out, names.list[i], NULL, NULL, ' ');
        }
    }
}

static void complete_qmp(Session *s, const Spot *spot, bool confirmed,
                         Completions *out)
{
    autofree_suggestions Suggestions list = { 0 };
    const QmpSchema *schema = introspect_schema_soon(s);

    out->start = spot->start;
    suggest(schema, spot, &list);
    add_suggestions(s, spot, &list, out);
    if (list.live != LIVE_NONE) {
        add_live(s, spot, list.live, suggest_quoted, confirmed, out);
    }
    if (!schema && spot->kind == SPOT_COMMAND) {
        add_listed_commands(s, spot, out);
    }
    if (!out->n && list.expected && !*spot->prefix) {
        out->message = mem_printf("(%s)", list.expected);
    }
}

/* ---- the shell's own commands, and the human monitor's ---- */

void complete_from_names(const char *before, StrList *names, Completions *out)
{
    autofree_spot Spot word = { 0 };
    size_t i;

    if (!dot_word_find(&word, before)) {
        return;
    }
    out->start = word.start;
    strlist_sort(names);
    for (i = 0; i < names->n; i++) {
        const char *name = names->list[i];

        if (strncmp(name, word.prefix, strlen(word.prefix)) == 0) {
            autofree char *text = dot_word_written(&word, name);

            add(out, text, name, NULL, ' ');
        }
    }
}

void complete_from_live(Session *s, LiveKind kind, const char *before,
                        bool confirmed, Completions *out)
{
    autofree_spot Spot word = { 0 };

    if (dot_word_find(&word, before)) {
        out->start = word.start;
        add_live(s, &word, kind, dot_word_written, confirmed, out);
    }
}

/* `.name` itself: @start is behind the dot. */
static void complete_dot_name(const char *line, size_t start, size_t cursor,
                              Completions *out)
{
    const DotCommand *dot;

    out->start = start;
    for (dot = dot_commands; dot->name; dot++) {
        if (strncmp(dot->name, line + start, cursor - start) == 0) {
            completions_add(out, dot->name, dot->summary, ' ');
        }
    }
}

/*
 * A quote that is closed already, right at the cursor, needs no other; nor
 * does a blank belong before it.
 */
static void spare_quote(Completions *out, const char *line, size_t cursor)
{
    char quote = line[cursor];
    size_t i;

    if (!is_quote(quote) || !out->start || line[out->start - 1] != quote) {
        return;
    }
    for (i = 0; i < out->n; i++) {
        Candidate *one = &out->list[i];
        size_t len = strlen(one->text);

        if (len && one->text[len - 1] == quote) {
            one->text[len - 1] = '\0';
            one->suffix = 0;
        }
    }
}

static void complete_dot(Session *s, const char *line, size_t cursor,
                         bool confirmed, Completions *out)
{
    const DotCommand *dot = NULL;
    size_t rest = dot_rest(line, cursor, &dot);

    if (!rest) {
        complete_dot_name(line, strspn(line, " \t") + 1, cursor, out);
    } else if (dot && dot->complete) {
        autofree char *before = mem_strndup(line + rest, cursor - rest);

        dot->complete(s, before, confirmed, out);
        out->start += rest;
        spare_quote(out, line, cursor);
    }
}

static void complete_hmp(Session *s, const char *line, size_t cursor,
                         bool confirmed, Completions *out)
{
    size_t from = strspn(line, " \t");
    autofree char *before = NULL;

    from = from < cursor ? from : cursor;
    before = mem_strndup(line + from, cursor - from);
    candidates_hmp(s, before, confirmed, out);
    out->start += from;
}

void complete_line(Session *s, const char *line, size_t cursor,
                   bool in_transaction, bool confirmed, Completions *out)
{
    size_t from = dot_inner_line(line, cursor);
    autofree_spot Spot spot = { 0 };

    line += from;
    cursor -= from;
    spot_find(&spot, line, cursor, in_transaction && !from);
    if (spot.kind == SPOT_DOT) {
        complete_dot(s, line, cursor, confirmed, out);
    } else if (session_is_hmp(s)) {
        complete_hmp(s, line, cursor, confirmed, out);
    } else {
        complete_qmp(s, &spot, confirmed, out);
    }
    out->start += from;
}

char *complete_hint(Session *s, const char *line, bool in_transaction)
{
    size_t from = dot_inner_line(line, strlen(line));
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autofree char *name = NULL;
    const QmpSchema *schema;

    line += from;
    line += strspn(line, " \t");
    if (session_is_hmp(s) || line[0] == '.') {
        return NULL;
    }
    in_transaction &= !from;
    /* as long as there are no arguments, nothing needs to be known */
    name = spot_command(line, in_transaction);
    if (!name || !line[strcspn(line, " \t")]) {
        return NULL;
    }
    schema = introspect_schema_now(s);
    if (schema) {
        suggest_missing(schema, line, in_transaction, &text);
    }
    return text.len ? text_safe(text.data) : NULL;
}
