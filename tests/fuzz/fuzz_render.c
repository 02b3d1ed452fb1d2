/*
 * The renderers: whatever a peer sends comes out as the same JSON, an event
 * as a line that reads back, and nothing in it drives a terminal
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lang/line_parser.h"
#include "lang/request.h"
#include "out/render.h"
#include "util/json.h"
#include "util/mem.h"
#include "util/text.h"

static void check(bool ok)
{
    if (!ok) {
        abort();
    }
}

static void check_is_safe(const StrBuf *text, unsigned keep)
{
    size_t pos = 0;

    while (pos < text->len) {
        uint32_t cp;
        size_t n = text_decode(text->data + pos, text->len - pos, &cp);

        check(n > 0);
        check(!text_is_unsafe(cp) || cp == '\n' ||
              (cp == '\t' && (keep & TEXT_KEEP_TAB)));
        pos += n;
    }
    check(text->len == 0 || text->data[text->len - 1] == '\n');
}

static void check_is_one_line(const StrBuf *text)
{
    check_is_safe(text, 0);
    check(strchr(text->data, '\n') == text->data + text->len - 1);
}

/* All layouts read back as what was printed, digit for digit. */
static void check_layouts(json_object *value, int width)
{
    bool (*const layouts[])(StrBuf *, json_object *,
                            const RenderStyle *) = { render_json, render_pretty,
                                                     render_fit };
    const RenderStyle style = { .width = width };
    autofree_strbuf StrBuf line = STRBUF_INIT;
    size_t i;

    check(render_json(&line, value, &style));
    check_is_one_line(&line);
    for (i = 0; i < ARRAY_SIZE(layouts); i++) {
        autofree_strbuf StrBuf text = STRBUF_INIT, again = STRBUF_INIT;
        autoput json_object *back = NULL;

        check(layouts[i](&text, value, &style));
        check_is_safe(&text, 0);
        check(json_read(text.data, text.len, 0, &back, NULL, NULL));
        check(json_object_equal(value, back));
        check(render_json(&again, back, &style));
        check(again.len == line.len &&
              memcmp(again.data, line.data, line.len) == 0);
    }
}

static void check_text(const char *bytes, size_t len)
{
    static const RenderStyle style;
    autofree char *text = mem_strndup(bytes, len);
    autofree_strbuf StrBuf out = STRBUF_INIT, error = STRBUF_INIT;

    check(render_text(&out, bytes, len));
    check_is_safe(&out, TEXT_KEEP_TAB);
    check(render_error(&error, text, text, &style));
    check_is_one_line(&error);
}

/* Data is one level below its message, which is nested to a limit itself. */
static bool fits_in_message(json_object *data)
{
    static const RenderStyle style;
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autoput json_object *message = NULL;

    strbuf_putc(&text, '[');
    render_json(&text, data, &style);
    strbuf_putc(&text, ']');
    return json_read(text.data, text.len, 0, &message, NULL, NULL);
}

/* An event's data reads back from its line as it was. */
static void check_reads_back(const char *line, json_object *data)
{
    static const RequestContext context = { .hmp_cpu = -1 };
    autoput json_object *request = NULL;
    LineParser *parser = line_parser_new(false);
    Command *cmd = NULL;

    check(line_parser_feed(parser, line, strcspn(line, "\n"), 1, &cmd, NULL) ==
          LINE_COMMAND);
    request = command_request(cmd, &context, NULL);
    check(json_object_equal(json_get_object(request, "arguments"), data));
    command_free(cmd);
    line_parser_free(parser);
}

static void check_event(const char *name, json_object *data)
{
    static const RenderStyle style;
    autofree_strbuf StrBuf out = STRBUF_INIT, line = STRBUF_INIT;

    check(render_event(&out, name, data, 0, 0, &style));
    check_is_one_line(&out);
    if (json_object_is_type(data, json_type_object) &&
        json_object_object_length(data) > 0 && fits_in_message(data)) {
        check(render_event(&line, "E", data, 0, 0, &style));
        check_reads_back(strchr(line.data, ' ') + 1, data);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const char *bytes = (const char *)data;
    autofree char *name = mem_strndup(bytes, size);
    autoput json_object *value = NULL;

    check_text(bytes, size);
    if (json_read(bytes, size, 0, &value, NULL, NULL)) {
        check_layouts(value, (int)(size % 100));
        check_event(name, value);
    }
    return 0;
}
