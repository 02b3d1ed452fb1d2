/*
 * Which commands change nothing, and which end the VM
 */
#include "lang/safety.h"

#include <fnmatch.h>
#include <string.h>

#include "lang/hmp_line.h"
#include "lang/raw.h"
#include "lang/request.h"
#include "util/json.h"
#include "util/mem.h"

/*
 * device-list-properties is not here: before 9.2 it can abort QEMU, and what
 * version it is sent to is not known here.
 */
static const char *const read_only_commands[] = {
    "query-*",
    "x-query-*",
    "x-debug-query-block-graph",
    "qom-get",
    "qom-list",
    "qom-list-get",
    "trace-event-get-state",
    "guest-get-*",
    "guest-*-get-*",
    "guest-fsfreeze-status",
    "guest-info",
    "guest-ping",
    "guest-sync*",
};

typedef struct HmpCommand {
    const char *name;
    bool read_only;
    bool may_pipe;
    bool quits;
} HmpCommand;

static const HmpCommand hmp_commands[] = {
    { "info", .read_only = true, .may_pipe = true },
    { "help", .read_only = true, .may_pipe = true },
    { "?", .read_only = true, .may_pipe = true },
    { "x", .may_pipe = true },
    { "xp", .may_pipe = true },
    { "quit", .quits = true },
    { "q", .quits = true },
};

/* What is known of an HMP line; never NULL. */
static const HmpCommand *hmp_command(const char *line)
{
    static const HmpCommand other = { "" };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(hmp_commands); i++) {
        if (hmp_word_is(line, 0, hmp_commands[i].name)) {
            return &hmp_commands[i];
        }
    }
    return &other;
}

bool hmp_line_may_pipe(const char *line)
{
    return hmp_command(line)->may_pipe;
}

/* `info qdm` lists all types, which can abort QEMU after an upgrade. */
static bool hmp_line_is_read_only(const char *line)
{
    return hmp_command(line)->read_only &&
           !(hmp_word_is(line, 0, "info") && hmp_word_is(line, 1, "qdm"));
}

/* The HMP line that a request carries, or NULL; borrowed. */
static const char *request_hmp_line(json_object *request)
{
    const char *name = raw_request_name(request);

    if (!name || strcmp(name, "human-monitor-command") != 0) {
        return NULL;
    }
    return json_get_string(json_get_object(request, "arguments"),
                           "command-line");
}

static bool request_is_read_only(json_object *request)
{
    const char *name = raw_request_name(request);
    const char *line = request_hmp_line(request);
    size_t i;

    if (line) {
        return hmp_line_is_read_only(line);
    }
    for (i = 0; name && i < ARRAY_SIZE(read_only_commands); i++) {
        if (fnmatch(read_only_commands[i], name, 0) == 0) {
            return true;
        }
    }
    return false;
}

bool request_is_quit(json_object *request)
{
    const char *name = raw_request_name(request);
    const char *line = request_hmp_line(request);

    return (name && strcmp(name, "quit") == 0) ||
           (line && hmp_command(line)->quits);
}

bool request_is_oob(json_object *request)
{
    return json_has(request, "exec-oob", NULL);
}

/* The request for a look at it: no file is read. */
static json_object *request_to_look_at(const Command *cmd)
{
    RequestContext ctx = { .hmp_cpu = -1 };

    return command_execute_name(cmd) ? command_request(cmd, &ctx, NULL) : NULL;
}

bool command_is_read_only(const Command *cmd)
{
    autoput json_object *request = request_to_look_at(cmd);

    return cmd->kind == COMMAND_EMPTY || request_is_read_only(request);
}

bool command_is_quit(const Command *cmd)
{
    autoput json_object *request = request_to_look_at(cmd);

    return request_is_quit(request);
}

bool command_has_secret(const Command *cmd)
{
    autoput json_object *request = request_to_look_at(cmd);

    if (!request) {
        return line_has_secret(cmd->source, strlen(cmd->source));
    }
    return message_has_secret(request);
}
