/*
 * Printing the reply to a command
 */
#include "shell/reply.h"

#include <string.h>

#include "shell/hmp.h"
#include "util/json.h"
#include "util/strbuf.h"
#include "util/text.h"

/* A CR can only stand between tokens, where it means nothing. */
static void append_without_cr(StrBuf *text, const char *raw, size_t len)
{
    while (len) {
        const char *cr = memchr(raw, '\r', len);
        size_t n = cr ? (size_t)(cr - raw) : len;

        text_append_safe(text, raw, n, TEXT_KEEP_NEWLINE | TEXT_KEEP_TAB);
        n += cr ? 1 : 0;
        raw += n;
        len -= n;
    }
}

/* -o wire: the message as it came, but for what could drive a terminal. */
static void append_wire(StrBuf *text, const Command *cmd, const QmpReply *reply)
{
    size_t len = reply->raw_len;

    if (!reply->raw || (cmd->raw && json_has(cmd->raw, "id", NULL))) {
        /* the user's own id stands in the message, ours in the bytes */
        json_append(text, reply->message, true);
    } else {
        append_without_cr(text, reply->raw, len);
    }
    strbuf_putc(text, '\n');
}

/* HMP answers a failure with success and a text; say what it is. */
static Status print_hmp(Output *output, json_object *value)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    const char *s = json_object_get_string(value);
    size_t len = (size_t)json_object_get_string_len(value);

    if (hmp_output_is_error(s)) {
        const char *phrase = hmp_error_phrase(s);

        strbuf_printf(&text, "%serror:%s ",
                      theme_start(output_error_theme(output), THEME_ERROR),
                      theme_end(output_error_theme(output), THEME_ERROR));
        render_text(&text, phrase, len - (size_t)(phrase - s));
        output_write_error(output, text.data, text.len);
        return STATUS_FAILED;
    }
    render_text(&text, s, len);
    output_write(output, strbuf_str(&text), text.len);
    return STATUS_OK;
}

Status reply_print(Output *output, const RenderFormat *format,
                   const Command *cmd, const QmpReply *reply)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    RenderStyle style = output_style(output);
    bool is_text = cmd->kind == COMMAND_HMP &&
                   json_object_is_type(reply->value, json_type_string);
    bool failed = reply->error_class;

    if (!format) {
        format = render_format_find("auto");
        if (is_text) {
            return print_hmp(output, reply->value);
        }
    }
    if (!format->render) {
        append_wire(&text, cmd, reply);
    } else if (!failed) {
        format->render(&text, reply->value, &style);
    }
    if (text.failed) {
        Error *err = NULL;

        error_set(&err, ERROR_OUTPUT, "no memory to print the reply");
        output_error(output, err);
        error_free(err);
        return STATUS_OUTPUT;
    }
    output_write(output, strbuf_str(&text), text.len);
    if (failed && !*reply->error_class && !*reply->error_desc) {
        strbuf_reset(&text);
        json_append(&text, reply->message, true);
        output_error_reply(output, "a reply with neither class nor desc",
                           strbuf_str(&text));
        return STATUS_FAILED;
    }
    if (failed) {
        output_error_reply(output, reply->error_class, reply->error_desc);
        return STATUS_FAILED;
    }
    return STATUS_OK;
}
