/*
 * Time limits
 */
#include "util/clock.h"

#include <limits.h>
#include <time.h>

int64_t clock_now_ms(void)
{
    struct timespec ts;

    clock_gettime(CLOCK_MONOTONIC, &ts);
    return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

Deadline deadline_in(int64_t ms)
{
    int64_t now = clock_now_ms();

    if (ms < 0 || ms > DEADLINE_NONE - now) {
        return DEADLINE_NONE;
    }
    return now + ms;
}

Deadline deadline_min(Deadline a, Deadline b)
{
    return a < b ? a : b;
}

int deadline_poll_timeout(Deadline deadline)
{
    int64_t left;

    if (deadline == DEADLINE_NONE) {
        return -1;
    }
    left = deadline - clock_now_ms();
    if (left <= 0) {
        return 0;
    }
    return left > INT_MAX ? INT_MAX : (int)left;
}
