/*
 * The command line: what is taken for what, and that every document of the
 * options knows each of them
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shell/dot.h"
#include "shell/options.h"
#include "util/mem.h"

#define MAX_WORDS 12

static int count(char *const *words)
{
    int n = 0;

    while (words && words[n]) {
        n++;
    }
    return n;
}

static bool parse(Options *opts, const char *const *words, Error **errp)
{
    static char *argv[MAX_WORDS + 1];
    int argc = 0;

    argv[argc++] = (char *)"qmpsh";
    while (*words) {
        argv[argc++] = (char *)*words++;
    }
    argv[argc] = NULL;
    return options_parse(opts, argc, argv, errp);
}

typedef struct GoodCase {
    const char *words[MAX_WORDS];
    const char *address;
    const char *command; /* its first word */
    const char *qemu;    /* the first word behind "--", "" for none there */
    size_t n_sources;
} GoodCase;

static const GoodCase good_cases[] = {
    { { NULL }, NULL, NULL, NULL, 0 },
    { { "sock" }, "sock", NULL, NULL, 0 },
    { { "-H", "sock" }, "sock", NULL, NULL, 0 },
    { { "sock", "-H" }, "sock", NULL, NULL, 0 },
    { { "sock", "query-status" }, "sock", "query-status", NULL, 0 },
    { { "sock", "-o", "json", "stop", "-x" }, "sock", "stop", NULL, 0 },
    { { "sock", ".hmp", "--", "x" }, "sock", ".hmp", NULL, 0 },
    { { "-c", "stop", "-f", "x", "-c", "cont" }, NULL, NULL, NULL, 3 },
    { { "sock", "-c", "--" }, "sock", NULL, NULL, 1 },
    { { "--" }, NULL, NULL, "", 0 },
    { { "-q", "--", "qemu", "-S" }, NULL, NULL, "qemu", 0 },
    { { "-c", "stop", "--", "qemu", "--", "x" }, NULL, NULL, "qemu", 1 },
    { { "-HNv", "-t0.5", "--wait=3", "sock" }, "sock", NULL, NULL, 0 },
};

START_TEST(words_are_taken_for_what_they_are)
{
    const GoodCase *c = &good_cases[_i];
    Options opts;
    Error *err = NULL;

    ck_assert_msg(parse(&opts, c->words, &err), "%s",
                  err ? error_message(err) : "");
    ck_assert_pstr_eq(opts.address, c->address);
    ck_assert_pstr_eq(opts.command ? opts.command[0] : NULL, c->command);
    ck_assert_int_eq(opts.qemu != NULL, c->qemu != NULL);
    if (c->qemu) {
        ck_assert_str_eq(count(opts.qemu) ? opts.qemu[0] : "", c->qemu);
    }
    ck_assert_uint_eq(opts.n_sources, c->n_sources);
    options_free(&opts);
}
END_TEST

typedef struct BadCase {
    const char *words[MAX_WORDS];
    const char *message;
} BadCase;

static const BadCase bad_cases[] = {
    { { "-Z" }, "no option -Z" },
    { { "-HZ" }, "no option -Z" },
    { { "--nope" }, "no option --nope" },
    { { "--list" }, "no option --list" },
    { { "--time=3" }, "no option --time=3" },
    { { "-c" }, "option --command needs LINE" },
    { { "--command" }, "option --command needs LINE" },
    { { "--hmp=yes" }, "option --hmp takes no argument" },
    { { "" }, "the ADDRESS is empty" },
    { { "-l", "" }, "--logfile needs a file name" },
    { { "-t", "soon" }, "--timeout takes a number of seconds, not 'soon'" },
    { { "-t", "-1" }, "--timeout takes a number of seconds, not '-1'" },
    { { "-t", "nan" }, "--timeout takes a number of seconds, not 'nan'" },
    { { "-w", "1s" }, "--wait takes a number of seconds, not '1s'" },
    { { "--max-message", "0" },
      "--max-message takes a size such as 64M, not '0'" },
    { { "--max-message", "-1" },
      "--max-message takes a size such as 64M, not '-1'" },
    { { "--max-message", "99999999999G" },
      "--max-message takes a size such as 64M, not '99999999999G'" },
    { { "--color", "blue" },
      "--color takes auto, always or never, not 'blue'" },
    { { "-o", "xml" },
      "no output format 'xml'; there are auto, pretty, json, wire" },
    { { "s", "-c", "stop", "cont" },
      "a COMMAND and -c or -f exclude each other" },
    { { "s", "--", "qemu" }, "an ADDRESS and -- QEMU exclude each other" },
    { { "-L", "--", "qemu" }, "--listen and -- QEMU exclude each other" },
    { { "-L", "-w", "3", "s" },
      "--listen waits anyway: --wait does not go with it" },
    { { "-P", "-e", "s" },
      "--pipeline and --exit-on-error exclude each other: the lines behind a "
      "failing one would already be sent" },
};

START_TEST(bad_usage_gets_one_clear_phrase)
{
    const BadCase *c = &bad_cases[_i];
    Options opts;
    Error *err = NULL;

    ck_assert(!parse(&opts, c->words, &err));
    ck_assert_str_eq(error_message(err), c->message);
    ck_assert_int_eq(error_kind(err), ERROR_USAGE);
    error_free(err);
    options_free(&opts);
}
END_TEST

START_TEST(values_arrive)
{
    const char *words[] = { "-t", "0.25", "-w", "2",      "--max-message",
                            "3k", "-P",   "-o", "pretty", "s",
                            NULL };
    Options opts;

    ck_assert(parse(&opts, words, NULL));
    ck_assert_int_eq(opts.timeout_ms, 250);
    ck_assert_int_eq(opts.wait_ms, 2000);
    ck_assert_uint_eq(opts.max_message, 3 * 1024);
    ck_assert(opts.pipeline && !opts.hmp);
    ck_assert_str_eq(opts.format->name, "pretty");
    options_free(&opts);
}
END_TEST

static char *read_document(const char *path)
{
    autofree char *full = mem_printf("%s/../%s", TEST_DATA, path);
    char *text = mem_new0(1, 200000);
    FILE *f = fopen(full, "r");

    ck_assert_msg(f != NULL, "no %s", full);
    ck_assert_uint_gt(fread(text, 1, 199999, f), 0);
    fclose(f);
    return text;
}

START_TEST(every_document_knows_every_option)
{
    static const struct {
        const char *path, *form, *long_only;
    } documents[] = {
        { "man/qmpsh.1", "\n.It Fl %c%s%s , Fl -%s", "\n.It Fl -%s" },
        { "completions/qmpsh.bash", "-%c%.0s%.0s --%s", "--%s" },
        { "completions/_qmpsh", "{-%c%.0s%.0s%.0s", "'--%s" },
        { "completions/qmpsh.fish", "-s %c%.0s%.0s -l %s", "-l %s" },
    };
    const OptionDef *def;
    size_t i;

    for (i = 0; i < ARRAY_SIZE(documents); i++) {
        autofree char *text = read_document(documents[i].path);

        for (def = option_defs; def->name; def++) {
            autofree char *form = NULL;
            autofree char *arg = mem_strdup(def->arg ? def->arg : "");
            char *p;

            for (p = arg; *p; p++) {
                *p |= 0x20; /* the manual names arguments in lower case */
            }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
            form = def->letter ?
                       mem_printf(documents[i].form, def->letter,
                                  *arg ? " Ar " : "", arg, def->name) :
                       mem_printf(documents[i].long_only, def->name);
#pragma GCC diagnostic pop
            ck_assert_msg(strstr(text, form) != NULL, "%s lacks \"%s\"",
                          documents[i].path, form);
        }
    }
}
END_TEST

START_TEST(manual_and_format_list_agree)
{
    autofree char *text = read_document("man/qmpsh.1");
    const RenderFormat *f;

    for (f = render_formats; f->name; f++) {
        autofree char *form = mem_printf("\n.It Cm %s\n", f->name);

        ck_assert_msg(strstr(text, form) != NULL, "no \"%s\"", form);
    }
}
END_TEST

START_TEST(manual_knows_every_dot_command)
{
    autofree char *text = read_document("man/qmpsh.1");
    const DotCommand *dot;

    for (dot = dot_commands; dot->name; dot++) {
        autofree char *form = mem_printf("\n.It Ic .%s", dot->name);

        ck_assert_msg(strstr(text, form) != NULL, "no \"%s\"", form);
    }
}
END_TEST

START_TEST(help_fits_a_terminal)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    char *line, *save;

    options_help(&text);
    for (line = strtok_r(text.data, "\n", &save); line;
         line = strtok_r(NULL, "\n", &save)) {
        ck_assert_msg(strlen(line) <= 79, "%s", line);
    }
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, words_are_taken_for_what_they_are, 0,
                        ARRAY_SIZE(good_cases));
    tcase_add_loop_test(tcase, bad_usage_gets_one_clear_phrase, 0,
                        ARRAY_SIZE(bad_cases));
    tcase_add_test(tcase, values_arrive);
    tcase_add_test(tcase, every_document_knows_every_option);
    tcase_add_test(tcase, manual_and_format_list_agree);
    tcase_add_test(tcase, manual_knows_every_dot_command);
    tcase_add_test(tcase, help_fits_a_terminal);
}

int main(void)
{
    return unit_run("options", add_tests);
}
