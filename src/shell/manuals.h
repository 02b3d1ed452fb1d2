/*
 * QEMU's manual pages, as far as they are installed here
 */
#ifndef SHELL_MANUALS_H
#define SHELL_MANUALS_H

#include "doc/manual.h"
#include "lang/spot.h"

typedef struct Manuals Manuals;

/* Read nothing yet; @manpath is $MANPATH, borrowed for good, may be NULL. */
Manuals *manuals_new(const char *manpath);
void manuals_free(Manuals *m);

/* What is borrowed from these stays valid as long as @m; NULL: not found. */
const ManualEntry *manuals_entry(Manuals *m, const char *name);

/*
 * @name at @spot: a command or an action, a member where a key is completed,
 * an enum's value where a value is.
 */
const char *manuals_text(Manuals *m, const Spot *spot, const char *name);

/*
 * Call @visit with every entry, page after page; each name once.
 */
typedef void ManualVisitFn(void *opaque, const ManualEntry *entry);
void manuals_visit(Manuals *m, ManualVisitFn *visit, void *opaque);

#endif
