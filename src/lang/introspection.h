/*
 * How lang/ asks for what only the server knows
 *
 * The shell fills this in; lang/ itself talks to no server, and asks only
 * when the answer can change what is sent or shown.
 */
#ifndef LANG_INTROSPECTION_H
#define LANG_INTROSPECTION_H

#include <stdbool.h>

#include "qmp/schema.h"
#include "util/error.h"

/* Whose properties are asked for. */
typedef enum PropertyOwner {
    PROPERTY_OF_DEVICE, /* a device type: device-list-properties */
    PROPERTY_OF_OBJECT, /* an object at a QOM path: qom-list */
} PropertyOwner;

typedef struct Introspection {
    /*
     * *@schema is borrowed; NULL: the server has none to give.  False with
     * *@errp set when it could not be asked (time limit, interrupted, lost).
     */
    bool (*schema)(void *opaque, const QmpSchema **schema, Error **errp);
    /*
     * The type of a property as the server names it ("uint32", "bool",
     * "str", "OnOffAuto"): *@type is owned; NULL: the owner does not list
     * it, or (*@known false) nothing is known of the owner.  False as above.
     */
    bool (*property_type)(void *opaque, PropertyOwner kind, const char *owner,
                          const char *property, char **type, bool *known,
                          Error **errp);
    /*
     * Does device_add convert strings itself, and take nothing else right?
     * QEMU before 9.2 (qdev-monitor.c).  False as above.
     */
    bool (*devices_take_strings)(void *opaque, bool *yes, Error **errp);
    /*
     * Ask for every line that has arguments; else only where an unquoted
     * value looks like more than a plain word.
     */
    bool eager;
    bool schema_is_there; /* asking for it costs nothing */
    void *opaque;
} Introspection;

#endif
