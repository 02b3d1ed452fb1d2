/*
 * Any text as an ADDRESS: refused, or read completely
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "qmp/addr.h"
#include "util/mem.h"

static void check(bool ok)
{
    if (!ok) {
        abort();
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    autofree char *text = mem_strndup((const char *)data, size);
    autofree_error Error *err = NULL;
    QmpAddr *addr = qmp_addr_parse(text, &err);

    if (!addr) {
        check(*error_message(err));
        return 0;
    }
    check(strlen(addr->text) + (addr->ignored ? strlen(addr->ignored) : 0) ==
          strlen(text));
    switch (addr->kind) {
    case QMP_ADDR_UNIX:
        check(*addr->path);
        break;
    case QMP_ADDR_TCP:
        check(*addr->host && *addr->port);
        break;
    case QMP_ADDR_FD:
        check(addr->fd >= 0);
        break;
    }
    qmp_addr_free(addr);
    return 0;
}
