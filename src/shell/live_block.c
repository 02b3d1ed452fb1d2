/*
 * Live names of the block layer: nodes, and backends with a name
 *
 * Only what is made of things in memory is asked.  query-block and
 * query-named-block-nodes ask the images for their sizes, which a dead NFS
 * server can hold up, and the whole VM with it.
 */
#include <string.h>

#include "shell/live_priv.h"
#include "util/json.h"
#include "util/mem.h"

static const char backend_note[] = "block backend";

/*
 * query-blockstats counts; it has the backends, with their own names or none
 * (block/qapi.c, qmp_query_blockstats).
 */
void live_backends(Session *s, const LiveQuery *query, LiveNames *out)
{
    autoput json_object *list = session_query(s, "query-blockstats");
    size_t i;

    for (i = 0; i < json_array_length(list); i++) {
        live_add(out, query,
                 json_get_string(json_object_array_get_idx(list, i), "device"),
                 backend_note);
    }
}

/* --- x-debug-query-block-graph (QEMU 4.0, also the storage daemon) -------- */

static bool is_of_type(json_object *entry, const char *type)
{
    const char *its = json_get_string(entry, "type");

    return its && strcmp(its, type) == 0;
}

/* The name of the member of the graph with that id, or NULL. */
static const char *name_of(json_object *graph, int64_t id)
{
    json_object *list = json_get_array(graph, "nodes");
    size_t i;

    for (i = 0; i < json_array_length(list); i++) {
        json_object *entry = json_object_array_get_idx(list, i);

        if (json_get_uint(entry, "id", -1) == id) {
            return json_get_string(entry, "name");
        }
    }
    return NULL;
}

/* The name of the node that is the root of @backend, or NULL. */
static const char *root_of(json_object *graph, json_object *backend)
{
    json_object *edges = json_get_array(graph, "edges");
    int64_t id = json_get_uint(backend, "id", -1);
    size_t i;

    for (i = 0; id >= 0 && i < json_array_length(edges); i++) {
        json_object *edge = json_object_array_get_idx(edges, i);

        if (json_get_uint(edge, "parent", -1) == id) {
            return name_of(graph, json_get_uint(edge, "child", -1));
        }
    }
    return NULL;
}

/*
 * A backend without a name is in the graph by its device's: an id, or a path
 * (block.c, bdrv_get_xdbg_block_graph), which no command takes for a backend.
 * Such a one was made of a node that had a name, while QEMU itself
 * names the nodes of drives: "#block123".  A drive whose node has a name can
 * be called by that, too.
 */
static void add_backend(json_object *graph, json_object *backend,
                        const LiveQuery *query, LiveNames *out)
{
    const char *root = root_of(graph, backend);

    if (root && root[0] == '#') {
        live_add(out, query, json_get_string(backend, "name"), backend_note);
    }
}

void live_graph(Session *s, const LiveQuery *query, LiveNames *out)
{
    autoput json_object *graph = session_query(s, "x-debug-query-block-graph");
    json_object *list = json_get_array(graph, "nodes");
    size_t i;

    for (i = 0; i < json_array_length(list); i++) {
        json_object *entry = json_object_array_get_idx(list, i);

        if (is_of_type(entry, "block-driver")) {
            live_add(out, query, json_get_string(entry, "name"), "node");
        } else if (query->kind == LIVE_NODE_OR_BLOCK &&
                   is_of_type(entry, "block-backend")) {
            add_backend(graph, entry, query, out);
        }
    }
}
