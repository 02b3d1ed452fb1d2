/*
 * Names that exist in the running server: which kind is asked for where
 */
#include "shell/live.h"

#include <stdlib.h>
#include <string.h>

#include "shell/live_priv.h"
#include "util/json.h"
#include "util/mem.h"

static LiveFn *const sources[] = {
    [LIVE_DEVICE] = live_objects,
    [LIVE_DEVICE_TYPE] = live_device_types,
    [LIVE_DEVICE_PROPERTY] = live_device_properties,
    [LIVE_DEVICE_VALUE] = live_device_values,
    [LIVE_BUS] = live_bus,
    [LIVE_NODE] = live_graph,
    [LIVE_BLOCK] = live_backends,
    [LIVE_NODE_OR_BLOCK] = live_graph,
    [LIVE_JOB] = live_listed,
    [LIVE_CHARDEV] = live_listed,
    [LIVE_EXPORT] = live_listed,
    [LIVE_NETDEV] = live_net_clients,
    [LIVE_NIC] = live_net_clients,
    [LIVE_NET_CLIENT] = live_net_clients,
    [LIVE_OBJECT] = live_objects,
    [LIVE_SECRET] = live_objects,
    [LIVE_TLS_CREDS] = live_objects,
    [LIVE_IOTHREAD] = live_objects,
    [LIVE_MEMDEV] = live_objects,
    [LIVE_QOM_PATH] = live_qom_paths,
    [LIVE_QOM_PROPERTY] = live_qom_properties,
    [LIVE_QOM_VALUE] = live_qom_values,
    [LIVE_QOM_TYPE] = live_qom_types,
    [LIVE_CPU_MODEL] = live_listed,
    [LIVE_MACHINE] = live_listed,
    [LIVE_TRACE_EVENT] = live_trace_events,
    [LIVE_FDSET] = live_listed,
    [LIVE_FILE] = live_files,
    [LIVE_SERVER_FILE] = live_server_files,
};

LiveName *live_add(LiveNames *out, const LiveQuery *query, const char *name,
                   const char *note)
{
    LiveName *added;

    if (!name || !*name ||
        strncmp(name, query->prefix, strlen(query->prefix)) != 0) {
        return NULL;
    }
    GROW(out->list, out->n, out->cap);
    added = &out->list[out->n++];
    *added = (LiveName){ .name = mem_strdup(name), .note = mem_strdup(note) };
    return added;
}

json_object *live_ask(Session *s, const char *command, const char *key,
                      const char *value)
{
    json_object *arguments = json_object_new_object();

    json_set_string(arguments, key, value);
    return session_ask(s, command, arguments);
}

/* As people count: device[2] before device[10]. */
static int compare(const void *a, const void *b)
{
    return strverscmp(((const LiveName *)a)->name, ((const LiveName *)b)->name);
}

static void name_clear(LiveName *name)
{
    free(name->name);
    free(name->note);
}

/* In order, each name once. */
static void tidy(LiveNames *names)
{
    size_t i, kept = 0;

    if (names->n) {
        qsort(names->list, names->n, sizeof(*names->list), compare);
    }
    for (i = 0; i < names->n; i++) {
        if (kept &&
            strcmp(names->list[kept - 1].name, names->list[i].name) == 0) {
            name_clear(&names->list[i]);
        } else {
            names->list[kept++] = names->list[i];
        }
    }
    names->n = kept;
}

void live_names(Session *s, const LiveQuery *query, LiveNames *out)
{
    LiveFn *source = query->kind < ARRAY_SIZE(sources) ? sources[query->kind] :
                                                         NULL;

    if (source) {
        source(s, query, out);
    }
    tidy(out);
}

void live_names_free(LiveNames *names)
{
    size_t i;

    for (i = 0; i < names->n; i++) {
        name_clear(&names->list[i]);
    }
    free(names->list);
    free(names->question);
    *names = (LiveNames){ 0 };
}
