/*
 * What is known of the human monitor's texts
 */
#include "shell/hmp.h"

#include <ctype.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"

static bool has_prefix(const char *s, const char *prefix)
{
    return strncmp(s, prefix, strlen(prefix)) == 0;
}

/* The last line of @text that is not empty. */
static const char *last_line(const char *text)
{
    const char *end = text + strlen(text);

    while (end > text && strchr("\r\n", end[-1])) {
        end--;
    }
    while (end > text && end[-1] != '\n') {
        end--;
    }
    return end;
}

/* Lines that say so only when there is nothing else. */
static bool is_lone_failure(const char *text)
{
    static const char *const forms[] = {
        "invalid parameter: ",
        "Could not open ",
        "unknown event ",
    };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(forms); i++) {
        if (has_prefix(text, forms[i]) && last_line(text) == text) {
            return true;
        }
    }
    return false;
}

bool hmp_output_is_error(const char *text)
{
    static const char *const forms[] = {
        "Error: ",
        "unknown command: '",
        "Try \"help ",
    };
    const char *last = last_line(text);
    size_t i;

    for (i = 0; i < ARRAY_SIZE(forms); i++) {
        if (has_prefix(last, forms[i])) {
            return true;
        }
    }
    return has_prefix(text, forms[0]) || is_lone_failure(text);
}

const char *hmp_error_phrase(const char *text)
{
    static const char front[] = "Error: ";

    return has_prefix(text, front) ? text + strlen(front) : text;
}

bool hmp_is_cpu_line(const char *line, int *cpu)
{
    char *end;
    long n;

    if (!has_prefix(line, "cpu") || !isblank((unsigned char)line[3])) {
        return false;
    }
    line += 3;
    n = strtol(line, &end, 0);
    if (end == line || *end || n < 0 || n > INT_MAX) {
        return false;
    }
    *cpu = (int)n;
    return true;
}

/* What stands behind the first "-- " of the @len bytes at @line; or NULL. */
static char *description(const char *line, size_t len)
{
    static const char mark[] = "-- ";
    const char *at = memmem(line, len, mark, strlen(mark));
    const char *end = line + len;

    at = at ? at + strlen(mark) : end;
    while (end > at && isspace((unsigned char)end[-1])) {
        end--;
    }
    return end > at ? mem_strndup(at, (size_t)(end - at)) : NULL;
}

/* The names "name|alias" at @s, up to a blank. */
static void add_names(const char *s, const char *text, HmpHelp *out)
{
    for (;;) {
        size_t len = strcspn(s, "| \r\n\t");

        if (len) {
            GROW(out->list, out->n, out->cap);
            out->list[out->n++] = (HmpTopic){ .name = mem_strndup(s, len),
                                              .text = mem_strdup(text) };
        }
        if (s[len] != '|') {
            return;
        }
        s += len + 1;
    }
}

static int compare(const void *a, const void *b)
{
    return strcmp(((const HmpTopic *)a)->name, ((const HmpTopic *)b)->name);
}

void hmp_parse_help(const char *text, const char *prefix, HmpHelp *out)
{
    const char *line = text;

    while (*line) {
        size_t len = strcspn(line, "\n");

        /* lines that go on begin with a tab or with more arguments */
        if (isalpha((unsigned char)*line) && has_prefix(line, prefix)) {
            autofree char *what = description(line, len);

            add_names(line + strlen(prefix), what, out);
        }
        line += len + (line[len] ? 1 : 0);
    }
    if (out->n) {
        qsort(out->list, out->n, sizeof(*out->list), compare);
    }
}

void hmp_help_free(HmpHelp *help)
{
    size_t i;

    for (i = 0; i < help->n; i++) {
        free(help->list[i].name);
        free(help->list[i].text);
    }
    free(help->list);
    *help = (HmpHelp){ 0 };
}
