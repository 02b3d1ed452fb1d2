/*
 * Any bytes as a manual page: read to its end, into texts that do not drive
 * a terminal and paths that come to an end
 */
#include <stdlib.h>
#include <string.h>

#include "doc/manual.h"
#include "fuzz.h"
#include "util/mem.h"
#include "util/text.h"

static void check(bool ok)
{
    if (!ok) {
        abort();
    }
}

static void check_text(const char *text)
{
    autofree_strbuf StrBuf safe = STRBUF_INIT, summary = STRBUF_INIT;
    autofree_strbuf StrBuf wrapped = STRBUF_INIT;

    check(text != NULL);
    text_append_safe(&safe, text, strlen(text), TEXT_KEEP_NEWLINE);
    check(safe.len == strlen(text));
    manual_summary(text, &summary);
    check(!strchr(strbuf_str(&summary), '\n'));
    manual_wrap(text, 2, 40, &wrapped);
    check(!wrapped.len || wrapped.data[wrapped.len - 1] == '\n');
}

/* Every tag has the value of its first variant. */
static const char *tag_value(void *opaque, size_t n, const char *tag)
{
    const ManualEntry *entry = opaque;
    size_t i;

    for (i = 0; i < entry->n_includes; i++) {
        if (entry->includes[i].tag &&
            strcmp(entry->includes[i].tag, tag) == 0) {
            return entry->includes[i].value;
        }
    }
    return n % 2 ? tag : NULL;
}

static void check_entry(const Manual *m, const ManualEntry *entry)
{
    const ManualEntry *found = manual_find(m, entry->name);
    const char *path[] = { "nonesuch", "0", "nonesuch" };
    size_t i;

    check(found && found->kind <= entry->kind);
    check_text(entry->text);
    check_text(entry->returns ? entry->returns : "");
    for (i = 0; i < entry->n_members; i++) {
        check_text(entry->members[i].text);
        path[0] = path[2] = entry->members[i].name;
        manual_member(m, entry->name, path, 1, tag_value, (void *)entry);
        manual_member(m, entry->name, path, 3, tag_value, (void *)entry);
        manual_value(m, entry->name, path, 1, tag_value, (void *)entry, "x");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    Manual *m = manual_parse((const char *)data, size);
    const ManualEntry *entries;
    size_t i, n;

    entries = manual_entries(m, &n);
    for (i = 0; i < n; i++) {
        check_entry(m, &entries[i]);
    }
    manual_free(m);
    return 0;
}
