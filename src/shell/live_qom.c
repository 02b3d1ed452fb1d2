/*
 * Live names of QOM: devices, user-created objects by their types, paths,
 * properties
 *
 * qom-list reads nothing but names and types, so that no object is touched.
 */
#include <fnmatch.h>
#include <string.h>

#include "shell/live_priv.h"
#include "shell/qom_list.h"
#include "util/json.h"
#include "util/mem.h"

/* The folders of QEMU's qdev and user-creatable objects. */
static const struct {
    LiveKind kind;
    const char *path;
    const char *type; /* a pattern for fnmatch() */
} folders[] = {
    { LIVE_DEVICE, "/machine/peripheral", "*" },
    { LIVE_OBJECT, "/objects", "*" },
    { LIVE_SECRET, "/objects", "secret*" }, /* also secret_keyring */
    { LIVE_TLS_CREDS, "/objects", "tls-creds-*" },
    { LIVE_IOTHREAD, "/objects", "iothread" },
    { LIVE_MEMDEV, "/objects", "memory-backend-*" },
};

void live_objects(Session *s, const LiveQuery *query, LiveNames *out)
{
    autoput json_object *list = NULL;
    size_t row = 0, i;

    while (folders[row].kind != query->kind) {
        if (++row == ARRAY_SIZE(folders)) {
            return; /* live.c's table has sent us the wrong kind */
        }
    }
    list = live_ask(s, "qom-list", "path", folders[row].path);
    for (i = 0; i < json_array_length(list); i++) {
        json_object *entry = json_object_array_get_idx(list, i);
        const char *type = json_get_string(entry, "type");
        autofree char *own = type ? qom_child_type(type) : NULL;

        if (own && fnmatch(folders[row].type, own, 0) == 0) {
            live_add(out, query, json_get_string(entry, "name"), own);
        }
    }
}

/* A child or a link as the path to it, with the `/` that goes on from there. */
static void add_path(json_object *entry, const char *folder,
                     const LiveQuery *query, LiveNames *out)
{
    const char *name = json_get_string(entry, "name");
    const char *type = json_get_string(entry, "type");
    autofree char *own = type ? qom_child_type(type) : NULL;
    autofree char *path = NULL;
    LiveName *added;

    if (type && !own) {
        own = qom_link_type(type);
    }
    if (!name || !*name || !own) {
        return;
    }
    path = mem_printf("%s%s/", folder, name);
    added = live_add(out, query, path, own);
    if (added) {
        added->goes_on = true;
    }
}

void live_qom_paths(Session *s, const LiveQuery *query, LiveNames *out)
{
    const char *slash = strrchr(query->prefix, '/');
    autofree char *folder = NULL;
    autoput json_object *list = NULL;
    size_t i;

    if (!slash && *query->prefix) {
        return; /* the start of a name that could stand in any folder */
    }
    folder = slash ? mem_strndup(query->prefix,
                                 (size_t)(slash + 1 - query->prefix)) :
                     mem_strdup("/");
    list = live_ask(s, "qom-list", "path", folder);
    for (i = 0; i < json_array_length(list); i++) {
        add_path(json_object_array_get_idx(list, i), folder, query, out);
    }
}

void live_qom_properties(Session *s, const LiveQuery *query, LiveNames *out)
{
    autoput json_object *list = NULL;
    size_t i;

    if (!query->owner) {
        return;
    }
    list = live_ask(s, "qom-list", "path", query->owner);
    for (i = 0; i < json_array_length(list); i++) {
        json_object *entry = json_object_array_get_idx(list, i);
        const char *type = json_get_string(entry, "type");
        autofree char *child = type ? qom_child_type(type) : NULL;

        if (!child) { /* those are completed as paths */
            live_add(out, query, json_get_string(entry, "name"), type);
        }
    }
}
