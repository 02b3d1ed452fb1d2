/*
 * What a written value is, by the type of its argument
 */
#include "lang/typing.h"

#include <string.h>
#include <strings.h>

#include "lang/integer.h"
#include "lang/refusal.h"
#include "util/json.h"
#include "util/mem.h"

#define BIT(kind) (1u << (kind))

ValueType value_type_of_schema(const SchemaType *type)
{
    static const SchemaKind branches[] = {
        SCHEMA_STRING, SCHEMA_INT,  SCHEMA_NUMBER, SCHEMA_BOOL,
        SCHEMA_NULL,   SCHEMA_ENUM, SCHEMA_ARRAY,  SCHEMA_OBJECT,
    };
    ValueType result = { .schema = type };
    size_t i;

    if (!type || schema_kind(type) == SCHEMA_ANY ||
        (schema_kind(type) == SCHEMA_ALTERNATE &&
         schema_as(type, SCHEMA_ANY))) {
        return (ValueType){ 0 };
    }
    if (schema_kind(type) != SCHEMA_ALTERNATE) {
        result.takes = BIT(schema_kind(type));
        return result;
    }
    for (i = 0; i < ARRAY_SIZE(branches); i++) {
        if (schema_as(type, branches[i])) {
            result.takes |= BIT(branches[i]);
        }
    }
    return result;
}

/* u?int[0-9]* */
static bool is_integer_type(const char *name)
{
    name += name[0] == 'u';
    return strncmp(name, "int", 3) == 0 &&
           strspn(name + 3, "0123456789") == strlen(name + 3);
}

static bool begins_with(const char *name, const char *front)
{
    return strncmp(name, front, strlen(front)) == 0;
}

static bool ends_with(const char *name, const char *end)
{
    return strlen(name) >= strlen(end) &&
           strcmp(name + strlen(name) - strlen(end), end) == 0;
}

/*
 * Names as all device types of QEMU 7.2 and 10.0 have them: bool, int, int32,
 * uint4 to uint64, size, str, string, link<...>, child<...>, "list" and
 * IOThreadVirtQueueMappingList; the rest are enums (OnOffAuto) and structs
 * (GuestPanicInformation, "guest statistics"), which look alike: a word is a
 * string there, a bracket JSON.
 */
static ValueType property_type(const char *name)
{
    ValueType type = value_type_string();

    if (strcmp(name, "bool") == 0) {
        type.takes = BIT(SCHEMA_BOOL);
    } else if (is_integer_type(name) || strcmp(name, "size") == 0) {
        type.takes = BIT(SCHEMA_INT);
    } else if (strcmp(name, "list") == 0 || ends_with(name, "List")) {
        type.takes = BIT(SCHEMA_ARRAY);
    } else {
        type.brackets = strcmp(name, "str") != 0 &&
                        strcmp(name, "string") != 0 &&
                        !begins_with(name, "link<") &&
                        !begins_with(name, "child<");
    }
    return type;
}

ValueType value_type_of_property(PropertyOwner owner, const char *name)
{
    ValueType type = { 0 };

    if (!name) {
        return owner == PROPERTY_OF_DEVICE ? value_type_string() : type;
    }
    type = property_type(name);
    /* host-nodes of a memory backend is an "int" and takes a list */
    type.brackets |= owner == PROPERTY_OF_OBJECT;
    return type;
}

ValueType value_type_string(void)
{
    return (ValueType){ .takes = BIT(SCHEMA_STRING) };
}

bool property_has_members(const char *name)
{
    ValueType type = property_type(name);

    return type.brackets || type.takes & BIT(SCHEMA_ARRAY);
}

/* true, false and the like; -1: it is none. */
static int bool_word(const char *text)
{
    static const char *const words[][2] = {
        { "false", "true" },
        { "off", "on" },
        { "no", "yes" },
    };
    size_t i;
    int value;

    for (i = 0; i < ARRAY_SIZE(words); i++) {
        for (value = 0; value < 2; value++) {
            if (strcasecmp(text, words[i][value]) == 0) {
                return value;
            }
        }
    }
    return -1;
}

/* Anything that some form of number begins with, and holds nothing else. */
static bool is_like_number(const char *text)
{
    const char *digit = text + strspn(text, " \t\r\n+-.");

    return digit[0] >= '0' && digit[0] <= '9' &&
           !text[strspn(text, "0123456789abcdefABCDEFxXkKmMgGtTpP+-. \t\r\n")];
}

bool value_is_open(const Arg *arg)
{
    return arg->form == VALUE_BRACKET ||
           (arg->form == VALUE_BARE &&
            (!arg->text_len || bool_word(arg->text) >= 0 ||
             strcasecmp(arg->text, "null") == 0 || is_like_number(arg->text)));
}

static json_object *string_of(const Arg *arg)
{
    return json_object_new_string_len(arg->text, (int)arg->text_len);
}

/* JSON's own numbers. */
static bool json_number(const Arg *arg, json_object **value)
{
    char first = arg->text[0];

    /* json_read() would let white space be behind it */
    return (first == '-' || (first >= '0' && first <= '9')) &&
           !strpbrk(arg->text, " \t\r\n") &&
           json_read(arg->text, arg->text_len, 0, value, NULL, NULL);
}

static void convert_by_look(const Arg *arg, json_object **value)
{
    if (strcasecmp(arg->text, "true") == 0 ||
        strcasecmp(arg->text, "false") == 0) {
        *value = json_object_new_boolean(strcasecmp(arg->text, "true") == 0);
    } else if (strcmp(arg->text, "null") == 0) {
        *value = NULL;
    } else if (!json_number(arg, value)) {
        *value = string_of(arg);
    }
}

const SchemaType *value_type_enum(const ValueType *type)
{
    return schema_as(type->schema, SCHEMA_ENUM);
}

/* Is a text right where a string or one of an enum is due? */
static bool fits_string(const ValueType *type, const Arg *arg)
{
    const SchemaType *values = value_type_enum(type);

    return type->takes & BIT(SCHEMA_STRING) ||
           (values && strlen(arg->text) == arg->text_len &&
            schema_has_value(values, arg->text));
}

/* A word as one of what can be written as a word; false: it is none. */
static bool convert_word(const ValueType *type, const Arg *arg,
                         json_object **value)
{
    unsigned takes = type->takes;
    int on = bool_word(arg->text);
    const char *flaw;

    if (takes & BIT(SCHEMA_NULL) && strcmp(arg->text, "null") == 0) {
        *value = NULL;
        return true;
    }
    if (fits_string(type, arg)) {
        *value = string_of(arg);
        return true;
    }
    if (takes & BIT(SCHEMA_BOOL) && on >= 0) {
        *value = json_object_new_boolean(on);
        return true;
    }
    return (takes & (BIT(SCHEMA_INT) | BIT(SCHEMA_NUMBER)) &&
            integer_read(arg->text, value, &flaw)) ||
           (takes & BIT(SCHEMA_NUMBER) && json_number(arg, value));
}

static bool convert_json(const Arg *arg, json_object **value, size_t *error_at,
                         Error **errp)
{
    size_t off;

    if (arg->is_json) {
        *value = json_object_get(arg->json);
        return true;
    }
    if (!json_read(arg->text, arg->text_len, JSON_READ_LITERAL, value, &off,
                   errp)) {
        *error_at = arg->value_at + off;
        return false;
    }
    return true;
}

static bool convert_bracket(const ValueType *type, const Arg *arg,
                            json_object **value, size_t *error_at, Error **errp)
{
    bool object = arg->text[0] == '{';

    if (!type->takes || type->brackets ||
        type->takes & BIT(object ? SCHEMA_OBJECT : SCHEMA_ARRAY)) {
        return convert_json(arg, value, error_at, errp);
    }
    if (fits_string(type, arg)) {
        *value = string_of(arg);
        return true;
    }
    return refuse_kind(type, arg, object ? "an object" : "an array", error_at,
                       errp);
}

static bool convert_quoted(const ValueType *type, const Arg *arg,
                           json_object **value, size_t *error_at, Error **errp)
{
    if (type->schema && !fits_string(type, arg)) {
        return value_type_enum(type) ?
                   refuse_word(type, arg, error_at, errp) :
                   refuse_kind(type, arg, "a string", error_at, errp);
    }
    *value = string_of(arg);
    return true;
}

bool value_check_file(const ValueType *type, const Arg *arg, size_t *error_at,
                      Error **errp)
{
    return !type->schema || type->takes & BIT(SCHEMA_STRING) ||
           value_type_enum(type) ||
           refuse_kind(type, arg, "the text of a file", error_at, errp);
}

bool value_convert(const ValueType *type, const Arg *arg, json_object **value,
                   size_t *error_at, Error **errp)
{
    *value = NULL;
    *error_at = arg->value_at;
    switch (arg->form) {
    case VALUE_JSON:
        *value = json_object_get(arg->json);
        return true;
    case VALUE_BRACKET:
        return convert_bracket(type, arg, value, error_at, errp);
    case VALUE_STRING:
        return convert_quoted(type, arg, value, error_at, errp);
    default:
        if (!type->takes) {
            convert_by_look(arg, value);
            return true;
        }
        return convert_word(type, arg, value) ||
               refuse_word(type, arg, error_at, errp);
    }
}
