/*
 * Live names of types: device types and their properties, QOM types
 *
 * Asking for these can abort a QEMU, so it is done unasked only where it is
 * known not to.
 */
#include <string.h>

#include "shell/introspect.h"
#include "shell/live_priv.h"
#include "shell/peer_program.h"
#include "shell/qom_list.h"
#include "util/json.h"
#include "util/mem.h"

/*
 * From then on device-list-properties refuses a type whose module is not
 * installed; 7.2 aborts.
 */
#define PROPERTIES_ARE_SAFE 90200

/* --- the types that there are -------------------------------------------- */

/*
 * qom-list-types loads all modules.  QEMU 10 and 11 abort when those that are
 * installed are of another build: after an upgrade of the package.
 */
static bool may_list_types(Session *s, const LiveQuery *query, LiveNames *out)
{
    if (query->confirmed || peer_program_is_installed(session_peer_pid(s))) {
        return true;
    }
    if (session_is_connected(s)) {
        out->question = mem_strdup("Listing types can abort a QEMU whose "
                                   "package was upgraded since it started. "
                                   "Ask it? (y/n) ");
    }
    return false;
}

static void list_types(Session *s, const LiveQuery *query, const char *ancestor,
                       bool abstract, LiveNames *out)
{
    json_object *arguments = json_object_new_object();
    autoput json_object *list = NULL;
    size_t i;

    if (ancestor) {
        json_set_string(arguments, "implements", ancestor);
    }
    json_set(arguments, "abstract", json_object_new_boolean(abstract));
    list = session_ask(s, "qom-list-types", arguments);
    for (i = 0; i < json_array_length(list); i++) {
        json_object *entry = json_object_array_get_idx(list, i);

        live_add(out, query, json_get_string(entry, "name"),
                 json_get_string(entry, "parent"));
    }
}

void live_device_types(Session *s, const LiveQuery *query, LiveNames *out)
{
    if (may_list_types(s, query, out)) {
        list_types(s, query, "device", false, out);
    }
}

void live_qom_types(Session *s, const LiveQuery *query, LiveNames *out)
{
    if (may_list_types(s, query, out)) {
        list_types(s, query, NULL, true, out);
    }
}

/* --- the properties of one ----------------------------------------------- */

/*
 * Has the VM such a device already?  Then its module is there.  Those without
 * a bus are not in the list, which costs a question, no more.
 */
static bool has_device(Session *s, const char *type)
{
    autofree char *text = session_query_hmp(s, "info qtree");

    return text && live_has_device(text, type);
}

static bool may_list_properties(Session *s, const LiveQuery *query,
                                LiveNames *out)
{
    if (query->confirmed || introspect_has_properties(s, query->owner) ||
        session_version_number(s) >= PROPERTIES_ARE_SAFE ||
        has_device(s, query->owner)) {
        return true;
    }
    if (session_is_connected(s)) {
        out->question = mem_strdup("Listing the properties of a type can "
                                   "abort a QEMU before 9.2. Ask it? (y/n) ");
    }
    return false;
}

void live_device_properties(Session *s, const LiveQuery *query, LiveNames *out)
{
    json_object *list;
    size_t i;

    if (!query->owner || !may_list_properties(s, query, out)) {
        return;
    }
    list = introspect_properties(s, query->owner);
    for (i = 0; i < json_array_length(list); i++) {
        json_object *entry = json_object_array_get_idx(list, i);
        const char *type = json_get_string(entry, "type");
        const char *text = json_get_string(entry, "description");
        autofree char *child = type ? qom_child_type(type) : NULL;
        autofree char *note = NULL;

        if (!type || child) {
            continue; /* a part of the device is not to be set */
        }
        note = mem_printf("%s%s%s", type, text ? ", " : "", text ? text : "");
        live_add(out, query, json_get_string(entry, "name"), note);
    }
}
