/*
 * libedit: the only place that includes <histedit.h>
 */
#ifndef TERM_LIBEDIT_H
#define TERM_LIBEDIT_H

#include <stdio.h>
#include <wchar.h>

/* libedit has a type of the same name, which is not used here. */
#define History LibeditHistory
#include <histedit.h>
#undef History

#endif
