/*
 * The schemas of real servers in tests/schemas
 */
#ifndef UNIT_SCHEMA_FILE_H
#define UNIT_SCHEMA_FILE_H

#include <check.h>
#include <stdio.h>

#include "qmp/schema.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

static const char *const schema_files[] = {
    "schema_72.json",    "schema_10.json",    "schema_11.json",
    "schema_sd_72.json", "schema_sd_11.json",
};

/* The `return` of the reply in that file; owned. */
static inline json_object *schema_list_of(const char *file)
{
    autofree char *path = mem_printf("%s/schemas/%s", TEST_DATA, file);
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autoput json_object *reply = NULL;
    size_t got;
    FILE *f;

    f = fopen(path, "rb");
    ck_assert_msg(f != NULL, "%s cannot be read", path);
    do {
        got = fread(strbuf_reserve(&text, 65536), 1, 65536, f);
        strbuf_commit(&text, got);
    } while (got);
    fclose(f);
    ck_assert(json_read(text.data, text.len, 0, &reply, NULL, NULL));
    return json_object_get(json_get_array(reply, "return"));
}

static inline QmpSchema *schema_of(const char *file)
{
    autoput json_object *list = schema_list_of(file);
    QmpSchema *schema = qmp_schema_new(list, NULL);

    ck_assert_ptr_nonnull(schema);
    return schema;
}

#endif
