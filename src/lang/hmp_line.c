/*
 * Lines for the human monitor
 */
#include "lang/hmp_line.h"

#include <string.h>

/* What QEMU's get_command_name() (monitor/hmp.c) takes for white space. */
static const char space[] = " \t\n\v\f\r";

size_t hmp_word(const char *line, size_t index, const char **word)
{
    for (;; index--) {
        line += strspn(line, space);
        if (index == 0) {
            *word = line;
            return strcspn(line, " \t\n\v\f\r/");
        }
        line += strcspn(line, space);
    }
}

bool hmp_word_is(const char *line, size_t index, const char *what)
{
    const char *word;
    size_t len = hmp_word(line, index, &word);

    return len == strlen(what) && memcmp(word, what, len) == 0;
}
