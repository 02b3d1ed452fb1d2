/*
 * What the files of the manual share
 */
#ifndef DOC_MANUAL_PRIV_H
#define DOC_MANUAL_PRIV_H

#include "doc/manual.h"
#include "util/strlist.h"

struct Manual {
    ManualEntry *entries; /* in the order of the page */
    size_t n_entries, cap_entries;
    const ManualEntry **by_name; /* sorted; of one name a command first */
    StrList strings;             /* owns every text of the entries */
};

/* @text as a string that lives as long as the manual. */
const char *manual_keep(Manual *m, const char *text, size_t len);

/* Fill @m from a page. */
void manual_read_page(Manual *m, const char *roff, size_t len);

/* The type that a member's type is, or is an array of; NULL: not documented. */
const ManualEntry *manual_type(const Manual *m, const char *type);

/* Is it written as an array? */
bool manual_type_is_array(const char *type);

#endif
