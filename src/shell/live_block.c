/*
 * Live names of the block layer: nodes, and backends with a name
 *
 * The graph of x-debug-query-block-graph (QEMU 4.0, also the storage daemon)
 * is made of what is in memory.  query-block and query-named-block-nodes ask
 * the images for their sizes, which a dead NFS server can hold up, and
 * the whole VM with it.
 */
#include <string.h>

#include "shell/live_priv.h"
#include "util/json.h"
#include "util/mem.h"

static const struct {
    LiveKind kind;
    bool nodes, backends;
} wanted[] = {
    { LIVE_NODE, .nodes = true },
    { LIVE_BLOCK, .backends = true },
    { LIVE_NODE_OR_BLOCK, .nodes = true, .backends = true },
};

/* Add the members of the graph that are of @type. */
static void add_type(json_object *graph, const char *type, const char *note,
                     const LiveQuery *query, LiveNames *out)
{
    json_object *list = json_get_array(graph, "nodes");
    size_t i;

    for (i = 0; i < json_array_length(list); i++) {
        json_object *entry = json_object_array_get_idx(list, i);
        const char *its = json_get_string(entry, "type");

        if (its && strcmp(its, type) == 0) {
            live_add(out, query, json_get_string(entry, "name"), note);
        }
    }
}

static bool has(const LiveNames *names, const char *name)
{
    size_t i;

    for (i = 0; i < names->n; i++) {
        if (strcmp(names->list[i].name, name) == 0) {
            return true;
        }
    }
    return false;
}

/*
 * A backend without a name is in the graph by its device's: an id, or a path
 * (block.c, bdrv_get_xdbg_block_graph).  No command takes that for a backend.
 */
static void add_backends(Session *s, json_object *graph, const LiveQuery *query,
                         LiveNames *out)
{
    LiveQuery any_device = { .kind = LIVE_DEVICE, .prefix = query->prefix };
    autofree_live LiveNames backends = { 0 };
    autofree_live LiveNames devices = { 0 };
    size_t i;

    add_type(graph, "block-backend", "block backend", query, &backends);
    if (backends.n) {
        live_objects(s, &any_device, &devices);
    }
    for (i = 0; i < backends.n; i++) {
        const LiveName *one = &backends.list[i];

        if (one->name[0] != '/' && !has(&devices, one->name)) {
            live_add(out, query, one->name, one->note);
        }
    }
}

void live_block(Session *s, const LiveQuery *query, LiveNames *out)
{
    autoput json_object *graph = NULL;
    size_t row = 0;

    while (wanted[row].kind != query->kind) {
        if (++row == ARRAY_SIZE(wanted)) {
            return; /* live.c's table has sent us the wrong kind */
        }
    }
    graph = session_query(s, "x-debug-query-block-graph");
    if (wanted[row].nodes) {
        add_type(graph, "block-driver", "node", query, out);
    }
    if (wanted[row].backends) {
        add_backends(s, graph, query, out);
    }
}
