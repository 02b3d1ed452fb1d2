/*
 * Time limits
 *
 * A Deadline is a point of the monotonic clock in milliseconds, so that a
 * limit covers a whole operation however many system calls it takes.
 */
#ifndef UTIL_CLOCK_H
#define UTIL_CLOCK_H

#include <stdint.h>

typedef int64_t Deadline;

#define DEADLINE_NONE INT64_MAX

/* The monotonic clock in milliseconds. */
int64_t clock_now_ms(void);

/* The point @ms milliseconds from now; a negative @ms is DEADLINE_NONE. */
Deadline deadline_in(int64_t ms);

/* The earlier of two. */
Deadline deadline_min(Deadline a, Deadline b);

/*
 * What is left of it as poll() wants it: milliseconds rounded up, 0 when it
 * has passed, -1 for DEADLINE_NONE.
 */
int deadline_poll_timeout(Deadline deadline);

#endif
