/*
 * QEMU's own manual pages as a source of help
 *
 * qemu-qmp-ref(7), qemu-storage-daemon-qmp-ref(7) and qemu-ga-ref(7) document
 * every command, event and type with each of its members.  Read as they are
 * installed; nothing of their text is in this project.
 */
#ifndef DOC_MANUAL_H
#define DOC_MANUAL_H

#include <stdbool.h>
#include <stddef.h>

#include "util/error.h"
#include "util/strbuf.h"

typedef struct Manual Manual;

/*
 * Find page "NAME.7" (or NAME.7.gz) below the folders of @manpath
 * ("DIR:DIR", as in $MANPATH; NULL or "": the usual ones, and an empty entry
 * stands for those) and read it.  NULL with ERROR_FAILED: not installed, or
 * not to be read.
 */
Manual *manual_open(const char *name, const char *manpath, Error **errp);

/* The same from roff text of @len bytes; never NULL. */
Manual *manual_parse(const char *roff, size_t len);
void manual_free(Manual *m);

typedef enum ManualKind {
    MANUAL_COMMAND,
    MANUAL_EVENT,
    MANUAL_TYPE, /* Object, Enum, Alternate */
} ManualKind;

/*
 * Texts are plain UTF-8 without what could drive a terminal.  A paragraph is
 * one line, as is an item of a list ("- ..." or "1. ..."); paragraphs are
 * separated by empty lines.  The lines of an example begin with four blanks
 * or more, what belongs to an item with two.
 */

/* A member of a type, an argument of a command, a value of an enum. */
typedef struct ManualMember {
    const char *name;
    const char *type; /* the page's name of it; NULL where it has none */
    const char *text; /* where the page has none: what its type is; or "" */
    bool optional;
} ManualMember;

/* "The members of TYPE when TAG is VALUE" */
typedef struct ManualInclude {
    const char *type;
    const char *tag, *value; /* NULL: always */
} ManualInclude;

typedef struct ManualEntry {
    ManualKind kind;
    bool is_alternate; /* a value is one of its members, under no name */
    const char *name;
    const char *text;            /* description, notes, examples; may be "" */
    const char *since;           /* "2.9", or NULL */
    const char *returns;         /* a command's "Returns", or NULL */
    const ManualMember *members; /* its own */
    size_t n_members;
    const ManualInclude *includes; /* manual_member() looks there too */
    size_t n_includes;
} ManualEntry;

/* In the order of the page. */
const ManualEntry *manual_entries(const Manual *m, size_t *n);

/* NULL: not documented.  A command wins over a type of the same name. */
const ManualEntry *manual_find(const Manual *m, const char *name);

/*
 * The value that the member @tag of the object at the first @n parts of the
 * path has, or NULL (see manual_member()).
 */
typedef const char *ManualTagFn(void *opaque, size_t n, const char *tag);

/*
 * The documentation of what @n_path parts lead to from the command (or
 * action, or type) @name: through members' types, array elements (a part of
 * digits), included types ("The members of X") and variants ("The members
 * of X when driver is "qcow2"").  Where a tag's value is not known (or
 * @tag_value is NULL), variants are passed over.  NULL: not found; borrowed.
 */
const ManualMember *manual_member(const Manual *m, const char *name,
                                  const char *const *path, size_t n_path,
                                  ManualTagFn *tag_value, void *opaque);

/*
 * The documentation of a value of an enum that such a path leads to; with
 * @n_path 0, of the enum @name.
 */
const ManualMember *manual_value(const Manual *m, const char *name,
                                 const char *const *path, size_t n_path,
                                 ManualTagFn *tag_value, void *opaque,
                                 const char *value);

/*
 * The first sentence of a text on one line, without its full stop; "" for
 * an empty text.
 */
void manual_summary(const char *text, StrBuf *out);

/*
 * Append @text in lines of at most @width columns, each indented by @indent
 * blanks; the lines of examples stay as long as they are.
 */
void manual_wrap(const char *text, size_t indent, size_t width, StrBuf *out);

#endif
