/*
 * Every form of an ADDRESS, and what is refused
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "qmp/addr.h"
#include "util/mem.h"

static const struct {
    const char *text;
    QmpAddrKind kind;
    const char *where; /* path, host or number */
    const char *port;
    bool abstract;
    const char *ignored;
} forms[] = {
    { "/run/vm.sock", QMP_ADDR_UNIX, "/run/vm.sock" },
    { "./vm", QMP_ADDR_UNIX, "./vm" },
    { "./exec:vm", QMP_ADDR_UNIX, "./exec:vm" },
    { "dir/a:b", QMP_ADDR_UNIX, "dir/a:b" },
    { "vm.sock", QMP_ADDR_UNIX, "vm.sock" },
    { "query-status", QMP_ADDR_UNIX, "query-status" },
    { "@vm", QMP_ADDR_UNIX, "@vm" },
    { "[x", QMP_ADDR_UNIX, "[x" },
    { "4444", QMP_ADDR_UNIX, "4444" },
    { "unix:vm", QMP_ADDR_UNIX, "vm" },
    { "unix:/run/vm:1", QMP_ADDR_UNIX, "/run/vm:1" },
    { "unix:tcp:a:1", QMP_ADDR_UNIX, "tcp:a:1" },
    { "unix:@vm", QMP_ADDR_UNIX, "vm", NULL, true },
    { "unix:@a/b:c", QMP_ADDR_UNIX, "a/b:c", NULL, true },
    { "localhost:4444", QMP_ADDR_TCP, "localhost", "4444" },
    { "127.0.0.1:65535", QMP_ADDR_TCP, "127.0.0.1", "65535" },
    { "my_host-1.example:0", QMP_ADDR_TCP, "my_host-1.example", "0" },
    { "[::1]:4444", QMP_ADDR_TCP, "::1", "4444" },
    { "[fe80::1%eth0]:4444", QMP_ADDR_TCP, "fe80::1%eth0", "4444" },
    { ":4444", QMP_ADDR_TCP, "localhost", "4444" },
    { "tcp:host:4444", QMP_ADDR_TCP, "host", "4444" },
    { "tcp:host:qmp", QMP_ADDR_TCP, "host", "qmp" },
    { "tcp:[::1]:4444", QMP_ADDR_TCP, "::1", "4444" },
    { "tcp::4444", QMP_ADDR_TCP, "localhost", "4444" },
    { "tcp:unix:4444", QMP_ADDR_TCP, "unix", "4444" },
    { "fd:3", QMP_ADDR_FD, "3" },
    { "fd:0", QMP_ADDR_FD, "0" },
    { "/s,server=on,wait=off", QMP_ADDR_UNIX, "/s", NULL, false,
      ",server=on,wait=off" },
    { "/s,server,nowait", QMP_ADDR_UNIX, "/s", NULL, false, ",server,nowait" },
    { "s,id=mon0", QMP_ADDR_UNIX, "s", NULL, false, ",id=mon0" },
    { "tcp:h:1,server=on,logfile=/tmp/x", QMP_ADDR_TCP, "h", "1", false,
      ",server=on,logfile=/tmp/x" },
    { "[::1]:1,ipv6=on", QMP_ADDR_TCP, "::1", "1", false, ",ipv6=on" },
    { "/a,b/c", QMP_ADDR_UNIX, "/a,b/c" },
    { "/a,server=on,b", QMP_ADDR_UNIX, "/a,server=on,b" },
    { "/a,b,server=on", QMP_ADDR_UNIX, "/a,b", NULL, false, ",server=on" },
    { "/a,servers", QMP_ADDR_UNIX, "/a,servers" },
    { "/a,", QMP_ADDR_UNIX, "/a," },
};

START_TEST(a_form_is_read)
{
    autofree_error Error *err = NULL;
    QmpAddr *addr = qmp_addr_parse(forms[_i].text, &err);
    const char *ignored = forms[_i].ignored;

    ck_assert_msg(addr, "%s: %s", forms[_i].text,
                  err ? error_message(err) : "");
    ck_assert_int_eq(addr->kind, forms[_i].kind);
    ck_assert_int_eq(addr->abstract, forms[_i].abstract);
    ck_assert_pstr_eq(addr->ignored, ignored);
    ck_assert_uint_eq(strlen(addr->text),
                      strlen(forms[_i].text) - (ignored ? strlen(ignored) : 0));
    ck_assert_int_eq(strncmp(addr->text, forms[_i].text, strlen(addr->text)),
                     0);
    switch (addr->kind) {
    case QMP_ADDR_UNIX:
        ck_assert_str_eq(addr->path, forms[_i].where);
        break;
    case QMP_ADDR_TCP:
        ck_assert_str_eq(addr->host, forms[_i].where);
        ck_assert_str_eq(addr->port, forms[_i].port);
        break;
    case QMP_ADDR_FD:
        ck_assert_int_eq(addr->fd, atoi(forms[_i].where));
        break;
    }
    qmp_addr_free(addr);
}
END_TEST

static const struct {
    const char *text;
    const char *part; /* of the message */
} refused[] = {
    { "", "the address is empty" },
    { ",server=on", "the address is empty" },
    { "unix:", "path of the socket is missing in 'unix:'" },
    { "unix:@", "path of the socket is missing" },
    { "tcp:", "the port is missing" },
    { "tcp:host", "the port is missing" },
    { "tcp:host:", "the port is missing" },
    { "tcp:4444", "the port is missing" },
    { "host:65536", "no number from 0 to 65535" },
    { "host:99999999999999999999", "no number from 0 to 65535" },
    { "tcp:host:44x", "no number from 0 to 65535" },
    { "::1:4444", "'[::1]:4444'?" },
    { "fe80::1:4444", "'[fe80::1]:4444'?" },
    { "tcp:::1:4444", "'[::1]:4444'?" },
    { "[::1]", "the port is missing" },
    { "[::1]:", "the port is missing" },
    { "[::1]4444", "not of the form [ADDRESS]:PORT" },
    { "[::1", "not of the form [ADDRESS]:PORT" },
    { "[]:1", "not of the form [ADDRESS]:PORT" },
    { "fd:", "does not name a file descriptor" },
    { "fd:-1", "does not name a file descriptor" },
    { "fd:3x", "does not name a file descriptor" },
    { "fd:2147483648", "does not name a file descriptor" },
    { "exec:ssh host nc -U /s", "'exec:' is no kind of address" },
    { "vsock:3:4444", "'vsock:' is no kind of address" },
    { "libvirt:vm@qemu:///system", "'./libvirt:vm@qemu:///system'" },
    { "foo:bar", "(unix:, tcp:, fd:)" },
    { "localhost:http", "'localhost:' is no kind of address" },
};

START_TEST(what_is_no_address_is_refused)
{
    autofree_error Error *err = NULL;
    QmpAddr *addr = qmp_addr_parse(refused[_i].text, &err);

    ck_assert_ptr_null(addr);
    ck_assert_int_eq(error_kind(err), ERROR_USAGE);
    ck_assert_msg(strstr(error_message(err), refused[_i].part), "%s: %s",
                  refused[_i].text, error_message(err));
}
END_TEST

START_TEST(a_path_may_be_of_any_length)
{
    autofree char *text = mem_new0(5001, 1);
    QmpAddr *addr;

    memset(text, '/', 5000);
    addr = qmp_addr_parse(text, NULL);
    ck_assert_uint_eq(strlen(addr->path), 5000);
    qmp_addr_free(addr);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, a_form_is_read, 0, ARRAY_SIZE(forms));
    tcase_add_loop_test(tc, what_is_no_address_is_refused, 0,
                        ARRAY_SIZE(refused));
    tcase_add_test(tc, a_path_may_be_of_any_length);
}

int main(void)
{
    return unit_run("addr", add_tests);
}
