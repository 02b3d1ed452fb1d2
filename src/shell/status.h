/*
 * Exit statuses
 */
#ifndef SHELL_STATUS_H
#define SHELL_STATUS_H

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

/* The status that an error of this kind stands for. */
Status status_of_error(ErrorKind kind);

#endif
