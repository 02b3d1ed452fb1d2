/*
 * What goes in at the cursor: how it is written, what follows it, what is
 * said of it
 */
#include "fake_server.h"
#include "unit.h"

#include <string.h>

#include "shell/complete.h"
#include "util/mem.h"
#include "util/strbuf.h"

#define HMP(line) "human-monitor-command {\"command-line\":\"" line "\"}"
#define LIST(path) "qom-list {\"path\":\"" path "\"}"

static const FakeReply server[] = {
    { HMP("help"), "\"cont|c  -- resume emulation\\r\\n"
                   "commit device|all -- commit changes\\r\\n\"" },
    { HMP("help info"), "\"info status  -- show the \\u001b[31mstatus\\r\\n"
                        "info stats\\r\\n\"" },
    { LIST("/machine/"), "[{\"name\":\"a b\",\"type\":\"child<x>\"}]" },
    { LIST("/odd/"), "[{\"name\":\"a={\",\"type\":\"child<x>\"}]" },
    { "qom-list-types {\"implements\":\"device\",\"abstract\":false}",
      "[{\"name\":\"usb-kbd\",\"parent\":\"usb-hid\"}]" },
    { LIST("/machine/peripheral"),
      "[{\"name\":\"hd\",\"type\":\"child<scsi-hd>\"}]" },
    { 0 },
};

static const struct {
    const char *line; /* `|` is the cursor */
    const char *candidates;
    bool confirmed;
} lines[] = {
    { ".hmp co|", "<commit>_ commit changes\n<cont>_ resume emulation\n" },
    { ".hmp info sta|", "<stats>_ -\n<status>_ show the \\u001b[31mstatus\n" },
    { ".hmp set_link n o|", "<on>_ -\n<off>_ -\n" },
    { ".hmp watchdog_action po|", "<poweroff>_ -\n" },

    /* quotes: none twice, no blank before one that is there */
    { ".ls /machine/a|", "<\"/machine/a b/> x\n" },
    { ".ls /odd/|", "<\"/odd/a={/> x\n" },
    { ".ls \"/machine/a |", "</machine/a b/> x\n" },
    { ".events \"c|", "<clear\">_ -\n" },
    { ".events \"c|\"", "<clear> -\n" },
    { ".events c|\"", "<clear>_ -\n" },
    { "device_del id=|", "<hd>_ scsi-hd\n" },
    { "device_del id=\"|", "<hd\">_ scsi-hd\n" },
    { "device_del id=\"|\"", "<hd> scsi-hd\n" },
    { "{\"execute\":\"device_del\",\"arguments\":{\"id\":\"h|\"}}",
      "<hd> scsi-hd\n" },

    { "{\"execute\":\"device_del\",\"arguments\":{\"id\":|",
      "<\"hd\"> scsi-hd\n" },

    { ".help .ev|", "<.events>_ -\n" },
    { ".log off|", "<off>_ -\n" },
    { "device_add driver=|", "?\n" },
    { "device_add driver=|", "<usb-kbd>_ usb-hid\n", .confirmed = true },
};

static char *describe(const Completions *found)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    size_t i;

    for (i = 0; i < found->n; i++) {
        const Candidate *one = &found->list[i];

        strbuf_printf(&text, "<%s>%s %s\n", one->text,
                      one->suffix == ' ' ? "_" : "",
                      one->note ? one->note : "-");
    }
    strbuf_puts(&text, found->question ? "?\n" : "");
    return strbuf_steal(&text);
}

START_TEST(candidates_are_as_the_line_needs_them)
{
    Session *s = fake_server_start(10, 0, server);
    autofree char *line = mem_strdup(lines[_i].line);
    autofree char *candidates = NULL;
    Completions found = { 0 };
    char *cursor = strchr(line, '|');

    memmove(cursor, cursor + 1, strlen(cursor));
    complete_line(s, line, (size_t)(cursor - line), false, lines[_i].confirmed,
                  &found);
    candidates = describe(&found);
    ck_assert_str_eq(candidates, lines[_i].candidates);
    completions_free(&found);
    fake_server_stop();
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, candidates_are_as_the_line_needs_them, 0,
                        ARRAY_SIZE(lines));
}

int main(void)
{
    return unit_run("complete", add_tests);
}
