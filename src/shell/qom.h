/*
 * The QOM tree as text: .tree and .ls
 */
#ifndef SHELL_QOM_H
#define SHELL_QOM_H

#include "shell/session.h"
#include "shell/status.h"

/*
 * Print the objects below @path ("" for "/"), each with its type, as a tree;
 * and the properties of the object at @path with types and values.  Paths
 * are absolute, or partial as QEMU resolves them.  @rest is what stands
 * behind the command's name.
 */
Status qom_run_tree(Session *s, const char *rest);
Status qom_run_ls(Session *s, const char *rest);

#endif
