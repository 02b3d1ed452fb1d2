/*
 * What the entries of qom-list's replies mean
 */
#ifndef SHELL_QOM_LIST_H
#define SHELL_QOM_LIST_H

#include <stddef.h>

/*
 * TYPE of a property's type "child<TYPE>" or "link<TYPE>" (QEMU
 * qom/object.c): owned, or NULL for any other.
 */
char *qom_child_type(const char *type);
char *qom_link_type(const char *type);

#endif
