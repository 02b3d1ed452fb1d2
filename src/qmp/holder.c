/*
 * Who holds a monitor: for "connected, but no greeting"
 */
#include "qmp/holder.h"

#include <string.h>

#ifdef __linux__

#include <dirent.h>
#include <errno.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/unix_diag.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "util/fd.h"
#include "util/mem.h"

/* Kernel's net/tcp_states.h, which UNIX sockets use too. */
enum {
    STATE_ESTABLISHED = 1,
    STATE_LISTEN = 10,
};

/* A UNIX socket as the kernel describes it. */
typedef struct Row {
    uint8_t state;
    uint32_t ino;
    uint32_t peer; /* the other end's ino, 0 unknown */
    /* What it is bound to; an accepted socket has this of its listener. */
    char name[sizeof(((struct sockaddr_un *)0)->sun_path)];
    size_t name_len;
    struct unix_diag_vfs vfs;
    bool queues_us; /* its queue of connections holds our socket */
} Row;

typedef struct Table {
    Row *rows;
    size_t n, cap;
} Table;

static bool has_inode(const struct rtattr *attr, uint32_t ino)
{
    const uint32_t *list = RTA_DATA(attr);
    size_t i, n = RTA_PAYLOAD(attr) / sizeof(*list);

    for (i = 0; i < n; i++) {
        if (list[i] == ino) {
            return true;
        }
    }
    return false;
}

static void copy_payload(void *to, size_t size, const struct rtattr *attr)
{
    size_t len = RTA_PAYLOAD(attr);

    memcpy(to, RTA_DATA(attr), len < size ? len : size);
}

static void add_row(Table *t, const struct nlmsghdr *h, uint32_t our_ino)
{
    const struct unix_diag_msg *msg = NLMSG_DATA(h);
    const struct rtattr *attr = (const struct rtattr *)(msg + 1);
    int left = (int)(h->nlmsg_len - NLMSG_LENGTH(sizeof(*msg)));
    Row *row;

    GROW(t->rows, t->n, t->cap);
    row = &t->rows[t->n++];
    *row = (Row){ .state = msg->udiag_state, .ino = msg->udiag_ino };
    for (; RTA_OK(attr, left); attr = RTA_NEXT(attr, left)) {
        switch (attr->rta_type) {
        case UNIX_DIAG_NAME:
            copy_payload(row->name, sizeof(row->name), attr);
            row->name_len = RTA_PAYLOAD(attr);
            break;
        case UNIX_DIAG_VFS:
            copy_payload(&row->vfs, sizeof(row->vfs), attr);
            break;
        case UNIX_DIAG_PEER:
            copy_payload(&row->peer, sizeof(row->peer), attr);
            break;
        case UNIX_DIAG_ICONS:
            row->queues_us = has_inode(attr, our_ino);
            break;
        }
    }
}

/* Returns false at the end of the answer. */
static bool add_rows(Table *t, const char *bytes, size_t len, uint32_t our_ino)
{
    const struct nlmsghdr *h = (const struct nlmsghdr *)bytes;

    for (; NLMSG_OK(h, len); h = NLMSG_NEXT(h, len)) {
        if (h->nlmsg_type != SOCK_DIAG_BY_FAMILY) {
            return false; /* NLMSG_DONE or NLMSG_ERROR */
        }
        if (h->nlmsg_len >= NLMSG_LENGTH(sizeof(struct unix_diag_msg))) {
            add_row(t, h, our_ino);
        }
    }
    return true;
}

/* All listening and connected UNIX sockets; sock_diag(7). */
static void read_table(Table *t, uint32_t our_ino)
{
    struct {
        struct nlmsghdr head;
        struct unix_diag_req body;
    } request = {
        .head = { .nlmsg_len = sizeof(request),
                  .nlmsg_type = SOCK_DIAG_BY_FAMILY,
                  .nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP },
        .body = { .sdiag_family = AF_UNIX,
                  .udiag_states = 1 << STATE_ESTABLISHED | 1 << STATE_LISTEN,
                  .udiag_show = UDIAG_SHOW_NAME | UDIAG_SHOW_VFS |
                                UDIAG_SHOW_PEER | UDIAG_SHOW_ICONS },
    };
    _Alignas(struct nlmsghdr) char answer[32768];
    autoclose int fd = socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC,
                              NETLINK_SOCK_DIAG);
    ssize_t n;

    if (fd < 0 || send(fd, &request, sizeof(request), 0) < 0) {
        return;
    }
    do {
        /* the kernel makes the answer while it is read: nothing to wait for */
        n = recv(fd, answer, sizeof(answer), MSG_DONTWAIT);
    } while (n > 0 && add_rows(t, answer, (size_t)n, our_ino));
}

static bool same_binding(const Row *a, const Row *b)
{
    return a->name_len == b->name_len &&
           memcmp(a->name, b->name, sizeof(a->name)) == 0 &&
           memcmp(&a->vfs, &b->vfs, sizeof(a->vfs)) == 0;
}

static const Row *find_listener(const Table *t)
{
    size_t i;

    for (i = 0; i < t->n; i++) {
        if (t->rows[i].state == STATE_LISTEN && t->rows[i].queues_us) {
            return &t->rows[i];
        }
    }
    return NULL;
}

/*
 * The ino of a socket that is connected to @listener and has been accepted:
 * the kernel does not list the server's end of those that wait.
 */
static uint32_t find_client(const Table *t, const Row *listener)
{
    size_t i;

    for (i = 0; i < t->n; i++) {
        const Row *row = &t->rows[i];

        if (row->state == STATE_ESTABLISHED && row->peer &&
            same_binding(row, listener)) {
            return row->peer;
        }
    }
    return 0;
}

/* Has the process whose fds are in @dir the socket @ino? */
static bool folder_has_socket(const char *dir, uint32_t ino)
{
    DIR *fds = opendir(dir);
    struct dirent *entry;
    char wanted[32], link[32];
    bool found = false;

    if (!fds) {
        return false;
    }
    snprintf(wanted, sizeof(wanted), "socket:[%u]", (unsigned)ino);
    while (!found && (entry = readdir(fds))) {
        ssize_t n = readlinkat(dirfd(fds), entry->d_name, link,
                               sizeof(link) - 1);

        if (n > 0) {
            link[n] = '\0';
            found = strcmp(link, wanted) == 0;
        }
    }
    closedir(fds);
    return found;
}

/* The first process that has the socket @ino, or 0. */
static pid_t find_process(uint32_t ino)
{
    DIR *proc = ino ? opendir("/proc") : NULL;
    struct dirent *entry;
    pid_t pid = 0;

    while (proc && !pid && (entry = readdir(proc))) {
        long n = strtol(entry->d_name, NULL, 10);
        char dir[64];

        snprintf(dir, sizeof(dir), "/proc/%ld/fd", n);
        if (n > 0 && folder_has_socket(dir, ino)) {
            pid = (pid_t)n;
        }
    }
    if (proc) {
        closedir(proc);
    }
    return pid;
}

/* Name and state of a process, from "PID (NAME) STATE ..."; proc(5). */
static char read_process(pid_t pid, char *name, size_t size)
{
    char path[64], line[512];
    char *open, *close;
    char state = '\0';
    FILE *f;

    snprintf(path, sizeof(path), "/proc/%ld/stat", (long)pid);
    f = pid > 0 ? fopen(path, "re") : NULL;
    if (!f) {
        return state;
    }
    if (fgets(line, sizeof(line), f)) {
        open = strchr(line, '(');
        close = strrchr(line, ')');
        if (open && close && close[1] == ' ') {
            state = close[2];
            *close = '\0';
            snprintf(name, size, "%s", open + 1);
        }
    }
    fclose(f);
    return state;
}

void qmp_holder_find(const QmpStream *stream, QmpHolder *holder)
{
    Table table = { 0 };
    const Row *listener;
    struct stat st;
    char state;

    *holder = (QmpHolder){ .server_pid = qmp_stream_peer_pid(stream) };
    if (fstat(qmp_stream_fd(stream), &st) == 0) {
        read_table(&table, (uint32_t)st.st_ino);
    }
    listener = find_listener(&table);
    if (listener) {
        /* SO_PEERCRED names who called listen(): perhaps only a launcher */
        pid_t pid = find_process(listener->ino);

        holder->server_pid = pid ? pid : holder->server_pid;
        holder->client_pid = find_process(find_client(&table, listener));
    }
    free(table.rows);
    state = read_process(holder->server_pid, holder->server,
                         sizeof(holder->server));
    holder->server_stopped = state == 'T';
    read_process(holder->client_pid, holder->client, sizeof(holder->client));
}

#else

void qmp_holder_find(const QmpStream *stream, QmpHolder *holder)
{
    (void)stream;
    memset(holder, 0, sizeof(*holder));
}

#endif
