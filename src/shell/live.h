/*
 * Names that exist in the running server, for completion
 *
 * What a name is asked with changes nothing and cannot endanger the VM; what
 * is known to abort some QEMUs is asked only where it cannot, or after a
 * person's yes.
 */
#ifndef SHELL_LIVE_H
#define SHELL_LIVE_H

#include <stdbool.h>
#include <stddef.h>

#include "lang/live.h"
#include "shell/session.h"

typedef struct LiveQuery {
    LiveKind kind;
    /*
     * DEVICE_PROPERTY, DEVICE_VALUE: the device type; QOM_PROPERTY,
     * QOM_VALUE: the object's path; others: not used.  May be NULL.
     */
    const char *owner;
    const char *property; /* DEVICE_VALUE, QOM_VALUE; may be NULL */
    const char *prefix;   /* what is typed; never NULL */
    bool confirmed;       /* the question below was answered with yes */
} LiveQuery;

typedef struct LiveName {
    char *name;
    char *note;   /* a word or two on what it is, or NULL */
    bool goes_on; /* a folder, a QOM object with children: no blank behind */
} LiveName;

typedef struct LiveNames {
    LiveName *list;
    size_t n, cap;
    /* Owned; NULL, or why a yes is needed: "... Ask it? (y/n) ". */
    char *question;
} LiveNames;

/*
 * Append the names that begin with query->prefix, sorted; one round trip,
 * and before 9.2 a second for the first property or value of a device type.
 * None when the server cannot tell or takes long.  They are as the server
 * gave them: not safe for a terminal.
 *
 * A SERVER_FILE is named as the server sees it: from its working directory,
 * in its own root, also when that is a container's.  There are none for a
 * server that is not known to run here: behind TCP or a relay the
 * files of this machine would be a guess.  Where the server is another
 * user's and does not show its folders, there are only absolute names, of our
 * own root.
 */
void live_names(Session *s, const LiveQuery *query, LiveNames *out);
void live_names_free(LiveNames *names);

#define autofree_live __attribute__((cleanup(live_names_free)))

#endif
