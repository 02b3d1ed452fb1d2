/*
 * Finds the bracket that closes one, over any number of lines
 */
#ifndef LANG_SCAN_H
#define LANG_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "util/error.h"
#include "util/json.h"

/* Where a scan stands, so that each byte is looked at once. */
typedef struct BracketScan {
    unsigned depth;
    char closing[JSON_MAX_DEPTH]; /* what each open bracket waits for */
} BracketScan;

typedef enum ScanResult {
    SCAN_CLOSED, /* *pos is behind the closing bracket */
    SCAN_OPEN,   /* *pos is the end of the text: go on when there is more */
    SCAN_ERROR,  /* *pos is the place; *errp is set: ERROR_PARSE */
} ScanResult;

/* Start anew: the next byte is the opening bracket. */
void bracket_scan_init(BracketScan *scan);

/*
 * Go on at *@pos of @text.  Strings ("..." and '...', `\` before any byte)
 * are passed over; they cannot run over the end of the text.
 */
ScanResult bracket_scan(BracketScan *scan, const char *text, size_t len,
                        size_t *pos, Error **errp);

#endif
