/*
 * A test's hold on a qmpsh in a terminal, and on the server it talks to
 */
#include "shell_session.h"

#include <check.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "util/clock.h"
#include "util/fd.h"
#include "util/json.h"
#include "util/mem.h"

#define DEFAULT_LIMIT_SECONDS 30
#define SOCKET_NAME "qmp"
#define SCHEMA "query-qmp-schema"

static const char greeting[] =
    "{\"QMP\": {\"version\": {\"qemu\": {\"micro\": 22, \"minor\": 2, "
    "\"major\": 7}, \"package\": \"\"}, \"capabilities\": [\"oob\"]}}\r\n";

static char folder[] = "/tmp/qmpsh-shell.XXXXXX";

static Deadline limit(void)
{
    const char *seconds = getenv("QMPSH_TEST_LIMIT");

    return deadline_in(1000 *
                       (seconds ? atoi(seconds) : DEFAULT_LIMIT_SECONDS));
}

/* ---- folders ---- */

void shell_make_folder(void)
{
    if (!mkdtemp(folder)) {
        perror(folder);
        exit(EXIT_FAILURE);
    }
}

static int remove_one(const char *path, const struct stat *st, int type,
                      struct FTW *ftw)
{
    (void)st, (void)type, (void)ftw;
    return remove(path);
}

void shell_remove_folder(void)
{
    nftw(folder, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* Each test is a process: its folder is its own. */
static void enter_folder(void)
{
    autofree char *own = mem_printf("%s/%d", folder, (int)getpid());

    ck_assert(mkdir(own, 0700) == 0 || errno == EEXIST);
    ck_assert_int_eq(chdir(own), 0);
    setenv("HOME", own, 1);
}

char *shell_read_file(const char *file)
{
    StrBuf text = STRBUF_INIT;
    autoclose int fd = open(file, O_RDONLY | O_CLOEXEC);
    ssize_t n = 1;

    while (fd >= 0 && n > 0) {
        n = read(fd, strbuf_reserve(&text, 4096), 4096);
        strbuf_commit(&text, n > 0 ? (size_t)n : 0);
    }
    return strbuf_steal(&text);
}

/* ---- the program ---- */

static void set_environment(void)
{
    const char *program = getenv("QMPSH");

    if (!program) {
        setenv("QMPSH", TEST_PROGRAMS "/../qmpsh", 1);
    }
    setenv("SOCK", "./" SOCKET_NAME, 1);
    setenv("JOB_PARENT", TEST_PROGRAMS "/job_parent", 1);
    setenv("TZ", "UTC0", 1);
    setenv("EDITRC", "", 1);
    unsetenv("XDG_STATE_HOME");
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("NO_COLOR");
    unsetenv("QMP_SOCKET");
    unsetenv("QMPSH_READ_ONLY");
}

static int listen_here(void)
{
    struct sockaddr_un addr = { .sun_family = AF_UNIX,
                                .sun_path = SOCKET_NAME };
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

    unlink(SOCKET_NAME);
    ck_assert_int_eq(bind(fd, (struct sockaddr *)&addr, sizeof(addr)), 0);
    ck_assert_int_eq(listen(fd, 4), 0);
    return fd;
}

Shell shell_start(int rows, int cols, const char *command)
{
    static const char usual[] = "exec \"$QMPSH\" -q \"$SOCK\"";
    char *argv[] = { (char *)"sh", (char *)"-c",
                     (char *)(command ? command : usual), NULL };
    Shell sh = { .conn = -1 };

    enter_folder();
    set_environment();
    sh.listener = listen_here();
    sh.screen = screen_start(argv, rows, cols);
    return sh;
}

Shell shell_open(int rows, int cols, const char *command)
{
    Shell sh = shell_start(rows, cols, command);

    shell_accept(&sh);
    shell_serve(&sh, "query-name", "{\"name\": \"vm\"}");
    screen_wait_text(sh.screen, "(vm)");
    return sh;
}

void shell_free(Shell *sh)
{
    fd_close(&sh->listener);
    fd_close(&sh->conn);
    json_object_put(sh->request);
    strbuf_free(&sh->in);
    screen_free(sh->screen);
}

void shell_leave(Shell *sh)
{
    int status;

    screen_type(sh->screen, "\004");
    status = screen_wait_exit(sh->screen);
    ck_assert_msg(WIFEXITED(status) && WEXITSTATUS(status) == 0,
                  "ended with status 0x%x", (unsigned)status);
    shell_free(sh);
}

void shell_expect_end(Shell *sh)
{
    Deadline deadline = limit();
    siginfo_t info = { 0 };

    while (waitid(P_PID, (id_t)screen_pid(sh->screen), &info,
                  WEXITED | WNOHANG | WNOWAIT) == 0 &&
           info.si_pid == 0) {
        if (deadline_poll_timeout(deadline) == 0) {
            ck_abort_msg("the program still runs");
        }
        poll(NULL, 0, 5); /* there is no fd to wait for a child with */
    }
}

/* ---- the server ---- */

static void give_up(const Shell *sh, const char *what, const char *detail)
{
    autofree char *text = screen_text(sh->screen);

    ck_abort_msg("the server: %s\n%s\n--- the screen:\n%s---", what, detail,
                 text);
}

static void await_readable(const Shell *sh, int fd, const char *what)
{
    if (!fd_wait(fd, POLLIN, limit(), -1, NULL)) {
        give_up(sh, "nothing came", what);
    }
}

void shell_accept(Shell *sh)
{
    fd_close(&sh->conn);
    strbuf_reset(&sh->in);
    await_readable(sh, sh->listener, "nobody connects");
    sh->conn = accept4(sh->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
    shell_send(sh, greeting, strlen(greeting));
    shell_serve(sh, "qmp_capabilities", "{}");
}

/* Take the value at the front of what has come; false: it is incomplete. */
static bool take_value(Shell *sh)
{
    autoput json_object *value = NULL;
    size_t end;

    if (!json_read(strbuf_str(&sh->in), sh->in.len, JSON_READ_PREFIX, &value,
                   &end, NULL)) {
        return false;
    }
    strbuf_drop(&sh->in, end);
    json_object_put(sh->request);
    sh->request = json_object_get(value);
    return true;
}

/* The name of the next request, which is taken. */
static const char *take_any(Shell *sh, const char *what)
{
    const char *name;
    ssize_t n;

    while (!take_value(sh)) {
        await_readable(sh, sh->conn, what);
        n = read(sh->conn, strbuf_reserve(&sh->in, 65536), 65536);
        if (n <= 0) {
            give_up(sh, "the program has closed the connection", what);
        }
        strbuf_commit(&sh->in, (size_t)n);
    }
    name = json_get_string(sh->request, "execute");
    return name ? name : "";
}

void shell_take(Shell *sh, const char *command)
{
    autofree char *what = mem_printf("awaited: %s", command);
    const char *name = take_any(sh, what);

    while (strcmp(name, SCHEMA) == 0 && strcmp(command, SCHEMA) != 0) {
        shell_reply_error(sh, "CommandNotFound", "none");
        name = take_any(sh, what);
    }
    if (strcmp(name, command) != 0) {
        give_up(sh, json_object_to_json_string(sh->request), what);
    }
}

void shell_take_next(Shell *sh, const char *command)
{
    const char *name = take_any(sh, command);

    if (strcmp(name, command) != 0) {
        give_up(sh, name, command);
    }
}

void shell_refuse_schema(Shell *sh)
{
    shell_take(sh, SCHEMA);
    shell_reply_error(sh, "CommandNotFound", "none");
}

void shell_expect_arguments(const Shell *sh, const char *json)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;

    json_append(&text, json_get_object(sh->request, "arguments"), false);
    ck_assert_str_eq(strbuf_str(&text), json);
}

/* @body and the id of @request as a message. */
static void answer(Shell *sh, json_object *request, const char *body)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    json_object *id = NULL;

    json_has(request, "id", &id);
    strbuf_printf(&text, "{%s, \"id\": ", body);
    json_append(&text, id, true);
    strbuf_puts(&text, "}\r\n");
    shell_send(sh, text.data, text.len);
}

void shell_reply(Shell *sh, const char *value)
{
    autofree char *body = mem_printf("\"return\": %s", value);

    answer(sh, sh->request, body);
}

void shell_reply_error_to(Shell *sh, json_object *request, const char *class,
                          const char *desc)
{
    autofree char *body = mem_printf(
        "\"error\": {\"class\": \"%s\", \"desc\": \"%s\"}", class, desc);

    answer(sh, request, body);
}

void shell_reply_error(Shell *sh, const char *class, const char *desc)
{
    shell_reply_error_to(sh, sh->request, class, desc);
}

void shell_serve(Shell *sh, const char *command, const char *value)
{
    shell_take(sh, command);
    shell_reply(sh, value);
}

void shell_event(Shell *sh, const char *name, const char *data)
{
    autofree char *text = mem_printf(
        "{\"timestamp\": {\"seconds\": 1, \"microseconds\": 2000}, "
        "\"event\": \"%s\"%s%s}\r\n",
        name, data ? ", \"data\": " : "", data ? data : "");

    shell_send(sh, text, strlen(text));
}

void shell_send(Shell *sh, const char *bytes, size_t len)
{
    screen_send(sh->screen, sh->conn, bytes, len);
}

void shell_hang_up(Shell *sh)
{
    fd_close(&sh->conn);
}
