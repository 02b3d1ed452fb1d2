/*
 * The program of a server on this machine
 */
#include "shell/peer_program.h"

#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/mem.h"

/* A relay (socat, ssh) says nothing of the QEMU behind it. */
static bool is_qemu(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash && strncmp(slash, "/qemu", strlen("/qemu")) == 0;
}

bool peer_program_is_installed(pid_t pid)
{
    autofree char *exe = mem_printf("/proc/%d/exe", (int)pid);
    struct stat running, installed;
    char path[PATH_MAX];
    ssize_t len;

    if (pid <= 0) {
        return false;
    }
    len = readlink(exe, path, sizeof(path) - 1);
    if (len <= 0) {
        return false;
    }
    path[len] = '\0';
    /* the path of a deleted file ends with " (deleted)" and names none */
    return is_qemu(path) && stat(exe, &running) == 0 &&
           stat(path, &installed) == 0 && running.st_dev == installed.st_dev &&
           running.st_ino == installed.st_ino;
}
