/*
 * What the arguments of human-monitor commands name
 */
#ifndef SHELL_HMP_ARGS_H
#define SHELL_HMP_ARGS_H

#include <stdbool.h>

#include "lang/live.h"
#include "util/strlist.h"

/* What could stand at the end of a line for the monitor. */
typedef struct HmpSpot {
    const char *word;   /* the last word, borrowed: "" behind a blank */
    bool command;       /* the name of a command */
    bool topic;         /* a topic of `info` */
    LiveKind live;      /* a live name of that kind */
    const char *values; /* or one of these words; NULL: not known */
    char *owner;        /* see LiveQuery; may be NULL */
} HmpSpot;

/* The spot is owned: hmp_spot_clear(). */
void hmp_spot_find(HmpSpot *spot, const char *before);
void hmp_spot_clear(HmpSpot *spot);

#define autofree_hmp_spot __attribute__((cleanup(hmp_spot_clear)))

#endif
