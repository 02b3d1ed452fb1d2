/*
 * Runs a fuzz target over the files of a corpus folder, for builds without
 * libFuzzer: what once broke stays mended
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>

#include "fuzz.h"

static int replay(const char *dir, const char *name)
{
    char path[4096];
    uint8_t *data = NULL;
    size_t size = 0, got;
    FILE *f;

    snprintf(path, sizeof(path), "%s/%s", dir, name);
    f = fopen(path, "rb");
    if (!f) {
        perror(path);
        return 1;
    }
    do {
        data = realloc(data, size + 65536);
        if (!data) {
            abort();
        }
        got = fread(data + size, 1, 65536, f);
        size += got;
    } while (got);
    fclose(f);
    /* an allocation of the exact size lets ASan see a read beyond it */
    data = realloc(data, size ? size : 1);
    LLVMFuzzerTestOneInput(data, size);
    free(data);
    return 0;
}

int main(int argc, char **argv)
{
    int failed = 0, n = 0;
    struct dirent *entry;
    DIR *dir;

    dir = opendir(argc > 1 ? argv[1] : ".");
    if (!dir) {
        perror(argc > 1 ? argv[1] : ".");
        return 1;
    }
    while ((entry = readdir(dir))) {
        if (entry->d_name[0] != '.') {
            failed |= replay(argv[1], entry->d_name);
            n++;
        }
    }
    closedir(dir);
    printf("%d inputs replayed\n", n);
    return failed || n == 0;
}
