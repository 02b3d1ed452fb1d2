/*
 * Exit statuses
 */
#ifndef SHELL_STATUS_H
#define SHELL_STATUS_H

#include <stdbool.h>

#include "shell/output.h"
#include "util/error.h"

/* Part of the contract with scripts (man/qmpsh.1, EXIT STATUS). */
typedef enum Status {
    STATUS_OK = 0,
    STATUS_FAILED = 1,     /* an error reply */
    STATUS_USAGE = 2,      /* bad usage; a line not parsed, or refused */
    STATUS_CONNECTION = 3, /* not connected, lost, protocol broken */
    STATUS_TIMEOUT = 4,
    STATUS_OUTPUT = 5,       /* output could not be written */
    STATUS_INTERRUPTED = 130 /* 128 + SIGINT; likewise other signals */
} Status;

/*
 * Has it ended more than its own command: a time limit, an output that is
 * lost, a signal?  Then nothing more is to be sent.
 */
static inline bool status_ends_all(Status status)
{
    return status == STATUS_TIMEOUT || status == STATUS_OUTPUT ||
           status >= STATUS_INTERRUPTED;
}

/* The status that an error of this kind stands for. */
Status status_of_error(ErrorKind kind);

/* Show @err, which is consumed, and give its status. */
Status status_report(Output *output, Error *err);

#endif
