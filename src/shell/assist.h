/*
 * What helps after something went wrong
 */
#ifndef SHELL_ASSIST_H
#define SHELL_ASSIST_H

#include <json-c/json.h>

#include "qmp/client.h"
#include "shell/session.h"
#include "shell/status.h"
#include "util/error.h"

/*
 * The server refused @request, that of @cmd, with @reply, which is printed
 * already: add one line, "hint: ...", where the schema or the server's own
 * names have one; and keep both for assist_show().  @may_ask: the server may
 * be asked for what is not there yet.
 */
void assist_after_refusal(Session *s, const Command *cmd, json_object *request,
                          const QmpReply *reply, bool may_ask);

/*
 * Report an error in a line, with the usage of its command where it is one
 * of its words that is no KEY=VALUE.  Consumes @err.
 */
Status assist_report(Session *s, Error *err);

/* Print the last refused request, its error and the command's signature. */
Status assist_show(Session *s);

/* Forget it. */
void assist_forget(Session *s);

#endif
