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

LiveFn live_block, live_bus, live_device_properties, live_device_types,
    live_files, live_listed, live_netdevs, live_objects, live_qom_paths,
    live_qom_properties, live_qom_types, live_trace_events;

/* Add a copy of @name, if it begins with what is typed; @note may be NULL. */
LiveName *live_add(LiveNames *out, const LiveQuery *query, const char *name,
                   const char *note);

/* session_ask() with the one argument @key, a string. */
json_object *live_ask(Session *s, const char *command, const char *key,
                      const char *value);

/* --- the human monitor's texts ------------------------------------------- */

/* The buses in the output of `info qtree`, each with its type. */
void live_parse_buses(const char *text, const LiveQuery *query, LiveNames *out);

/* Is there a device of that type in it? */
bool live_has_device(const char *text, const char *type);

/*
 * The backends in the output of `info network`, each with its type; not
 * the NICs.
 */
void live_parse_netdevs(const char *text, const LiveQuery *query,
                        LiveNames *out);

#endif
