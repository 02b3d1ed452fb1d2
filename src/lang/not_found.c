/*
 * Refusals that say that a name is not there
 */
#include "lang/advice.h"

#include <string.h>

#include "lang/advice_place.h"
#include "util/json.h"
#include "util/mem.h"

/*
 * The texts, seen from QEMU 7.2 and 10.0 and the storage daemon.  '*' is the
 * name, as some argument of the request has it; '&' the name of that
 * argument, '%' (once) anything.  With @key only that argument can have it.
 */
static const struct {
    const char *text, *key;
} not_found_texts[] = {
    /* bdrv_lookup_bs(): one name or both, whatever the arguments are called */
    { "Cannot find device='' nor node-name='*'", "node-name" },
    { "Cannot find device='' nor node-name='*'" },
    { "Cannot find device='*' nor node-name=''", "device" },
    { "Cannot find device='*' nor node-name=''" },
    { "Cannot find device='*' nor node-name='*'", "device" },
    { "Cannot find device='*' nor node-name='*'" },
    { "Failed to find node with node-name='*'" },
    { "Node '*' not found" },
    { "Can't find '*' in the backing chain" },
    { "Dirty bitmap '*' not found" },
    { "Block job '*' not found" },
    { "Job not found", "id" },
    { "Export '*' is not found" },
    { "Throttle group '*' does not exist" },
    { "Cannot find iothread *" },
    { "Property '%.&' can't find value '*'" },
    { "Bus '*' not found", "bus" },
    { "'*' is not a valid device model name" },
    { "Device '*' not found" },
    { "object '*' not found" },
    { "Chardev '*' not found" },
    { "Chardev '*' does not exist" },
    { "invalid net client name: *" },
    { "Parameter '&' expects a network backend id" },
    { "Property '%.*' not found" },
    { "Class '*' not found" },
    { "CPU model '*' not found" },
    { "File descriptor named '*' not found" },
    { "File descriptor named '*' has not been found" },
    { "unknown event \"*\"" },
};

typedef struct Sought {
    const char *text, *key; /* of the table */
    const char *desc;
    bool new_names; /* do arguments count that name something new? */
} Sought;

/* Is @desc that text, with those names? */
static bool reads_as(const char *desc, const char *text, const char *key,
                     const char *name)
{
    const char *part;
    size_t len;

    for (; *text; text++) {
        if (*text == '%') {
            do {
                if (reads_as(desc, text + 1, key, name)) {
                    return true;
                }
            } while (*desc++);
            return false;
        }
        part = *text == '*' ? name : *text == '&' ? key : text;
        len = part == text ? 1 : strlen(part);
        if (strncmp(desc, part, len) != 0) {
            return false;
        }
        desc += len;
    }
    return !*desc;
}

/*
 * What is added may well be called like what it uses: `device_add
 * driver=virtio-net-pci id=n0 netdev=n0`.
 */
static bool names_something_new(const char *key)
{
    return strcmp(key, "id") == 0 || strcmp(key, "job-id") == 0;
}

static bool is_sought(void *opaque, const char *name, const SchemaType *type,
                      json_object *value)
{
    const Sought *sought = opaque;

    (void)type;
    return json_object_is_type(value, json_type_string) &&
           (!sought->key || strcmp(name, sought->key) == 0) &&
           (sought->new_names || !names_something_new(name)) &&
           reads_as(sought->desc, sought->text, name,
                    json_object_get_string(value));
}

bool advice_not_found(const Refusal *refusal, char **name, StrList *path)
{
    json_object *arguments = advice_arguments(refusal->request);
    autofree_place AdvicePlace place = { 0 };
    size_t i, n = ARRAY_SIZE(not_found_texts);

    for (i = 0; i < 2 * n; i++) {
        Sought sought = {
            .text = not_found_texts[i % n].text,
            .key = not_found_texts[i % n].key,
            .desc = refusal->error_desc,
            .new_names = i >= n,
        };

        if (advice_place_search(&place, NULL, arguments, is_sought, &sought)) {
            *name = mem_strdup(json_object_get_string(place.value));
            *path = place.path;
            place.path = (StrList)STRLIST_INIT;
            return true;
        }
    }
    return false;
}
