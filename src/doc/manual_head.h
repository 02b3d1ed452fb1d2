/*
 * The lines of a page by which its parts are known
 */
#ifndef DOC_MANUAL_HEAD_H
#define DOC_MANUAL_HEAD_H

#include <stdbool.h>
#include <stddef.h>

#include "doc/manual.h"

/* A part of a line, in it. */
typedef struct Part {
    const char *s; /* NULL: not there */
    size_t len;
} Part;

/* "NAME (Command)", or "Command NAME (Since: 2.9)" */
typedef struct Title {
    ManualKind kind;
    bool is_alternate;
    Part name;
    Part since;
} Title;

bool title_read(const char *line, Title *title);

/*
 * "NAME: TYPE (optional)", or "NAME (TYPE, optional) -- TEXT", or one of
 * an enum without a type; "The members of TYPE when TAG is "VALUE"", or
 * "When TAG is VALUE: The members of TYPE."
 */
typedef struct Head {
    bool is_include;
    Part name; /* of a member */
    Part type;
    Part tag, value; /* of an included type */
    bool optional;
    const char *text; /* what follows in the same line, or "" */
} Head;

bool head_read(const char *line, Head *head);

/* A paragraph that only says where the members are; sets type. */
bool head_read_reference(const char *line, Head *head);

/*
 * Is a paragraph only what QEMU 10 puts before descriptions, from what
 * features and the schema say too?
 */
bool head_is_label(const char *line);

#endif
