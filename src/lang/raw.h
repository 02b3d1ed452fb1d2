/*
 * Requests and actions that are written as JSON
 */
#ifndef LANG_RAW_H
#define LANG_RAW_H

#include <json-c/json.h>

#include "lang/words.h"
#include "util/error.h"

/*
 * Read the WORD_OBJECT @w of @text: a request {"execute": NAME, ...}, or an
 * action {"type": NAME, ...} of a transaction.  Owned; NULL with ERROR_PARSE
 * and the offset of its place in @text in *@error_at.
 */
json_object *raw_request(const char *text, const Word *w, size_t *error_at,
                         Error **errp);
json_object *raw_action(const char *text, const Word *w, size_t *error_at,
                        Error **errp);

/* The name of the command that a request executes, or NULL; borrowed. */
const char *raw_request_name(json_object *request);

#endif
