/*
 * The wide strings of libedit and our UTF-8
 */
#include "term/wide.h"

#include <stdint.h>
#include <string.h>

#include "util/mem.h"
#include "util/strbuf.h"
#include "util/text.h"

wchar_t *wide_dup(const wchar_t *w, size_t len)
{
    wchar_t *copy = mem_new0(len + 1, sizeof(*copy));

    wmemcpy(copy, w, len);
    return copy;
}

wchar_t *wide_from_utf8(const char *s)
{
    size_t len = strlen(s);
    wchar_t *wide = mem_new0(len + 1, sizeof(wchar_t));
    size_t n = 0, used;
    uint32_t cp;

    for (; len > 0; s += used, len -= used) {
        used = text_decode(s, len, &cp);
        if (used == 0) {
            used = 1;
        } else {
            wide[n++] = (wchar_t)cp;
        }
    }
    return wide;
}

char *wide_to_utf8(const wchar_t *w, size_t len)
{
    StrBuf out = STRBUF_INIT;
    size_t i;

    for (i = 0; i < len; i++) {
        if (w[i] != 0 && !(w[i] >= 0x80 && w[i] <= 0x9f)) {
            text_encode(&out, (uint32_t)w[i]);
        }
    }
    return strbuf_steal(&out);
}
