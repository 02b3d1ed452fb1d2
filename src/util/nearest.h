/*
 * The name that was probably meant
 */
#ifndef UTIL_NEAREST_H
#define UTIL_NEAREST_H

#include <stddef.h>

/* Looks for the best candidate as they are offered; a local, zeroed. */
typedef struct Nearest {
    const char *word; /* what was written; set it before the first offer */
    const char *best; /* NULL: none is near enough */
    size_t distance;
} Nearest;

/*
 * Offer a candidate, borrowed as long as `best` is looked at.  Near enough
 * is what differs by few letters for its length (inserted, dropped, replaced,
 * two swapped; case, and '-' for '_', cost less), or begins with the whole
 * word when it has at least 3 letters.  Of several equally near the first wins.
 */
void nearest_offer(Nearest *n, const char *candidate);

#endif
