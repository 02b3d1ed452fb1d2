/*
 * The command line of the program
 */
#ifndef SHELL_OPTIONS_H
#define SHELL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "out/render.h"
#include "out/theme.h"
#include "util/error.h"
#include "util/strbuf.h"

/* A -c LINE or -f FILE, in the order given. */
typedef struct OptionSource {
    bool is_file;
    const char *text;
} OptionSource;

typedef struct Options {
    const char *address;  /* NULL: none given */
    char *const *command; /* COMMAND ARG..., NULL-terminated; NULL: none */
    char *const *qemu;    /* what follows "--", NULL: no "--" */
    OptionSource *sources;
    size_t n_sources, cap_sources;

    bool hmp;
    bool skip_negotiation;
    bool listen;
    bool exit_on_error;
    bool verbose;
    bool pipeline;
    bool dry_run;
    bool no_history;
    bool quiet;
    bool show_help;
    bool show_version;
    const RenderFormat *format; /* as given; NULL: auto */
    const char *logfile;
    int64_t timeout_ms; /* -1: not given */
    int64_t wait_ms;    /* 0: not given */
    size_t max_message;
    ThemeWhen color;
} Options;

/*
 * An option: the parser, --help and the completions are made of this table,
 * and a test holds the manual page against it.
 */
typedef struct OptionDef {
    char letter;      /* 0: long only */
    const char *name; /* long, without dashes */
    const char *arg;  /* what its argument is called; NULL: takes none */
    const char *help;
    size_t flag; /* without apply: the offset of the bool to set */
    /* false with ERROR_USAGE */
    bool (*apply)(Options *opts, const char *value, Error **errp);
} OptionDef;

/* Ends with an entry whose name is NULL. */
extern const OptionDef option_defs[];

/*
 * Parse the command line; what it points to is borrowed from @argv.
 * false with ERROR_USAGE.  @opts is to be freed either way.
 */
bool options_parse(Options *opts, int argc, char **argv, Error **errp);

/* Frees what @opts holds, not @opts. */
void options_free(Options *opts);

/* The text of --help. */
void options_help(StrBuf *out);

#endif
