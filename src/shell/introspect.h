/*
 * What the server says of itself, asked once and kept
 *
 * The schema and the properties of device types, for giving values their
 * types, for completion, help and hints.  Nothing is asked before it can
 * change what is sent or shown.
 */
#ifndef SHELL_INTROSPECT_H
#define SHELL_INTROSPECT_H

#include <stdbool.h>

#include "lang/introspection.h"
#include "shell/session.h"

/* For command_request(); borrows @s. */
Introspection introspect_for_requests(Session *s);

/*
 * The schema, for what a person can do without: NULL when the server has none
 * or takes more than two seconds.  Borrowed until the next connection.
 */
const QmpSchema *introspect_schema_soon(Session *s);

/* Waits for nothing: NULL as long as it is not there, but it is asked for. */
const QmpSchema *introspect_schema_now(Session *s);

/*
 * device-list-properties of a device type, kept from then on; borrowed, NULL
 * when the server refused or takes long.  Before 9.2 it can abort QEMU:
 * whoever calls this knows that it will not, or that it was asked before.
 */
json_object *introspect_properties(Session *s, const char *device_type);
bool introspect_has_properties(const Session *s, const char *device_type);

/*
 * What else was learned of this server, under a name of the caller's choice:
 * borrowed, NULL without a connection; and to keep it (@value is consumed).
 */
json_object *introspect_kept(const Session *s, const char *name);
void introspect_keep(Session *s, const char *name, json_object *value);

/* --- for the session itself ---------------------------------------------- */

/* Take the schema if it has come. */
void introspect_take(Session *s);

/*
 * One request is out at a time, so that what is asked for in the background
 * has to be answered before another can be sent.  false: see session_await().
 */
bool introspect_settle(Session *s, int64_t limit_ms, Error **errp);

/* The same, two seconds at most since it was asked. */
bool introspect_settle_soon(Session *s);

/* The connection is gone; @all: the next one may be to another server. */
void introspect_forget(Session *s, bool all);

#endif
