/*
 * What a line means, before any server is asked
 */
#include "lang/command.h"

#include <stdlib.h>
#include <string.h>

#include "lang/args.h"
#include "lang/place.h"
#include "lang/raw.h"
#include "lang/safety.h"
#include "util/mem.h"

void command_free(Command *cmd)
{
    size_t i;

    if (!cmd) {
        return;
    }
    call_clear(&cmd->call);
    for (i = 0; i < cmd->n_actions; i++) {
        call_clear(&cmd->actions[i]);
    }
    free(cmd->actions);
    json_object_put(cmd->raw);
    free(cmd->source);
    free(cmd->name);
    free(cmd->rest);
    free(cmd->pipe);
    free(cmd);
}

const char *command_execute_name(const Command *cmd)
{
    switch (cmd->kind) {
    case COMMAND_QMP:
    case COMMAND_TRANSACTION:
        return cmd->call.name;
    case COMMAND_RAW:
        return raw_request_name(cmd->raw);
    case COMMAND_HMP:
        return "human-monitor-command";
    default:
        return NULL;
    }
}

char *command_title(const Command *cmd)
{
    const char *name = command_execute_name(cmd);

    if (cmd->kind == COMMAND_DOT) {
        return mem_printf(".%s", cmd->name);
    }
    if (cmd->kind != COMMAND_HMP) {
        return mem_strdup(name ? name : "");
    }
    return command_has_secret(cmd) ?
               mem_strndup(cmd->rest, strcspn(cmd->rest, " \t")) :
               place_excerpt(cmd->rest, strlen(cmd->rest));
}
