/*
 * What in a message or a line is a secret
 */
#include <fnmatch.h>
#include <string.h>

#include "lang/hmp_line.h"
#include "lang/raw.h"
#include "lang/safety.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define MASK "***"

/*
 * Members that hold secrets.  The likes of key-secret, password-secret and
 * passwordid are names of secret objects, none themselves.  QEMU's schema
 * marks nothing as secret, so this is a list.
 */
static const struct {
    const char *command; /* NULL: in any message */
    const char *member;  /* a pattern for fnmatch() */
    bool any_type;       /* not only a string */
} secret_members[] = {
    { NULL, "*password", true },
    { NULL, "*passphrase", true },
    { NULL, "secret" },
    { NULL, "key" },
    { NULL, "cookie" },
    { NULL, "input-data" },
    { "object-add", "data", true },
    { "send-key", "keys", true },
    { "input-send-event", "events", true },
    { "guest-exec", "env", true },
};

/* Properties of QOM objects that do. */
static const char *const secret_properties[] = {
    "data",
    "*password",
    "*passphrase",
};

/* HMP commands whose arguments are, or may be, secrets. */
static const char *const secret_hmp_commands[] = {
    "set_password",
    "change",
    "object_add",
    "sendkey",
};

/* Words that hint at a secret in text that is not understood. */
static const char *const secret_words[] = {
    "password", "passphrase", "secret",     "cookie",   "key=",
    "key'",     "key\"",      "sendkey",    "send-key", "input-send-event",
    "env",      "input-data", "object_add",
};

static bool walk(const char *command, json_object *value, json_object **out);

static bool is_secret_property(const char *name)
{
    size_t i;

    for (i = 0; name && i < ARRAY_SIZE(secret_properties); i++) {
        if (fnmatch(secret_properties[i], name, 0) == 0) {
            return true;
        }
    }
    return false;
}

/* HMP: qom-get PATH PROPERTY, qom-set PATH PROPERTY VALUE. */
static bool names_secret_property(const char *line)
{
    const char *word;
    size_t len = hmp_word(line, 2, &word);
    autofree char *property = mem_strndup(word, len);

    return is_secret_property(property);
}

/* Is member @key of @obj, with that value, a secret as a whole? */
static bool is_secret_member(const char *command, json_object *obj,
                             const char *key, json_object *value)
{
    bool string = json_object_is_type(value, json_type_string);
    size_t i;

    for (i = 0; value && i < ARRAY_SIZE(secret_members); i++) {
        const char *only = secret_members[i].command;

        if ((!only || (command && strcmp(only, command) == 0)) &&
            (string || secret_members[i].any_type) &&
            fnmatch(secret_members[i].member, key, 0) == 0) {
            return true;
        }
    }
    /* qom-set has {property, value}, qom-list-get's reply {name, value} */
    return value && strcmp(key, "value") == 0 &&
           (is_secret_property(json_get_string(obj, "property")) ||
            is_secret_property(json_get_string(obj, "name")));
}

/*
 * User info in the URL whose "://" ends at @authority: its length with the
 * `@`, else 0.
 */
static size_t user_info(const char *authority, const char *end)
{
    const char *p, *at = NULL;

    for (p = authority; p < end && *p && !strchr("/?#\"'<> \t\r\n", *p); p++) {
        if (*p == '@') {
            at = p;
        }
    }
    return at && at > authority ? (size_t)(at + 1 - authority) : 0;
}

/* Does a text hold user info in a URL?  @out may be NULL: the text masked. */
static bool walk_urls(const char *text, size_t len, StrBuf *out)
{
    const char *end = text + len, *done = text, *p = text;
    bool found = false;
    size_t n;

    while ((p = memmem(p, (size_t)(end - p), "://", 3))) {
        p += 3;
        n = user_info(p, end);
        if (n) {
            found = true;
            if (out) {
                strbuf_append(out, done, (size_t)(p - done));
                strbuf_puts(out, MASK "@");
            }
            p += n;
            done = p;
        }
    }
    if (out) {
        strbuf_append(out, done, (size_t)(end - done));
    }
    return found;
}

/* A file name that is json:{...}: members as in any message. */
static bool walk_json_name(const char *command, const char *text, size_t len,
                           json_object **out)
{
    static const char prefix[] = "json:";
    size_t skip = strlen(prefix);
    autofree_strbuf StrBuf name = STRBUF_INIT;
    autoput json_object *value = NULL;
    autoput json_object *masked = NULL;

    if (len < skip || memcmp(text, prefix, skip) != 0 ||
        !json_read(text + skip, len - skip, JSON_READ_LITERAL, &value, NULL,
                   NULL) ||
        !walk(command, value, out ? &masked : NULL)) {
        return false;
    }
    if (out) {
        strbuf_puts(&name, prefix);
        json_append(&name, masked, false);
        *out = json_object_new_string_len(strbuf_str(&name), (int)name.len);
    }
    return true;
}

static bool walk_string(const char *command, json_object *value,
                        json_object **out)
{
    const char *text = json_object_get_string(value);
    size_t len = (size_t)json_object_get_string_len(value);
    autofree_strbuf StrBuf masked = STRBUF_INIT;

    if (walk_json_name(command, text, len, out)) {
        return true;
    }
    if (!walk_urls(text, len, out ? &masked : NULL)) {
        if (out) {
            *out = json_object_get(value);
        }
        return false;
    }
    if (out) {
        *out = json_object_new_string_len(strbuf_str(&masked), (int)masked.len);
    }
    return true;
}

static bool is_secret_hmp_line(const char *line)
{
    const char *word;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(secret_hmp_commands); i++) {
        if (hmp_word_is(line, 0, secret_hmp_commands[i])) {
            return hmp_word(line, 1, &word) > 0;
        }
    }
    return hmp_word_is(line, 0, "qom-set") && names_secret_property(line);
}

static bool is_hmp_member(const char *command, const char *key,
                          json_object *value)
{
    return command && strcmp(command, "human-monitor-command") == 0 &&
           strcmp(key, "command-line") == 0 &&
           json_object_is_type(value, json_type_string) &&
           is_secret_hmp_line(json_object_get_string(value));
}

/* "NAME ***" for such a line. */
static json_object *mask_hmp_line(json_object *value)
{
    const char *name;
    size_t len = hmp_word(json_object_get_string(value), 0, &name);
    autofree char *masked = mem_printf("%.*s " MASK, (int)len, name);

    return json_object_new_string(masked);
}

static bool walk_member(const char *command, json_object *obj, const char *key,
                        json_object *value, json_object **out)
{
    if (is_hmp_member(command, key, value)) {
        if (out) {
            *out = mask_hmp_line(value);
        }
        return true;
    }
    if (is_secret_member(command, obj, key, value)) {
        if (out) {
            *out = json_object_new_string(MASK);
        }
        return true;
    }
    return walk(command, value, out);
}

static bool walk_object(const char *command, json_object *obj,
                        json_object **out)
{
    bool found = false;

    if (out) {
        *out = json_object_new_object();
    }
    json_object_object_foreach(obj, key, value)
    {
        json_object *masked = NULL;

        found |= walk_member(command, obj, key, value, out ? &masked : NULL);
        if (out) {
            json_set(*out, key, masked);
        }
    }
    return found;
}

static bool walk_array(const char *command, json_object *array,
                       json_object **out)
{
    size_t i, n = json_object_array_length(array);
    bool found = false;

    if (out) {
        *out = json_object_new_array();
    }
    for (i = 0; i < n; i++) {
        json_object *masked = NULL;

        found |= walk(command, json_object_array_get_idx(array, i),
                      out ? &masked : NULL);
        if (out) {
            json_object_array_add(*out, masked);
        }
    }
    return found;
}

/*
 * Is there a secret in @value, a part of a message of @command?  @out may be
 * NULL; else it becomes the value with its secrets masked, owned.
 */
static bool walk(const char *command, json_object *value, json_object **out)
{
    switch (json_object_get_type(value)) {
    case json_type_object:
        return walk_object(command, value, out);
    case json_type_array:
        return walk_array(command, value, out);
    case json_type_string:
        return walk_string(command, value, out);
    default:
        if (out) {
            *out = json_object_get(value);
        }
        return false;
    }
}

bool message_has_secret(json_object *message)
{
    return walk(raw_request_name(message), message, NULL);
}

json_object *message_mask_secrets(json_object *message)
{
    json_object *masked;

    if (!message_has_secret(message)) {
        return json_object_get(message);
    }
    walk(raw_request_name(message), message, &masked);
    return masked;
}

/* Is what the request asks for a secret? */
static bool asks_for_secret(json_object *request)
{
    const char *name = raw_request_name(request);
    json_object *arguments = json_get_object(request, "arguments");
    const char *line = json_get_string(arguments, "command-line");

    if (!name) {
        return false;
    }
    if (strcmp(name, "human-monitor-command") == 0) {
        return line && hmp_word_is(line, 0, "qom-get") &&
               names_secret_property(line);
    }
    return strcmp(name, "qom-get") == 0 &&
           is_secret_property(json_get_string(arguments, "property"));
}

json_object *reply_mask_secrets(json_object *reply, json_object *request)
{
    json_object *masked;

    if (!json_has(reply, "return", NULL) || !asks_for_secret(request)) {
        return message_mask_secrets(reply);
    }
    masked = json_object_new_object();
    json_object_object_foreach(reply, key, value)
    {
        json_set(masked, key,
                 strcmp(key, "return") == 0 ? json_object_new_string(MASK) :
                                              json_object_get(value));
    }
    return masked;
}

bool line_has_secret(const char *line, size_t len)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(secret_words); i++) {
        if (memmem(line, len, secret_words[i], strlen(secret_words[i]))) {
            return true;
        }
    }
    return walk_urls(line, len, NULL);
}
