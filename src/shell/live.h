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
     * DEVICE_PROPERTY: the device type; QOM_PROPERTY: the object's path;
     * others: not used.  May be NULL.
     */
    const char *owner;
    const char *prefix; /* what is typed; never NULL */
    bool confirmed;     /* the question below was answered with yes */
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
 * two where a version needs it.  None when the server cannot tell or takes
 * long.  They are as the server gave them: not safe for a terminal.
 */
void live_names(Session *s, const LiveQuery *query, LiveNames *out);
void live_names_free(LiveNames *names);

#define autofree_live __attribute__((cleanup(live_names_free)))

#endif
