/*
 * What is known of the human monitor's texts
 *
 * QEMU answers a human-monitor-command that failed with success and a text,
 * and knows its own commands only as the output of `help`.
 */
#ifndef SHELL_HMP_H
#define SHELL_HMP_H

#include <stdbool.h>
#include <stddef.h>

#include "util/strlist.h"

/*
 * Is this output the text of a failure?  Recognised are the forms that no
 * successful command prints: "Error: ..." on the first or the last line
 * (monitor/hmp.c, hmp_handle_error), "unknown command: '...'", and
 * `Try "help NAME" for more information` (monitor/hmp.c); and, when they are
 * all there is, "invalid parameter: ", "Could not open ", "unknown event ".
 */
bool hmp_output_is_error(const char *text);

/* @text behind a leading "Error: ". */
const char *hmp_error_phrase(const char *text);

/* Is @line `cpu N`?  Then *@cpu is N. */
bool hmp_is_cpu_line(const char *line, int *cpu);

/* A command or a topic of the monitor's own help. */
typedef struct HmpTopic {
    char *name;
    char *text; /* what it does, as far as its line says; NULL: nothing */
} HmpTopic;

typedef struct HmpHelp {
    HmpTopic *list;
    size_t n, cap;
} HmpHelp;

/*
 * The names in the output of `help` ("name|alias args -- what it does"), in
 * order; or, with a @prefix such as "info ", of `help info`, without that
 * prefix.
 */
void hmp_parse_help(const char *text, const char *prefix, HmpHelp *out);
void hmp_help_free(HmpHelp *help);

#define autofree_hmp_help __attribute__((cleanup(hmp_help_free)))

#endif
