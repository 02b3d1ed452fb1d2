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

/* Which of them, and what the answer is kept as. */
typedef struct TypeList {
    const char *name;
    const char *ancestor; /* may be NULL */
    bool abstract;
} TypeList;

static const TypeList device_types = { "device types", "device", false };
static const TypeList all_types = { "types", NULL, true };

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

static json_object *ask_types(Session *s, const TypeList *types)
{
    json_object *arguments = json_object_new_object();

    if (types->ancestor) {
        json_set_string(arguments, "implements", types->ancestor);
    }
    json_set(arguments, "abstract", json_object_new_boolean(types->abstract));
    return session_ask(s, "qom-list-types", arguments);
}

/*
 * A QEMU has all its types from the start, those of modules too: they are
 * asked for, and about, once.
 */
static json_object *get_types(Session *s, const TypeList *types,
                              const LiveQuery *query, LiveNames *out)
{
    json_object *list = introspect_kept(s, types->name);

    if (!list && may_list_types(s, query, out)) {
        list = ask_types(s, types);
        introspect_keep(s, types->name, list);
    }
    return list;
}

static void list_types(Session *s, const TypeList *types,
                       const LiveQuery *query, LiveNames *out)
{
    json_object *list = get_types(s, types, query, out);
    size_t i;

    for (i = 0; i < json_array_length(list); i++) {
        json_object *entry = json_object_array_get_idx(list, i);

        live_add(out, query, json_get_string(entry, "name"),
                 json_get_string(entry, "parent"));
    }
}

void live_device_types(Session *s, const LiveQuery *query, LiveNames *out)
{
    list_types(s, &device_types, query, out);
}

void live_qom_types(Session *s, const LiveQuery *query, LiveNames *out)
{
    list_types(s, &all_types, query, out);
}

/* --- the properties of one ----------------------------------------------- */

/*
 * Has the VM such a device, or had it one?  Then its module is there.  Those
 * without a bus are not in the list, which costs a question, no more.  A type
 * that was seen once needs not to be looked for again.
 */
static bool has_device(Session *s, const char *type)
{
    static const char seen[] = "types of devices";
    autoput json_object *types = json_object_get(introspect_kept(s, seen));
    autofree char *text = NULL;

    if (json_has(types, type, NULL)) {
        return true;
    }
    text = session_query_hmp(s, "info qtree");
    types = types ? types : json_object_new_object();
    live_parse_types(text ? text : "", types);
    introspect_keep(s, seen, json_object_get(types));
    return json_has(types, type, NULL);
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

json_object *live_properties(Session *s, const LiveQuery *query, LiveNames *out)
{
    return query->owner && may_list_properties(s, query, out) ?
               introspect_properties(s, query->owner) :
               NULL;
}

void live_device_properties(Session *s, const LiveQuery *query, LiveNames *out)
{
    json_object *list = live_properties(s, query, out);
    size_t i;

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
