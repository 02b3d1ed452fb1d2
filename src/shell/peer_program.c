/*
 * The program of a server on this machine
 */
#include "shell/peer_program.h"

#include <limits.h>
#include <stdio.h>
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

/* The path of the file that @pid runs: owned, or NULL. */
static char *program_path(pid_t pid)
{
    autofree char *exe = mem_printf("/proc/%d/exe", (int)pid);
    char path[PATH_MAX];
    ssize_t len = pid > 0 ? readlink(exe, path, sizeof(path)) : -1;

    return len > 0 ? mem_strndup(path, (size_t)len) : NULL;
}

bool peer_program_is_installed(pid_t pid)
{
    autofree char *exe = mem_printf("/proc/%d/exe", (int)pid);
    autofree char *path = program_path(pid);
    struct stat running, installed;

    /* the path of a deleted file ends with " (deleted)" and names none */
    return path && is_qemu(path) && stat(exe, &running) == 0 &&
           stat(path, &installed) == 0 && running.st_dev == installed.st_dev &&
           running.st_ino == installed.st_ino;
}

/* The name of another user's program is all that is shown of it. */
static bool is_called_qemu(pid_t pid)
{
    autofree char *comm = mem_printf("/proc/%d/comm", (int)pid);
    char name[sizeof("qemu")] = "";
    FILE *file = pid > 0 ? fopen(comm, "re") : NULL;
    bool found;

    if (!file) {
        return false;
    }
    found = fgets(name, sizeof(name), file) && strcmp(name, "qemu") == 0;
    fclose(file);
    return found;
}

char *peer_program_folder(pid_t pid, bool absolute)
{
    autofree char *path = program_path(pid);
    autofree char *folder = mem_printf("/proc/%d/%s", (int)pid,
                                       absolute ? "root" : "cwd/");
    struct stat st;

    if (!(path ? is_qemu(path) : is_called_qemu(pid))) {
        return NULL;
    }
    if (stat(folder, &st) == 0) {
        return STEAL(folder);
    }
    return absolute ? mem_strdup("") : NULL;
}
