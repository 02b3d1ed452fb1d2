/*
 * What a line means, before any server is asked
 */
#include "lang/command.h"

#include <stdlib.h>
#include <string.h>

#include "lang/args.h"
#include "lang/raw.h"
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

/* The end of the word that begins at @s[at], blanks before it included. */
static size_t word_end(const char *s, size_t at)
{
    at += strspn(s + at, " \t");
    return at + strcspn(s + at, " \t");
}

char *command_title(const Command *cmd)
{
    const char *name = command_execute_name(cmd);
    size_t end;

    if (cmd->kind == COMMAND_DOT) {
        return mem_printf(".%s", cmd->name);
    }
    if (cmd->kind != COMMAND_HMP) {
        return mem_strdup(name ? name : "");
    }
    end = word_end(cmd->rest, 0);
    if (end == 4 && strncmp(cmd->rest, "info", end) == 0) {
        end = word_end(cmd->rest, end);
    }
    return mem_strndup(cmd->rest, end);
}
