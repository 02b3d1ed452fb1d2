/*
 * Runs a transcript: run_transcript PROGRAM FILE
 *
 * $QMPSH replaces PROGRAM, so that an installed one can be tested.  Exit
 * status: 0 passed, 1 failed, 77 this machine cannot run it.
 */
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pattern.h"
#include "program.h"
#include "server.h"
#include "transcript.h"
#include "util/clock.h"
#include "util/mem.h"
#include "vars.h"

#define TIME_LIMIT_MS 20000
#define EXIT_SKIPPED 77

typedef struct Run {
    Transcript *t;
    char dir[32];
    Vars vars;
    Server *server; /* NULL: none */
    Program program;
    StrBuf report; /* "" while all is as expected */
} Run;

/* What the program gets besides the transcript's own: nothing of ours. */
static const char *const fixed_env[] = {
    "LANG=C.UTF-8", "TERM=dumb",           "TZ=UTC",
    "HOME=%DIR",    "XDG_STATE_HOME=%DIR", "XDG_CONFIG_HOME=%DIR",
};

static char *path_in(const Run *run, const char *name)
{
    return mem_printf("%s/%s", run->dir, name);
}

static bool write_files(Run *run, Error **errp)
{
    size_t i;

    for (i = 0; i < run->t->n_files; i++) {
        autofree char *path = path_in(run, run->t->files[i].name);
        autofree char *text = vars_expand(&run->vars, run->t->files[i].text);
        FILE *f = fopen(path, "we");

        if (!f || fputs(text, f) < 0 || fclose(f) != 0) {
            error_set_errno(errp, ERROR_FAILED, errno, "%s", path);
            return false;
        }
    }
    return true;
}

/* A sanitizer's verdict must not look like one of our exit statuses. */
static char *sanitizer_env(const char *name)
{
    const char *value = getenv(name);

    return mem_printf("%s=exitcode=99:%s", name, value ? value : "");
}

/* NULL-terminated, owned with its strings. */
static char **make_env(const Run *run)
{
    size_t n = 0, i;
    char **env = mem_new0(ARRAY_SIZE(fixed_env) + run->t->n_env + 4,
                          sizeof(*env));

    for (i = 0; i < ARRAY_SIZE(fixed_env); i++) {
        env[n++] = vars_expand(&run->vars, fixed_env[i]);
    }
    env[n++] = mem_printf("PATH=%s", getenv("PATH") ? getenv("PATH") : "");
    env[n++] = sanitizer_env("ASAN_OPTIONS");
    env[n++] = sanitizer_env("UBSAN_OPTIONS");
    for (i = 0; i < run->t->n_env; i++) {
        env[n++] = vars_expand(&run->vars, run->t->env[i]);
    }
    return env;
}

static char **make_argv(const Run *run, const char *program)
{
    char **argv = mem_new0(run->t->n_args + 2, sizeof(*argv));
    size_t i;

    argv[0] = mem_strdup(program);
    for (i = 0; i < run->t->n_args; i++) {
        argv[i + 1] = vars_expand(&run->vars, run->t->args[i]);
    }
    return argv;
}

static void free_strv(char **strings)
{
    char **s;

    for (s = strings; *s; s++) {
        free(*s);
    }
    free(strings);
}

static bool start(Run *run, const char *program, Error **errp)
{
    autofree char *input = run->t->input ?
                               vars_expand(&run->vars, run->t->input) :
                               NULL;
    char **argv = make_argv(run, program);
    char **env = make_env(run);
    bool ok;

    run->program.deadline = deadline_in(TIME_LIMIT_MS);
    run->program.input_stays_open = run->t->input_stays_open;
    ok = program_start(&run->program, argv, env, run->dir, input,
                       run->server ? server_program_fd(run->server) : -1, errp);
    free_strv(argv);
    free_strv(env);
    return ok;
}

static void compare(Run *run, const char *what, const char *expected,
                    const char *text)
{
    autofree char *pattern = vars_expand(&run->vars, expected ? expected : "");

    if (!pattern_match(pattern, text)) {
        strbuf_printf(&run->report, "%s is not as expected:\n", what);
        pattern_diff(&run->report, pattern, text);
    }
}

static void compare_written(Run *run, const TextFile *file)
{
    autofree_error Error *err = NULL;
    autofree char *path = path_in(run, file->name);
    autofree char *text = read_whole_file(path, &err);

    if (text) {
        compare(run, file->name, file->text, text);
    } else {
        strbuf_printf(&run->report, "%s\n", error_message(err));
    }
}

static void compare_all(Run *run)
{
    const Transcript *t = run->t;
    size_t i;

    compare(run, "stdout", t->out, strbuf_str(&run->program.out_text));
    compare(run, "stderr", t->err, strbuf_str(&run->program.err_text));
    if (run->program.has_ended && run->program.status != t->status) {
        strbuf_printf(&run->report, "exit status %d, expected %d\n",
                      run->program.status, t->status);
    }
    for (i = 0; i < t->n_written; i++) {
        compare_written(run, &t->written[i]);
    }
}

static bool converse(Run *run, Error **errp)
{
    if (run->server && !server_run(run->server, &run->program, run->t->actions,
                                   run->t->n_actions, errp)) {
        return false;
    }
    return program_wait_end(&run->program, errp) &&
           (!run->server || server_finish(run->server, errp));
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *ftw)
{
    (void)st;
    (void)type;
    (void)ftw;
    return remove(path);
}

static bool prepare(Run *run, const char *path, Error **errp)
{
    strcpy(run->dir, "/tmp/qmpsh-test-XXXXXX");
    if (!mkdtemp(run->dir)) {
        error_set_errno(errp, ERROR_FAILED, errno, "%s", run->dir);
        return false;
    }
    vars_set(&run->vars, "%DIR", mem_strdup(run->dir));
    run->t = transcript_read(path, errp);
    if (!run->t) {
        return false;
    }
    if (run->t->server) {
        run->server = server_new(run->t->server, run->dir, &run->vars, errp);
        return run->server;
    }
    vars_set(&run->vars, "%SOCK", path_in(run, "qmp"));
    return true;
}

static void clean_up(Run *run)
{
    program_clean_up(&run->program);
    server_free(run->server);
    transcript_free(run->t);
    vars_free(&run->vars);
    strbuf_free(&run->report);
    nftw(run->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Run it all, and collect in the report what is not as expected. */
static void run_all(Run *run, const char *program)
{
    autofree_error Error *err = NULL;

    if (!write_files(run, &err) || !start(run, program, &err)) {
        strbuf_printf(&run->report, "%s\n", error_message(err));
        return;
    }
    if (!converse(run, &err)) {
        strbuf_printf(&run->report, "%s\n",
                      err ? error_message(err) : "failed");
    }
    compare_all(run);
    if (run->report.len > 0 && run->server) {
        strbuf_printf(&run->report, "on the wire:\n%s",
                      server_log(run->server));
    }
}

/* It runs in another folder: a path must be absolute.  Owned. */
static char *find_program(const char *name)
{
    char *path = strchr(name, '/') ? realpath(name, NULL) : NULL;

    return path ? path : mem_strdup(name);
}

int main(int argc, char **argv)
{
    Run run = { .program = { .pidfd = -1, .in = -1, .out = -1, .err = -1 } };
    const char *wanted = getenv("QMPSH");
    autofree char *program = NULL;
    autofree_error Error *err = NULL;
    int status = EXIT_FAILURE;

    if (argc != 3) {
        fputs("usage: run_transcript PROGRAM FILE\n", stderr);
        return EXIT_FAILURE;
    }
    signal(SIGPIPE, SIG_IGN);
    program = find_program(wanted && *wanted ? wanted : argv[1]);
    if (!prepare(&run, argv[2], &err)) {
        printf("%s\n", error_message(err));
        status = error_kind(err) == ERROR_REFUSED ? EXIT_SKIPPED : EXIT_FAILURE;
    } else {
        run_all(&run, program);
        fputs(strbuf_str(&run.report), stdout);
        status = run.report.len > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
    }
    clean_up(&run);
    return status;
}
