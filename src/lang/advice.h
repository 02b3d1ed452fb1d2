/*
 * What probably was meant by a request that the server refused
 */
#ifndef LANG_ADVICE_H
#define LANG_ADVICE_H

#include <stdbool.h>

#include <json-c/json.h>

#include "qmp/schema.h"
#include "util/strlist.h"

/* A refusal and what it was of; all borrowed. */
typedef struct Refusal {
    json_object *request; /* as it was sent */
    const char *error_class, *error_desc;
} Refusal;

/*
 * One line for a person, without newline: the nearest command or argument,
 * the missing arguments, the expected type or values; the shape of the value
 * in the syntax of a line.  Owned; NULL when the schema has nothing to say.
 * The texts are QEMU's (qapi/qmp/qerror.h, monitor/qmp.c,
 * qapi/qobject-input-visitor.c), of versions 7 to 11.
 */
char *advice_from_schema(const QmpSchema *schema, const Refusal *refusal);

/* Could it have?  So that a schema need not be fetched for nothing. */
bool advice_needs_schema(const Refusal *refusal);

/*
 * Does the refusal say that a name is not there (DeviceNotFound, "Cannot
 * find device='x' nor node-name='x'", "Device 'x' not found", "Job not
 * found")?  *@name (owned) is that name, and *@path the parts of the
 * argument in the request that has it (empty: not known).
 */
bool advice_not_found(const Refusal *refusal, char **name, StrList *path);

#endif
