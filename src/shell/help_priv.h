/*
 * What the files of help share: help.c what is known of one thing, help_at.c
 * `?`, help_search.c the search for a word
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

/* Begin a text in @out. */
Help help_for(Session *s, StrBuf *out);

/* Append @text to @safe, what could drive a terminal escaped. */
void help_append_safely(const StrBuf *text, StrBuf *safe);

/* What may still stand at @spot; false: nothing. */
bool help_append_spot(Help *h, const Spot *spot);

/* What only the manual knows of the arguments of @entry. */
void help_append_members(Help *h, const ManualEntry *entry);

/* "name  type: summary" in a list of names; @type and @text may be NULL. */
void help_append_name(Help *h, const char *name, const char *type,
                      const char *text);

/* The commands and events that have @word; false: none. */
bool help_append_search(Help *h, const char *word);

#endif
