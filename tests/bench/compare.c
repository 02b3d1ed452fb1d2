/*
 * Times two programs, run in turn
 *
 *   compare ROUNDS STDIN A [ARG]... -- B [ARG]...
 *
 * Each round runs A, then B, from exec to exit, with a pipe that holds the
 * bytes of the file STDIN as stdin and nothing as stdout.  Prints the medians
 * in milliseconds and the median of the rounds' ratios A / B.  Turn and turn
 * about, whatever else the machine does falls on both.
 */
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "timing.h"

static char stdin_bytes[1 << 20];
static size_t stdin_len;

static void fail(const char *what)
{
    perror(what);
    exit(3);
}

static void read_stdin_bytes(const char *file)
{
    FILE *f = fopen(file, "r");

    if (!f) {
        fail(file);
    }
    stdin_len = fread(stdin_bytes, 1, sizeof(stdin_bytes), f);
    if (ferror(f) || !feof(f)) {
        fprintf(stderr, "compare: %s: cannot be read or is too long\n", file);
        exit(2);
    }
    fclose(f);
}

/* The reading end of a pipe that holds the bytes; nobody has to feed it. */
static int full_pipe(void)
{
    int fds[2];

    if (pipe2(fds, O_CLOEXEC) < 0 ||
        fcntl(fds[1], F_SETPIPE_SZ, sizeof(stdin_bytes)) < 0 ||
        write(fds[1], stdin_bytes, stdin_len) != (ssize_t)stdin_len) {
        fail("pipe");
    }
    close(fds[1]);
    return fds[0];
}

static double run_ms(char **argv)
{
    posix_spawn_file_actions_t actions;
    int in = full_pipe();
    int status;
    double start;
    pid_t pid;

    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null",
                                     O_WRONLY, 0);
    start = timing_now_ms();
    if (posix_spawnp(&pid, argv[0], &actions, NULL, argv, environ) != 0 ||
        waitpid(pid, &status, 0) != pid) {
        fail(argv[0]);
    }
    start = timing_now_ms() - start;
    posix_spawn_file_actions_destroy(&actions);
    close(in);
    if (status != 0) {
        fprintf(stderr, "compare: %s failed: %d\n", argv[0], status);
        exit(1);
    }
    return start;
}

int main(int argc, char **argv)
{
    double *a, *b, *ratio;
    char **other = argv + 3;
    size_t rounds, i;

    while (argc > 4 && *other && strcmp(*other, "--") != 0) {
        other++;
    }
    if (argc < 6 || !*other || atoi(argv[1]) < 1) {
        fprintf(stderr,
                "usage: compare ROUNDS STDIN A [ARG]... -- B [ARG]...\n");
        return 2;
    }
    rounds = (size_t)atoi(argv[1]);
    read_stdin_bytes(argv[2]);
    *other++ = NULL;

    a = calloc(rounds * 3, sizeof(*a));
    if (!a) {
        fail("calloc");
    }
    b = a + rounds;
    ratio = b + rounds;
    /* What only the first run pays: page cache, dynamic linking. */
    run_ms(argv + 3);
    run_ms(other);
    for (i = 0; i < rounds; i++) {
        a[i] = run_ms(argv + 3);
        b[i] = run_ms(other);
        ratio[i] = a[i] / b[i];
    }
    printf("%8.2f ms %8.2f ms %6.2f\n", timing_median(a, rounds),
           timing_median(b, rounds), timing_median(ratio, rounds));
    free(a);
    return 0;
}
