/*
 * The lines of a page by which its parts are known
 */
#include "doc/manual_head.h"

#include <string.h>

#include "util/mem.h"

static const struct {
    const char *name;
    ManualKind kind;
    bool is_alternate;
} kinds[] = {
    { "Command", MANUAL_COMMAND },      { "Event", MANUAL_EVENT },
    { "Object", MANUAL_TYPE },          { "Enum", MANUAL_TYPE },
    { "Alternate", MANUAL_TYPE, true },
};

/* Go behind @prefix, if *@pos begins with it. */
static bool skip(const char **pos, const char *prefix)
{
    size_t len = strlen(prefix);

    if (strncmp(*pos, prefix, len) != 0) {
        return false;
    }
    *pos += len;
    return true;
}

/* Up to one of @ends. */
static Part take_until(const char **pos, const char *ends)
{
    Part part = { *pos, strcspn(*pos, ends) };

    *pos += part.len;
    return part;
}

static bool take_kind(Part word, Title *title)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(kinds); i++) {
        if (strlen(kinds[i].name) == word.len &&
            memcmp(kinds[i].name, word.s, word.len) == 0) {
            title->kind = kinds[i].kind;
            title->is_alternate = kinds[i].is_alternate;
            return true;
        }
    }
    return false;
}

/* QEMU until 9: NAME (Command) */
static bool read_old_title(const char *line, Title *title)
{
    title->name = take_until(&line, " ");
    return title->name.len && skip(&line, " (") &&
           take_kind(take_until(&line, ")"), title) && strcmp(line, ")") == 0;
}

/* QEMU 10: Command NAME (Since: 2.9 (on Linux)) */
static bool read_new_title(const char *line, Title *title)
{
    if (!take_kind(take_until(&line, " "), title) || !skip(&line, " ")) {
        return false;
    }
    title->name = take_until(&line, " ");
    if (skip(&line, " (Since: ") && *line) {
        title->since = (Part){ line, strlen(line) };
        if (line[title->since.len - 1] == ')') {
            title->since.len--;
        }
    } else if (*line) {
        return false;
    }
    return title->name.len > 0;
}

bool title_read(const char *line, Title *title)
{
    *title = (Title){ 0 };
    if (read_old_title(line, title)) {
        return true;
    }
    *title = (Title){ 0 };
    return read_new_title(line, title);
}

/* TYPE [when TAG is "VALUE"], or with a full stop */
static bool read_include(const char *line, Head *head)
{
    head->is_include = true;
    head->type = take_until(&line, " .");
    if (skip(&line, " when ")) {
        head->tag = take_until(&line, " ");
        if (!skip(&line, " is \"")) {
            return false;
        }
        head->value = take_until(&line, "\"");
    }
    return head->type.len > 0;
}

static bool read_variant(const char *line, Head *head)
{
    head->tag = take_until(&line, " ");
    if (!skip(&line, " is ")) {
        return false;
    }
    head->value = take_until(&line, ":");
    return skip(&line, ": The members of ") && read_include(line, head);
}

/* "optional", "TYPE", "TYPE, optional"; "If: CONDITION" is about the build. */
static void read_group(Part group, Head *head)
{
    static const char optional[] = "optional";
    size_t len = strlen(optional);

    if (group.len >= len &&
        memcmp(group.s + group.len - len, optional, len) == 0) {
        head->optional = true;
        group.len -= len;
        if (group.len > 2) {
            group.len -= 2;
        }
    }
    if (group.len && !head->type.s && strncmp(group.s, "If:", 3) != 0) {
        head->type = group;
    }
}

static bool read_member(const char *line, Head *head)
{
    head->name = take_until(&line, " :");
    if (skip(&line, ": ")) {
        head->type.s = line;
        while (*line && strncmp(line, " (", 2) != 0) {
            line++;
        }
        head->type.len = (size_t)(line - head->type.s);
    }
    while (skip(&line, " (")) {
        read_group(take_until(&line, ")"), head);
        skip(&line, ")");
    }
    if (skip(&line, " --")) {
        head->text = line + (*line == ' ');
        return head->name.len > 0;
    }
    return head->name.len > 0 && !*line;
}

bool head_read(const char *line, Head *head)
{
    const char *pos = line;

    *head = (Head){ .text = "" };
    if (skip(&pos, "The members of ")) {
        return read_include(pos, head);
    }
    if (skip(&pos, "When ") && read_variant(pos, head)) {
        return true;
    }
    *head = (Head){ .text = "" };
    return read_member(line, head);
}

bool head_read_reference(const char *line, Head *head)
{
    *head = (Head){ .text = "" };
    return skip(&line, "For the arguments, see the documentation of ") &&
           read_include(line, head);
}

bool head_is_label(const char *line)
{
    bool found = false;

    /* there can be several, with nothing between them */
    while (skip(&line, "This ")) {
        take_until(&line, " ");
        found = skip(&line, " is deprecated.") ||
                skip(&line, " is unstable/experimental.");
        if (!found) {
            return false;
        }
    }
    return skip(&line, "Availability: ") || (found && !*line);
}
