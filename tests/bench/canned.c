/*
 * A QMP server whose every second reply is the same large one
 *
 *   canned SOCKET FILE
 *
 * Binds SOCKET, prints "ready", and tells each client the greeting, an empty
 * reply to its first request and the bytes of FILE for its second.  A request
 * ends with a newline.  Runs until it is killed.
 */
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

static const char greeting[] =
    "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 0, \"minor\": 2, "
    "\"major\": 7}, \"package\": \"\"}, \"capabilities\": []}}\r\n";
static const char negotiated[] = "{\"return\": {}}\r\n";

static void fail(const char *what)
{
    perror(what);
    exit(3);
}

static int listen_at(const char *path)
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    snprintf(addr.sun_path, sizeof(addr.sun_path), "%s", path);
    if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)) < 0 ||
        listen(fd, 4) < 0) {
        fail(path);
    }
    return fd;
}

static bool write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = write(fd, bytes, len);

        if (n < 0) {
            return false;
        }
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static bool read_request(int fd)
{
    char c;

    do {
        if (read(fd, &c, 1) != 1) {
            return false;
        }
    } while (c != '\n');
    return true;
}

static void serve(int fd, const char *reply, size_t reply_len)
{
    char rest;

    if (write_all(fd, greeting, sizeof(greeting) - 1) && read_request(fd) &&
        write_all(fd, negotiated, sizeof(negotiated) - 1) && read_request(fd) &&
        write_all(fd, reply, reply_len)) {
        while (read(fd, &rest, 1) == 1) {
            continue;
        }
    }
    close(fd);
}

int main(int argc, char **argv)
{
    struct stat st;
    char *reply;
    int listener, file;

    if (argc != 3) {
        fprintf(stderr, "usage: canned SOCKET FILE\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    file = open(argv[2], O_RDONLY);
    if (file < 0 || fstat(file, &st) < 0) {
        fail(argv[2]);
    }
    reply = mmap(NULL, (size_t)st.st_size, PROT_READ,
                 MAP_PRIVATE | MAP_POPULATE, file, 0);
    if (reply == MAP_FAILED) {
        fail(argv[2]);
    }
    listener = listen_at(argv[1]);
    puts("ready");
    fflush(stdout);
    for (;;) {
        int fd = accept(listener, NULL, NULL);

        if (fd < 0) {
            fail("accept");
        }
        serve(fd, reply, (size_t)st.st_size);
    }
}
