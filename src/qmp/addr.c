/*
 * Where a QMP server is: the ADDRESS of the command line
 */
#include "qmp/addr.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

typedef struct Scheme {
    const char *name;
    /* Fill in @addr from @rest, the text behind "name:". */
    bool (*parse)(QmpAddr *addr, const char *rest, Error **errp);
} Scheme;

/* What QEMU takes behind a socket's address and people paste along. */
static const char *const socket_options[] = {
    "server",    "nowait",    "wait",      "id",           "telnet",
    "tn3270",    "websocket", "nodelay",   "delay",        "reconnect",
    "ipv4",      "ipv6",      "to",        "reconnect-ms", "mux",
    "tls-creds", "tls-authz", "logappend", "logfile",      "signal",
};

/* Does @text, from a comma on, hold one of those up to the next comma? */
static bool is_socket_option(const char *text)
{
    size_t len = strcspn(text + 1, ",=");
    size_t i;

    for (i = 0; i < ARRAY_SIZE(socket_options); i++) {
        if (strlen(socket_options[i]) == len &&
            strncmp(text + 1, socket_options[i], len) == 0) {
            return true;
        }
    }
    return false;
}

/* The length of @text without its tail of socket options. */
static size_t length_without_options(const char *text)
{
    size_t end = strlen(text);
    size_t i;

    for (i = end; i-- > 0;) {
        if (text[i] == ',') {
            if (!is_socket_option(text + i)) {
                break;
            }
            end = i;
        }
    }
    return end;
}

static bool all_digits(const char *s)
{
    return *s && strspn(s, "0123456789") == strlen(s);
}

/* The number that @s is, or -1 when it is none in 0 to @max. */
static long small_number(const char *s, long max)
{
    long n;

    if (!all_digits(s)) {
        return -1;
    }
    errno = 0;
    n = strtol(s, NULL, 10);
    return errno || n > max ? -1 : n;
}

static bool parse_path(QmpAddr *addr, const char *path, Error **errp)
{
    addr->kind = QMP_ADDR_UNIX;
    if (!*path) {
        error_set(errp, ERROR_USAGE,
                  "the path of the socket is missing in "
                  "'%s'",
                  addr->text);
        return false;
    }
    addr->path = mem_strdup(path);
    return true;
}

static bool parse_unix(QmpAddr *addr, const char *rest, Error **errp)
{
    if (*rest == '@') {
        addr->abstract = true;
        rest++;
    }
    return parse_path(addr, rest, errp);
}

static bool set_port(QmpAddr *addr, const char *port, Error **errp)
{
    if (!*port) {
        error_set(errp, ERROR_USAGE, "the port is missing in '%s'", addr->text);
        return false;
    }
    if (isdigit((unsigned char)*port) && small_number(port, 65535) < 0) {
        error_set(errp, ERROR_USAGE,
                  "the port in '%s' is no number from 0 to 65535", addr->text);
        return false;
    }
    addr->port = mem_strdup(port);
    return true;
}

static bool parse_bracketed(QmpAddr *addr, const char *rest, Error **errp)
{
    const char *end = strchr(rest, ']');

    if (!end || end == rest + 1 || (end[1] && end[1] != ':')) {
        error_set(errp, ERROR_USAGE, "'%s' is not of the form [ADDRESS]:PORT",
                  addr->text);
        return false;
    }
    addr->host = mem_strndup(rest + 1, (size_t)(end - rest - 1));
    return set_port(addr, end[1] ? end + 2 : "", errp);
}

static bool refuse_bare_ipv6(const char *rest, Error **errp)
{
    const char *last = strrchr(rest, ':');

    error_set(errp, ERROR_USAGE,
              "an IPv6 address needs brackets, and a port behind them: "
              "'[%.*s]:%s'?",
              (int)(last - rest), rest, last + 1);
    return false;
}

static bool parse_tcp(QmpAddr *addr, const char *rest, Error **errp)
{
    const char *colon = strchr(rest, ':');

    addr->kind = QMP_ADDR_TCP;
    if (*rest == '[') {
        return parse_bracketed(addr, rest, errp);
    }
    if (!colon) {
        return set_port(addr, "", errp);
    }
    if (strchr(colon + 1, ':')) {
        return refuse_bare_ipv6(rest, errp);
    }
    /* QEMU takes "tcp::4444", and so do those who paste from it */
    addr->host = colon == rest ? mem_strdup("localhost") :
                                 mem_strndup(rest, (size_t)(colon - rest));
    return set_port(addr, colon + 1, errp);
}

static bool parse_fd(QmpAddr *addr, const char *rest, Error **errp)
{
    long n = small_number(rest, INT_MAX);

    addr->kind = QMP_ADDR_FD;
    if (n < 0) {
        error_set(errp, ERROR_USAGE,
                  "'%s' does not name a file descriptor, as fd:3 does",
                  addr->text);
        return false;
    }
    addr->fd = (int)n;
    return true;
}

static const Scheme schemes[] = {
    { "unix", parse_unix },
    { "tcp", parse_tcp },
    { "fd", parse_fd },
};

static const Scheme *find_scheme(const char *name, size_t len)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(schemes); i++) {
        if (strlen(schemes[i].name) == len &&
            strncmp(schemes[i].name, name, len) == 0) {
            return &schemes[i];
        }
    }
    return NULL;
}

static bool refuse_scheme(const QmpAddr *addr, size_t len, Error **errp)
{
    autofree_strbuf StrBuf known = STRBUF_INIT;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(schemes); i++) {
        strbuf_printf(&known, "%s%s:", i ? ", " : "", schemes[i].name);
    }
    error_set(errp, ERROR_USAGE,
              "'%.*s:' is no kind of address that is known (%s); a socket of "
              "that name is './%s'",
              (int)len, addr->text, strbuf_str(&known), addr->text);
    return false;
}

static bool parse_text(QmpAddr *addr, Error **errp)
{
    const char *text = addr->text;
    size_t word = strcspn(text, ":/");
    const Scheme *scheme;

    if (!*text) {
        error_set(errp, ERROR_USAGE, "the address is empty");
        return false;
    }
    if (text[word] != ':') {
        return parse_path(addr, text, errp);
    }
    scheme = find_scheme(text, word);
    if (scheme) {
        return scheme->parse(addr, text + word + 1, errp);
    }
    if (*text == '[' || all_digits(text + word + 1)) {
        return parse_tcp(addr, text, errp);
    }
    if (strspn(text, "0123456789abcdefABCDEF:.") == strlen(text)) {
        return refuse_bare_ipv6(text, errp);
    }
    return refuse_scheme(addr, word, errp);
}

QmpAddr *qmp_addr_parse(const char *text, Error **errp)
{
    QmpAddr *addr = NEW0(QmpAddr);
    size_t len = length_without_options(text);

    addr->fd = -1;
    addr->text = mem_strndup(text, len);
    addr->ignored = text[len] ? mem_strdup(text + len) : NULL;
    if (!parse_text(addr, errp)) {
        qmp_addr_free(addr);
        return NULL;
    }
    return addr;
}

void qmp_addr_free(QmpAddr *addr)
{
    if (addr) {
        free(addr->text);
        free(addr->path);
        free(addr->host);
        free(addr->port);
        free(addr->ignored);
        free(addr);
    }
}
