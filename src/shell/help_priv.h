/*
 * What the files of help share: help.c what is known of one thing,
 * help_search.c the search for a word
 */
#ifndef SHELL_HELP_PRIV_H
#define SHELL_HELP_PRIV_H

#include "qmp/schema.h"
#include "shell/help.h"
#include "shell/manuals.h"

/* What a text is made with. */
typedef struct Help {
    Session *s;
    const QmpSchema *schema; /* may be NULL */
    Manuals *manuals;
    size_t width;
    bool cut;    /* what is to be one line is one */
    StrBuf *out; /* not yet safe for a terminal */
} Help;

/* "name  type: summary" in a list of names; @type and @text may be NULL. */
void help_append_name(Help *h, const char *name, const char *type,
                      const char *text);

/* The commands and events that have @word; false: none. */
bool help_append_search(Help *h, const char *word);

#endif
