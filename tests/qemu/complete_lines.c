/*
 * What Tab offers, without a terminal
 *
 *   complete_lines [-t] [-y] [OPTION...] ADDRESS <LINES
 *
 * Each line of stdin has a `|` where the cursor is.  Its candidates come out
 * as a line of words: what would be put in for the word at the cursor, with
 * what would follow it if that is no blank.  A question is `?` and its text.
 * -t: the lines are part of a transaction; -y: the answer to any question is
 * yes.  Options are qmpsh's own.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shell/complete.h"
#include "util/mem.h"
#include "util/strbuf.h"

typedef struct Mode {
    bool in_transaction, confirmed;
} Mode;

static void print_candidates(const Completions *c)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    size_t i;

    for (i = 0; i < c->n; i++) {
        const Candidate *one = &c->list[i];

        strbuf_printf(&text, "%s%s", i ? " " : "", one->text);
        if (one->suffix && one->suffix != ' ') {
            strbuf_putc(&text, one->suffix);
        }
    }
    if (c->question) {
        strbuf_printf(&text, "? %s", c->question);
    }
    puts(strbuf_str(&text));
}

/* @line is changed. */
static void complete_marked(Session *s, char *line, const Mode *mode)
{
    Completions found = { 0 };
    char *cursor;

    line[strcspn(line, "\n")] = '\0';
    cursor = strchr(line, '|');
    if (!cursor) {
        fprintf(stderr, "no cursor in: %s\n", line);
        exit(EXIT_FAILURE);
    }
    memmove(cursor, cursor + 1, strlen(cursor));
    complete_line(s, line, (size_t)(cursor - line), mode->in_transaction,
                  mode->confirmed, &found);
    print_candidates(&found);
    completions_free(&found);
}

static void complete_all(Session *s, const Mode *mode)
{
    autofree char *line = NULL;
    size_t cap = 0;

    while (getline(&line, &cap, stdin) > 0) {
        complete_marked(s, line, mode);
    }
}

/* Take -t and -y off the front of the arguments; the rest are options. */
static int take_mode(int argc, char **argv, Mode *mode)
{
    int n = 0;

    while (n + 1 < argc &&
           (strcmp(argv[n + 1], "-t") == 0 || strcmp(argv[n + 1], "-y") == 0)) {
        n++;
        mode->in_transaction |= argv[n][1] == 't';
        mode->confirmed |= argv[n][1] == 'y';
    }
    return n;
}

int main(int argc, char **argv)
{
    Output *output = output_new(NULL, NULL, false);
    WireLog *log = wire_log_new(output, false);
    SessionConfig config = { .output = output, .log = log };
    Options options = { 0 };
    Mode mode = { 0 };
    int skip = take_mode(argc, argv, &mode);
    Session *s = NULL;
    Error *err = NULL;
    bool ok = options_parse(&options, argc - skip, argv + skip, &err);

    if (ok) {
        config.options = &options;
        config.address = options.address;
        s = session_new(&config);
        ok = session_connect(s, &err);
    }
    if (ok) {
        complete_all(s, &mode);
    } else {
        fprintf(stderr, "%s\n", error_message(err));
        error_free(err);
    }
    session_free(s);
    wire_log_free(log);
    output_free(output);
    options_free(&options);
    return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
