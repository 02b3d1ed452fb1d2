/*
 * The human monitor's texts: failures, `cpu N`, the names in `help`
 */
#include "unit.h"

#include <string.h>

#include "shell/hmp.h"
#include "util/mem.h"

static const struct {
    const char *text;
    bool is_error;
} outputs[] = {
    { "", false },
    { "VM status: running\r\n", false },
    { "unknown command: 'foo'\r\n", true },
    { "Error: Device 'x' not found\r\n", true },
    { "Error: one\r\nand its hint\r\n", true },
    { "device_add: extraneous characters\r\n"
      "Try \"help device_add\" for more information\r\n",
      true },
    { "invalid parameter: foo\r\n", true },
    { "invalid parameter: foo\r\nmore\r\n", false },
    /* what a guest or a file name puts in the middle is no failure */
    { "name: Error: not one\r\n", false },
    { "a\r\nError: x\r\nb\r\n", false },
    { "1\r\nError: the last counts\r\n", true },
};

START_TEST(failures_are_told_by_their_form)
{
    ck_assert_int_eq(hmp_output_is_error(outputs[_i].text),
                     outputs[_i].is_error);
}
END_TEST

START_TEST(the_phrase_is_without_its_label)
{
    ck_assert_str_eq(hmp_error_phrase("Error: no\r\n"), "no\r\n");
    ck_assert_str_eq(hmp_error_phrase("unknown command: 'x'"),
                     "unknown command: 'x'");
}
END_TEST

static const struct {
    const char *line;
    int cpu; /* -1: no such line */
} cpu_lines[] = {
    { "cpu 0", 0 },      { "cpu\t1", 1 },
    { "cpu  0x2", 2 },   { "cpu", -1 },
    { "cpu x", -1 },     { "cpu 1 2", -1 },
    { "cpu -1", -1 },    { "cpu1", -1 },
    { "info cpus", -1 }, { "cpu 4294967296", -1 },
};

START_TEST(the_cpu_line_is_known)
{
    int cpu = -1;

    if (!hmp_is_cpu_line(cpu_lines[_i].line, &cpu)) {
        cpu = -1;
    }
    ck_assert_int_eq(cpu, cpu_lines[_i].cpu);
}
END_TEST

START_TEST(help_gives_names_and_what_they_do)
{
    static const char help[] =
        "cont|c  -- resume emulation\r\n"
        "balloon target -- request VM to change -- its memory \r\n"
        "block_job_cancel [-f] device -- stop an operation (use -f\r\n"
        "\t\t\t if you want to abort it)\r\n"
        "drive_add [-n] slot\r\n[file=file] -- add drive\r\n"
        "quit --";
    static const struct {
        const char *name, *text;
    } want[] = {
        { "balloon", "request VM to change -- its memory" },
        { "block_job_cancel", "stop an operation (use -f" },
        { "c", "resume emulation" },
        { "cont", "resume emulation" },
        { "drive_add", NULL },
        { "quit", NULL },
    };
    autofree_hmp_help HmpHelp found = { 0 };
    size_t i;

    hmp_parse_help(help, "", &found);
    ck_assert_uint_eq(found.n, ARRAY_SIZE(want));
    for (i = 0; i < found.n; i++) {
        ck_assert_str_eq(found.list[i].name, want[i].name);
        ck_assert_pstr_eq(found.list[i].text, want[i].text);
    }
}
END_TEST

START_TEST(help_info_gives_the_topics)
{
    autofree_hmp_help HmpHelp found = { 0 };

    hmp_parse_help("info status  -- show the VM status\r\n"
                   "info block [-n] [-v] -- show it\r\n",
                   "info ", &found);
    ck_assert_uint_eq(found.n, 2);
    ck_assert_str_eq(found.list[0].name, "block");
    ck_assert_str_eq(found.list[0].text, "show it");
    ck_assert_str_eq(found.list[1].name, "status");
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, failures_are_told_by_their_form, 0,
                        ARRAY_SIZE(outputs));
    tcase_add_test(tcase, the_phrase_is_without_its_label);
    tcase_add_loop_test(tcase, the_cpu_line_is_known, 0, ARRAY_SIZE(cpu_lines));
    tcase_add_test(tcase, help_gives_names_and_what_they_do);
    tcase_add_test(tcase, help_info_gives_the_topics);
}

int main(void)
{
    return unit_run("hmp", add_tests);
}
