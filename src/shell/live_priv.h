/*
 * What the sources of live names share
 *
 * live.c has the table of them; each of the live_*.c asks for the kinds that
 * its first lines name.
 */
#ifndef SHELL_LIVE_PRIV_H
#define SHELL_LIVE_PRIV_H

#include <json-c/json.h>

#include "shell/live.h"

typedef void LiveFn(Session *s, const LiveQuery *query, LiveNames *out);

LiveFn live_backends, live_bus, live_device_properties, live_device_types,
    live_device_values, live_files, live_graph, live_listed, live_net_clients,
    live_objects, live_qom_paths, live_qom_properties, live_qom_types,
    live_qom_values, live_server_files, live_trace_events;

/* Add a copy of @name, if it begins with what is typed; @note may be NULL. */
LiveName *live_add(LiveNames *out, const LiveQuery *query, const char *name,
                   const char *note);

/*
 * The properties of the device type that is query->owner, borrowed; NULL when
 * they are not known, or may not be asked for: then out->question is set.
 */
json_object *live_properties(Session *s, const LiveQuery *query,
                             LiveNames *out);

/* session_ask() with the one argument @key, a string. */
json_object *live_ask(Session *s, const char *command, const char *key,
                      const char *value);

/* --- the human monitor's texts ------------------------------------------- */

/* The buses in the output of `info qtree`, each with its type. */
void live_parse_buses(const char *text, const LiveQuery *query, LiveNames *out);

/* Make the types of the devices in it members of @types, an object. */
void live_parse_types(const char *text, json_object *types);

/*
 * NICs, backends or both, as query->kind says, in the output of
 * `info network`, each with its type.
 */
void live_parse_net_clients(const char *text, const LiveQuery *query,
                            LiveNames *out);

#endif
