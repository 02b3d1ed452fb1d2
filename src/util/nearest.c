/*
 * The name that was probably meant
 *
 * An edit distance in which neighbours can be swapped (Damerau and
 * Levenshtein's "optimal string alignment"): each letter is changed once.
 */
#include "util/nearest.h"

#include <stdbool.h>
#include <string.h>

/* Longer ones are no names that anybody mistypes. */
#define MAX_LEN 255

/* Costs: a letter's; of what looks different only; of leaving off the rest. */
#define EDIT 8
#define LOOK 1
#define CUT 4

#define MIN_PREFIX 3

static size_t min(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* ASCII only: names of QEMU are. */
static char folded(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c == '_' ? '-' : c;
}

static size_t replace_cost(char a, char b)
{
    if (a == b) {
        return 0;
    }
    return folded(a) == folded(b) ? LOOK : EDIT;
}

/* One letter of a short word may be wrong, a third of a longer one's. */
static size_t max_distance(size_t len)
{
    return len < 2 ? LOOK : EDIT * min(len < 6 ? 1 : len / 3, 4);
}

static size_t edit_distance(const char *a, size_t a_len, const char *b,
                            size_t b_len)
{
    size_t rows[3][MAX_LEN + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2], *oldest;
    size_t i, j;

    for (j = 0; j <= b_len; j++) {
        last[j] = j * EDIT;
    }
    for (i = 1; i <= a_len; i++) {
        row[0] = i * EDIT;
        for (j = 1; j <= b_len; j++) {
            row[j] = min(min(last[j], row[j - 1]) + EDIT,
                         last[j - 1] + replace_cost(a[i - 1], b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] &&
                a[i - 2] == b[j - 1]) {
                row[j] = min(row[j], before[j - 2] + EDIT);
            }
        }
        oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[b_len];
}

/* @a is the beginning of @b: the nearer, the less is missing. */
static bool prefix_distance(const char *a, size_t a_len, const char *b,
                            size_t b_len, size_t *distance)
{
    size_t i;

    if (a_len < MIN_PREFIX || b_len < a_len) {
        return false;
    }
    *distance = CUT + (b_len - a_len);
    for (i = 0; i < a_len; i++) {
        if (folded(a[i]) != folded(b[i])) {
            return false;
        }
        *distance += replace_cost(a[i], b[i]);
    }
    return true;
}

void nearest_offer(Nearest *n, const char *candidate)
{
    size_t a_len = strnlen(n->word, MAX_LEN + 1);
    size_t b_len = strnlen(candidate, MAX_LEN + 1);
    size_t limit = max_distance(a_len), distance, by_prefix;

    if (!a_len || a_len > MAX_LEN || b_len > MAX_LEN) {
        return;
    }
    distance = edit_distance(n->word, a_len, candidate, b_len);
    if (prefix_distance(n->word, a_len, candidate, b_len, &by_prefix)) {
        distance = min(distance, by_prefix);
        limit = distance;
    }
    if (distance <= limit && (!n->best || distance < n->distance)) {
        n->best = candidate;
        n->distance = distance;
    }
}
