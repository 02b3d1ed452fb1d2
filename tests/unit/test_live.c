/*
 * Names that exist in the server, and what is asked for them
 */
#include "fake_server.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "shell/introspect.h"
#include "shell/live_priv.h"
#include "shell/peer_program.h"
#include "util/mem.h"
#include "util/strbuf.h"

static Session *session;

/* "NAME NOTE" a line, a `>` behind the name that goes on; owned. */
static char *names_text(const LiveNames *names)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    size_t i;

    for (i = 0; i < names->n; i++) {
        const LiveName *one = &names->list[i];

        strbuf_printf(&text, "%s%s %s\n", one->name, one->goes_on ? ">" : "",
                      one->note ? one->note : "-");
    }
    if (names->question) {
        strbuf_puts(&text, "?\n");
    }
    return strbuf_steal(&text);
}

static char *ask(const LiveQuery *query)
{
    autofree_live LiveNames names = { 0 };

    live_names(session, query, &names);
    return names_text(&names);
}

static char *ask_names(LiveKind kind, const char *owner, const char *prefix,
                       bool confirmed)
{
    return ask(&(LiveQuery){ .kind = kind,
                             .owner = owner,
                             .property = owner,
                             .prefix = prefix,
                             .confirmed = confirmed });
}

/* --- what is asked, and what comes of it --------------------------------- */

#define LIST(path) "qom-list {\"path\":\"" path "\"}"
#define HMP(line) "human-monitor-command {\"command-line\":\"" line "\"}"
#define GRAPH "x-debug-query-block-graph"
#define STATS "query-blockstats"
#define OBJECTS                                               \
    "[{\"name\":\"type\",\"type\":\"string\"},"               \
    "{\"name\":\"sec\",\"type\":\"child<secret>\"},"          \
    "{\"name\":\"ring\",\"type\":\"child<secret_keyring>\"}," \
    "{\"name\":\"tls\",\"type\":\"child<tls-creds-x509>\"},"  \
    "{\"name\":\"io\",\"type\":\"child<iothread>\"},"         \
    "{\"name\":\"ml\",\"type\":\"child<main-loop>\"},"        \
    "{\"name\":\"ram\",\"type\":\"child<memory-backend-ram>\"}]"

static const FakeReply usual[] = {
    { LIST("/machine/peripheral"),
      "[{\"name\":\"type\",\"type\":\"string\"},"
      "{\"name\":\"hd\",\"type\":\"child<scsi-hd>\"},"
      "{\"name\":\"d[10]\",\"type\":\"child<x>\"},"
      "{\"name\":\"d[2]\",\"type\":\"child<x>\"}]" },
    { LIST("/objects"), OBJECTS },
    { LIST("/"), "[{\"name\":\"machine\",\"type\":\"child<q35>\"},"
                 "{\"name\":\"x\",\"type\":\"link<y>\"},"
                 "{\"name\":\"type\",\"type\":\"string\"}]" },
    { LIST("/machine/"),
      "[{\"name\":\"unattached\",\"type\":\"child<container>\"}]" },
    { LIST("/machine"), "[{\"name\":\"usb\",\"type\":\"bool\"},"
                        "{\"name\":\"smm\",\"type\":\"OnOffAuto\"},"
                        "{\"name\":\"q35\",\"type\":\"child<host>\"}]" },
    /* `old` was -drive's, `hd` is a device on a node, `cd` one without */
    { GRAPH, "{\"nodes\": ["
             "{\"name\":\"disk\",\"type\":\"block-driver\",\"id\":1},"
             "{\"name\":\"#block1\",\"type\":\"block-driver\",\"id\":2},"
             "{\"name\":\"old\",\"type\":\"block-backend\",\"id\":3},"
             "{\"name\":\"hd\",\"type\":\"block-backend\",\"id\":4},"
             "{\"name\":\"cd\",\"type\":\"block-backend\",\"id\":5},"
             "{\"name\":\"\",\"type\":\"block-backend\",\"id\":6},"
             "{\"name\":\"j\",\"type\":\"block-job\",\"id\":7}],"
             "\"edges\": ["
             "{\"parent\":4,\"child\":1,\"name\":\"root\"},"
             "{\"parent\":3,\"child\":2,\"name\":\"root\"}]}" },
    { STATS, "[{\"device\":\"old\"},{\"device\":\"\",\"qdev\":\"hd\"},"
             "{\"device\":\"cd0\"}]" },
    { "query-block-exports",
      "[{\"id\":\"e\",\"type\":\"nbd\",\"node-name\":\"disk\"}]" },
    { "query-jobs",
      "[{\"id\":\"j1\",\"type\":\"backup\",\"status\":\"running\"}]" },
    { "query-chardev", "[{\"label\":\"m\",\"filename\":\"null\"}]" },
    { "query-fdsets", "[{\"fdset-id\":7,\"fds\":[]}]" },
    { "query-cpu-definitions", "[{\"name\":\"486\",\"deprecated\":false},"
                               "{\"name\":\"Old\",\"deprecated\":true}]" },
    { "query-machines", "[{\"name\":\"pc-q35-9\",\"alias\":\"q35\"}]" },
    { "trace-event-get-state {\"name\":\"qio*\"}",
      "[{\"name\":\"qio_new\",\"state\":\"disabled\"}]" },
    { HMP("info network"), "\"net0: index=0,type=nic,model=e1000\\r\\n "
                           "\\\\ n0: index=0,type=user,net=10.0.2.0\\r\\n\"" },
    { HMP("info qtree"), "\"bus: main\\r\\n  type System\\r\\n"
                         "  dev: usb-tablet, id \\\"\\\"\\r\\n"
                         "  dev: virtio-vga-gl-x, id \\\"v\\\"\\r\\n\"" },
    { "device-list-properties {\"typename\":\"usb-tablet\"}",
      "[{\"name\":\"port\",\"type\":\"str\"},"
      "{\"name\":\"part\",\"type\":\"child<x>\"},"
      "{\"name\":\"on\",\"type\":\"bool\",\"default-value\":true},"
      "{\"name\":\"ooa\",\"type\":\"OnOffAuto\",\"description\":"
      "\"Do it or not\",\"default-value\":\"auto\"},"
      "{\"name\":\"type\",\"type\":\"DriveType\",\"description\":"
      "\"FDC drive type, 144/288/none\"},"
      "{\"name\":\"new\",\"type\":\"DriveType\",\"description\":"
      "\"Drive type (144/288)\"},"
      "{\"name\":\"odd\",\"type\":\"Odd\",\"description\":\"//a/)\"},"
      "{\"name\":\"say\",\"type\":\"Odd\",\"description\":\"a/b or c\"},"
      "{\"name\":\"bus\",\"type\":\"str\",\"description\":\"a/b\"},"
      "{\"name\":\"head\",\"type\":\"uint32\",\"description\":\"which\"}]" },
    { "qom-list-types {\"implements\":\"device\",\"abstract\":false}",
      "[{\"name\":\"usb-tablet\",\"parent\":\"usb-hid\"}]" },
    { "qom-list-types {\"abstract\":true}",
      "[{\"name\":\"device\",\"abstract\":true}]" },
    { 0 },
};

static const struct {
    LiveKind kind;
    const char *owner, *prefix;
    const char *names;
    const char *asked;
    const char *property;
} queries[] = {
    { LIVE_NONE, NULL, "", "", "" },
    { LIVE_DEVICE, NULL, "", "d[2] x\nd[10] x\nhd scsi-hd\n",
      LIST("/machine/peripheral") "\n" },
    { LIVE_DEVICE, NULL, "h", "hd scsi-hd\n",
      LIST("/machine/peripheral") "\n" },
    { LIVE_NODE, NULL, "", "#block1 node\ndisk node\n", GRAPH "\n" },
    { LIVE_BLOCK, NULL, "", "cd0 block backend\nold block backend\n",
      STATS "\n" },
    { LIVE_BLOCK, NULL, "di", "", STATS "\n" },
    { LIVE_NODE_OR_BLOCK, NULL, "",
      "#block1 node\ndisk node\nold block backend\n", GRAPH "\n" },
    { LIVE_OBJECT, NULL, "r", "ram memory-backend-ram\nring secret_keyring\n",
      LIST("/objects") "\n" },
    { LIVE_SECRET, NULL, "", "ring secret_keyring\nsec secret\n",
      LIST("/objects") "\n" },
    { LIVE_TLS_CREDS, NULL, "", "tls tls-creds-x509\n", LIST("/objects") "\n" },
    { LIVE_IOTHREAD, NULL, "", "io iothread\n", LIST("/objects") "\n" },
    { LIVE_MEMDEV, NULL, "", "ram memory-backend-ram\n",
      LIST("/objects") "\n" },
    { LIVE_QOM_PATH, NULL, "", "/machine/> q35\n/x/> y\n", LIST("/") "\n" },
    { LIVE_QOM_PATH, NULL, "/m", "/machine/> q35\n", LIST("/") "\n" },
    { LIVE_QOM_PATH, NULL, "/machine/un", "/machine/unattached/> container\n",
      LIST("/machine/") "\n" },
    { LIVE_QOM_PATH, NULL, "mach", "", "" },
    { LIVE_QOM_PROPERTY, "/machine", "", "smm OnOffAuto\nusb bool\n",
      LIST("/machine") "\n" },
    { LIVE_QOM_PROPERTY, NULL, "", "", "" },
    { LIVE_QOM_VALUE, "/machine", "", "false -\ntrue -\n",
      LIST("/machine") "\n", "usb" },
    { LIVE_QOM_VALUE, "/machine", "", "auto -\noff -\non -\n",
      LIST("/machine") "\n", "smm" },
    { LIVE_QOM_VALUE, "/machine", "", "", LIST("/machine") "\n", "q35" },
    { LIVE_QOM_VALUE, "/machine", "", "", "" },
    { LIVE_QOM_VALUE, NULL, "", "", "", "usb" },
    { LIVE_JOB, NULL, "", "j1 backup, running\n", "query-jobs\n" },
    { LIVE_CHARDEV, NULL, "", "m null\n", "query-chardev\n" },
    { LIVE_FDSET, NULL, "", "7 -\n", "query-fdsets\n" },
    { LIVE_CPU_MODEL, NULL, "", "486 -\nOld deprecated\n",
      "query-cpu-definitions\n" },
    { LIVE_MACHINE, NULL, "", "pc-q35-9 q35\n", "query-machines\n" },
    { LIVE_TRACE_EVENT, NULL, "qio", "qio_new disabled\n",
      "trace-event-get-state {\"name\":\"qio*\"}\n" },
    { LIVE_EXPORT, NULL, "", "e nbd, disk\n", "query-block-exports\n" },
    { LIVE_NETDEV, NULL, "", "n0 user\n", HMP("info network") "\n" },
    { LIVE_NIC, NULL, "", "net0 nic\n", HMP("info network") "\n" },
    { LIVE_NET_CLIENT, NULL, "", "n0 user\nnet0 nic\n",
      HMP("info network") "\n" },
    { LIVE_BUS, NULL, "m", "main System\n", HMP("info qtree") "\n" },
};

START_TEST(names_are_asked_for_with_what_changes_nothing)
{
    autofree char *names = NULL;

    session = fake_server_start(10, 0, usual);
    names = ask(&(LiveQuery){ .kind = queries[_i].kind,
                              .owner = queries[_i].owner,
                              .property = queries[_i].property,
                              .prefix = queries[_i].prefix });
    ck_assert_str_eq(names, queries[_i].names);
    ck_assert_str_eq(fake_server_asked(), queries[_i].asked);
    fake_server_stop();
}
END_TEST

/* --- values, by what the server says of their property ------------------- */

static const struct {
    const char *property, *prefix, *names;
} values[] = {
    { "on", "", "false -\ntrue default\n" },
    { "on", "o", "off -\non -\n" },
    { "on", "y", "yes -\n" },
    { "ooa", "", "auto default\noff -\non -\n" },
    { "type", "", "144 -\n288 -\nnone -\n" },
    { "new", "", "144 -\n288 -\n" },
    { "odd", "", "a -\n" },
    { "say", "", "" },
    { "bus", "", "" }, /* text, of whatever form */
    { "head", "", "" },
    { "none", "", "" },
};

START_TEST(values_are_those_of_the_propertys_type)
{
    autofree char *names = NULL;

    session = fake_server_start(10, 0, usual);
    names = ask(&(LiveQuery){ .kind = LIVE_DEVICE_VALUE,
                              .owner = "usb-tablet",
                              .property = values[_i].property,
                              .prefix = values[_i].prefix });
    ck_assert_str_eq(names, values[_i].names);
    fake_server_stop();
}
END_TEST

/* --- what could abort a QEMU --------------------------------------------- */

#define PROPERTIES(type) "device-list-properties {\"typename\":\"" type "\"}\n"
#define TABLET                                \
    "bus str, a/b\nhead uint32, which\n"      \
    "new DriveType, Drive type (144/288)\n"   \
    "odd Odd, //a/)\non bool\n"               \
    "ooa OnOffAuto, Do it or not\nport str\n" \
    "say Odd, a/b or c\n"                     \
    "type DriveType, FDC drive type, 144/288/none\n"
#define DEVICE_TYPES \
    "qom-list-types {\"implements\":\"device\",\"abstract\":false}\n"

static const struct {
    LiveKind kind;
    int major, minor;
    bool confirmed;
    const char *owner;
    const char *names; /* "?": a question */
    const char *asked; /* the last of what was */
} dangers[] = {
    /* the server's program is not known to be a QEMU */
    { LIVE_DEVICE_TYPE, 10, 0, false, NULL, "?\n", "" },
    { LIVE_DEVICE_TYPE, 10, 0, true, NULL, "usb-tablet usb-hid\n",
      DEVICE_TYPES },
    { LIVE_QOM_TYPE, 7, 2, false, NULL, "?\n", "" },
    { LIVE_QOM_TYPE, 7, 2, true, NULL, "device -\n",
      "qom-list-types {\"abstract\":true}\n" },
    { LIVE_DEVICE_PROPERTY, 9, 2, false, "usb-tablet", TABLET,
      PROPERTIES("usb-tablet") },
    /* before 9.2 a type of a device that is there will do */
    { LIVE_DEVICE_PROPERTY, 9, 1, false, "usb-tablet", TABLET,
      PROPERTIES("usb-tablet") },
    { LIVE_DEVICE_PROPERTY, 9, 1, false, "virtio-vga-gl", "?\n",
      HMP("info qtree") "\n" },
    { LIVE_DEVICE_PROPERTY, 9, 1, true, "virtio-vga-gl", "",
      PROPERTIES("virtio-vga-gl") },
    { LIVE_DEVICE_PROPERTY, 9, 1, false, NULL, "", "" },
    { LIVE_DEVICE_VALUE, 9, 1, false, "virtio-vga-gl", "?\n",
      HMP("info qtree") "\n" },
    { LIVE_DEVICE_VALUE, 9, 1, true, "virtio-vga-gl", "",
      PROPERTIES("virtio-vga-gl") },
};

START_TEST(what_can_abort_a_qemu_needs_a_yes)
{
    autofree char *names = NULL;
    const char *last;

    session = fake_server_start(dangers[_i].major, dangers[_i].minor, usual);
    names = ask_names(dangers[_i].kind, dangers[_i].owner, "",
                      dangers[_i].confirmed);
    ck_assert_str_eq(names, dangers[_i].names);
    last = fake_server_asked();
    while (strchr(last, '\n') && strchr(last, '\n')[1]) {
        last = strchr(last, '\n') + 1;
    }
    ck_assert_str_eq(last, dangers[_i].asked);
    fake_server_stop();
}
END_TEST

START_TEST(after_one_yes_types_are_known)
{
    autofree char *first = NULL;
    autofree char *second = NULL;
    autofree char *other = NULL;
    autofree char *anew = NULL;

    session = fake_server_start(10, 0, usual);
    first = ask_names(LIVE_DEVICE_TYPE, NULL, "", true);
    second = ask_names(LIVE_DEVICE_TYPE, NULL, "usb", false);
    ck_assert_str_eq(second, "usb-tablet usb-hid\n");
    ck_assert_str_eq(fake_server_asked(), DEVICE_TYPES);
    other = ask_names(LIVE_QOM_TYPE, NULL, "", false);
    ck_assert_str_eq(other, "?\n");
    /* the next server is another */
    introspect_forget(session, true);
    anew = ask_names(LIVE_DEVICE_TYPE, NULL, "usb", false);
    ck_assert_str_eq(anew, "?\n");
    fake_server_stop();
}
END_TEST

START_TEST(a_refusal_to_list_types_is_not_kept)
{
    static const FakeReply none[] = { { 0 } };
    autofree char *first = NULL;
    autofree char *second = NULL;

    session = fake_server_start(10, 0, none);
    first = ask_names(LIVE_DEVICE_TYPE, NULL, "", true);
    second = ask_names(LIVE_DEVICE_TYPE, NULL, "", false);
    ck_assert_str_eq(first, "");
    ck_assert_str_eq(second, "?\n");
    fake_server_stop();
}
END_TEST

START_TEST(the_devices_of_the_vm_are_asked_for_once)
{
    autofree char *unknown = NULL;
    autofree char *known = NULL;
    autofree char *again = NULL;

    session = fake_server_start(7, 2, usual);
    unknown = ask_names(LIVE_DEVICE_PROPERTY, "other", "", false);
    ck_assert_str_eq(unknown, "?\n");
    known = ask_names(LIVE_DEVICE_PROPERTY, "usb-tablet", "po", false);
    again = ask_names(LIVE_DEVICE_PROPERTY, "usb-tablet", "po", false);
    ck_assert_str_eq(known, "port str\n");
    ck_assert_str_eq(again, "port str\n");
    ck_assert_str_eq(fake_server_asked(),
                     HMP("info qtree") "\n" PROPERTIES("usb-tablet"));
    fake_server_stop();
}
END_TEST

START_TEST(without_a_connection_there_is_no_question)
{
    static const FakeReply end[] = { { "*", "" }, { 0 } };
    autofree char *types = NULL;
    autofree char *properties = NULL;

    session = fake_server_start(7, 2, end);
    json_object_put(session_query(session, "query-status"));
    session_process(session);
    ck_assert(!session_is_connected(session));
    types = ask_names(LIVE_DEVICE_TYPE, NULL, "", false);
    properties = ask_names(LIVE_DEVICE_PROPERTY, "x", "", false);
    ck_assert_str_eq(types, "");
    ck_assert_str_eq(properties, "");
    fake_server_stop();
}
END_TEST

/* --- servers that mean no good ------------------------------------------- */

static const char *const nonsense[] = {
    "null",
    "0",
    "\"\"",
    "\"x\"",
    "{}",
    "[]",
    "[null, 0, \"s\", [], {}]",
    "[{\"name\": null, \"type\": null}]",
    "[{\"name\": true, \"type\": 6, \"id\": [], \"label\": {}}]",
    "[{\"type\": \"child<\"}, {\"type\": \"child<>\"}, {\"type\": \"link<\"}]",
    "[{\"name\": \"\", \"type\": \"child<secret>\", \"id\": \"\"}]",
    "[{\"name\": \"a\\u0000b\", \"type\": \"\\u0000\"}]",
    "{\"nodes\": {\"name\": \"a\"}}",
    "{\"nodes\": [null, [], {\"name\": 1, \"type\": \"block-driver\"}]}",
    "\"bus: \\nbus:\\nbus: \\r\\ntype \\n\\n\\\\ \\n: index=,\"",
    "\": : index=type=\\n\\\\\\n  - : index=,type=\"",
};

START_TEST(nonsense_gives_no_names)
{
    FakeReply all[] = { { "*", nonsense[_i] }, { 0 } };
    LiveKind kind;

    session = fake_server_start(10, 0, all);
    for (kind = LIVE_NONE; kind < LIVE_FILE; kind++) {
        autofree char *names = ask_names(kind, "x", "", true);
        /* a name with a NUL is what is before it: no harm */
        ck_assert_msg(strcmp(names, "") == 0 || strstr(nonsense[_i], "u0000"),
                      "kind %d gave: %s", (int)kind, names);
    }
    ck_assert(session_is_connected(session));
    fake_server_stop();
}
END_TEST

START_TEST(refusals_give_no_names)
{
    static const FakeReply none[] = { { 0 } };
    LiveKind kind;

    session = fake_server_start(10, 0, none);
    for (kind = LIVE_NONE; kind < LIVE_FILE; kind++) {
        autofree char *names = ask_names(kind, "x", "", true);

        ck_assert_str_eq(names, "");
    }
    fake_server_stop();
}
END_TEST

/* --- the monitor's texts ------------------------------------------------- */

typedef void ParseFn(const char *text, const LiveQuery *query, LiveNames *out);

static const struct {
    ParseFn *parse;
    const char *text, *names;
    LiveKind kind;
} texts[] = {
    { live_parse_buses,
      "bus: main-system-bus\r\n  type System\r\n  dev: q35, id \"\"\r\n"
      "    type = 3\r\n    bus: pcie.0\r\n      type PCIE\r\n"
      "        bus: scsi0.0\r\n          type SCSI\r\n"
      "      dev: x, id \"bus: y\"\r\n",
      "main-system-bus System\npcie.0 PCIE\nscsi0.0 SCSI\n" },
    { live_parse_buses, "bus: a\nbus: b\ntype T", "a -\nb T\n" },
    { live_parse_net_clients,
      "hub 0\r\n \\ h1: u2: index=0,type=user,net=10.0.2.0\r\n \\ h0\r\n"
      "net0: index=0,type=nic,model=virtio-net-pci\r\n"
      " \\ n0: index=0,type=tap,ifname=t,script=/a: index=1,type=nic\r\n"
      "filters:\r\n  - f1: type=filter-buffer,interval=1000\r\n"
      "loose: index=0,type=user,restrict=off\r\n",
      "h1 hubport\nu2 user\nh0 hubport\nn0 tap\nloose user\n", LIVE_NETDEV },
    { live_parse_net_clients, "", "", LIVE_NET_CLIENT },
};

START_TEST(the_monitors_texts_are_understood)
{
    LiveQuery query = { .kind = texts[_i].kind, .prefix = "" };
    autofree_live LiveNames names = { 0 };
    autofree char *text = NULL;

    texts[_i].parse(texts[_i].text, &query, &names);
    text = names_text(&names);
    ck_assert_str_eq(text, texts[_i].names);
}
END_TEST

/* --- this machine -------------------------------------------------------- */

static char *make_folder(void)
{
    char *folder = mem_strdup("/tmp/qmpsh-live.XXXXXX");

    ck_assert_ptr_nonnull(mkdtemp(folder));
    return folder;
}

static void touch(const char *folder, const char *name)
{
    autofree char *path = mem_printf("%s/%s", folder, name);
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    fclose(file);
}

static void remove_folder(const char *folder)
{
    autofree char *command = mem_printf("rm -rf '%s'", folder);

    ck_assert_int_eq(system(command), 0);
}

static const struct {
    const char *prefix, *names;
} file_prefixes[] = {
    { "", "a b -\nab -\nfolder/> -\n~x -\n" },
    { "a", "a b -\nab -\n" },
    { "folder/", "folder/[1] -\n" },
    { "folder/[", "folder/[1] -\n" },
    { ".", "../> -\n./> -\n.hidden -\n" },
    { "~", "~x -\n" },
    { "*", "" },
    { "none/", "" },
};

START_TEST(files_are_those_that_begin_so)
{
    autofree char *folder = make_folder();
    autofree char *sub = mem_printf("%s/folder", folder);
    autofree char *names = NULL;

    touch(folder, "ab");
    touch(folder, "a b");
    touch(folder, "~x");
    touch(folder, ".hidden");
    ck_assert_int_eq(mkdir(sub, 0700), 0);
    touch(sub, "[1]");
    ck_assert_int_eq(chdir(folder), 0);
    names = ask_names(LIVE_FILE, NULL, file_prefixes[_i].prefix, false);
    ck_assert_str_eq(names, file_prefixes[_i].names);
    remove_folder(folder);
}
END_TEST

/* Run a copy of cat as @name in @folder, which waits for its stdin to end. */
static pid_t run_copy(const char *folder, const char *name, int *input)
{
    autofree char *path = mem_printf("%s/%s", folder, name);
    autofree char *copy = mem_printf("cp /bin/cat '%s'", path);
    char *argv[] = { (char *)"cat", NULL };
    char ready;
    int in[2], out[2];
    pid_t pid;

    ck_assert_int_eq(system(copy), 0);
    ck_assert_int_eq(pipe(in), 0);
    ck_assert_int_eq(pipe(out), 0);
    pid = fork();
    ck_assert_int_ge(pid, 0);
    if (pid == 0) {
        dup2(in[0], STDIN_FILENO);
        dup2(out[1], STDOUT_FILENO);
        close(in[1]);
        close(out[0]);
        execv(path, argv);
        _exit(127);
    }
    close(in[0]);
    close(out[1]);
    /* what comes back was read by the program that is to be running */
    ck_assert_int_eq(write(in[1], "x", 1), 1);
    ck_assert_int_eq(read(out[0], &ready, 1), 1);
    close(out[0]);
    *input = in[1];
    return pid;
}

static const struct {
    const char *name;
    const char *absolute, *relative; /* behind /proc/PID; NULL: not known */
} folders[] = {
    { "qemu-test", "/root", "/cwd/" },
    /* behind a relay there could be any machine */
    { "other", NULL, NULL },
};

static void is_folder_of(pid_t pid, bool absolute, const char *end)
{
    autofree char *folder = peer_program_folder(pid, absolute);
    autofree char *want = end ? mem_printf("/proc/%d%s", (int)pid, end) : NULL;

    ck_assert_pstr_eq(folder, want);
}

START_TEST(files_are_looked_for_where_the_server_does)
{
    autofree char *folder = make_folder();
    int input;
    pid_t pid = run_copy(folder, folders[_i].name, &input);

    is_folder_of(pid, true, folders[_i].absolute);
    is_folder_of(pid, false, folders[_i].relative);
    close(input);
    waitpid(pid, NULL, 0);
    is_folder_of(pid, true, NULL);
    is_folder_of(0, false, NULL);
    remove_folder(folder);
}
END_TEST

START_TEST(a_server_that_is_no_qemu_of_this_machine_has_no_files)
{
    static const FakeReply none[] = { { 0 } };
    autofree char *relative = NULL;
    autofree char *absolute = NULL;

    session = fake_server_start(10, 0, none);
    relative = ask_names(LIVE_SERVER_FILE, NULL, "", false);
    absolute = ask_names(LIVE_SERVER_FILE, NULL, "/", false);
    ck_assert_str_eq(relative, "");
    ck_assert_str_eq(absolute, "");
    ck_assert_str_eq(fake_server_asked(), "");
    fake_server_stop();
}
END_TEST

static const struct {
    const char *name;   /* of the program */
    const char *change; /* a shell command, in its folder */
    bool installed;
} programs[] = {
    { "qemu-test", ":", true },
    { "other", ":", false },
    { "qemu-test", "rm qemu-test", false },
    { "qemu-test", "cp qemu-test new; mv new qemu-test", false },
    { "qemu-test", "rm qemu-test; touch 'qemu-test (deleted)'", false },
    { "qemu-test", "mv qemu-test qemu-moved", true },
};

START_TEST(a_program_is_installed_while_its_file_is_the_same)
{
    autofree char *folder = make_folder();
    autofree char *command = mem_printf("cd '%s' && %s", folder,
                                        programs[_i].change);
    int input;
    pid_t pid = run_copy(folder, programs[_i].name, &input);

    ck_assert_int_eq(system(command), 0);
    ck_assert_int_eq(peer_program_is_installed(pid), programs[_i].installed);
    close(input);
    waitpid(pid, NULL, 0);
    ck_assert(!peer_program_is_installed(pid));
    ck_assert(!peer_program_is_installed(0));
    remove_folder(folder);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, names_are_asked_for_with_what_changes_nothing, 0,
                        ARRAY_SIZE(queries));
    tcase_add_loop_test(tcase, what_can_abort_a_qemu_needs_a_yes, 0,
                        ARRAY_SIZE(dangers));
    tcase_add_loop_test(tcase, values_are_those_of_the_propertys_type, 0,
                        ARRAY_SIZE(values));
    tcase_add_test(tcase, after_one_yes_types_are_known);
    tcase_add_test(tcase, a_refusal_to_list_types_is_not_kept);
    tcase_add_test(tcase, the_devices_of_the_vm_are_asked_for_once);
    tcase_add_test(tcase, without_a_connection_there_is_no_question);
    tcase_add_loop_test(tcase, nonsense_gives_no_names, 0,
                        ARRAY_SIZE(nonsense));
    tcase_add_test(tcase, refusals_give_no_names);
    tcase_add_loop_test(tcase, the_monitors_texts_are_understood, 0,
                        ARRAY_SIZE(texts));
    tcase_add_loop_test(tcase, files_are_those_that_begin_so, 0,
                        ARRAY_SIZE(file_prefixes));
    tcase_add_loop_test(tcase, files_are_looked_for_where_the_server_does, 0,
                        ARRAY_SIZE(folders));
    tcase_add_test(tcase,
                   a_server_that_is_no_qemu_of_this_machine_has_no_files);
    tcase_add_loop_test(tcase,
                        a_program_is_installed_while_its_file_is_the_same, 0,
                        ARRAY_SIZE(programs));
}

int main(void)
{
    return unit_run("live", add_tests);
}
