/*
 * Which commands change nothing, which end the VM, and which hold secrets
 */
#ifndef LANG_SAFETY_H
#define LANG_SAFETY_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "lang/command.h"

/*
 * Does the command leave the VM as it is?  SPEC's list: query-*,
 * x-query-*, x-debug-query-block-graph, qom-get, qom-list, qom-list-get,
 * trace-event-get-state, query-only guest commands, HMP `help`, `info` (not
 * `info qdm`).  Dot commands: false.  A raw request counts by its execute.
 */
bool command_is_read_only(const Command *cmd);

/*
 * May `| PROGRAM` stand behind this HMP line?  Only behind info, help, x, xp,
 * where no other use of `|` is possible.
 */
bool hmp_line_may_pipe(const char *line);

/*
 * Does the command end the VM?  `quit`, in QMP, raw JSON, and HMP (`quit`,
 * `q`), also as human-monitor-command's command-line.
 */
bool command_is_quit(const Command *cmd);

/* The same for a request as it would be sent. */
bool request_is_quit(json_object *request);

/* Does it go past the queue of others (exec-oob)? */
bool request_is_oob(json_object *request);

/*
 * @message with every secret replaced by "***": members called password,
 * passphrase, key, cookie, secret; `data` of a secret object; user info in
 * URLs; send-key's keys; a guest agent's input-data and env; HMP's
 * set_password, change, object_add and sendkey lines.  Owned; to be read
 * only, as it shares with @message what holds no secret.
 */
json_object *message_mask_secrets(json_object *message);

/*
 * The same for the reply to @request, whose return may be a secret as a
 * whole: qom-get of one.
 */
json_object *reply_mask_secrets(json_object *reply, json_object *request);

/* Does a message hold one of those? */
bool message_has_secret(json_object *message);

/* Must the command stay out of the history?  KEY:@FILE holds no secret. */
bool command_has_secret(const Command *cmd);

/*
 * The same for a line that is no Command (an error, say), by the words in
 * it: it may say yes where there is none.
 */
bool line_has_secret(const char *line, size_t len);

#endif
