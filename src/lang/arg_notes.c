/*
 * What is known of arguments that the schema leaves open: properties
 *
 * device_add takes the properties of its driver beside its own arguments,
 * and qom-set has one `value` for properties of any type.
 */
#include "lang/arg_notes.h"

#include <string.h>

#include "lang/args.h"
#include "lang/place.h"
#include "util/mem.h"

typedef struct Noter {
    const Call *call;
    const Introspection *ask;
    KeyNote *notes;
    size_t *error_at;
    Error **errp;
} Noter;

static bool is_worth_asking(const Noter *n, const Arg *arg)
{
    return n->ask &&
           (value_is_open(arg) || (n->ask->eager && arg->form == VALUE_BARE));
}

/*
 * Before 9.2 device_add turned all it was given into text, to convert that by
 * the property's type, and dropped what it could not turn: lun="3" and "0x3"
 * worked like 3, an iothread-vq-mapping vanished without a word (7.2).  A PCI
 * address must be text there, since it is hexadecimal.  9.2 and later take
 * the exact types only (10.0: "Parameter 'lun' expects uint64").
 */
static bool note_old_device(Noter *n)
{
    size_t i;

    for (i = 0; i < n->call->n_args; i++) {
        const Arg *arg = &n->call->args[i];
        bool json = arg->form == VALUE_JSON;

        if (arg->form == VALUE_BRACKET ||
            (json && (json_object_is_type(arg->json, json_type_object) ||
                      json_object_is_type(arg->json, json_type_array)))) {
            return place_fail(n->error_at, arg->value_at, n->errp,
                              "device_add on this server takes no objects or "
                              "arrays");
        }
        n->notes[i] = (KeyNote){ true, true, value_type_string() };
    }
    return true;
}

static bool ask_device(Noter *n, const char *driver, const char *property,
                       char **type, bool *known)
{
    return n->ask->property_type(n->ask->opaque, PROPERTY_OF_DEVICE, driver,
                                 property, type, known, n->errp);
}

/*
 * A dot in the name of a property is nothing special (zoned.zasl, beside a
 * property zoned), but for one of which the part before the dot is a property
 * that has members.
 */
static bool note_dots(Noter *n, const char *driver, const Arg *arg,
                      KeyNote *note)
{
    autofree char *name = key_name(arg);
    autofree char *type = NULL;
    autofree char *first = NULL;
    bool known;

    if (!ask_device(n, driver, name, &type, &known) ||
        (!type && !ask_device(n, driver, arg->parts[0].name, &first, &known))) {
        return false;
    }
    note->typed = true;
    note->flat = !first || !property_has_members(first);
    if (note->flat && known) {
        note->type = value_type_of_property(PROPERTY_OF_DEVICE, type);
    }
    return true;
}

static bool note_property(Noter *n, const char *driver, const Arg *arg,
                          KeyNote *note)
{
    autofree char *type = NULL;
    bool known;

    if (arg->n_parts > 1) {
        return note_dots(n, driver, arg, note);
    }
    note->typed = true;
    note->type = value_type_string();
    if (is_worth_asking(n, arg)) {
        if (!ask_device(n, driver, arg->parts[0].name, &type, &known)) {
            return false;
        }
        note->type = known ? value_type_of_property(PROPERTY_OF_DEVICE, type) :
                             (ValueType){ 0 };
    }
    return true;
}

/*
 * device_add's own arguments (driver, bus, id) are strings, as is what is no
 * property: there is no need to tell them from properties.
 */
static bool note_device(Noter *n)
{
    const char *driver = call_text(n->call, "driver");
    bool strings = false;
    size_t i;

    if (n->ask &&
        !n->ask->devices_take_strings(n->ask->opaque, &strings, n->errp)) {
        return false;
    }
    if (strings) {
        return note_old_device(n);
    }
    for (i = 0; i < n->call->n_args; i++) {
        if (!n->ask || !driver) {
            n->notes[i].flat = true;
        } else if (!note_property(n, driver, &n->call->args[i], &n->notes[i])) {
            return false;
        }
    }
    return true;
}

static bool note_value(Noter *n, const char *path, const char *property,
                       const Arg *arg, KeyNote *note)
{
    autofree char *type = NULL;
    bool known;

    /* brackets are the same for all types, and so is a plain word */
    note->typed = arg->form == VALUE_BRACKET;
    if (arg->form != VALUE_BARE || !is_worth_asking(n, arg)) {
        return true;
    }
    if (!n->ask->property_type(n->ask->opaque, PROPERTY_OF_OBJECT, path,
                               property, &type, &known, n->errp)) {
        return false;
    }
    note->typed = true;
    note->type = value_type_of_property(PROPERTY_OF_OBJECT, type);
    return true;
}

static bool note_qom_set(Noter *n)
{
    const char *path = call_text(n->call, "path");
    const char *property = call_text(n->call, "property");
    size_t i;

    for (i = 0; path && property && i < n->call->n_args; i++) {
        const Arg *arg = &n->call->args[i];

        if (arg->n_parts == 1 && strcmp(arg->parts[0].name, "value") == 0 &&
            !note_value(n, path, property, arg, &n->notes[i])) {
            return false;
        }
    }
    return true;
}

static const struct {
    const char *command;
    bool (*note)(Noter *n);
} commands[] = {
    { "device_add", note_device },
    { "qom-set", note_qom_set },
};

bool arg_notes_find(const Call *call, const Introspection *ask, KeyNote **notes,
                    size_t *error_at, Error **errp)
{
    Noter n = { call, ask, NULL, error_at, errp };
    size_t i = 0;

    *notes = NULL;
    while (i < ARRAY_SIZE(commands) &&
           strcmp(commands[i].command, call->name) != 0) {
        i++;
    }
    if (i == ARRAY_SIZE(commands)) {
        return true;
    }
    n.notes = mem_new0(call->n_args, sizeof(*n.notes));
    if (!commands[i].note(&n)) {
        free(n.notes);
        return false;
    }
    *notes = n.notes;
    return true;
}
