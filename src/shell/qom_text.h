/*
 * QOM objects and properties as lines for people
 */
#ifndef SHELL_QOM_TEXT_H
#define SHELL_QOM_TEXT_H

#include <stdbool.h>

#include <json-c/json.h>

#include "out/render.h"
#include "util/strbuf.h"

/* How lines are made: for which screen, and with what signs. */
typedef struct QomStyle {
    RenderStyle render; /* width 0: nothing is cut */
    bool utf8;          /* line drawing, and an ellipsis */
} QomStyle;

/*
 * Append @list, an array of {name, type, value}, as a table of
 * properties, then links, then children, each by name.  Without a value: "-".
 * Secrets are masked, values cut to the width.  What is no such entry is
 * passed over.
 */
void qom_append_properties(StrBuf *out, json_object *list,
                           const QomStyle *style);

typedef struct QomChild {
    const char *name; /* borrowed from the list */
    char *type;
} QomChild;

typedef struct QomChildren {
    QomChild *list;
    size_t n, cap;
} QomChildren;

/* Add the children in @list, a reply to qom-list, by name. */
void qom_children(json_object *list, QomChildren *out);
void qom_children_free(QomChildren *children);

#define autofree_children __attribute__((cleanup(qom_children_free)))

/* Append "NAME (TYPE)" and a newline. */
void qom_append_object(StrBuf *out, const char *name, const char *type,
                       const QomStyle *style);

/*
 * What stands before a child in the tree, and before the children of that:
 * branches, blanks.  @last: it is the last of its parent's.
 */
const char *qom_branch(bool last, const QomStyle *style);
const char *qom_indent(bool last, const QomStyle *style);

#endif
