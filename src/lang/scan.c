/*
 * Finds the bracket that closes one, over any number of lines
 */
#include "lang/scan.h"

#include "lang/quote.h"

void bracket_scan_init(BracketScan *scan)
{
    scan->depth = 0;
}

static bool open_bracket(BracketScan *scan, char closing, Error **errp)
{
    if (scan->depth == JSON_MAX_DEPTH) {
        error_set(errp, ERROR_PARSE, "nested deeper than %d", JSON_MAX_DEPTH);
        return false;
    }
    scan->closing[scan->depth++] = closing;
    return true;
}

static bool close_bracket(BracketScan *scan, char c, Error **errp)
{
    char due = scan->closing[scan->depth - 1];

    if (c != due) {
        error_set(errp, ERROR_PARSE, "expected '%c', not '%c'", due, c);
        return false;
    }
    scan->depth--;
    return true;
}

/* One byte outside of strings. */
static bool take_byte(BracketScan *scan, char c, Error **errp)
{
    switch (c) {
    case '{':
        return open_bracket(scan, '}', errp);
    case '[':
        return open_bracket(scan, ']', errp);
    case '}':
    case ']':
        return close_bracket(scan, c, errp);
    default:
        return true;
    }
}

ScanResult bracket_scan(BracketScan *scan, const char *text, size_t len,
                        size_t *pos, Error **errp)
{
    size_t behind;

    while (*pos < len) {
        if (text[*pos] == '"' || text[*pos] == '\'') {
            behind = quote_skip(text, *pos, len, QUOTE_JSON);
            if (!behind) {
                error_set(errp, ERROR_PARSE, "the string is not closed");
                return SCAN_ERROR;
            }
            *pos = behind;
            continue;
        }
        if (!take_byte(scan, text[*pos], errp)) {
            return SCAN_ERROR;
        }
        ++*pos;
        if (scan->depth == 0) {
            return SCAN_CLOSED;
        }
    }
    return SCAN_OPEN;
}
