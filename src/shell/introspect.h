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

/* For the request of @cmd (NULL: an action of a transaction); borrows @s. */
Introspection introspect_for_requests(Session *s, const Command *cmd);

/*
 * The schema, waiting for it as for a reply: -t is the limit, ^C ends it.
 * *@schema is borrowed until the next connection; NULL: the server has none.
 * false: ERROR_TIMEOUT, ERROR_INTERRUPTED, ERROR_LOST.
 */
bool introspect_schema(Session *s, const QmpSchema **schema, Error **errp);

/* For what a person can do without: NULL also when it takes long. */
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

/* --- for the session itself ---------------------------------------------- */

/* Take the schema if it has come. */
void introspect_take(Session *s);

/*
 * One request is out at a time, so that what is asked for in the background
 * has to be answered before another can be sent.  @patient: see
 * session_await().
 */
bool introspect_settle(Session *s, bool patient, Error **errp);

/* The connection is gone; @all: the next one may be to another server. */
void introspect_forget(Session *s, bool all);

#endif
