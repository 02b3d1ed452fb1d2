/*
 * The interactive shell in front of a real QEMU
 */
#include <check.h>
#include <errno.h>
#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shell_session.h"
#include "util/mem.h"

#define ROWS 14
#define NARROW 30
#define WIDE 80

/* Small, paused, with a disk that can be unplugged. */
#define QEMU                                                          \
    "qemu-system-x86_64 -name vm -machine q35 -accel tcg -m 64 -S "   \
    "-nodefaults -display none -device virtio-scsi-pci,id=scsi0 "     \
    "-blockdev null-co,node-name=disk0,size=67108864,read-zeroes=on " \
    "-device scsi-hd,id=hd0,drive=disk0,bus=scsi0.0 -pidfile pid"

#define LAUNCH "exec \"$QMPSH\" -q -- " QEMU

static const int widths[] = { NARROW, WIDE };

/* The QEMU that was started; *@pid is its own. */
static Shell launch(int cols, const char *command, pid_t *pid)
{
    autofree char *text = NULL;
    Shell sh = shell_start(ROWS, cols, command);

    screen_wait_text(sh.screen, "(vm)");
    text = shell_read_file("pid");
    *pid = (pid_t)atoi(text);
    ck_assert_int_gt(*pid, 0);
    return sh;
}

static void expect_qemu_gone(pid_t pid)
{
    ck_assert(kill(pid, 0) < 0 && errno == ESRCH);
}

static void end_with_status(Shell *sh, int expected, pid_t pid)
{
    int status = screen_wait_exit(sh->screen);

    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == expected,
                  "ended with status 0x%x", (unsigned)status);
    expect_qemu_gone(pid);
    shell_free(sh);
}

/* ^D, and yes. */
static void leave(Shell *sh, pid_t pid)
{
    screen_type(sh->screen, "\004");
    screen_wait_bytes(sh->screen, "Leave? ");
    screen_type(sh->screen, "y\r");
    end_with_status(sh, 0, pid);
}

START_TEST(eof_asks_before_the_vm_ends)
{
    pid_t pid;
    Shell sh = launch(widths[_i], LAUNCH, &pid);

    screen_type(sh.screen, "\004");
    screen_wait_bytes(sh.screen, "Leave? ");
    screen_type(sh.screen, "n\r");
    screen_type(sh.screen, "query-status\r");
    screen_wait_text(sh.screen, "prelaunch");
    leave(&sh, pid);
}
END_TEST

START_TEST(eof_asks_once_at_a_dumb_terminal)
{
    pid_t pid;
    Shell sh = launch(WIDE, "TERM=dumb " LAUNCH, &pid);

    screen_type(sh.screen, "\004");
    screen_wait_bytes(sh.screen, "Leave? ");
    screen_type(sh.screen, "n\n");
    screen_type(sh.screen, "query-status\n");
    screen_wait_text(sh.screen, "prelaunch");
    screen_type(sh.screen, "\004");
    screen_wait_bytes(sh.screen, "Leave? ");
    screen_type(sh.screen, "y\n");
    end_with_status(&sh, 0, pid);
}
END_TEST

static const char *const hang_ups[] = {
    LAUNCH,
    "trap '' HUP; " LAUNCH,
    "TERM=dumb " LAUNCH,
    "export TERM=dumb; trap '' HUP; " LAUNCH,
};

START_TEST(no_terminal_is_the_end_of_the_vm)
{
    pid_t pid;
    Shell sh = launch(WIDE, hang_ups[_i], &pid);

    screen_hang_up(sh.screen);
    shell_expect_end(&sh);
    expect_qemu_gone(pid);
    shell_free(&sh);
}
END_TEST

static const struct {
    int sig;
    const char *typed;
} endings[] = {
    { SIGTERM, "half" },
    { SIGHUP, "half" },
    { SIGTERM, "\004" }, /* at the question */
};

START_TEST(signals_end_the_vm)
{
    pid_t pid;
    Shell sh = launch(WIDE, LAUNCH, &pid);

    screen_type(sh.screen, endings[_i].typed);
    screen_wait_text(sh.screen,
                     *endings[_i].typed == '\004' ? "Leave?" : "half");
    kill(screen_pid(sh.screen), endings[_i].sig);
    end_with_status(&sh, 128 + endings[_i].sig, pid);
}
END_TEST

START_TEST(a_qemu_that_dies_is_told)
{
    pid_t pid;
    Shell sh = launch(WIDE, LAUNCH, &pid);

    screen_type(sh.screen, "half");
    screen_wait_text(sh.screen, "half");
    kill(pid, SIGKILL);
    screen_wait_exit(sh.screen);
    screen_wait_text(sh.screen, "QEMU was ended by signal 9");
    expect_qemu_gone(pid);
    shell_free(&sh);
}
END_TEST

START_TEST(interrupt_does_not_reach_the_vm)
{
    pid_t pid;
    Shell sh = launch(WIDE, LAUNCH, &pid);

    screen_type(sh.screen, "half");
    screen_wait_text(sh.screen, "half");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "half^C\n(vm)");
    screen_type(sh.screen, "query-status\r");
    screen_wait_text(sh.screen, "prelaunch");
    leave(&sh, pid);
}
END_TEST

static const char *const quits[] = { "quit", "{\"execute\": \"quit\"}",
                                     ".hmp quit", ".hmp q" };

START_TEST(quit_ends_both)
{
    pid_t pid;
    Shell sh = launch(widths[_i % 2], LAUNCH, &pid);

    screen_type(sh.screen, quits[_i]);
    screen_type(sh.screen, "\r");
    screen_wait_bytes(sh.screen, "This ends the VM.");
    screen_type(sh.screen, "n\r");
    screen_wait_text(sh.screen, "sent; ^D leave");
    screen_type(sh.screen, quits[_i]);
    screen_type(sh.screen, "\r");
    screen_wait_bytes(sh.screen, "This ends the VM.");
    screen_type(sh.screen, "y\r");
    end_with_status(&sh, 0, pid);
}
END_TEST

/* DEVICE_DELETED comes 51 ms behind the return: something is typed by then. */
START_TEST(an_unplugged_device_is_told_above_the_line)
{
    pid_t pid;
    Shell sh = launch(widths[_i], LAUNCH, &pid);

    screen_type(sh.screen, "device_del id=hd0\rquery-blocklong日本語日本");
    screen_wait_text(sh.screen, "DEVICE_DELETED");
    screen_wait_text(sh.screen, "hd0\n(vm) query-blocklong日本語");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "^C\n(vm)");
    leave(&sh, pid);
}
END_TEST

START_TEST(tab_knows_this_qemu)
{
    pid_t pid;
    Shell sh = launch(widths[_i], LAUNCH, &pid);

    screen_type(sh.screen, "query-statu\t\r");
    screen_wait_text(sh.screen, "(vm) query-status\n{");
    screen_wait_text(sh.screen, "prelaunch");
    screen_type(sh.screen, "\014.hmp info statu\t\r");
    screen_wait_text(sh.screen, "(vm) .hmp info status\nVM status: paused");
    screen_type(sh.screen, "\014.hmp sendk\t");
    screen_wait_text(sh.screen, "(vm) .hmp sendkey");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "^C\n(vm)");
    leave(&sh, pid);
}
END_TEST

/*
 * Somebody who has never used blockdev-add, with Tab and a look at the list:
 * each key is waited for, as one who reads would.
 */
START_TEST(tab_builds_a_node_over_a_file)
{
    static const struct {
        const char *typed, *shown;
    } steps[] = {
        { "blockdev-a\t", "(vm) blockdev-add " },
        { "dr\t", "(vm) blockdev-add driver=" },
        { "qcow2 no\t", "driver=qcow2 node-name=" },
        { "top f\t", "node-name=top f" },
        { "ile.\t", "\ndriver " },
        { "dr\t", "file.driver=" },
        { "file fi\t", "file.driver=file file." },
        { "fi\t", "file.filename=" },
        { "di\t", "file.filename=disk.qcow2" },
        { "\r", "{}\n(vm)" },
        { "blockdev-del node-name=to\t", "(vm) blockdev-del node-name=top" },
        { "\r", "{}\n(vm)" },
    };
    pid_t pid;
    Shell sh = launch(
        100, "qemu-img create -q -f qcow2 disk.qcow2 16M; " LAUNCH, &pid);
    size_t i;

    for (i = 0; i < ARRAY_SIZE(steps); i++) {
        screen_type(sh.screen, steps[i].typed);
        screen_wait_text(sh.screen, steps[i].shown);
    }
    leave(&sh, pid);
}
END_TEST

START_TEST(a_transaction_of_two)
{
    pid_t pid;
    Shell sh = launch(widths[_i], LAUNCH, &pid);

    screen_type(sh.screen,
                "transaction(\rblock-dirty-bitmap-add node=disk0 name=a\r"
                "nonsense nonsense\r"
                "block-dirty-bitmap-add node=disk0 name=b\r)\r");
    screen_wait_text(sh.screen, "TRANS> )\n{}\n(vm)");
    screen_type(sh.screen, "\014query-block | tr , '\\n' | grep -c "
                           "recording\r");
    screen_wait_text(sh.screen, "\n2\n(vm)");
    leave(&sh, pid);
}
END_TEST

START_TEST(a_burst_of_real_events_while_typing)
{
    pid_t pid;
    Shell sh = launch(NARROW, LAUNCH, &pid);
    int i;

    for (i = 0; i < 50; i++) {
        screen_type(sh.screen, "system_reset\r");
    }
    screen_type(sh.screen, "half日本");
    for (i = 0; i < 50; i++) {
        screen_wait_bytes(sh.screen, "RESET");
    }
    screen_wait_text(sh.screen, "\n(vm) half日本\n");
    screen_type(sh.screen, "\003");
    screen_wait_text(sh.screen, "^C\n(vm)");
    leave(&sh, pid);
}
END_TEST

/* 8 MB of memory as text. */
START_TEST(a_huge_reply_is_printed_and_the_prompt_is_back)
{
    pid_t pid;
    Shell sh = launch(WIDE, LAUNCH, &pid);

    screen_type(sh.screen, ".hmp x /1000000xb 0\r");
    screen_wait_text(sh.screen, "00000000000f4238: 0x");
    screen_wait_text(sh.screen, "\n(vm)\n");
    leave(&sh, pid);
}
END_TEST

static Suite *suite(void)
{
    Suite *s = suite_create("shell and QEMU");
    TCase *t = tcase_create("QEMU");

    tcase_set_timeout(t, 60);
    tcase_add_loop_test(t, eof_asks_before_the_vm_ends, 0, 2);
    tcase_add_test(t, eof_asks_once_at_a_dumb_terminal);
    tcase_add_loop_test(t, no_terminal_is_the_end_of_the_vm, 0,
                        ARRAY_SIZE(hang_ups));
    tcase_add_loop_test(t, signals_end_the_vm, 0, ARRAY_SIZE(endings));
    tcase_add_test(t, a_qemu_that_dies_is_told);
    tcase_add_test(t, interrupt_does_not_reach_the_vm);
    tcase_add_loop_test(t, quit_ends_both, 0, ARRAY_SIZE(quits));
    tcase_add_loop_test(t, an_unplugged_device_is_told_above_the_line, 0, 2);
    tcase_add_loop_test(t, tab_knows_this_qemu, 0, 2);
    tcase_add_test(t, tab_builds_a_node_over_a_file);
    tcase_add_loop_test(t, a_transaction_of_two, 0, 2);
    tcase_add_test(t, a_burst_of_real_events_while_typing);
    tcase_add_test(t, a_huge_reply_is_printed_and_the_prompt_is_back);
    suite_add_tcase(s, t);
    return s;
}

int main(void)
{
    SRunner *runner;
    int failed;

    if (system("command -v qemu-system-x86_64 >/dev/null") != 0) {
        printf("skipped: qemu-system-x86_64 is not installed\n");
        return 77;
    }
    runner = srunner_create(suite());
    setlocale(LC_CTYPE, "C.UTF-8");
    shell_make_folder();
    srunner_run_all(runner, CK_ENV);
    failed = srunner_ntests_failed(runner);
    srunner_free(runner);
    shell_remove_folder();
    return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
