/*
 * Integers as people write them
 */
#include "lang/integer.h"

#include <stdint.h>
#include <string.h>
#include <strings.h>

enum {
    MAX_DOUBLINGS = 60, /* of the largest suffix, E */
};

static const char DECIMAL[] = "0123456789";
static const char HEX[] = "0123456789abcdefABCDEF";

/* A number that was taken apart. */
typedef struct Parts {
    bool negative;
    unsigned base;
    const char *digits, *fraction;
    size_t n_digits, n_fraction;
    unsigned doublings; /* that its suffix stands for */
} Parts;

static unsigned digit_value(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

/* How often a suffix doubles, 0 if it is none. */
static unsigned suffix_doublings(char c)
{
    static const char suffixes[] = "kmgtpe";
    const char *s = c ? strchr(suffixes, c | 0x20) : NULL;

    return s ? 10 * (unsigned)(s - suffixes + 1) : 0;
}

static bool take_apart(const char *text, Parts *p)
{
    bool hex;

    *p = (Parts){ .negative = text[0] == '-' };
    text += text[0] == '-' || text[0] == '+';
    hex = strncasecmp(text, "0x", 2) == 0;
    p->base = hex ? 16 : 10;
    p->digits = text + (hex ? 2 : 0);
    p->n_digits = strspn(p->digits, hex ? HEX : DECIMAL);
    text = p->digits + p->n_digits;
    if (!hex && text[0] == '.') {
        p->fraction = text + 1;
        p->n_fraction = strspn(p->fraction, DECIMAL);
        text = p->fraction + p->n_fraction;
    }
    p->doublings = hex ? 0 : suffix_doublings(text[0]);
    text += p->doublings > 0;
    /* without a suffix a fraction makes it no integer */
    return p->n_digits && !text[0] &&
           (!p->fraction || (p->n_fraction && p->doublings));
}

/*
 * Doubles @n and the decimal fraction behind it, digit by digit as on paper:
 * nothing is rounded.
 */
static bool double_once(uint64_t *n, char *fraction, size_t n_fraction)
{
    unsigned carry = 0, d;
    size_t i;

    for (i = n_fraction; i-- > 0;) {
        d = 2 * digit_value(fraction[i]) + carry;
        fraction[i] = (char)('0' + d % 10);
        carry = d / 10;
    }
    if (*n > (UINT64_MAX - carry) / 2) {
        return false;
    }
    *n = 2 * *n + carry;
    return true;
}

static const char OUT_OF_RANGE[] = "is not from -2^63 to 2^64-1";
static const char NOT_WHOLE[] = "is not whole";

/* What the parts are without the sign, or why that is none. */
static const char *magnitude(const Parts *p, uint64_t *n)
{
    char fraction[MAX_DOUBLINGS];
    size_t n_fraction = p->n_fraction, i;

    *n = 0;
    for (i = 0; i < p->n_digits; i++) {
        unsigned d = digit_value(p->digits[i]);

        if (*n > (UINT64_MAX - d) / p->base) {
            return OUT_OF_RANGE;
        }
        *n = *n * p->base + d;
    }
    while (n_fraction && p->fraction[n_fraction - 1] == '0') {
        n_fraction--;
    }
    if (n_fraction > p->doublings) {
        return NOT_WHOLE; /* each doubling takes one digit off at most */
    }
    if (n_fraction) {
        memcpy(fraction, p->fraction, n_fraction);
    }
    for (i = 0; i < p->doublings; i++) {
        if (!double_once(n, fraction, n_fraction)) {
            return OUT_OF_RANGE;
        }
    }
    for (i = 0; i < n_fraction; i++) {
        if (fraction[i] != '0') {
            return NOT_WHOLE;
        }
    }
    return NULL;
}

bool integer_read(const char *text, json_object **value, const char **flaw)
{
    uint64_t n;
    Parts p;

    *flaw = NULL;
    if (!take_apart(text, &p)) {
        return false;
    }
    *flaw = text[0] == '+' ? "begins with +" :
            p.base == 10 && p.n_digits > 1 && p.digits[0] == '0' ?
                             "begins with 0" :
                             magnitude(&p, &n);
    if (!*flaw && p.negative && n > (uint64_t)INT64_MAX + 1) {
        *flaw = OUT_OF_RANGE;
    }
    if (*flaw) {
        return false;
    }
    *value = p.negative     ? json_object_new_int64((int64_t)(0 - n)) :
             n <= INT64_MAX ? json_object_new_int64((int64_t)n) :
                              json_object_new_uint64(n);
    return true;
}
