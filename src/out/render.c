/*
 * Replies as text: the table of formats, and what is not JSON
 */
#include "out/render.h"

#include <string.h>

#include "out/json_print.h"
#include "util/text.h"

static bool render_auto(StrBuf *out, json_object *value,
                        const RenderStyle *style)
{
    return style->width > 0 ? render_fit(out, value, style) :
                              render_json(out, value, style);
}

const RenderFormat render_formats[] = {
    { "auto", "indented to fit a terminal, json elsewhere", render_auto },
    { "pretty", "fully expanded, 2 blanks a level", render_pretty },
    { "json", "one line a reply", render_json },
    { "wire", "messages as received", NULL },
    { NULL },
};

const RenderFormat *render_format_find(const char *name)
{
    const RenderFormat *format;

    for (format = render_formats; format->name; format++) {
        if (strcmp(format->name, name) == 0) {
            return format;
        }
    }
    return NULL;
}

static bool render_layout(StrBuf *out, json_object *value, JsonLayout layout,
                          const RenderStyle *style)
{
    size_t width = style->width > 0 ? (size_t)style->width : 0;

    return json_print(out, value, layout, style->theme, width) &&
           strbuf_putc(out, '\n');
}

bool render_json(StrBuf *out, json_object *value, const RenderStyle *style)
{
    return render_layout(out, value, JSON_PRINT_COMPACT, style);
}

bool render_pretty(StrBuf *out, json_object *value, const RenderStyle *style)
{
    return render_layout(out, value, JSON_PRINT_EXPANDED, style);
}

bool render_fit(StrBuf *out, json_object *value, const RenderStyle *style)
{
    return render_layout(out, value, JSON_PRINT_FITTED, style);
}

bool render_text(StrBuf *out, const char *text, size_t len)
{
    const char *end = text + len;

    while (text < end) {
        const char *stop = text;

        while (stop < end && *stop != '\n' && *stop != '\r') {
            stop++;
        }
        text_append_safe(out, text, (size_t)(stop - text), TEXT_KEEP_TAB);
        strbuf_putc(out, '\n');
        text = stop + 1;
        if (stop < end && *stop == '\r' && text < end && *text == '\n') {
            text++;
        }
    }
    return !out->failed;
}

bool render_error(StrBuf *out, const char *error_class, const char *desc,
                  const RenderStyle *style)
{
    strbuf_puts(out, theme_start(style->theme, THEME_ERROR));
    strbuf_puts(out, "error:");
    strbuf_puts(out, theme_end(style->theme, THEME_ERROR));
    if (*error_class) {
        strbuf_putc(out, ' ');
        text_append_safe(out, error_class, strlen(error_class), 0);
        strbuf_puts(out, *desc ? ":" : "");
    }
    if (*desc) {
        strbuf_putc(out, ' ');
        text_append_safe(out, desc, strlen(desc), 0);
    }
    return strbuf_putc(out, '\n');
}
