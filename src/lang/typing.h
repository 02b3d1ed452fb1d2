/*
 * What a written value is, by the type of its argument
 */
#ifndef LANG_TYPING_H
#define LANG_TYPING_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "lang/command.h"
#include "lang/introspection.h"
#include "qmp/schema.h"
#include "util/error.h"

/* What an argument takes.  Zeroed: nothing is known of it. */
typedef struct ValueType {
    unsigned takes;           /* bits 1 << SchemaKind; an ALTERNATE's all */
    bool brackets;            /* what is in brackets is JSON all the same */
    const SchemaType *schema; /* NULL: a property's, or by our own rules */
} ValueType;

/* What the schema says; of NULL and SCHEMA_ANY nothing is known. */
ValueType value_type_of_schema(const SchemaType *type);

/*
 * What a property's type says, as the server names it.  NULL: the property is
 * not listed; then a device's is a string and nothing is known of another's.
 */
ValueType value_type_of_property(PropertyOwner owner, const char *name);

/* Any text as it is written. */
ValueType value_type_string(void);

/* The enum that is, or is a branch of, a type of the schema; or NULL. */
const SchemaType *value_type_enum(const ValueType *type);

/* Can a property of that type have members, so that a dot leads to them? */
bool property_has_members(const char *name);

/*
 * Could a type make more of the value than a string?  False for quoted text,
 * KEY:=JSON and a plain word.
 */
bool value_is_open(const Arg *arg);

/*
 * Make the value of @arg, which is not VALUE_FILE.
 *
 * An unquoted one takes the type: string and enum as written; an integer as
 * integer_read() has it; a number also as JSON has it; true/false/on/off/
 * yes/no; null; of several the first that it can be, in the order null,
 * bracket, string or enum, boolean, integer, number.  Brackets are JSON where
 * an object or array is due, else their source text.  Where nothing is known
 * it is what it looks like: JSON's numbers, true and false in any case, null,
 * brackets; else a string.  Quoted text is a string, KEY:=JSON what it says.
 *
 * False with ERROR_PARSE, naming argument and type, when it does not fit, and
 * its place in *@error_at.  KEY:=JSON and what is in brackets is not checked,
 * nor is quoted text for a property: how the server names a property's type
 * does not tell all that it takes.
 */
bool value_convert(const ValueType *type, const Arg *arg, json_object **value,
                   size_t *error_at, Error **errp);

/* Could the text of a file be the value of @arg?  Fails as above. */
bool value_check_file(const ValueType *type, const Arg *arg, size_t *error_at,
                      Error **errp);

#endif
