/*
 * A transcript file, read
 */
#include "transcript.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "util/mem.h"
#include "util/strbuf.h"

#define INDENT 4
#define NO_NEWLINE "%NONL\n"

/* `NAME: REST` in the first column, and the indented lines below it. */
typedef struct Section {
    const char *name, *rest;
    const char *body; /* "" or whole lines */
    unsigned line;
} Section;

char *read_whole_file(const char *path, Error **errp)
{
    StrBuf text = STRBUF_INIT;
    FILE *f = fopen(path, "re");
    size_t n;

    if (!f) {
        error_set_errno(errp, ERROR_FAILED, errno, "%s", path);
        return NULL;
    }
    do {
        n = fread(strbuf_reserve(&text, 4096), 1, 4096, f);
        strbuf_commit(&text, n);
    } while (n > 0);
    fclose(f);
    return strbuf_steal(&text);
}

/* A text whose last line is marked has no newline at its end. */
static char *body_text(const char *body)
{
    size_t len = strlen(body), mark = strlen(NO_NEWLINE);

    if (len >= mark && strcmp(body + len - mark, NO_NEWLINE) == 0) {
        len -= mark;
    }
    return mem_strndup(body, len);
}

static bool add_word(Transcript *t, const char **pos, Error **errp)
{
    autofree_strbuf StrBuf word = STRBUF_INIT;
    const char *s = *pos;

    while (*s && !isspace((unsigned char)*s)) {
        const char *close;

        if (*s != '\'' && *s != '"') {
            strbuf_putc(&word, *s++);
            continue;
        }
        close = strchr(s + 1, *s);
        if (!close) {
            error_set(errp, ERROR_PARSE, "no closing %c", *s);
            return false;
        }
        strbuf_append(&word, s + 1, (size_t)(close - s) - 1);
        s = close + 1;
    }
    *pos = s;
    GROW(t->args, t->n_args, t->cap_args);
    t->args[t->n_args++] = strbuf_steal(&word);
    return true;
}

static bool parse_run(Transcript *t, const Section *s, Error **errp)
{
    autofree char *text = mem_printf("%s\n%s", s->rest, s->body);
    const char *pos = text;

    while (*(pos += strspn(pos, " \n"))) {
        if (!add_word(t, &pos, errp)) {
            return false;
        }
    }
    return true;
}

static bool parse_env(Transcript *t, const Section *s, Error **errp)
{
    if (!strchr(s->rest, '=')) {
        error_set(errp, ERROR_PARSE, "expected NAME=VALUE");
        return false;
    }
    GROW(t->env, t->n_env, t->cap_env);
    t->env[t->n_env++] = mem_strdup(s->rest);
    return true;
}

static bool parse_file(Transcript *t, const Section *s, Error **errp)
{
    (void)errp;
    GROW(t->files, t->n_files, t->cap_files);
    t->files[t->n_files++] = (TextFile){ mem_strdup(s->rest),
                                         body_text(s->body) };
    return true;
}

static bool parse_written(Transcript *t, const Section *s, Error **errp)
{
    (void)errp;
    GROW(t->written, t->n_written, t->cap_written);
    t->written[t->n_written++] = (TextFile){ mem_strdup(s->rest),
                                             body_text(s->body) };
    return true;
}

static bool parse_stdin(Transcript *t, const Section *s, Error **errp)
{
    t->input_stays_open = strcmp(s->rest, "open") == 0;
    if (*s->rest && !t->input_stays_open) {
        error_set(errp, ERROR_PARSE, "expected nothing or \"open\"");
        return false;
    }
    free(t->input);
    t->input = body_text(s->body);
    return true;
}

static bool parse_server(Transcript *t, const Section *s, Error **errp)
{
    const char *line = s->body;
    unsigned number = s->line;

    (void)errp;
    free(t->server);
    t->server = mem_strdup(*s->rest ? s->rest : "unix");
    while (*line) {
        size_t len = strcspn(line, "\n");

        number++;
        if (len > 0 && *line != '#') {
            GROW(t->actions, t->n_actions, t->cap_actions);
            t->actions[t->n_actions++] = (Action){ number,
                                                   mem_strndup(line, len) };
        }
        line += len + 1;
    }
    return true;
}

static bool parse_stdout(Transcript *t, const Section *s, Error **errp)
{
    (void)errp;
    free(t->out);
    t->out = body_text(s->body);
    return true;
}

static bool parse_stderr(Transcript *t, const Section *s, Error **errp)
{
    (void)errp;
    free(t->err);
    t->err = body_text(s->body);
    return true;
}

static bool parse_status(Transcript *t, const Section *s, Error **errp)
{
    char *end;

    t->status = (int)strtol(s->rest, &end, 10);
    if (end == s->rest || *end) {
        error_set(errp, ERROR_PARSE, "expected a number");
        return false;
    }
    return true;
}

static const struct {
    const char *name;
    bool (*parse)(Transcript *t, const Section *s, Error **errp);
} section_defs[] = {
    { "run", parse_run },       { "env", parse_env },
    { "file", parse_file },     { "written", parse_written },
    { "stdin", parse_stdin },   { "server", parse_server },
    { "stdout", parse_stdout }, { "stderr", parse_stderr },
    { "status", parse_status },
};

static bool parse_section(Transcript *t, const Section *s, Error **errp)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(section_defs); i++) {
        if (strcmp(section_defs[i].name, s->name) == 0) {
            return section_defs[i].parse(t, s, errp);
        }
    }
    error_set(errp, ERROR_PARSE, "unknown section \"%s\"", s->name);
    return false;
}

/* Move the lines of a body from *@pos to @body, without their indentation. */
static bool take_body(const char **pos, unsigned *line, StrBuf *body,
                      Error **errp)
{
    size_t filled = 0;

    while (**pos == ' ' || **pos == '\n') {
        size_t len = strcspn(*pos, "\n");

        if (len > 0 && strspn(*pos, " ") < INDENT) {
            error_set(errp, ERROR_PARSE, "expected %d blanks", INDENT);
            return false;
        }
        if (len > 0) {
            strbuf_append(body, *pos + INDENT, len - INDENT);
        }
        strbuf_putc(body, '\n');
        filled = len > 0 ? body->len : filled;
        *pos += len + ((*pos)[len] == '\n');
        (*line)++;
    }
    strbuf_truncate(body, filled);
    return true;
}

/* The section, or comment, that begins at *@pos. */
static bool take_section(Transcript *t, const char **pos, unsigned *line,
                         Error **errp)
{
    size_t len = strcspn(*pos, "\n");
    autofree char *header = mem_strndup(*pos, len);
    autofree_strbuf StrBuf body = STRBUF_INIT;
    Section section = { .name = header, .line = *line };
    char *colon = strchr(header, ':');

    if (*header != '#' && !colon) {
        error_set(errp, ERROR_PARSE, "expected NAME: or #");
        return false;
    }
    *pos += len + ((*pos)[len] == '\n');
    (*line)++;
    if (*header == '#') {
        return true;
    }
    *colon = '\0';
    section.rest = colon + 1 + strspn(colon + 1, " ");
    if (!take_body(pos, line, &body, errp)) {
        return false;
    }
    section.body = strbuf_str(&body);
    return parse_section(t, &section, errp);
}

Transcript *transcript_read(const char *path, Error **errp)
{
    autofree char *text = read_whole_file(path, errp);
    Transcript *t = NEW0(Transcript);
    const char *pos = text;
    unsigned line = 1, start;

    while (pos && *pos) {
        start = line;
        if (*pos == '\n') {
            pos++;
            line++;
        } else if (!take_section(t, &pos, &line, errp)) {
            error_prepend(errp, "%s:%u: ", path, start);
            pos = NULL;
        }
    }
    if (!pos) {
        transcript_free(t);
        return NULL;
    }
    return t;
}

static void free_files(TextFile *files, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        free(files[i].name);
        free(files[i].text);
    }
    free(files);
}

static void free_strings(char **strings, size_t n)
{
    size_t i;

    for (i = 0; i < n; i++) {
        free(strings[i]);
    }
    free(strings);
}

void transcript_free(Transcript *t)
{
    size_t i;

    if (!t) {
        return;
    }
    for (i = 0; i < t->n_actions; i++) {
        free(t->actions[i].text);
    }
    free(t->actions);
    free_strings(t->args, t->n_args);
    free_strings(t->env, t->n_env);
    free_files(t->files, t->n_files);
    free_files(t->written, t->n_written);
    free(t->server);
    free(t->input);
    free(t->out);
    free(t->err);
    free(t);
}
