/*
 * Command to QMP request
 */
#ifndef LANG_REQUEST_H
#define LANG_REQUEST_H

#include <json-c/json.h>

#include "lang/command.h"
#include "lang/introspection.h"
#include "util/error.h"

/*
 * Where the text of KEY:@FILE comes from; the shell reads files and, for
 * "-", asks at the terminal.  Returns an owned text of *@len bytes with one
 * trailing newline off, or NULL with an error.
 */
typedef char *RequestReadFn(void *opaque, const char *file, size_t *len,
                            Error **errp);

typedef struct RequestContext {
    /*
     * NULL: the request is only looked at, by ourselves.  Then such a value is
     * null, an unquoted one the string that it may become, and what is in
     * brackets may be no JSON.
     */
    RequestReadFn *read_file;
    void *opaque;
    int hmp_cpu; /* cpu-index for HMP lines, -1: send none */
    /* NULL: nothing is known of types */
    const Introspection *introspection;
} RequestContext;

/*
 * The request for @cmd: QMP, TRANSACTION, RAW or HMP.  Owned:
 * {"execute": NAME, "arguments": {...}}, "arguments" left out when there are
 * none.  For RAW it is the user's object, new reference.
 *
 * Keys become nested objects and arrays (key_tree.h), and unquoted values
 * take the types that the server gives their arguments (typing.h), those of
 * properties included (arg_notes.h).  The server is asked only where that can
 * change what is sent: never for a line without arguments, nor, unless
 * `eager`, for one whose unquoted values are all plain words.  Where it knows
 * nothing each value is what it looks like.
 *
 * NULL with ERROR_PARSE: one key twice, a key as leaf and as node, array
 * indices with gaps, a value that does not fit its type; or with what
 * read_file or the introspection gave.  A file is read only when all else is
 * right.
 */
json_object *command_request(const Command *cmd, const RequestContext *ctx,
                             Error **errp);

/*
 * Could @action be part of a transaction's request (see ActionCheckFn)?  No
 * file is read.  False like that, but for the hint: the place is in
 * *@error_at.
 */
bool request_check_action(const Call *action, const RequestContext *ctx,
                          size_t *error_at, Error **errp);

#endif
