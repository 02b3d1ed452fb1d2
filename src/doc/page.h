/*
 * Finds an installed manual page and reads it
 */
#ifndef DOC_PAGE_H
#define DOC_PAGE_H

#include <stdbool.h>

#include "util/error.h"
#include "util/strbuf.h"

/*
 * Append page @name of section 7, as manual_open() describes it; false with
 * ERROR_FAILED.
 */
bool page_read(const char *name, const char *manpath, StrBuf *out,
               Error **errp);

#endif
