/*
 * Which arguments name things that exist in the running server
 *
 * The schema says only that they are strings; what they name is known from
 * their command and their own name.
 */
#ifndef LANG_LIVE_H
#define LANG_LIVE_H

#include "lang/spot.h"

typedef enum LiveKind {
    LIVE_NONE,
    LIVE_DEVICE,          /* ids of devices that were added */
    LIVE_DEVICE_TYPE,     /* device_add driver= */
    LIVE_DEVICE_PROPERTY, /* keys of device_add; the driver is in the line */
    LIVE_DEVICE_VALUE,    /* values of those, by the property's type */
    LIVE_BUS,             /* device_add bus= */
    LIVE_NODE,            /* block nodes */
    LIVE_BLOCK,           /* block backends: what `device` names */
    LIVE_NODE_OR_BLOCK,
    LIVE_JOB,
    LIVE_CHARDEV,
    LIVE_EXPORT,
    LIVE_NETDEV,
    LIVE_NIC,
    LIVE_NET_CLIENT, /* both */
    LIVE_OBJECT,     /* objects of object-add */
    LIVE_SECRET,     /* those of them that are secrets */
    LIVE_TLS_CREDS,
    LIVE_IOTHREAD,
    LIVE_MEMDEV, /* memory backends */
    LIVE_QOM_PATH,
    LIVE_QOM_PROPERTY, /* of the object whose path is in the line */
    LIVE_QOM_VALUE,    /* of that property, by its type */
    LIVE_QOM_TYPE,
    LIVE_CPU_MODEL,
    LIVE_MACHINE,
    LIVE_TRACE_EVENT,
    LIVE_FDSET,
    LIVE_FILE,        /* a file that the shell itself opens */
    LIVE_SERVER_FILE, /* one that the server opens */
} LiveKind;

/*
 * The kind of names that can stand at @spot (KEY or VALUE), LIVE_NONE where
 * none is known.
 */
LiveKind live_kind(const Spot *spot);

/*
 * Whose property stands at @spot, of kind DEVICE_PROPERTY or QOM_PROPERTY, or
 * whose value, DEVICE_VALUE or QOM_VALUE: the driver or the path in the line,
 * or NULL; borrowed from it.
 */
const char *live_owner(const Spot *spot, LiveKind kind);

/* Which property's value that is, or NULL; borrowed. */
const char *live_property(const Spot *spot, LiveKind kind);

#endif
