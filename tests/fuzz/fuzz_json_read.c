/*
 * Any bytes as JSON: strictly, as a literal, as a prefix
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "util/json.h"

static void require(bool ok)
{
    if (!ok) {
        abort();
    }
}

/* What was read and printed reads as the same again. */
static void check_round_trip(json_object *value)
{
    autofree_strbuf StrBuf once = STRBUF_INIT, twice = STRBUF_INIT;
    autoput json_object *again = NULL;

    require(json_append(&once, value, false));
    require(json_read(once.data, once.len, 0, &again, NULL, NULL));
    require(json_append(&twice, again, false));
    require(once.len == twice.len &&
            memcmp(once.data, twice.data, once.len) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data;
    bool ok[4];
    unsigned flags;

    for (flags = 0; flags < 4; flags++) {
        autofree_error Error *err = NULL;
        autoput json_object *value = NULL;
        size_t end = SIZE_MAX;

        ok[flags] = json_read(text, size, flags, &value, &end, &err);
        require(end <= size);
        require(ok[flags] == !err);
        if (ok[flags]) {
            check_round_trip(value);
        } else {
            require(!value);
        }
    }
    /* what is JSON is a literal too, and begins with one */
    require(!ok[0] || (ok[JSON_READ_LITERAL] && ok[JSON_READ_PREFIX]));
    return 0;
}
