/*
 * What the entries of qom-list's replies mean
 */
#include "shell/qom_list.h"

#include <string.h>

#include "util/mem.h"

static char *type_inside(const char *type, const char *front)
{
    size_t len = strlen(type), skip = strlen(front);

    if (len <= skip || strncmp(type, front, skip) != 0 ||
        type[len - 1] != '>') {
        return NULL;
    }
    return mem_strndup(type + skip, len - skip - 1);
}

char *qom_child_type(const char *type)
{
    return type_inside(type, "child<");
}

char *qom_link_type(const char *type)
{
    return type_inside(type, "link<");
}
