/*
 * A transcript file, read; tests/transcript/README.md describes the format
 */
#ifndef SUPPORT_TRANSCRIPT_H
#define SUPPORT_TRANSCRIPT_H

#include <stdbool.h>
#include <stddef.h>

#include "util/error.h"

typedef struct Action {
    unsigned line;
    char *text; /* the verb and what follows it */
} Action;

typedef struct TextFile {
    char *name, *text;
} TextFile;

typedef struct Transcript {
    char **args; /* of the program, its own name not among them */
    size_t n_args, cap_args;
    char **env; /* NAME=VALUE */
    size_t n_env, cap_env;
    TextFile *files; /* there before the program starts */
    size_t n_files, cap_files;
    TextFile *written; /* expected after it has ended */
    size_t n_written, cap_written;
    char *server; /* "unix", "tcp bound"...; NULL: none */
    Action *actions;
    size_t n_actions, cap_actions;
    char *input; /* NULL: stdin is /dev/null */
    bool input_stays_open;
    char *out, *err; /* patterns */
    int status;
} Transcript;

/* Owned, or NULL with "FILE:LINE: ..." in @errp. */
Transcript *transcript_read(const char *path, Error **errp);

void transcript_free(Transcript *t);

/* The whole of @path as an owned string; NULL with @errp. */
char *read_whole_file(const char *path, Error **errp);

#endif
