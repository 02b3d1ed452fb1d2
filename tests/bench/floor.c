/*
 * The floor: the least a QMP client can do, to compare qmpsh with
 *
 *   floor SOCKET COUNT IN-FLIGHT
 *
 * Connects, reads the greeting, enables oob, sends query-status COUNT times
 * with at most IN-FLIGHT of them unanswered, and copies each reply to stdout
 * as it comes.  It parses nothing: on a monitor without pretty=on, and with
 * nobody causing events, a newline ends a message and each one is a reply.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static const char negotiate[] =
    "{\"execute\":\"qmp_capabilities\",\"arguments\":{\"enable\":[\"oob\"]}}\n";
/* as long as qmpsh's: QEMU takes some microseconds for each byte it reads */
static const char request[] = "{\"execute\":\"query-status\",\"id\":1}\n";

static void fail(const char *what)
{
    perror(what);
    exit(3);
}

static int connect_to(const char *path)
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX };
    int fd;

    if (strlen(path) >= sizeof(addr.sun_path)) {
        fprintf(stderr, "floor: path too long\n");
        exit(2);
    }
    strcpy(addr.sun_path, path);
    fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || connect(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0) {
        fail(path);
    }
    return fd;
}

static void write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);

        if (n < 0) {
            fail("write");
        }
        bytes += n;
        len -= (size_t)n;
    }
}

/* Read once; how many messages ended in it.  They go to stdout if @copy. */
static long read_messages(int fd, bool copy)
{
    char buf[65536];
    ssize_t n = read(fd, buf, sizeof(buf));
    long ended = 0;
    const char *p;

    if (n <= 0) {
        fail("read");
    }
    if (copy) {
        write_all(STDOUT_FILENO, buf, (size_t)n);
    }
    for (p = buf; (p = memchr(p, '\n', (size_t)(buf + n - p))); p++) {
        ended++;
    }
    return ended;
}

static void wait_for_message(int fd)
{
    while (read_messages(fd, false) == 0) {
        continue;
    }
}

int main(int argc, char **argv)
{
    long count, in_flight, sent = 0, got = 0;
    int fd;

    if (argc != 4) {
        fprintf(stderr, "usage: floor SOCKET COUNT IN-FLIGHT\n");
        return 2;
    }
    count = atol(argv[2]);
    in_flight = atol(argv[3]);

    fd = connect_to(argv[1]);
    wait_for_message(fd);
    write_all(fd, negotiate, sizeof(negotiate) - 1);
    wait_for_message(fd);
    while (got < count) {
        for (; sent < count && sent - got < in_flight; sent++) {
            write_all(fd, request, sizeof(request) - 1);
        }
        got += read_messages(fd, true);
    }
    return 0;
}
