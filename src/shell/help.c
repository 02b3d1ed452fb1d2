/*
 * What QEMU's schema and manual pages say of commands, for a person
 */
#include "shell/help_priv.h"

#include <string.h>

#include "lang/signature.h"
#include "lang/suggest.h"
#include "shell/complete.h"
#include "shell/dot.h"
#include "shell/introspect.h"
#include "shell/live.h"
#include "shell/manuals.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

#define DEFAULT_WIDTH 80

/* Text is easier to read in lines that are not too long. */
#define MAX_WIDTH 100

#define INDENT 2

/* A column for names in a list of them; longer ones stand out. */
#define NAME_COLUMN 32

Help help_for(Session *s, StrBuf *out)
{
    int screen = output_style(session_config(s)->output).width;
    int width = screen > 0 ? screen : DEFAULT_WIDTH;

    return (Help){ .s = s,
                   .schema = introspect_schema_soon(s),
                   .manuals = session_manuals(s),
                   .width = (size_t)(width < MAX_WIDTH ? width : MAX_WIDTH),
                   .cut = screen > 0,
                   .out = out };
}

void help_append_safely(const StrBuf *text, StrBuf *safe)
{
    text_append_safe(safe, strbuf_str(text), text->len, TEXT_KEEP_NEWLINE);
}

static void append_wrapped(Help *h, const char *text, size_t indent)
{
    if (text && *text) {
        manual_wrap(text, indent, h->width, h->out);
    }
}

void help_append_name(Help *h, const char *name, const char *type,
                      const char *text)
{
    size_t start = h->out->len, column;
    autofree_strbuf StrBuf summary = STRBUF_INIT;
    autofree_strbuf StrBuf line = STRBUF_INIT;

    if (text) {
        manual_summary(text, &summary);
    }
    strbuf_fill(h->out, ' ', INDENT);
    strbuf_puts(h->out, name);
    if (type || summary.len) {
        strbuf_pad(h->out, start, NAME_COLUMN);
        strbuf_printf(&line, "%s%s%s", type ? type : "",
                      type && summary.len ? ": " : "", strbuf_str(&summary));
        column = text_width(h->out->data + start, h->out->len - start);
        text_append_cut(h->out, line.data,
                        !h->cut           ? line.len :
                        column < h->width ? h->width - column :
                                            0);
    }
    strbuf_putc(h->out, '\n');
}

/* ---- arguments ---- */

static void append_values(Help *h, const SchemaType *type)
{
    autofree_strbuf StrBuf line = STRBUF_INIT;
    const SchemaValue *values;
    size_t n, i;

    if (!type || schema_kind(type) != SCHEMA_ENUM) {
        return;
    }
    values = schema_values(type, &n);
    for (i = 0; i < n; i++) {
        strbuf_printf(&line, "%s%s", i ? ", " : "one of: ", values[i].name);
    }
    append_wrapped(h, strbuf_str(&line), 3 * INDENT);
}

/* An argument, its type and all that is known of it. */
static void append_argument(Help *h, const Spot *spot, const Suggestion *one)
{
    Spot member = *spot;
    size_t i;

    strbuf_fill(h->out, ' ', INDENT);
    strbuf_printf(h->out, "%s  %s\n", one->name, one->type ? one->type : "");
    append_wrapped(h, manuals_text(h->manuals, spot, one->name), 3 * INDENT);
    member.kind = SPOT_VALUE;
    member.path = (StrList)STRLIST_INIT;
    for (i = 0; i < spot->path.n; i++) {
        strlist_add(&member.path, spot->path.list[i],
                    strlen(spot->path.list[i]));
    }
    strlist_add(&member.path, one->name, strlen(one->name));
    append_values(h, suggest_type_at(h->schema, &member));
    strlist_free(&member.path);
}

/* What is offered twice (as an object and as a name) is described once. */
static bool is_repeated(const Suggestions *list, size_t i)
{
    return i && strcmp(list->list[i].name, list->list[i - 1].name) == 0;
}

static void append_suggestions(Help *h, const Spot *spot,
                               const Suggestions *list)
{
    size_t i;

    for (i = 0; i < list->n; i++) {
        const Suggestion *one = &list->list[i];

        if (is_repeated(list, i)) {
            continue;
        }
        if (spot->kind == SPOT_KEY) {
            append_argument(h, spot, one);
        } else {
            help_append_name(h, one->name, one->type,
                             manuals_text(h->manuals, spot, one->name));
        }
    }
}

/* Keys that only the server knows, with its own words on them. */
static size_t append_live_keys(Help *h, const Spot *spot, LiveKind kind)
{
    autofree_live LiveNames names = { 0 };
    LiveQuery query = { .kind = kind, .prefix = "" };
    size_t i;

    if (kind == LIVE_NONE || spot->kind != SPOT_KEY) {
        return 0;
    }
    query.owner = live_owner(spot, kind);
    live_names(h->s, &query, &names);
    for (i = 0; i < names.n; i++) {
        help_append_name(h, names.list[i].name, names.list[i].note, NULL);
    }
    if (names.question) {
        strbuf_puts(h->out, "  (Tab lists the properties, after a question)\n");
    }
    return names.n;
}

bool help_append_spot(Help *h, const Spot *spot)
{
    autofree_suggestions Suggestions list = { 0 };
    size_t live;

    suggest(h->schema, spot, &list);
    append_suggestions(h, spot, &list);
    live = append_live_keys(h, spot, list.live);
    return list.n || live;
}

/* The arguments that may still follow @line; false: none. */
static bool append_arguments(Help *h, const char *line)
{
    autofree_spot Spot spot = { 0 };

    spot_find(&spot, line, strlen(line), false);
    return spot.kind == SPOT_KEY && help_append_spot(h, &spot);
}

/* Also those of objects that have been begun. */
static void append_missing(Help *h, const char *line)
{
    autofree_strbuf StrBuf missing = STRBUF_INIT;

    if (h->schema) {
        suggest_missing(h->schema, line, false, &missing);
    }
    if (missing.len) {
        strbuf_printf(h->out, "Still missing: %s\n\n", missing.data);
    }
}

/* ---- .help ---- */

static void append_paragraph(Help *h, const char *title, const char *text)
{
    if (text && *text) {
        strbuf_printf(h->out, "\n%s", title);
        append_wrapped(h, text, INDENT);
    }
}

/* The arguments' types come with the schema, else the manual has them. */
void help_append_members(Help *h, const ManualEntry *entry)
{
    size_t i;

    for (i = 0; i < entry->n_members; i++) {
        const ManualMember *member = &entry->members[i];

        strbuf_fill(h->out, ' ', INDENT);
        strbuf_printf(h->out, "%s  %s%s\n", member->name,
                      member->type ? member->type : "",
                      member->optional ? ", optional" : "");
        append_wrapped(h, member->text, 3 * INDENT);
    }
}

/* Append the tags whose value brings further members: "driver, aio". */
static void append_tags(const SchemaType *args, StrBuf *out)
{
    autofree_members SchemaMembers members = { 0 };
    size_t i;

    schema_members(args, NULL, NULL, &members);
    for (i = 0; i < members.n; i++) {
        if (members.list[i]->tag) {
            strbuf_printf(out, "%s%s", out->len ? ", " : "",
                          members.list[i]->name);
        }
    }
}

static void append_signature(Help *h, const SchemaCommand *command)
{
    autofree_strbuf StrBuf line = STRBUF_INIT;

    signature_command(command, 0, &line);
    append_wrapped(h, strbuf_str(&line), 0);
    if (command->features & SCHEMA_DEPRECATED) {
        strbuf_puts(h->out, "This command is deprecated.\n");
    }
    if (command->features & SCHEMA_UNSTABLE) {
        strbuf_puts(h->out, "This command is unstable: it may change or go.\n");
    }
}

static void append_command(Help *h, const SchemaCommand *command)
{
    const ManualEntry *entry = manuals_entry(h->manuals, command->name);
    autofree char *line = mem_printf("%s ", command->name);
    autofree_strbuf StrBuf tags = STRBUF_INIT;
    size_t before;

    append_signature(h, command);
    append_paragraph(h, "", entry ? entry->text : NULL);
    before = h->out->len;
    strbuf_puts(h->out, "\nArguments:\n");
    if (!append_arguments(h, line)) {
        strbuf_truncate(h->out, before);
    }
    append_tags(command->args, &tags);
    if (tags.len) {
        strbuf_printf(h->out,
                      "\nFurther arguments depend on %s: .help %s %s=... lists "
                      "them.\n",
                      tags.data, command->name, tags.data);
    }
    append_paragraph(h, "Returns:\n", entry ? entry->returns : NULL);
    if (entry && entry->since) {
        strbuf_printf(h->out, "\nSince QEMU %s\n", entry->since);
    }
}

static void append_event(Help *h, const SchemaEvent *event)
{
    const ManualEntry *entry = manuals_entry(h->manuals, event->name);
    autofree_members SchemaMembers members = { 0 };
    Spot spot = { .kind = SPOT_KEY, .command = (char *)event->name };
    size_t i;

    strbuf_printf(h->out, "%s (event)\n", event->name);
    append_paragraph(h, "", entry ? entry->text : NULL);
    schema_members(event->data, NULL, NULL, &members);
    for (i = 0; i < members.n; i++) {
        autofree_strbuf StrBuf type = STRBUF_INIT;

        schema_describe(members.list[i]->type, &type);
        strbuf_printf(h->out, "%s  %s  %s%s\n", i ? "" : "\n",
                      members.list[i]->name, strbuf_str(&type),
                      members.list[i]->optional ? ", optional" : "");
        append_wrapped(h,
                       manuals_text(h->manuals, &spot, members.list[i]->name),
                       3 * INDENT);
    }
}

/* Only the manual knows it: no server, another server, a type. */
static void append_entry(Help *h, const ManualEntry *entry)
{
    static const char *const kinds[] = {
        [MANUAL_COMMAND] = "command",
        [MANUAL_EVENT] = "event",
        [MANUAL_TYPE] = "type",
    };

    strbuf_printf(
        h->out, "%s (%s%s)\n", entry->name, kinds[entry->kind],
        h->schema && entry->kind != MANUAL_TYPE ? ", not of this server" : "");
    append_paragraph(h, "", entry->text);
    if (entry->n_members) {
        strbuf_puts(h->out, "\n");
        help_append_members(h, entry);
    }
    append_paragraph(h, "Returns:\n", entry->returns);
}

static bool append_named(Help *h, const char *name)
{
    const SchemaCommand *command = h->schema ?
                                       qmp_schema_command(h->schema, name) :
                                       NULL;
    const SchemaEvent *event = h->schema ? qmp_schema_event(h->schema, name) :
                                           NULL;
    const ManualEntry *entry = command || event ?
                                   NULL :
                                   manuals_entry(h->manuals, name);

    if (command) {
        append_command(h, command);
    } else if (event) {
        append_event(h, event);
    } else if (entry) {
        append_entry(h, entry);
    }
    return command || event || entry;
}

bool help_append(Session *s, const char *rest, StrBuf *out)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    Help h = help_for(s, &text);
    bool found;

    if (rest[strcspn(rest, " \t")]) {
        autofree char *line = mem_printf("%s ", rest);

        append_missing(&h, line);
        found = append_arguments(&h, line) || text.len ||
                help_append_search(&h, rest);
    } else {
        found = append_named(&h, rest) || help_append_search(&h, rest);
    }
    help_append_safely(&text, out);
    return found;
}

/* The shell's own commands, with their dot. */
static void complete_dotted(const char *before, Completions *out)
{
    autofree_strlist StrList names = STRLIST_INIT;
    const DotCommand *dot;

    for (dot = dot_commands; dot->name; dot++) {
        autofree char *name = mem_printf(".%s", dot->name);

        strlist_add(&names, name, strlen(name));
    }
    complete_from_names(before, &names, out);
}

void help_complete(Session *s, const char *before, bool confirmed,
                   Completions *out)
{
    const QmpSchema *schema = introspect_schema_soon(s);
    autofree_strlist StrList names = STRLIST_INIT;
    const SchemaEvent *events;
    size_t n = 0, i;

    if (before[0] == '.') {
        complete_dotted(before, out);
        return;
    }
    if (strpbrk(before, " \t")) {
        complete_line(s, before, strlen(before), false, confirmed, out);
        return;
    }
    dot_names(&names);
    if (schema) {
        const SchemaCommand *commands = qmp_schema_commands(schema, &n);

        for (i = 0; i < n; i++) {
            strlist_add(&names, commands[i].name, strlen(commands[i].name));
        }
        events = qmp_schema_events(schema, &n);
        for (i = 0; i < n; i++) {
            strlist_add(&names, events[i].name, strlen(events[i].name));
        }
    }
    complete_from_names(before, &names, out);
}
