/*
 * Live names that a query lists: jobs, chardevs, exports, CPU models, machine
 * types, fd sets, trace events
 */
#include <string.h>

#include "shell/live_priv.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define MAX_NOTES 2

static const struct {
    LiveKind kind;
    const char *command;
    const char *name;             /* the member that is the name */
    const char *notes[MAX_NOTES]; /* those that say what it is */
} lists[] = {
    { LIVE_JOB, "query-jobs", "id", { "type", "status" } },
    { LIVE_CHARDEV, "query-chardev", "label", { "filename" } },
    { LIVE_EXPORT, "query-block-exports", "id", { "type", "node-name" } },
    { LIVE_CPU_MODEL, "query-cpu-definitions", "name", { "deprecated" } },
    { LIVE_MACHINE, "query-machines", "name", { "alias", "deprecated" } },
    { LIVE_FDSET, "query-fdsets", "fdset-id" },
};

/* A flag is told by its name, as long as it is up. */
static const char *note_text(json_object *entry, const char *member)
{
    return json_get_bool(entry, member) ? member :
                                          json_get_string(entry, member);
}

static void add_entry(json_object *entry, const char *member,
                      const char *const *notes, const LiveQuery *query,
                      LiveNames *out)
{
    autofree_strbuf StrBuf note = STRBUF_INIT;
    json_object *name;
    size_t i;

    if (!json_has(entry, member, &name) ||
        !(json_object_is_type(name, json_type_string) ||
          json_object_is_type(name, json_type_int))) {
        return;
    }
    for (i = 0; i < MAX_NOTES; i++) {
        const char *text = notes[i] ? note_text(entry, notes[i]) : NULL;

        if (text) {
            strbuf_printf(&note, "%s%s", note.len ? ", " : "", text);
        }
    }
    live_add(out, query, json_object_get_string(name),
             note.len ? note.data : NULL);
}

void live_listed(Session *s, const LiveQuery *query, LiveNames *out)
{
    autoput json_object *list = NULL;
    size_t row = 0, i;

    while (lists[row].kind != query->kind) {
        if (++row == ARRAY_SIZE(lists)) {
            return; /* live.c's table has sent us the wrong kind */
        }
    }
    list = session_query(s, lists[row].command);
    for (i = 0; i < json_array_length(list); i++) {
        add_entry(json_object_array_get_idx(list, i), lists[row].name,
                  lists[row].notes, query, out);
    }
}

void live_trace_events(Session *s, const LiveQuery *query, LiveNames *out)
{
    static const char *const notes[MAX_NOTES] = { "state" };
    autofree char *pattern = mem_printf("%s*", query->prefix);
    autoput json_object *list = live_ask(s, "trace-event-get-state", "name",
                                         pattern);
    size_t i;

    for (i = 0; i < json_array_length(list); i++) {
        add_entry(json_object_array_get_idx(list, i), "name", notes, query,
                  out);
    }
}
