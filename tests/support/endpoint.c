/*
 * How the scripted server and the program come together
 */
#include "endpoint.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/un.h>
#include <unistd.h>

#include "util/fd.h"
#include "util/mem.h"

#define SOCK_FLAGS (SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK)
#define RETRY_MS 10

typedef enum Way {
    WE_LISTEN,
    WE_CONNECT,
    WE_ARE_INHERITED
} Way;

struct EndpointKind {
    const char *name;
    int family;
    bool is_abstract;
    Way way;
};

static const EndpointKind kinds[] = {
    { "unix", AF_UNIX, false, WE_LISTEN },
    { "abstract", AF_UNIX, true, WE_LISTEN },
    { "tcp", AF_INET, false, WE_LISTEN },
    { "tcp6", AF_INET6, false, WE_LISTEN },
    { "connect", AF_UNIX, false, WE_CONNECT },
    { "connect-tcp", AF_INET, false, WE_CONNECT },
    { "inherit", AF_UNIX, false, WE_ARE_INHERITED },
};

static const EndpointKind *find_kind(const char *name, size_t len)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(kinds); i++) {
        if (strlen(kinds[i].name) == len &&
            strncmp(kinds[i].name, name, len) == 0) {
            return &kinds[i];
        }
    }
    return NULL;
}

static void make_unix_address(Endpoint *e, const char *dir, Vars *vars)
{
    struct sockaddr_un *un = (struct sockaddr_un *)&e->addr;
    size_t start = offsetof(struct sockaddr_un, sun_path);
    int len;

    un->sun_family = AF_UNIX;
    if (e->kind->is_abstract) {
        len = snprintf(un->sun_path + 1, sizeof(un->sun_path) - 1, "%s/qmp",
                       dir);
        e->addr_len = (socklen_t)(start + 1 + (size_t)len);
        vars_set(vars, "%SOCK", mem_printf("@%s", un->sun_path + 1));
    } else {
        snprintf(un->sun_path, sizeof(un->sun_path), "%s/qmp", dir);
        e->addr_len = sizeof(*un);
        vars_set(vars, "%SOCK", mem_strdup(un->sun_path));
    }
}

static bool bind_socket(Endpoint *e, Error **errp)
{
    e->fd = socket(e->kind->family, SOCK_FLAGS, 0);
    if (e->fd < 0 ||
        bind(e->fd, (struct sockaddr *)&e->addr, e->addr_len) < 0) {
        error_set_errno(errp, ERROR_REFUSED, errno, "%s", e->kind->name);
        return false;
    }
    e->is_bound = true;
    return true;
}

/* A free port of the loopback interface, bound. */
static bool make_tcp_address(Endpoint *e, Vars *vars, Error **errp)
{
    struct sockaddr_in *in = (struct sockaddr_in *)&e->addr;
    struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&e->addr;

    if (e->kind->family == AF_INET) {
        in->sin_family = AF_INET;
        in->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        e->addr_len = sizeof(*in);
    } else {
        in6->sin6_family = AF_INET6;
        in6->sin6_addr = in6addr_loopback;
        e->addr_len = sizeof(*in6);
    }
    if (!bind_socket(e, errp)) {
        return false;
    }
    getsockname(e->fd, (struct sockaddr *)&e->addr, &e->addr_len);
    vars_set(vars, "%PORT",
             mem_printf("%u", e->kind->family == AF_INET ?
                                  ntohs(in->sin_port) :
                                  ntohs(in6->sin6_port)));
    return true;
}

static bool make_pair(Endpoint *e, Vars *vars, Error **errp)
{
    int fds[2];

    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) < 0) {
        error_set_errno(errp, ERROR_FAILED, errno, "socketpair");
        return false;
    }
    e->fd = fds[0];
    e->program_fd = fds[1];
    vars_set(vars, "%FD", mem_printf("%d", e->program_fd));
    return fd_set_nonblock(e->fd, true, errp);
}

bool endpoint_open(Endpoint *e, const char *kind, const char *dir, Vars *vars,
                   Error **errp)
{
    size_t len = strcspn(kind, " ");
    const char *state = kind + len + strspn(kind + len, " ");
    bool ok = true;

    *e = (Endpoint){ .kind = find_kind(kind, len), .fd = -1, .program_fd = -1 };
    if (!e->kind || (*state && strcmp(state, "bound") != 0 &&
                     strcmp(state, "absent") != 0)) {
        error_set(errp, ERROR_PARSE, "unknown kind of server \"%s\"", kind);
        return false;
    }
    if (e->kind->way == WE_ARE_INHERITED) {
        return make_pair(e, vars, errp);
    }
    if (e->kind->family == AF_UNIX) {
        make_unix_address(e, dir, vars);
    } else {
        ok = make_tcp_address(e, vars, errp);
    }
    if (e->kind->way == WE_CONNECT || strcmp(state, "absent") == 0) {
        fd_close(&e->fd);
        e->is_bound = false;
    } else if (*state) {
        ok = ok && (e->is_bound || bind_socket(e, errp));
    } else {
        ok = ok && endpoint_listen(e, errp);
    }
    return ok;
}

bool endpoint_listen(Endpoint *e, Error **errp)
{
    if (e->kind->way != WE_LISTEN) {
        error_set(errp, ERROR_FAILED, "this kind of server does not listen");
        return false;
    }
    if (!e->is_bound && !bind_socket(e, errp)) {
        return false;
    }
    if (listen(e->fd, 8) < 0) {
        error_set_errno(errp, ERROR_FAILED, errno, "listen");
        return false;
    }
    e->is_listening = true;
    return true;
}

void endpoint_unlisten(Endpoint *e)
{
    const struct sockaddr_un *un = (const struct sockaddr_un *)&e->addr;

    fd_close(&e->fd);
    if (e->is_bound && e->kind->family == AF_UNIX && !e->kind->is_abstract) {
        unlink(un->sun_path);
    }
    e->is_bound = false;
    e->is_listening = false;
}

/* The program listens: try until it does. */
static int connect_to_program(Endpoint *e, Program *program, Error **errp)
{
    Deadline limit = program->deadline;
    short revents;
    int fd;

    while (!program->has_ended && deadline_poll_timeout(limit) != 0) {
        fd = socket(e->kind->family, SOCK_STREAM | SOCK_CLOEXEC, 0);
        if (connect(fd, (struct sockaddr *)&e->addr, e->addr_len) == 0 &&
            fd_set_nonblock(fd, true, NULL)) {
            return fd;
        }
        fd_close(&fd);
        program->deadline = deadline_min(limit, deadline_in(RETRY_MS));
        program_step(program, -1, 0, &revents, NULL);
        program->deadline = limit;
    }
    error_set(errp, ERROR_LOST, "the program never listened");
    return -1;
}

int endpoint_take(Endpoint *e, Program *program, Error **errp)
{
    int fd;

    if (e->kind->way == WE_CONNECT) {
        return connect_to_program(e, program, errp);
    }
    if (e->kind->way == WE_ARE_INHERITED) {
        fd = e->fd;
        e->fd = -1;
        if (fd < 0) {
            error_set(errp, ERROR_FAILED, "there is only one connection");
        }
        return fd;
    }
    if (!e->is_listening) {
        error_set(errp, ERROR_FAILED, "the server does not listen");
        return -1;
    }
    if (!program_wait_fd(program, e->fd, POLLIN, errp)) {
        error_prepend(errp, "waiting for a connection: ");
        return -1;
    }
    fd = endpoint_take_waiting(e);
    if (fd < 0) {
        error_set_errno(errp, ERROR_FAILED, errno, "accept");
    }
    return fd;
}

int endpoint_take_waiting(Endpoint *e)
{
    return e->is_listening ?
               accept4(e->fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK) :
               -1;
}

void endpoint_close(Endpoint *e)
{
    fd_close(&e->fd);
    fd_close(&e->program_fd);
}
