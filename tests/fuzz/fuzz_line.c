/*
 * Any bytes as lines: the first byte chooses prompt, script, human monitor
 * or a program's arguments, and what the server says of types; the rest are
 * the lines
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lang/line_parser.h"
#include "lang/request.h"
#include "lang/safety.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

enum {
    PROMPT = 1,
    HMP = 2,
    WORDS = 4,   /* lines are words of a program's arguments */
    AT_ONCE = 8, /* lines are fed as one text */
    TYPED = 16,  /* there is a schema */
    OLD = 32,    /* device_add takes strings */
};

static void require(bool ok)
{
    if (!ok) {
        abort();
    }
}

/* An error has a phrase, and a hint that cannot drive a terminal. */
static void check_error(const Error *err)
{
    const char *hint = error_hint(err);
    size_t len = strlen(hint), i, n;
    uint32_t cp;

    require(error_message(err)[0]);
    for (i = 0; i < len; i += n) {
        n = text_decode(hint + i, len - i, &cp);
        require(n && (cp == '\n' || !text_is_unsafe(cp)));
    }
}

static char *read_file(void *opaque, const char *file, size_t *len,
                       Error **errp)
{
    (void)opaque;
    (void)errp;
    *len = strlen(file);
    return mem_strdup(file);
}

/* The schema of a real server, read once. */
static bool find_schema(void *opaque, const QmpSchema **schema, Error **errp)
{
    static QmpSchema *kept;

    (void)opaque;
    (void)errp;
    if (!kept) {
        autoput json_object *reply = json_object_from_file(
            TEST_DATA "/schemas/schema_10.json");

        kept = qmp_schema_new(json_get_array(reply, "return"), NULL);
        require(kept);
    }
    *schema = kept;
    return true;
}

/* A property's first letter chooses its type. */
static bool find_property(void *opaque, PropertyOwner kind, const char *owner,
                          const char *property, char **type, bool *known,
                          Error **errp)
{
    static const char *const types[] = {
        "str",       "bool", "uint32", "size", "list",
        "OnOffAuto", NULL,   "string", "int",
    };

    (void)opaque;
    (void)kind;
    (void)errp;
    require(owner);
    *known = property[0] != 'k';
    *type = mem_strdup(types[(unsigned char)property[0] % ARRAY_SIZE(types)]);
    return true;
}

static bool is_old(void *opaque, bool *yes, Error **errp)
{
    (void)errp;
    *yes = *(const unsigned *)opaque & OLD;
    return true;
}

static void check_request(const Command *cmd, unsigned mode)
{
    const Introspection introspection = {
        .schema = find_schema,
        .property_type = find_property,
        .devices_take_strings = is_old,
        .eager = mode & PROMPT,
        .opaque = &mode,
    };
    const RequestContext ctx = { read_file, NULL, 1,
                                 mode & TYPED ? &introspection : NULL };
    autofree_error Error *err = NULL;
    autoput json_object *request = command_request(cmd, &ctx, &err);
    autoput json_object *masked = NULL;
    autofree_strbuf StrBuf wire = STRBUF_INIT;
    autoput json_object *again = NULL;

    require(!request == !!err);
    if (!request) {
        check_error(err);
        return;
    }
    require(json_append(&wire, request, true));
    require(json_read(wire.data, wire.len, 0, &again, NULL, NULL));
    request_is_quit(request);
    masked = message_mask_secrets(request);
    require(json_object_is_type(masked, json_type_object));
}

static void check_command(Command *cmd, unsigned mode)
{
    autofree_error Error *err = NULL;
    size_t n;
    char **words;

    require(cmd && cmd->source);
    command_is_read_only(cmd);
    command_is_quit(cmd);
    command_has_secret(cmd);
    check_request(cmd, mode);
    if (cmd->kind == COMMAND_DOT) {
        words = words_split(cmd->rest, &n, &err);
        require(!words == !!err);
        if (err) {
            check_error(err);
        }
        words_free(words);
    }
    command_free(cmd);
}

static void feed(LineParser *p, const char *line, size_t len, unsigned number,
                 unsigned mode)
{
    autofree_error Error *err = NULL;
    Command *cmd;

    switch (line_parser_feed(p, line, len, number, &cmd, &err)) {
    case LINE_COMMAND:
        require(line_parser_state(p) == LINE_STATE_START);
        check_command(cmd, mode);
        break;
    case LINE_MORE:
        require(!cmd && !err && line_parser_state(p) != LINE_STATE_START);
        break;
    case LINE_ERROR:
        require(!cmd && error_hint(err)[0]);
        check_error(err);
        break;
    }
}

static void feed_lines(const char *text, size_t len, unsigned mode)
{
    LineParser *p = line_parser_new(mode & PROMPT);
    autofree_error Error *err = NULL;
    const char *end = text + len;
    unsigned number = 1;

    line_parser_set_hmp(p, mode & HMP);
    if (mode & AT_ONCE) {
        feed(p, text, len, number, mode);
        text = end;
    }
    while (text < end) {
        const char *newline = memchr(text, '\n', (size_t)(end - text));
        size_t n = (size_t)((newline ? newline : end) - text);
        /* memory of the exact size: a sanitizer sees a read beyond it */
        autofree char *line = mem_new0(n, 1);

        memcpy(line, text, n);
        feed(p, line, n, number++, mode);
        text += n + 1;
    }
    if (!line_parser_finish(p, &err)) {
        check_error(err);
    }
    require(line_parser_state(p) == LINE_STATE_START);
    line_parser_free(p);
}

static void feed_words(const char *text, size_t len, unsigned mode)
{
    autofree char *copy = mem_strndup(text, len);
    autofree_error Error *err = NULL;
    char *words[64], *rest = copy, *word;
    size_t n = 0;
    Command *cmd;

    while (n < ARRAY_SIZE(words) && (word = strsep(&rest, "\n"))) {
        words[n++] = word;
    }
    cmd = command_from_words(words, n, mode & HMP, &err);
    require(!cmd == !!err);
    if (cmd) {
        check_command(cmd, mode);
    } else {
        check_error(err);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *text = (const char *)data + 1;

    if (size == 0) {
        return 0;
    }
    line_has_secret(text, size - 1);
    (data[0] & WORDS ? feed_words : feed_lines)(text, size - 1, data[0]);
    return 0;
}
