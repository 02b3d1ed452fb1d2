/*
 * The command line of the program
 */
#include "shell/options.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

static void add_source(Options *o, bool is_file, const char *text)
{
    GROW(o->sources, o->n_sources, o->cap_sources);
    o->sources[o->n_sources++] = (OptionSource){ .is_file = is_file,
                                                 .text = text };
}

static bool apply_command(Options *o, const char *value, Error **errp)
{
    (void)errp;
    add_source(o, false, value);
    return true;
}

static bool apply_file(Options *o, const char *value, Error **errp)
{
    (void)errp;
    add_source(o, true, value);
    return true;
}

static bool apply_logfile(Options *o, const char *value, Error **errp)
{
    if (!*value) {
        error_set(errp, ERROR_USAGE, "--logfile needs a file name");
        return false;
    }
    o->logfile = value;
    return true;
}

static bool apply_output(Options *o, const char *value, Error **errp)
{
    autofree_strbuf StrBuf names = STRBUF_INIT;
    const RenderFormat *f;

    o->format = render_format_find(value);
    if (o->format) {
        if (strcmp(value, "auto") == 0) {
            o->format = NULL; /* no choice: HMP's text stays text */
        }
        return true;
    }
    for (f = render_formats; f->name; f++) {
        strbuf_printf(&names, "%s%s", names.len ? ", " : "", f->name);
    }
    error_set(errp, ERROR_USAGE, "no output format '%s'; there are %s", value,
              strbuf_str(&names));
    return false;
}

static bool apply_pretty(Options *o, const char *value, Error **errp)
{
    (void)value;
    return apply_output(o, "pretty", errp);
}

/* Seconds, maybe with a fraction, to milliseconds. */
static bool parse_seconds(const char *option, const char *value, int64_t *ms,
                          Error **errp)
{
    char *end;
    double seconds = strtod(value, &end);

    if (end == value || *end || !isfinite(seconds) || seconds < 0 ||
        seconds > 1e9) {
        error_set(errp, ERROR_USAGE, "%s takes a number of seconds, not '%s'",
                  option, value);
        return false;
    }
    *ms = (int64_t)(seconds * 1000 + 0.999) /* round up */;
    return true;
}

static bool apply_timeout(Options *o, const char *value, Error **errp)
{
    return parse_seconds("--timeout", value, &o->timeout_ms, errp);
}

static bool apply_wait(Options *o, const char *value, Error **errp)
{
    return parse_seconds("--wait", value, &o->wait_ms, errp);
}

static bool apply_max_message(Options *o, const char *value, Error **errp)
{
    static const char suffixes[] = "kMG";
    const char *suffix;
    unsigned long long n;
    unsigned shift = 0;
    char *end;

    errno = 0;
    n = strtoull(value, &end, 10);
    if (*end && end[1] == '\0') {
        suffix = strchr(suffixes, *end == 'K' ? 'k' : *end);
        if (suffix) {
            shift = 10 * (unsigned)(suffix - suffixes + 1);
            end++;
        }
    }
    if (end == value || *end || *value < '0' || *value > '9' || errno ||
        n == 0 || n > (SIZE_MAX >> 3) >> shift) {
        error_set(errp, ERROR_USAGE,
                  "--max-message takes a size such as 64M, not '%s'", value);
        return false;
    }
    o->max_message = (size_t)n << shift;
    return true;
}

static bool apply_color(Options *o, const char *value, Error **errp)
{
    static const struct {
        const char *name;
        ThemeWhen when;
    } whens[] = {
        { "auto", THEME_AUTO },
        { "always", THEME_ALWAYS },
        { "never", THEME_NEVER },
    };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(whens); i++) {
        if (strcmp(value, whens[i].name) == 0) {
            o->color = whens[i].when;
            return true;
        }
    }
    error_set(errp, ERROR_USAGE,
              "--color takes auto, always or never, not '%s'", value);
    return false;
}

#define FLAG(field) offsetof(Options, field), NULL

const OptionDef option_defs[] = {
    { 'H', "hmp", NULL, "send each line to human-monitor-command", FLAG(hmp) },
    { 'N', "skip-negotiation", NULL,
      "await no greeting and send no capabilities", FLAG(skip_negotiation) },
    { 'L', "listen", NULL, "bind ADDRESS and wait for QEMU to connect",
      FLAG(listen) },
    { 'c', "command", "LINE", "run LINE; may be repeated", 0, apply_command },
    { 'f', "file", "FILE", "run the lines of FILE, - is stdin", 0, apply_file },
    { 'e', "exit-on-error", NULL, "stop at the first line that fails",
      FLAG(exit_on_error) },
    { 'o', "output", "FORMAT", "auto, pretty, json or wire", 0, apply_output },
    { 'p', "pretty", NULL, "the same as -o pretty", 0, apply_pretty },
    { 'v', "verbose", NULL, "show every message on stderr", FLAG(verbose) },
    { 'l', "logfile", "FILE", "append every message to FILE", 0,
      apply_logfile },
    { 't', "timeout", "SEC",
      "limit to connect (default 5), and to reply (none)", 0, apply_timeout },
    { 'P', "pipeline", NULL, "scripts: up to 8 commands in flight",
      FLAG(pipeline) },
    { 0, "dry-run", NULL, "print the request of each line, send none",
      FLAG(dry_run) },
    { 'w', "wait", "SEC", "keep trying while nothing listens there yet", 0,
      apply_wait },
    { 0, "max-message", "SIZE", "largest message accepted (default 1G)", 0,
      apply_max_message },
    { 0, "color", "WHEN", "auto, always or never", 0, apply_color },
    { 0, "no-history", NULL, "neither read nor write the history file",
      FLAG(no_history) },
    { 'q', "quiet", NULL, "no banner and no notes", FLAG(quiet) },
    { 'h', "help", NULL, "show this", FLAG(show_help) },
    { 'V', "version", NULL, "show the version", FLAG(show_version) },
    { 0, NULL, NULL, NULL, 0, NULL },
};

/* getopt_long()'s tables, made of ours; val is 256 + index for long ones. */
#define LONG_VALUE 256

static struct option *make_long_options(void)
{
    struct option *list = mem_new0(ARRAY_SIZE(option_defs),
                                   sizeof(struct option));
    int i;

    for (i = 0; option_defs[i].name; i++) {
        list[i] = (struct option){
            .name = option_defs[i].name,
            .has_arg = option_defs[i].arg ? required_argument : no_argument,
            .val = LONG_VALUE + i,
        };
    }
    return list;
}

static char *make_short_options(void)
{
    StrBuf letters = STRBUF_INIT;
    const OptionDef *def;

    /* stop at the first word that is no option; report errors to us */
    strbuf_puts(&letters, "+:");
    for (def = option_defs; def->name; def++) {
        if (def->letter) {
            strbuf_putc(&letters, def->letter);
            strbuf_puts(&letters, def->arg ? ":" : "");
        }
    }
    return strbuf_steal(&letters);
}

static const OptionDef *find_option(int val)
{
    const OptionDef *def;

    if (val >= LONG_VALUE) {
        return &option_defs[val - LONG_VALUE];
    }
    for (def = option_defs; def->name; def++) {
        if (val && def->letter == val) {
            return def;
        }
    }
    return NULL;
}

static void set_option_error(char **argv, int c, Error **errp)
{
    const OptionDef *def = find_option(optopt);
    const char *word = argv[optind - 1];

    if (c == ':' && def) {
        error_set(errp, ERROR_USAGE, "option --%s needs %s", def->name,
                  def->arg);
    } else if (def && strncmp(word, "--", 2) == 0) {
        error_set(errp, ERROR_USAGE, "option --%s takes no argument",
                  def->name);
    } else if (optopt && strncmp(word, "--", 2) != 0) {
        error_set(errp, ERROR_USAGE, "no option -%c", optopt);
    } else {
        error_set(errp, ERROR_USAGE, "no option %s", word);
    }
}

/*
 * getopt takes the beginning of a long option for all of it; a script that
 * did so would break, or do another thing, with the next option we add.
 */
static bool is_whole_name(const char *word, const OptionDef *def)
{
    return strncmp(word, "--", 2) != 0 ||
           strcspn(word + 2, "=") == strlen(def->name);
}

/*
 * Take the options from argv[optind] on.  *@dashes becomes true when they
 * ended with "--".
 */
static bool take_options(Options *opts, int argc, char **argv, bool *dashes,
                         Error **errp)
{
    autofree struct option *longs = make_long_options();
    autofree char *shorts = make_short_options();
    const OptionDef *def;

    for (;;) {
        int at = optind;
        int c = getopt_long(argc, argv, shorts, longs, NULL);

        if (c == -1) {
            *dashes = optind > at;
            return true;
        }
        if (c == '?' || c == ':') {
            set_option_error(argv, c, errp);
            return false;
        }
        def = find_option(c);
        if (!is_whole_name(argv[at], def)) {
            error_set(errp, ERROR_USAGE, "no option %s", argv[at]);
            return false;
        }
        if (!def->apply) {
            *(bool *)((char *)opts + def->flag) = true;
        } else if (!def->apply(opts, optarg, errp)) {
            return false;
        }
    }
}

static bool check_combination(const Options *o, Error **errp)
{
    const char *problem = NULL;

    if (o->command && o->n_sources) {
        problem = "a COMMAND and -c or -f exclude each other";
    } else if (o->address && o->qemu) {
        problem = "an ADDRESS and -- QEMU exclude each other";
    } else if (o->listen && o->qemu) {
        problem = "--listen and -- QEMU exclude each other";
    } else if (o->listen && o->wait_ms) {
        problem = "--listen waits anyway: --wait does not go with it";
    } else if (o->dry_run && o->qemu) {
        problem = "--dry-run starts no QEMU";
    } else if (o->pipeline && o->exit_on_error) {
        problem = "--pipeline and --exit-on-error exclude each other: the "
                  "lines behind a failing one would already be sent";
    }
    if (problem) {
        error_set(errp, ERROR_USAGE, "%s", problem);
        return false;
    }
    return true;
}

bool options_parse(Options *opts, int argc, char **argv, Error **errp)
{
    bool dashes = false;

    *opts = (Options){ .timeout_ms = -1 };
    optind = 1;
    opterr = 0;
    if (!take_options(opts, argc, argv, &dashes, errp)) {
        return false;
    }
    if (!dashes && optind < argc) {
        opts->address = argv[optind++];
        if (!*opts->address) {
            error_set(errp, ERROR_USAGE, "the ADDRESS is empty");
            return false;
        }
        if (!take_options(opts, argc, argv, &dashes, errp)) {
            return false;
        }
    }
    if (dashes) {
        opts->qemu = argv + optind;
    } else if (optind < argc) {
        opts->command = argv + optind;
    }
    return opts->show_help || opts->show_version ||
           check_combination(opts, errp);
}

void options_free(Options *opts)
{
    free(opts->sources);
}

#define HELP_COLUMN 30

void options_help(StrBuf *out)
{
    const OptionDef *def;

    strbuf_puts(out,
                "The shell for QEMU's Machine Protocol (QMP)\n"
                "\n"
                "usage: qmpsh [OPTION]... [ADDRESS]\n"
                "       qmpsh [OPTION]... ADDRESS [OPTION]... COMMAND "
                "[ARG]...\n"
                "       qmpsh [OPTION]... [ADDRESS] -c LINE... | -f FILE\n"
                "       qmpsh [OPTION]... -- QEMU [ARG]...\n"
                "\n"
                "ADDRESS: a socket's path, unix:PATH, unix:@NAME, HOST:PORT, "
                "fd:N;\n"
                "without one, $QMP_SOCKET.\n"
                "\n");
    for (def = option_defs; def->name; def++) {
        size_t start = out->len;

        if (def->letter) {
            strbuf_printf(out, "  -%c, ", def->letter);
        } else {
            strbuf_puts(out, "      ");
        }
        strbuf_printf(out, "--%s", def->name);
        if (def->arg) {
            strbuf_printf(out, " %s", def->arg);
        }
        strbuf_pad(out, start, HELP_COLUMN);
        strbuf_printf(out, "%s\n", def->help);
    }
    strbuf_puts(out,
                "\n"
                "Exit status: 0 all well, 1 an error reply, 2 bad usage or "
                "line, 3 no\n"
                "connection, 4 time limit, 5 output not written, 130 "
                "interrupted.\n"
                "See qmpsh(1); at the prompt, .help\n");
}
