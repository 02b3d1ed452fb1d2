/*
 * Command to QMP request
 */
#ifndef LANG_REQUEST_H
#define LANG_REQUEST_H

#include <json-c/json.h>

#include "lang/command.h"
#include "util/error.h"

/*
 * Where the text of KEY:@FILE comes from; the shell reads files and, for
 * "-", asks at the terminal.  Returns an owned text of *@len bytes with one
 * trailing newline off, or NULL with an error.
 */
typedef char *RequestReadFn(void *opaque, const char *file, size_t *len,
                            Error **errp);

typedef struct RequestContext {
    /* NULL: such a value becomes null, for a request that is looked at only */
    RequestReadFn *read_file;
    void *opaque;
    int hmp_cpu; /* cpu-index for HMP lines, -1: send none */
} RequestContext;

/*
 * The request for @cmd: QMP, TRANSACTION, RAW or HMP.  Owned:
 * {"execute": NAME, "arguments": {...}}, "arguments" left out when there are
 * none.  For RAW it is the user's object, new reference.
 *
 * Keys become nested objects and arrays; an unquoted value takes its type by
 * its look (JSON's number grammar, true/false in any case, null, else a
 * string).  NULL with ERROR_PARSE: one key twice, a key as leaf and as node,
 * array indices with gaps; or what read_file gave.
 *
 * `device_add` keys are not split: no schema says which of its properties
 * have members, and most dots are part of a name (zoned.zasl, sse4.1).
 */
json_object *command_request(const Command *cmd, const RequestContext *ctx,
                             Error **errp);

#endif
