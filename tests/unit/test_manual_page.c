/*
 * Manual pages on disk: where they are looked for, and QEMU's own as far as
 * they are installed
 */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "doc/manual.h"
#include "unit.h"
#include "util/fd.h"
#include "util/mem.h"

#define QEMU "qemu-qmp-ref"
#define DAEMON "qemu-storage-daemon-qmp-ref"
#define AGENT "qemu-ga-ref"

/* ".SS x (Command)\n", and the same compressed. */
static const char plain[] = ".SS x (Command)\n";
#ifdef QMPSH_ZLIB
static const unsigned char packed[] = {
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xd3, 0x0b,
    0x0e, 0x56, 0xa8, 0x50, 0xd0, 0x70, 0xce, 0xcf, 0xcd, 0x4d, 0xcc, 0x4b,
    0xd1, 0xe4, 0x02, 0x00, 0x32, 0xa1, 0x9f, 0x70, 0x10, 0x00, 0x00, 0x00
};
#endif

static char folder[64]; /* with man7/ in it */

static void make_folder(void)
{
    autofree char *man7 = NULL;

    strcpy(folder, "/tmp/test-manual-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(folder));
    man7 = mem_printf("%s/man7", folder);
    ck_assert_int_eq(mkdir(man7, 0700), 0);
}

static void remove_folder(void)
{
    autofree char *command = mem_printf("rm -r %s", folder);

    ck_assert_int_eq(system(command), 0);
}

static void put(const char *file, const void *bytes, size_t len)
{
    autofree char *path = mem_printf("%s/man7/%s", folder, file);
    autoclose int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    ck_assert(fd_write_all(fd, bytes, len, NULL));
}

static void assert_read(const char *manpath)
{
    autofree_error Error *err = NULL;
    Manual *m = manual_open("tea", manpath, &err);

    ck_assert_msg(m != NULL, "%s: %s", manpath,
                  err ? error_message(err) : "no error");
    ck_assert_ptr_nonnull(manual_find(m, "x"));
    manual_free(m);
}

static void assert_fails(const char *manpath, const char *why)
{
    Error *err = NULL;

    ck_assert_ptr_null(manual_open("tea", manpath, &err));
    ck_assert_int_eq(error_kind(err), ERROR_FAILED);
    ck_assert_ptr_nonnull(strstr(error_message(err), why));
    error_free(err);
    ck_assert_ptr_null(manual_open("tea", manpath, NULL));
}

START_TEST(a_page_is_found_in_any_folder)
{
    static const char *const forms[] = {
        "%s", "/nonesuch:%s", "%s:/nonesuch", ":%s", "%s:", "::%s::",
    };
    size_t i;

    put("tea.7", plain, strlen(plain));
    for (i = 0; i < ARRAY_SIZE(forms); i++) {
        const char *at = strstr(forms[i], "%s");
        autofree char *manpath = mem_printf("%.*s%s%s", (int)(at - forms[i]),
                                            forms[i], folder,
                                            at + strlen("%s"));

        assert_read(manpath);
    }
}
END_TEST

START_TEST(a_page_that_is_not_there_is_an_error)
{
    assert_fails(folder, "no manual page tea(7)");
    assert_fails(NULL, "no manual page tea(7)");
    assert_fails("", "no manual page tea(7)");
}
END_TEST

START_TEST(only_files_are_read)
{
    autofree char *path = mem_printf("%s/man7/tea.7", folder);

    ck_assert_int_eq(mkdir(path, 0700), 0);
    assert_fails(folder, "no manual page");
    ck_assert_int_eq(rmdir(path), 0);
    /* would block for ever */
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    assert_fails(folder, "no manual page");
}
END_TEST

START_TEST(a_huge_page_is_refused)
{
    autofree char *path = mem_printf("%s/man7/tea.7", folder);

    put("tea.7", plain, strlen(plain));
    ck_assert_int_eq(truncate(path, 100 << 20), 0);
    assert_fails(folder, "cannot be read");
}
END_TEST

#ifdef QMPSH_ZLIB
START_TEST(the_usual_folders_are_looked_at)
{
    static const char installed[] = "/usr/share/man/man7/" QEMU ".7.gz";
    Manual *m = manual_open(QEMU, ":/nonesuch", NULL);

    if (access(installed, R_OK) < 0) {
        printf("skipped: there is no %s\n", installed);
    } else {
        ck_assert_ptr_nonnull(m);
    }
    manual_free(m);
}
END_TEST

START_TEST(a_compressed_page_is_read)
{
    put("tea.7.gz", packed, sizeof(packed));
    assert_read(folder);
}
END_TEST

START_TEST(a_broken_archive_is_an_error)
{
    unsigned char broken[sizeof(packed)];

    put("tea.7.gz", packed, sizeof(packed) - 9);
    assert_fails(folder, "cannot be read");
    memcpy(broken, packed, sizeof(packed));
    broken[15] ^= 0x55;
    put("tea.7.gz", broken, sizeof(broken));
    assert_fails(folder, "cannot be read");
}
END_TEST
#endif

/* ---- QEMU's own ---- */

/* What every version says, by words that any text about it must have. */
static const struct {
    const char *page, *name, *path;
    const char *tags;  /* TAG=VALUE of the object at any part of the path */
    const char *value; /* NULL: the member itself */
    const char *words;
} installed_cases[] = {
    { QEMU, "query-status", NULL, NULL, NULL, "run" },
    { QEMU, "STOP", NULL, NULL, NULL, "stop" },
    { QEMU, "DEVICE_DELETED", "path", NULL, NULL, "path" },
    { QEMU, "block_resize", "size", NULL, NULL, "size in bytes" },
    { QEMU, "blockdev-add", "driver", NULL, NULL, "driver" },
    { QEMU, "blockdev-add", "file.driver", "driver=qcow2", NULL, "driver" },
    { QEMU, "blockdev-add", "file.filename", "driver=file", NULL, NULL },
    { QEMU, "blockdev-add", "filename", "driver=file", NULL, "path" },
    { QEMU, "blockdev-snapshot-sync", "snapshot-file", NULL, NULL, "file" },
    { QEMU, "block-dirty-bitmap-add", "granularity", NULL, NULL, "bitmap" },
    { QEMU, "device_add", "driver", NULL, NULL, "name" },
    { QEMU, "object-add", "qom-type", NULL, NULL, "class" },
    { QEMU, "object-add", "size", "qom-type=memory-backend-ram", NULL, "size" },
    { QEMU, "chardev-add", "backend.data.addr", "type=socket", NULL,
      "address" },
    { QEMU, "chardev-add", "backend.data.addr.data.path", "type=unix", NULL,
      NULL },
    { QEMU, "netdev_add", "hostfwd", "type=user", NULL, "redirect" },
    { QEMU, "netdev_add", "hostfwd", "type=tap", NULL, NULL },
    { QEMU, "migrate", "uri", NULL, NULL, "destination" },
    { QEMU, "blockdev-mirror", "sync", NULL, "full", "copies" },
    { QEMU, "blockdev-mirror", "sync", NULL, "nonesuch", NULL },
    { QEMU, "transaction", "actions.0.data.sync", "type=blockdev-backup", NULL,
      "disk" },
    { DAEMON, "block-export-add", "id", NULL, NULL, "id" },
    { DAEMON, "block-export-add", "name", "type=nbd", NULL, "name" },
    { AGENT, "guest-exec", NULL, NULL, NULL, "guest" },
    { AGENT, "guest-exec", "arg", NULL, NULL, "argument" },
};

static const char *tag_value(void *opaque, size_t n, const char *tag)
{
    const char *given = opaque;
    size_t len = strlen(tag);

    (void)n;
    return given && strncmp(given, tag, len) == 0 && given[len] == '=' ?
               given + len + 1 :
               NULL;
}

static const char *installed_text(const Manual *m, int i)
{
    autofree char *copy = installed_cases[i].path ?
                              mem_strdup(installed_cases[i].path) :
                              NULL;
    const char *name = installed_cases[i].name, *path[8];
    const char *value = installed_cases[i].value;
    void *tags = (void *)installed_cases[i].tags;
    const ManualMember *found;
    char *part, *rest = copy;
    size_t n = 0;

    if (!copy) {
        return manual_find(m, name) ? manual_find(m, name)->text : NULL;
    }
    while ((part = strsep(&rest, "."))) {
        path[n++] = part;
    }
    found = value ? manual_value(m, name, path, n, tag_value, tags, value) :
                    manual_member(m, name, path, n, tag_value, tags);
    return found ? found->text : NULL;
}

START_TEST(qemus_pages_are_understood)
{
    Manual *m = manual_open(installed_cases[_i].page, NULL, NULL);
    const char *text;

    if (!m) {
        printf("skipped: %s(7) is not installed\n", installed_cases[_i].page);
        return;
    }
    text = installed_text(m, _i);
    if (!installed_cases[_i].words) {
        ck_assert_ptr_null(text);
    } else {
        ck_assert_ptr_nonnull(text);
        ck_assert_msg(strcasestr(text, installed_cases[_i].words) != NULL, "%s",
                      text);
    }
    manual_free(m);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_checked_fixture(tcase, make_folder, remove_folder);
    tcase_add_test(tcase, a_page_is_found_in_any_folder);
    tcase_add_test(tcase, a_page_that_is_not_there_is_an_error);
    tcase_add_test(tcase, only_files_are_read);
    tcase_add_test(tcase, a_huge_page_is_refused);
#ifdef QMPSH_ZLIB
    tcase_add_test(tcase, the_usual_folders_are_looked_at);
    tcase_add_test(tcase, a_compressed_page_is_read);
    tcase_add_test(tcase, a_broken_archive_is_an_error);
#endif
    tcase_add_loop_test(tcase, qemus_pages_are_understood, 0,
                        ARRAY_SIZE(installed_cases));
}

int main(void)
{
    return unit_run("manual_page", add_tests);
}
