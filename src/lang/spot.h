/*
 * What stands at the cursor of a line that is being typed
 */
#ifndef LANG_SPOT_H
#define LANG_SPOT_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "util/strlist.h"

typedef enum SpotKind {
    SPOT_NONE,     /* nothing that can be completed: a comment, a string */
    SPOT_COMMAND,  /* a command's name; also behind `{"execute": "` */
    SPOT_ACTION,   /* the name of a transaction's action */
    SPOT_KEY,      /* a part of a key, or a member's name inside brackets */
    SPOT_VALUE,    /* a value, or an element or a member's value in brackets */
    SPOT_ENVELOPE, /* a member of a raw request or action itself ("execute",
                      "arguments"), or with a path the value of its arguments */
    SPOT_DOT,      /* a line for the shell itself: the caller's */
} SpotKind;

typedef struct Spot {
    SpotKind kind;
    /* The word that is completed begins here; an open quote is before it. */
    size_t start;
    char *prefix; /* what is typed of it, escapes taken off; never NULL */
    char quote;   /* the quote that is open around it, or 0 */
    char next;    /* the byte at the cursor, 0 at the line's end: it need not
                     be put there again */
    bool in_json; /* inside brackets: keys and strings need quotes */
    bool bare;    /* nothing is typed of it, and a blank or the line's start
                     is before it: where `?` asks for help */
    bool file;    /* VALUE: the name of a file, behind `:@` */
    bool wrong;   /* another word of the command is no argument */
    bool oob;     /* COMMAND: it is called out of band, by "exec-oob" */
    /*
     * KEY, VALUE: the command's or action's name; ACTION: "transaction" where
     * its own arguments can stand too; else NULL.
     */
    char *command;
    bool is_action;
    /*
     * KEY: the path to the object whose member is completed; VALUE: the path
     * to the value, never empty.  Indices are parts like others.
     */
    StrList path;
    /*
     * KEY, VALUE: what else stands in the line for that command, before and
     * behind the cursor, as nested objects (indices are names); values are
     * strings as written (quotes taken off), or what JSON they are.  Objects
     * are what has members by dots, or what the cursor is in the brackets of.
     * A value in other brackets, to which nothing can be added, one that is
     * not known and one that is not there yet are null.  Never NULL there.
     * ENVELOPE: the request or action.  ACTION: the transaction's own
     * arguments.
     */
    json_object *given;
} Spot;

/*
 * Look at @line, whose cursor is at byte @cursor.  It need not be complete,
 * or right.  @in_transaction: the line stands inside transaction( ... ).
 * The spot is owned: spot_clear().
 */
void spot_find(Spot *spot, const char *line, size_t cursor,
               bool in_transaction);
void spot_clear(Spot *spot);

#define autofree_spot __attribute__((cleanup(spot_clear)))

/*
 * The object in spot->given that @n parts of its path lead to, or NULL;
 * borrowed.
 */
json_object *spot_given_at(const Spot *spot, size_t n);

/*
 * Are dots in a key of that command (may be NULL) like other characters?
 * Most dots in properties of devices are part of a name: zoned.zasl, sse4.1.
 */
bool spot_keys_are_flat(const char *command);

/*
 * Find the name of the command in @line (of the first action when it is
 * @in_transaction), complete or not: owned or NULL.
 */
char *spot_command(const char *line, bool in_transaction);

#endif
