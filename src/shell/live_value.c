/*
 * Live values of properties, by the type that the server says they have:
 * of devices to be added, of QOM objects
 */
#include <ctype.h>
#include <string.h>

#include "shell/introspect.h"
#include "shell/live_priv.h"
#include "util/json.h"
#include "util/mem.h"

/*
 * Types whose values no description lists in all of QEMU 7.2 to 11; from
 * qapi/common.json, qapi/block-core.json and qapi/qom.json.
 */
static const struct {
    const char *type, *values;
} known[] = {
    { "bool", "true/false" },
    { "OnOffAuto", "on/off/auto" },
    { "OnOffSplit", "on/off/split" },
    { "OffAutoPCIBAR", "off/auto/bar0/bar1/bar2/bar3/bar4/bar5" },
    { "BlockdevOnError", "report/ignore/enospc/stop/auto" },
    { "HostMemPolicy", "default/preferred/bind/interleave" },
};

/*
 * The values of an enum at the end of its description: "on/off/auto",
 * "Error handling policy, report/ignore/stop", "... (auto/none/lba)".
 * Borrowed, of *@len bytes; NULL: it lists none.
 */
static const char *listed_values(const char *text, size_t *len)
{
    const char *end = text + strlen(text);
    const char *start;

    while (end > text && strchr(").", end[-1])) {
        end--;
    }
    start = end;
    while (start > text && !strchr(" (,:", start[-1])) {
        start--;
    }
    *len = (size_t)(end - start);
    return memchr(start, '/', *len) ? start : NULL;
}

/* Add the parts of "a/b/c", @len bytes. */
static void add_values(const char *values, size_t len, const char *usual,
                       const LiveQuery *query, LiveNames *out)
{
    const char *end = values + len;

    while (values < end) {
        const char *slash = memchr(values, '/', (size_t)(end - values));
        const char *stop = slash ? slash : end;
        autofree char *one = mem_strndup(values, (size_t)(stop - values));

        live_add(out, query, one,
                 usual && strcmp(one, usual) == 0 ? "default" : NULL);
        values = stop + 1;
    }
}

/* The values of @entry, as qom-list or device-list-properties describe it. */
static void add_values_of(json_object *entry, const LiveQuery *query,
                          LiveNames *out)
{
    const char *type = json_get_string(entry, "type");
    const char *text = json_get_string(entry, "description");
    const char *values = NULL, *usual = NULL;
    json_object *fallback;
    size_t len = 0, i;

    for (i = 0; type && !values && i < ARRAY_SIZE(known); i++) {
        values = strcmp(known[i].type, type) == 0 ? known[i].values : NULL;
        len = values ? strlen(values) : 0;
    }
    if (!values && type && text && isupper((unsigned char)type[0])) {
        values = listed_values(text, &len); /* enums have such names */
    }
    if (!values) {
        return;
    }
    if (json_has(entry, "default-value", &fallback)) {
        usual = json_object_get_string(fallback);
    }
    add_values(values, len, usual, query, out);
    if (strcmp(type, "bool") == 0 && *query->prefix) {
        add_values("on/off/yes/no", strlen("on/off/yes/no"), NULL, query, out);
    }
}

static void find_property(json_object *list, const LiveQuery *query,
                          LiveNames *out)
{
    size_t i;

    for (i = 0; i < json_array_length(list); i++) {
        json_object *entry = json_object_array_get_idx(list, i);
        const char *name = json_get_string(entry, "name");

        if (name && strcmp(name, query->property) == 0) {
            add_values_of(entry, query, out);
        }
    }
}

void live_device_values(Session *s, const LiveQuery *query, LiveNames *out)
{
    if (query->property) {
        find_property(live_properties(s, query, out), query, out);
    }
}

void live_qom_values(Session *s, const LiveQuery *query, LiveNames *out)
{
    autoput json_object *list = NULL;

    if (query->owner && query->property) {
        list = live_ask(s, "qom-list", "path", query->owner);
        find_property(list, query, out);
    }
}
