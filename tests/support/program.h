/*
 * The program under test, as a child with pipes
 */
#ifndef SUPPORT_PROGRAM_H
#define SUPPORT_PROGRAM_H

#include <stdbool.h>
#include <sys/types.h>

#include "util/clock.h"
#include "util/error.h"
#include "util/strbuf.h"

typedef struct Program {
    pid_t pid;
    int pidfd;
    int in, out, err; /* our ends; -1: closed */
    StrBuf input;     /* still to be written to its stdin */
    bool input_stays_open;
    StrBuf out_text, err_text;
    bool has_ended;
    int status; /* as a shell shows it: 128 + n for signal n */
    Deadline deadline;
} Program;

/*
 * Run argv in folder @dir with exactly the environment @env.  @input: NULL
 * for /dev/null as its stdin.  @keep_fd stays open in it (-1: none).
 */
bool program_start(Program *p, char *const argv[], char *const env[],
                   const char *dir, const char *input, int keep_fd,
                   Error **errp);

/*
 * Move its streams on until @fd (-1: none) is ready for @events, or something
 * else happened.  *@revents is what poll() says of @fd.  false: ERROR_TIMEOUT
 * at the program's deadline.
 */
bool program_step(Program *p, int fd, short events, short *revents,
                  Error **errp);

/* Wait until @fd is ready, or until the program has ended: ERROR_LOST. */
bool program_wait_fd(Program *p, int fd, short events, Error **errp);

/* Wait until the program has ended and its output is complete. */
bool program_wait_end(Program *p, Error **errp);

/* More for its stdin. */
void program_feed(Program *p, const char *text);

/* Its stdin ends behind what was fed. */
void program_end_input(Program *p);

/* Kill it if it runs, and free what @p holds. */
void program_clean_up(Program *p);

#endif
