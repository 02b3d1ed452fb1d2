/*
 * A Command to whoever carries it out: the shell or the server
 */
#include "shell/dispatch.h"

#include "shell/dot.h"

Status dispatch_start(Session *s, Command *cmd)
{
    Status status = STATUS_OK, own;

    switch (cmd->kind) {
    case COMMAND_EMPTY:
        command_free(cmd);
        return STATUS_OK;
    case COMMAND_DOT:
        status = session_finish_all(s);
        own = status_ends_all(status) ? status : dot_run(s, cmd);
        command_free(cmd);
        return status ? status : own;
    default:
        return session_submit(s, cmd);
    }
}

Status dispatch_run(Session *s, Command *cmd)
{
    Status status = dispatch_start(s, cmd);
    Status rest = session_finish_all(s);

    return status ? status : rest;
}
