/*
 * Commands and events of the schema as text for people
 */
#ifndef LANG_SIGNATURE_H
#define LANG_SIGNATURE_H

#include <stddef.h>

#include "qmp/schema.h"
#include "util/strbuf.h"

/*
 * Append one line without a newline: the command and its arguments, required
 * ones first, optional ones in square brackets:
 * "block_resize size=INTEGER [device=STRING] [node-name=STRING]".
 * Values: STRING INTEGER NUMBER BOOLEAN NULL ANY, up to 4 values of an enum
 * as a|b|c, else ENUM; an object as KEY.*, an array as KEY.N=STRING or
 * KEY.N.*; of several forms "backing=STRING|NULL|backing.*".
 * At most @max_args arguments (0: no limit), then "...", which also stands
 * for those that depend on the value of another.
 */
void signature_command(const SchemaCommand *command, size_t max_args,
                       StrBuf *out);

/*
 * What a value of that type looks like behind KEY, for a message that says
 * what was expected: as above, but with what an object must have, and 0 for
 * the index: "size=INTEGER", "hostfwd.0.str=STRING",
 * "addr.host=STRING addr.port=STRING", "data={}|data.*" where nothing is
 * required.
 */
void signature_argument(const char *key, const SchemaType *type, StrBuf *out);

/* Append a part of a key as it must be written: in quotes if need be. */
void signature_key_part(const char *name, StrBuf *out);

#endif
