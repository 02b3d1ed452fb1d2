/*
 * Command to QMP request
 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/line_parser.h"
#include "lang/request.h"
#include "schema_file.h"
#include "util/clock.h"
#include "util/json.h"
#include "util/mem.h"

/* "FILE" reads as the text of that name, but for a few names. */
static char *read_file(void *opaque, const char *file, size_t *len,
                       Error **errp)
{
    unsigned *reads = opaque;
    char *text;

    ++*reads;
    if (strcmp(file, "absent") == 0) {
        error_set(errp, ERROR_FAILED, "absent: No such file or directory");
        return NULL;
    }
    text = mem_printf("text of %s", file);
    *len = strlen(text);
    if (strcmp(file, "nul") == 0) {
        text[4] = '\0';
    } else if (strcmp(file, "latin1") == 0) {
        text[4] = '\xe9';
    }
    return text;
}

static Command *parse(const char *text)
{
    LineParser *p = line_parser_new(false);
    Error *err = NULL;
    Command *cmd = NULL;
    unsigned number = 1;

    for (; *text; number++) {
        size_t len = strcspn(text, "\n");

        ck_assert_msg(line_parser_feed(p, text, len, number, &cmd, &err) !=
                          LINE_ERROR,
                      "%s", err ? error_message(err) : "");
        text += len + (text[len] == '\n');
    }
    ck_assert_ptr_nonnull(cmd);
    line_parser_free(p);
    return cmd;
}

static char *outcome(const Command *cmd, const RequestContext *ctx, bool hints)
{
    StrBuf out = STRBUF_INIT;
    autofree_error Error *err = NULL;
    autoput json_object *request = command_request(cmd, ctx, &err);

    if (request) {
        json_append(&out, request, false);
    } else {
        strbuf_printf(&out, "error: %s", error_message(err));
        if (hints) {
            strbuf_printf(&out, "\n%s", error_hint(err));
        }
    }
    return strbuf_steal(&out);
}

static const struct {
    const char *line;
    const char *request;
} request_cases[] = {
    { "query-status", "{\"execute\":\"query-status\"}" },
    /* an unquoted value by its look */
    { "a i=1 j=-5 k=0 l=1.50 m=1e3 n=-0",
      "{\"execute\":\"a\",\"arguments\":{\"i\":1,\"j\":-5,\"k\":0,\"l\":1.50,"
      "\"m\":1e3,\"n\":-0}}" },
    { "a i=18446744073709551615 j=-9223372036854775808 "
      "k=18446744073709551616",
      "{\"execute\":\"a\",\"arguments\":{\"i\":18446744073709551615,"
      "\"j\":-9223372036854775808,\"k\":18446744073709551616}}" },
    { "a a=01 b=0x10 c=+1 d=.5 e=1. f=1G g=1_0 h=- i=1-2 j=NaN k=10:00",
      "{\"execute\":\"a\",\"arguments\":{\"a\":\"01\",\"b\":\"0x10\","
      "\"c\":\"+1\",\"d\":\".5\",\"e\":\"1.\",\"f\":\"1G\",\"g\":\"1_0\","
      "\"h\":\"-\",\"i\":\"1-2\",\"j\":\"NaN\",\"k\":\"10:00\"}}" },
    { "a b=true c=True d=TRUE e=false f=null g=Null h=None i=on j=yes k=truex",
      "{\"execute\":\"a\",\"arguments\":{\"b\":true,\"c\":true,\"d\":true,"
      "\"e\":false,\"f\":null,\"g\":\"Null\",\"h\":\"None\",\"i\":\"on\","
      "\"j\":\"yes\",\"k\":\"truex\"}}" },
    { "a k= l=\"\"",
      "{\"execute\":\"a\",\"arguments\":{\"k\":\"\",\"l\":\"\"}}" },
    /* quotes and json: make strings of anything */
    { "a i=\"1\" b='true' n=\"null\" o='{}' j=json:{\"x\":1}",
      "{\"execute\":\"a\",\"arguments\":{\"i\":\"1\",\"b\":\"true\","
      "\"n\":\"null\",\"o\":\"{}\",\"j\":\"json:{\\\"x\\\":1}\"}}" },
    { "a k=\"a\\u0000b\"",
      "{\"execute\":\"a\",\"arguments\":{\"k\":\"a\\u0000b\"}}" },
    { "a k=caf\u00e9",
      "{\"execute\":\"a\",\"arguments\":{\"k\":\"caf\\u00e9\"}}" },
    /* no coercion inside of brackets, nor in KEY:=JSON */
    { "a k={'b': \"1\", 'c': 'true', 'd': [None, True, 1.0]}",
      "{\"execute\":\"a\",\"arguments\":{\"k\":{\"b\":\"1\",\"c\":\"true\","
      "\"d\":[null,true,1.0]}}}" },
    { "a k:=\"1\" l:=1 m:=null n:='x'",
      "{\"execute\":\"a\",\"arguments\":{\"k\":\"1\",\"l\":1,\"m\":null,"
      "\"n\":\"x\"}}" },
    { "a k={a:1}", "error: expected a key in quotes" },
    { "a k={'a':1,'a':2}", "error: key 'a' is given twice" },
    { "a k=[NaN]", "error: expected a JSON value, not 'NaN'" },
    /* files */
    { "a k:@f l:@-", "{\"execute\":\"a\",\"arguments\":{\"k\":\"text of f\","
                     "\"l\":\"text of -\"}}" },
    { "a k:@nul", "{\"execute\":\"a\",\"arguments\":{\"k\":"
                  "\"text\\u0000of nul\"}}" },
    { "a k:@absent", "error: absent: No such file or directory" },
    { "a k:@latin1", "error: 'latin1' is not UTF-8 text" },
    { "a x:@f x:@f", "error: 'x' is given twice" },
    /* dotted keys */
    { "blockdev-add driver=qcow2 file.driver=file file.filename=x node-name=n",
      "{\"execute\":\"blockdev-add\",\"arguments\":{\"driver\":\"qcow2\","
      "\"file\":{\"driver\":\"file\",\"filename\":\"x\"},"
      "\"node-name\":\"n\"}}" },
    { "a b.c.d=1 b.e=2 b.c.f=3 g=4",
      "{\"execute\":\"a\",\"arguments\":{\"b\":{\"c\":{\"d\":1,\"f\":3},"
      "\"e\":2},\"g\":4}}" },
    { "a model.props.\"sse4.1\":=true model.name=x",
      "{\"execute\":\"a\",\"arguments\":{\"model\":{\"props\":{\"sse4.1\":true},"
      "\"name\":\"x\"}}}" },
    { "a b.c:=null b.d=null",
      "{\"execute\":\"a\",\"arguments\":{\"b\":{\"c\":null,\"d\":null}}}" },
    { "a b={'c':1} d.e={'f':2}",
      "{\"execute\":\"a\",\"arguments\":{\"b\":{\"c\":1},"
      "\"d\":{\"e\":{\"f\":2}}}}" },
    /* numbers */
    { "a k.0=x k.1=y",
      "{\"execute\":\"a\",\"arguments\":{\"k\":[\"x\",\"y\"]}}" },
    { "a k.2=z l=1 k.0=x k.1=y",
      "{\"execute\":\"a\",\"arguments\":{\"k\":[\"x\",\"y\",\"z\"],\"l\":1}}" },
    { "a k.1.x=1 k.0.y=2 k.1.z=3",
      "{\"execute\":\"a\",\"arguments\":{\"k\":[{\"y\":2},{\"x\":1,\"z\":3}]}}" },
    { "a k.0.0=1 k.0.1=2 k.1.0=3",
      "{\"execute\":\"a\",\"arguments\":{\"k\":[[1,2],[3]]}}" },
    { "a k.0:=null", "{\"execute\":\"a\",\"arguments\":{\"k\":[null]}}" },
    { "a k.0=x k.b=y",
      "{\"execute\":\"a\",\"arguments\":{\"k\":{\"0\":\"x\",\"b\":\"y\"}}}" },
    { "a k.b=y k.7=x",
      "{\"execute\":\"a\",\"arguments\":{\"k\":{\"b\":\"y\",\"7\":\"x\"}}}" },
    { "a k.\"0\"=x",
      "{\"execute\":\"a\",\"arguments\":{\"k\":{\"0\":\"x\"}}}" },
    { "a k.00=x k.1=y",
      "{\"execute\":\"a\",\"arguments\":{\"k\":{\"00\":\"x\",\"1\":\"y\"}}}" },
    { "a 0=x", "{\"execute\":\"a\",\"arguments\":{\"0\":\"x\"}}" },
    { "a k.1=x", "error: 'k.0' is missing" },
    { "a k.0=x k.2=y", "error: 'k.1' is missing" },
    { "a l.m.0.n=1 l.m.99999999999999999999=2", "error: 'l.m.1' is missing" },
    /* one key twice, or as a leaf and as a node */
    { "a k=1 k=1", "error: 'k' is given twice" },
    { "a k.l=1 k.l=2", "error: 'k.l' is given twice" },
    { "a k.\"l\"=1 k.l=2", "error: 'k.l' is given twice" },
    { "a k:=null k=1", "error: 'k' is given twice" },
    { "a k=1 k.l=2", "error: 'k' is given both a value and members" },
    { "a k.l=1 k=2", "error: 'k' is given both a value and members" },
    { "a k={} k.l=2", "error: 'k' is given both a value and members" },
    { "a k.l=1 k.l.m.n=2", "error: 'k.l' is given both a value and members" },
    { "a k.l.m=1 k.l=2", "error: 'k.l' is given both a value and members" },
    /* device_add: a dot is a part of the name */
    { "device_add driver=nvme-ns zoned.zasl=1 id=x",
      "{\"execute\":\"device_add\",\"arguments\":{\"driver\":\"nvme-ns\","
      "\"zoned.zasl\":1,\"id\":\"x\"}}" },
    { "device_add sse4.1=on a.\"b.c\"=2",
      "{\"execute\":\"device_add\",\"arguments\":{\"sse4.1\":\"on\","
      "\"a.b.c\":2}}" },
    { "device_add a.b=1 a.b=2", "error: 'a.b' is given twice" },
    { "device_add a.0=1 a=2",
      "{\"execute\":\"device_add\",\"arguments\":{\"a.0\":1,\"a\":2}}" },
    /* transactions */
    { "transaction( )",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":[]}}" },
    { "transaction( a x.y=1 ; b ; {'type':'c','data':{'z':None}} )",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":["
      "{\"type\":\"a\",\"data\":{\"x\":{\"y\":1}}},"
      "{\"type\":\"b\",\"data\":{}},"
      "{\"type\":\"c\",\"data\":{\"z\":null}}]}}" },
    { "transaction( properties.completion-mode=grouped x=1 a )",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":["
      "{\"type\":\"a\",\"data\":{}}],"
      "\"properties\":{\"completion-mode\":\"grouped\"},\"x\":1}}" },
    { "transaction( a x=1 x=2 )", "error: 'x' is given twice" },
    { "transaction( p=1 p.q=2 a )",
      "error: 'p' is given both a value and members" },
    { "transaction( x=1 actions=[] a )",
      "error: 'actions' is what stands between the brackets" },
    { "transaction( actions.0=1 )",
      "error: 'actions' is what stands between the brackets" },
    /* raw */
    { "{'execute':'a','arguments':{'b.c':1},'id':7}",
      "{\"execute\":\"a\",\"arguments\":{\"b.c\":1},\"id\":7}" },
    { "{\"exec-oob\":\"a\"}", "{\"exec-oob\":\"a\"}" },
    /* nothing to send */
    { "# c", "error: there is nothing to be sent" },
    { ".help", "error: there is nothing to be sent" },
};

START_TEST(command_becomes_a_request)
{
    autofree_command Command *cmd = parse(request_cases[_i].line);
    unsigned reads = 0;
    RequestContext ctx = { read_file, &reads, -1, NULL };
    autofree char *got = outcome(cmd, &ctx, false);

    ck_assert_str_eq(got, request_cases[_i].request);
    if (strstr(got, "twice")) {
        ck_assert_uint_eq(reads, 0); /* a file may be a question to the user */
    }
}
END_TEST

/*
 * What qmp-shell's help and QEMU's documents (docs/interop) show, each with
 * the request that they show or mean.
 */
static const struct {
    const char *line;
    const char *request;
} qmp_shell_cases[] = {
    { "device_add driver=e1000 id=net1",
      "{\"execute\":\"device_add\",\"arguments\":{\"driver\":\"e1000\","
      "\"id\":\"net1\"}}" },
    { "example-command arg-name1={'key':'value','obj'={'prop':\"value\"}}",
      "{\"execute\":\"example-command\",\"arguments\":{\"arg-name1\":{"
      "\"key\":\"value\",\"obj\":{\"prop\":\"value\"}}}}" },
    { "x a={'n':None,'t':True,'f':False} b={\"n\":null,\"t\":true,\"f\":false}",
      "{\"execute\":\"x\",\"arguments\":{"
      "\"a\":{\"n\":null,\"t\":true,\"f\":false},"
      "\"b\":{\"n\":null,\"t\":true,\"f\":false}}}" },
    { "transaction(\n"
      "block-dirty-bitmap-add node=drive0 name=bitmap1\n"
      "block-dirty-bitmap-clear node=drive0 name=bitmap0\n"
      ")",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":["
      "{\"type\":\"block-dirty-bitmap-add\",\"data\":{\"node\":\"drive0\","
      "\"name\":\"bitmap1\"}},"
      "{\"type\":\"block-dirty-bitmap-clear\",\"data\":{\"node\":\"drive0\","
      "\"name\":\"bitmap0\"}}]}}" },
    { "transaction( block-dirty-bitmap-add node=drive0 name=bitmap1 )",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":["
      "{\"type\":\"block-dirty-bitmap-add\",\"data\":{\"node\":\"drive0\","
      "\"name\":\"bitmap1\"}}]}}" },
    { "blockdev-snapshot-sync node-name=node-A snapshot-file=b.qcow2 "
      "snapshot-node-name=node-B format=qcow2",
      "{\"execute\":\"blockdev-snapshot-sync\",\"arguments\":{"
      "\"node-name\":\"node-A\",\"snapshot-file\":\"b.qcow2\","
      "\"snapshot-node-name\":\"node-B\",\"format\":\"qcow2\"}}" },
    { "nbd-server-start "
      "addr={\"type\":\"inet\",\"data\":{\"host\":\"::\",\"port\":\"49153\"}}",
      "{\"execute\":\"nbd-server-start\",\"arguments\":{\"addr\":{"
      "\"type\":\"inet\",\"data\":{\"host\":\"::\",\"port\":\"49153\"}}}}" },
    { "nbd-server-add device=node-TargetDisk writable=true",
      "{\"execute\":\"nbd-server-add\",\"arguments\":{"
      "\"device\":\"node-TargetDisk\",\"writable\":true}}" },
    { "drive-mirror device=node-D "
      "target=nbd:localhost:49153:exportname=node-TargetDisk sync=top",
      "{\"execute\":\"drive-mirror\",\"arguments\":{\"device\":\"node-D\","
      "\"target\":\"nbd:localhost:49153:exportname=node-TargetDisk\","
      "\"sync\":\"top\"}}" },
    { "blockdev-add driver=qcow2 node-name=node-E "
      "file={\"driver\":\"file\",\"filename\":\"e.qcow2\"}",
      "{\"execute\":\"blockdev-add\",\"arguments\":{\"driver\":\"qcow2\","
      "\"node-name\":\"node-E\",\"file\":{\"driver\":\"file\","
      "\"filename\":\"e.qcow2\"}}}" },
    /* shown there to go wrong: quotes kept, no blank in a value, nesting */
    { "human-monitor-command command-line=\"info status\"",
      "{\"execute\":\"human-monitor-command\",\"arguments\":{"
      "\"command-line\":\"info status\"}}" },
    { "blockdev-add file.driver=file file.filename=x driver=raw",
      "{\"execute\":\"blockdev-add\",\"arguments\":{\"file\":{"
      "\"driver\":\"file\",\"filename\":\"x\"},\"driver\":\"raw\"}}" },
};

START_TEST(qmp_shell_lines_are_understood)
{
    autofree_command Command *cmd = parse(qmp_shell_cases[_i].line);
    RequestContext ctx = { .read_file = read_file, .hmp_cpu = -1 };
    autofree char *got = outcome(cmd, &ctx, false);

    ck_assert_str_eq(got, qmp_shell_cases[_i].request);
}
END_TEST

static const struct {
    const char *line;
    int cpu;
    const char *request;
} hmp_cases[] = {
    { " info status ", -1,
      "{\"execute\":\"human-monitor-command\",\"arguments\":{"
      "\"command-line\":\"info status\"}}" },
    { "info registers", 0,
      "{\"execute\":\"human-monitor-command\",\"arguments\":{"
      "\"command-line\":\"info registers\",\"cpu-index\":0}}" },
    { "p \"a\\ # {'", 3,
      "{\"execute\":\"human-monitor-command\",\"arguments\":{"
      "\"command-line\":\"p \\\"a\\\\ # {'\",\"cpu-index\":3}}" },
};

START_TEST(hmp_line_is_wrapped)
{
    LineParser *p = line_parser_new(false);
    autofree_command Command *cmd = NULL;
    RequestContext ctx = { .hmp_cpu = hmp_cases[_i].cpu };
    const char *line = hmp_cases[_i].line;
    autofree char *got = NULL;

    line_parser_set_hmp(p, true);
    ck_assert_int_eq(line_parser_feed(p, line, strlen(line), 1, &cmd, NULL),
                     LINE_COMMAND);
    got = outcome(cmd, &ctx, false);
    ck_assert_str_eq(got, hmp_cases[_i].request);
    line_parser_free(p);
}
END_TEST

START_TEST(a_number_with_a_blank_is_a_string)
{
    char *words[] = { (char[]){ "a" }, (char[]){ "k=1 " } };
    autofree_command Command *cmd = command_from_words(words, 2, false, NULL);
    RequestContext ctx = { .read_file = read_file, .hmp_cpu = -1 };
    autofree char *got = outcome(cmd, &ctx, false);

    ck_assert_str_eq(got, "{\"execute\":\"a\",\"arguments\":{\"k\":\"1 \"}}");
}
END_TEST

/*
 * Whether a line holds a secret or may be sent at all is asked before any
 * type is known: password=123 must not look like a number then.
 */
START_TEST(a_request_that_is_looked_at_has_strings)
{
    autofree_command Command *cmd = parse(
        "a password:@f b=1 c=null d={bad} e={'f':1} g:=2");
    RequestContext ctx = { .hmp_cpu = -1 };
    autofree char *got = outcome(cmd, &ctx, false);

    ck_assert_str_eq(got, "{\"execute\":\"a\",\"arguments\":{"
                          "\"password\":null,\"b\":\"1\",\"c\":\"null\","
                          "\"d\":\"{bad}\",\"e\":{\"f\":1},\"g\":2}}");
}
END_TEST

static const struct {
    const char *line;
    const char *outcome;
} hint_cases[] = {
    { "a b.c=1 b.c=2", "error: 'b.c' is given twice\n"
                       "  a b.c=1 b.c=2\n"
                       "          ^\n" },
    { "a b.\"c d\"=1 b.\"c d\".e=2",
      "error: 'b.\"c d\"' is given both a value and members\n"
      "  a b.\"c d\"=1 b.\"c d\".e=2\n"
      "              ^\n" },
    { "a k.1=x", "error: 'k.0' is missing\n"
                 "  a k.1=x\n"
                 "    ^\n" },
    { "a k:@absent", "error: absent: No such file or directory\n"
                     "  a k:@absent\n"
                     "       ^\n" },
    { "a k={'b':1 2}", "error: expected ',' or '}'\n"
                       "  a k={'b':1 2}\n"
                       "             ^\n" },
    { "transaction(\na x=1\nb y=1 y=2\n)", "error: 'y' is given twice\n"
                                           "in line 3:\n"
                                           "  b y=1 y=2\n"
                                           "        ^\n"
                                           "nothing of the transaction was "
                                           "sent\n" },
};

START_TEST(errors_show_the_place)
{
    autofree_command Command *cmd = parse(hint_cases[_i].line);
    unsigned reads;
    RequestContext ctx = { read_file, &reads, -1, NULL };
    autofree char *got = outcome(cmd, &ctx, true);

    ck_assert_str_eq(got, hint_cases[_i].outcome);
}
END_TEST

START_TEST(request_is_not_nested_deeper_than_qemu_takes)
{
    RequestContext ctx = { .read_file = read_file, .hmp_cpu = -1 };
    unsigned over;

    for (over = 0; over < 2; over++) {
        /* the request and its arguments are two levels, the key 10 more */
        unsigned n = JSON_MAX_DEPTH - 12 + over, i;
        autofree_strbuf StrBuf line = STRBUF_INIT;
        autofree_command Command *cmd = NULL;
        autofree char *got = NULL;

        strbuf_puts(&line, "a k");
        for (i = 0; i < 10; i++) {
            strbuf_puts(&line, ".k");
        }
        strbuf_putc(&line, '=');
        strbuf_fill(&line, '[', n);
        strbuf_fill(&line, ']', n);
        cmd = parse(line.data);
        got = outcome(cmd, &ctx, false);
        ck_assert_int_eq(
            strncmp(got, "error: nested deeper than 1024", 30) == 0, over);
    }
}
END_TEST

/* A server as far as it can be asked. */
typedef struct Server {
    Introspection ask;
    QmpSchema *schema; /* NULL: it has none */
    bool fails;
    bool is_old; /* before 9.2 */
    unsigned schema_asked, properties_asked, reads;
} Server;

static bool ask_schema(void *opaque, const QmpSchema **schema, Error **errp)
{
    Server *s = opaque;

    s->schema_asked++;
    *schema = s->schema;
    if (s->fails) {
        error_set(errp, ERROR_TIMEOUT, "no reply");
    }
    return !s->fails;
}

/* As QEMU 10 names them. */
static const struct {
    PropertyOwner kind;
    const char *owner, *property, *type;
} properties[] = {
    { PROPERTY_OF_DEVICE, "scsi-hd", "lun", "uint32" },
    { PROPERTY_OF_DEVICE, "scsi-hd", "serial", "str" },
    { PROPERTY_OF_DEVICE, "scsi-hd", "drive", "str" },
    { PROPERTY_OF_DEVICE, "scsi-hd", "share-rw", "bool" },
    { PROPERTY_OF_DEVICE, "scsi-hd", "write-cache", "OnOffAuto" },
    { PROPERTY_OF_DEVICE, "scsi-hd", "wwn", "uint64" },
    { PROPERTY_OF_DEVICE, "scsi-hd", "logical_block_size", "size" },
    { PROPERTY_OF_DEVICE, "virtio-blk-pci", "iothread-vq-mapping",
      "IOThreadVirtQueueMappingList" },
    { PROPERTY_OF_DEVICE, "virtio-blk-pci", "iothread", "link<iothread>" },
    { PROPERTY_OF_DEVICE, "virtio-blk-pci", "addr", "str" },
    { PROPERTY_OF_DEVICE, "nvme", "zoned.zasl", "uint8" },
    { PROPERTY_OF_DEVICE, "nvme-ns", "zoned", "bool" },
    { PROPERTY_OF_DEVICE, "nvme-ns", "zoned.zone_size", "size" },
    { PROPERTY_OF_DEVICE, "rocker", "ports", "list" },
    { PROPERTY_OF_OBJECT, "/objects/io0", "poll-max-ns", "int" },
    { PROPERTY_OF_OBJECT, "/objects/m0", "prealloc", "bool" },
    { PROPERTY_OF_OBJECT, "/objects/m0", "policy", "HostMemPolicy" },
    { PROPERTY_OF_OBJECT, "/objects/m0", "host-nodes", "int" },
    { PROPERTY_OF_OBJECT, "/objects/s0", "format", "string" },
};

static bool ask_property(void *opaque, PropertyOwner kind, const char *owner,
                         const char *property, char **type, bool *known,
                         Error **errp)
{
    Server *s = opaque;
    size_t i;

    s->properties_asked++;
    *type = NULL;
    *known = strcmp(owner, "an-alias") != 0;
    if (s->fails) {
        error_set(errp, ERROR_TIMEOUT, "no reply");
    }
    for (i = 0; i < ARRAY_SIZE(properties) && !s->fails; i++) {
        if (properties[i].kind == kind &&
            strcmp(properties[i].owner, owner) == 0 &&
            strcmp(properties[i].property, property) == 0) {
            *type = mem_strdup(properties[i].type);
        }
    }
    return !s->fails;
}

static bool ask_version(void *opaque, bool *yes, Error **errp)
{
    (void)errp;
    *yes = ((Server *)opaque)->is_old;
    return true;
}

enum {
    EAGER = 1,
    OLD = 2,       /* before 9.2 */
    NO_SCHEMA = 4, /* a guest agent, or nobody to be asked */
    NEW = 8,       /* QEMU 11 */
};

static void server_init(Server *s, unsigned flags)
{
    *s = (Server){ .is_old = flags & OLD };
    if (!(flags & NO_SCHEMA)) {
        s->schema = schema_of(flags & OLD ? "schema_72.json" :
                              flags & NEW ? "schema_11.json" :
                                            "schema_10.json");
    }
    s->ask = (Introspection){
        .schema = ask_schema,
        .property_type = ask_property,
        .devices_take_strings = ask_version,
        .eager = flags & EAGER,
        .opaque = s,
    };
}

static char *typed_outcome(Server *s, const char *line, bool hints)
{
    autofree_command Command *cmd = parse(line);
    RequestContext ctx = { read_file, &s->reads, -1, &s->ask };

    return outcome(cmd, &ctx, hints);
}

typedef struct TypedCase {
    const char *line;
    const char *arguments; /* of the request; or an error's message */
    unsigned flags;
} TypedCase;

static const TypedCase typed_cases[] = {
    /* string and enum as written */
    { "block_resize node-name=n1 size=1G",
      "{'node-name':'n1','size':1073741824}" },
    { "block_resize node-name=\"n1\" size=1G",
      "{'node-name':'n1','size':1073741824}" },
    { "block_resize node-name=1 size=0", "{'node-name':'1','size':0}" },
    { "block_resize node-name=on size=0", "{'node-name':'on','size':0}" },
    { "block_resize node-name=0x3 size=0", "{'node-name':'0x3','size':0}" },
    { "block_resize node-name=null size=0", "{'node-name':'null','size':0}" },
    { "block_resize node-name= size=0", "{'node-name':'','size':0}" },
    { "blockdev-add driver=file filename=x node-name=1 aio=threads locking=on",
      "{'driver':'file','filename':'x','node-name':'1','aio':'threads',"
      "'locking':'on'}" },
    { "blockdev-add driver=file filename=x locking=auto read-only=on",
      "{'driver':'file','filename':'x','locking':'auto','read-only':true}" },
    { "query-cpu-model-expansion type=full model.name=16",
      "{'type':'full','model':{'name':'16'}}" },
    /* integers */
    { "block_resize size=1.5G", "{'size':1610612736}" },
    { "block_resize size=0x40", "{'size':64}" },
    { "block_resize size=-9223372036854775808",
      "{'size':-9223372036854775808}" },
    { "block_resize size=18446744073709551615",
      "{'size':18446744073709551615}" },
    { "block_resize size=18446744073709551616",
      "error: 'size' is an integer: '18446744073709551616' is not from -2^63 "
      "to 2^64-1" },
    /* booleans */
    { "blockdev-add driver=null-co read-only=yes auto-read-only=no "
      "read-zeroes=off detect-zeroes=on",
      "{'driver':'null-co','read-only':true,'auto-read-only':false,"
      "'read-zeroes':false,'detect-zeroes':'on'}" },
    /* null where null is allowed; alternates */
    { "blockdev-add driver=qcow2 file=f backing=null",
      "{'driver':'qcow2','file':'f','backing':null}" },
    { "blockdev-add driver=qcow2 file=f backing=\"null\" discard=unmap x=1",
      "{'driver':'qcow2','file':'f','backing':'null','discard':'unmap','x':1}" },
    { "blockdev-add driver=qcow2 file=null backing=null",
      "{'driver':'qcow2','file':'null','backing':null}" },
    { "blockdev-add driver=qcow2 file=5 overlap-check=none",
      "{'driver':'qcow2','file':'5','overlap-check':'none'}" },
    { "blockdev-add driver=qcow2 file=5 overlap-check=non",
      "error: 'overlap-check' cannot be 'non': did you mean 'none'? (none, "
      "constant, cached, all)" },
    { "blockdev-add driver=qcow2 overlap-check.template=all "
      "overlap-check.main-header=on",
      "{'driver':'qcow2','overlap-check':{'template':'all',"
      "'main-header':true}}" },
    { "blockdev-add driver=qcow2 file={'driver':'file','filename':1}",
      "{'driver':'qcow2','file':{'driver':'file','filename':1}}" },
    { "blockdev-add driver=qcow2 file.driver=file file.filename=1",
      "{'driver':'qcow2','file':{'driver':'file','filename':'1'}}" },
    { "block-export-add type=nbd id=1 node-name=2 iothread=3",
      "{'type':'nbd','id':'1','node-name':'2','iothread':'3'}", NEW },
    { "block-export-add type=nbd id=1 node-name=2 iothread.1=4 iothread.0=3",
      "{'type':'nbd','id':'1','node-name':'2','iothread':['3','4']}", NEW },
    { "block-export-add type=nbd id=1 node-name=2 iothread=['3']",
      "{'type':'nbd','id':'1','node-name':'2','iothread':['3']}", NEW },
    { "block-export-add type=nbd id=1 node-name=2 iothread.x=4",
      "error: 'iothread' is an array or a string, 'x' is no index",
      NEW | EAGER },
    { "migrate-set-parameters tls-creds=null max-bandwidth=32M",
      "{'tls-creds':null,'max-bandwidth':33554432}" },
    /* variants by tags, wherever these stand */
    { "blockdev-add offset=512 size=1k file=f driver=raw",
      "{'offset':512,'size':1024,'file':'f','driver':'raw'}" },
    { "blockdev-add offset=512 driver=\"raw\"",
      "{'offset':512,'driver':'raw'}" },
    { "blockdev-add offset=0x200 driver:=\"raw\"",
      "{'offset':512,'driver':'raw'}" },
    { "blockdev-add driver=qcow2 offset=0x200",
      "{'driver':'qcow2','offset':'0x200'}" },
    { "blockdev-add offset=0x200", "{'offset':'0x200'}" },
    { "blockdev-add file.file.filename=1 file.file.driver=file "
      "file.driver=raw file.size=1k driver=qcow2 cache-size=1M",
      "{'file':{'file':{'filename':'1','driver':'file'},'driver':'raw',"
      "'size':1024},'driver':'qcow2','cache-size':1048576}" },
    { "object-add size=1G id=1 qom-type=memory-backend-ram prealloc=on",
      "{'size':1073741824,'id':'1','qom-type':'memory-backend-ram',"
      "'prealloc':true}" },
    { "object-add qom-type=secret id=1 data=123 format=raw",
      "{'qom-type':'secret','id':'1','data':'123','format':'raw'}" },
    { "object-add qom-type=memory-backend-ram id=m host-nodes.0=0 size=1M",
      "{'qom-type':'memory-backend-ram','id':'m','host-nodes':[0],"
      "'size':1048576}" },
    { "netdev_add type=user id=1 hostfwd.0.str=22 restrict=on "
      "ipv6-prefixlen=64",
      "{'type':'user','id':'1','hostfwd':[{'str':'22'}],'restrict':true,"
      "'ipv6-prefixlen':64}" },
    { "netdev_add type=stream id=1 addr.type=inet addr.host=1 addr.port=22 "
      "addr.ipv6=off server=yes",
      "{'type':'stream','id':'1','addr':{'type':'inet','host':'1',"
      "'port':'22','ipv6':false},'server':true}" },
    { "chardev-add id=1 backend.data.size=64k backend.type=ringbuf",
      "{'id':'1','backend':{'data':{'size':65536},'type':'ringbuf'}}" },
    { "chardev-add id=1 backend.type=socket backend.data.addr.type=inet "
      "backend.data.addr.data.host=1 backend.data.addr.data.port=22 "
      "backend.data.server=on",
      "{'id':'1','backend':{'type':'socket','data':{'addr':{'type':'inet',"
      "'data':{'host':'1','port':'22'}},'server':true}}}" },
    { "input-send-event events.0.type=key events.0.data.down=yes "
      "events.0.data.key.type=number events.0.data.key.data=0x1e",
      "{'events':[{'type':'key','data':{'down':true,'key':{"
      "'type':'number','data':30}}}]}" },
    { "send-key keys.0.type=qcode keys.0.data=1",
      "{'keys':[{'type':'qcode','data':'1'}]}" },
    { "qmp_capabilities enable.0=oob", "{'enable':['oob']}" },
    { "human-monitor-command command-line=1 cpu-index=0",
      "{'command-line':'1','cpu-index':0}" },
    /* what the schema does not know, by look */
    { "frob x=1 y=true z=0x1 b={}", "{'x':1,'y':true,'z':'0x1','b':{}}" },
    { "stop x=5 y.0=true", "{'x':5,'y':[true]}" },
    { "block_resize size=1k foo=5", "{'size':1024,'foo':5}" },
    { "block_resize size=1k foo.0.bar=5", "{'size':1024,'foo':[{'bar':5}]}" },
    { "query-cpu-model-expansion type=full model.name=1 model.props.avx=false "
      "model.props.\"sse4.1\":=true model.props.family=6",
      "{'type':'full','model':{'name':'1','props':{'avx':false,'sse4.1':true,"
      "'family':6}}}" },
    { "block_resize size=1 node-name=2", "{'size':1,'node-name':2}",
      NO_SCHEMA },
    { "block_resize size=1k", "{'size':'1k'}", NO_SCHEMA },
    { "guest-set-time time=5 x=on", "{'time':5,'x':'on'}", NO_SCHEMA },
    /* brackets: source text for a string, else JSON in which all is as it is */
    { "human-monitor-command command-line={a}", "{'command-line':'{a}'}" },
    { "human-monitor-command command-line=[x]", "{'command-line':'[x]'}" },
    { "blockdev-add driver=file filename=[x]",
      "{'driver':'file','filename':'[x]'}" },
    { "blockdev-add driver=file filename={a: 1}",
      "{'driver':'file','filename':'{a: 1}'}" },
    { "blockdev-add driver=raw file={'driver':'null-co','size':'1G'}",
      "{'driver':'raw','file':{'driver':'null-co','size':'1G'}}" },
    { "blockdev-add driver=raw file={bad}", "error: expected a key in quotes" },
    { "block_resize size=[1]", "error: 'size' is an integer, not an array" },
    { "block_resize size={bad}", "error: 'size' is an integer, not an object" },
    { "netdev_add type=user id=n hostfwd=[{'str':22}]",
      "{'type':'user','id':'n','hostfwd':[{'str':22}]}" },
    { "netdev_add type=user id=n hostfwd={'str':'22'}",
      "error: 'hostfwd' is an array, not an object: write "
      "hostfwd.0.str=STRING" },
    { "blockdev-add driver=file filename=json:{\"a\":1} read-only=on",
      "{'driver':'file','filename':'json:{\\\"a\\\":1}',"
      "'read-only':true}" },
    /* KEY:=JSON is not checked, KEY:@FILE is a string */
    { "block_resize size:=\"x\" node-name:=5", "{'size':'x','node-name':5}",
      EAGER },
    { "block_resize size=1 node-name:@f",
      "{'size':1,'node-name':'text of f'}" },
    { "block_resize size:@f node-name=1",
      "error: 'size' is an integer, not the text of a file" },
    /* keys: an index where the schema says array, a name where it says object */
    { "query-cpu-model-expansion type=full model.name=m model.0=x",
      "{'type':'full','model':{'name':'m','0':'x'}}" },
    { "blockdev-add driver=qcow2 file.0=x file.1=y",
      "{'driver':'qcow2','file':{'0':'x','1':'y'}}" },
    { "netdev_add type=user hostfwd.1.str=2 hostfwd.0.str=1",
      "{'type':'user','hostfwd':[{'str':'1'},{'str':'2'}]}" },
    { "netdev_add type=user hostfwd.0.str=1 hostfwd.2.str=3",
      "error: 'hostfwd.1' is missing" },
    { "netdev_add type=user hostfwd.str=1",
      "error: 'hostfwd' is an array, 'str' is no index: write "
      "hostfwd.0.str=STRING" },
    { "netdev_add type=user hostfwd.0.str=1 hostfwd.x.str=1",
      "error: 'hostfwd' is an array, 'x' is no index: write "
      "hostfwd.0.str=STRING" },
    { "netdev_add type=user hostfwd.\"0\".str=1",
      "error: 'hostfwd' is an array, '0' is no index: write "
      "hostfwd.0.str=STRING" },
    { "netdev_add type=user hostfwd.00.str=1 x=1",
      "error: 'hostfwd' is an array, '00' is no index: write "
      "hostfwd.0.str=STRING" },
    { "block_resize size=1 node-name.x=1",
      "error: 'node-name' is a string: it has no member 'x'" },
    { "block_resize size.x.y=1",
      "error: 'size' is an integer: it has no member 'x'" },
    { "blockdev-add driver=raw file.driver.x=1",
      "error: 'file.driver' is a string: it has no member 'x'" },
    { "blockdev-add driver=raw file=x file.driver=1",
      "error: 'file' is given both a value and members" },
    /* refusals name argument, type and what was expected */
    { "block_resize size=", "error: 'size' is an integer: it cannot be empty" },
    { "block_resize size=5x node-name=1",
      "error: 'size' is an integer (such as 64, 0x40 or 1G), not '5x'" },
    { "block_resize size=abc",
      "error: 'size' is an integer (such as 64, 0x40 or 1G), not 'abc'",
      EAGER },
    { "block_resize size=\"5\"", "error: 'size' is an integer, not a string",
      EAGER },
    { "blockdev-add driver=null-co read-only=maybe",
      "error: 'read-only' is a boolean (true, false, on, off, yes or no), not "
      "'maybe'",
      EAGER },
    { "blockdev-backup device=d target=t sync=ful speed=1",
      "error: 'sync' cannot be 'ful': did you mean 'full'? (top, full, none, "
      "incremental, bitmap)" },
    { "blockdev-add driver=qcow22",
      "error: 'driver' cannot be 'qcow22': did you mean 'qcow2'?", EAGER },
    { "netdev_add type=user hostfwd=tcp::22-:22",
      "error: 'hostfwd' is an array, not 'tcp::22-:22': write "
      "hostfwd.0.str=STRING",
      EAGER },
    { "chardev-add id=c backend=null",
      "error: 'backend' is an object, not 'null': write backend.type=ENUM" },
    { "blockdev-add driver=raw file.driver=null-co file.size=x",
      "error: 'file.size' is an integer (such as 64, 0x40 or 1G), not 'x'",
      EAGER },
    /* transactions: each action by its own type */
    { "transaction( properties.completion-mode=grouped "
      "block-dirty-bitmap-add node=1 name=2 granularity=64k persistent=on ; "
      "blockdev-snapshot-sync device=1 snapshot-file=2 ; "
      "{'type':'abort','data':{}} )",
      "{'actions':[{'type':'block-dirty-bitmap-add','data':{'node':'1',"
      "'name':'2','granularity':65536,'persistent':true}},"
      "{'type':'blockdev-snapshot-sync','data':{'device':'1',"
      "'snapshot-file':'2'}},"
      "{'type':'abort','data':{}}],"
      "'properties':{'completion-mode':'grouped'}}" },
    { "transaction( block_resize size=1k )",
      "error: 'block_resize' is no action of a transaction" },
    { "transaction( block-dirty-bitmap-ad node=1 name=2 )",
      "error: 'block-dirty-bitmap-ad' is no action: did you mean "
      "'block-dirty-bitmap-add'?" },
    { "transaction( frob x=1 )", "{'actions':[{'type':'frob','data':{'x':1}}]}",
      NO_SCHEMA },
    { "transaction( properties.completion-mode=groped abort x=1 )",
      "error: 'properties.completion-mode' cannot be 'groped': did you mean "
      "'grouped'? (individual, grouped)",
      EAGER },
    { "transaction( block-dirty-bitmap-add node=n name=b granularity=x )",
      "error: 'granularity' is an integer (such as 64, 0x40 or 1G), not 'x'",
      EAGER },
    /* device_add before 9.2: strings as written */
    { "device_add driver=scsi-hd id=1 lun=0x3 share-rw=on serial=123 x= "
      "wwn=\"5\" y:=5 z:=true n=null zoned.zasl=1 t:@f",
      "{'driver':'scsi-hd','id':'1','lun':'0x3','share-rw':'on',"
      "'serial':'123','x':'','wwn':'5','y':5,'z':true,'n':'null',"
      "'zoned.zasl':'1','t':'text of f'}",
      OLD },
    { "device_add driver=scsi-hd iothread-vq-mapping.0.iothread=0",
      "{'driver':'scsi-hd','iothread-vq-mapping.0.iothread':'0'}", OLD },
    { "device_add driver=scsi-hd x=[1]",
      "error: device_add on this server takes no objects or arrays", OLD },
    { "device_add driver=scsi-hd x={bad}",
      "error: device_add on this server takes no objects or arrays", OLD },
    { "device_add driver=scsi-hd x:={}",
      "error: device_add on this server takes no objects or arrays", OLD },
    /* from 9.2 on: by the properties of the driver */
    { "device_add driver=scsi-hd id=1 bus=2 lun=0x3 serial=123 share-rw=on "
      "write-cache=on wwn=0xffffffffffffffff logical_block_size=4k",
      "{'driver':'scsi-hd','id':'1','bus':'2','lun':3,'serial':'123',"
      "'share-rw':true,'write-cache':'on','wwn':18446744073709551615,"
      "'logical_block_size':4096}" },
    { "device_add lun=3 driver:=\"scsi-hd\"", "{'lun':3,'driver':'scsi-hd'}" },
    { "device_add driver=scsi-hd lun=\"3\" share-rw:=1",
      "{'driver':'scsi-hd','lun':'3','share-rw':1}" },
    { "device_add driver=scsi-hd lun=abc", "{'driver':'scsi-hd','lun':'abc'}" },
    { "device_add driver=scsi-hd lun=abc share-rw=",
      "error: 'lun' is an integer (such as 64, 0x40 or 1G), not 'abc'", EAGER },
    { "device_add driver=scsi-hd nosuch=5 other=[1] more=",
      "{'driver':'scsi-hd','nosuch':'5','other':'[1]','more':''}" },
    { "device_add driver=nosuch lun=5", "{'driver':'nosuch','lun':'5'}" },
    { "device_add lun=5 a.b=1", "{'lun':5,'a.b':1}" },
    { "device_add driver=virtio-blk-pci addr=0x10 iothread=0",
      "{'driver':'virtio-blk-pci','addr':'0x10','iothread':'0'}" },
    { "device_add driver=virtio-blk-pci iothread-vq-mapping=[{'iothread':'0'}]",
      "{'driver':'virtio-blk-pci','iothread-vq-mapping':[{'iothread':'0'}]}" },
    { "device_add driver=virtio-blk-pci iothread-vq-mapping.0.iothread=io0 "
      "iothread-vq-mapping.0.vqs.0=1",
      "{'driver':'virtio-blk-pci','iothread-vq-mapping':[{'iothread':'io0',"
      "'vqs':[1]}]}" },
    { "device_add driver=virtio-blk-pci iothread-vq-mapping=io0",
      "error: 'iothread-vq-mapping' is an array, not 'io0'", EAGER },
    { "device_add driver=nvme zoned.zasl=3 id=x",
      "{'driver':'nvme','zoned.zasl':3,'id':'x'}" },
    { "device_add driver=nvme-ns zoned=on zoned.zone_size=64M zoned.no=1",
      "{'driver':'nvme-ns','zoned':true,'zoned.zone_size':67108864,"
      "'zoned.no':'1'}" },
    { "device_add driver=nvme sse4.1=on", "{'driver':'nvme','sse4.1':'on'}" },
    { "device_add driver=nvme zoned.zasl=1 \"zoned.zasl\"=2",
      "error: '\"zoned.zasl\"' is given twice" },
    /* qom-set: by the property of the object */
    { "qom-set path=/objects/io0 property=poll-max-ns value=32k",
      "{'path':'/objects/io0','property':'poll-max-ns','value':32768}" },
    { "qom-set value=0x10 property=poll-max-ns path=\"/objects/io0\"",
      "{'value':16,'property':'poll-max-ns','path':'/objects/io0'}" },
    { "qom-set path=/objects/m0 property=prealloc value=on",
      "{'path':'/objects/m0','property':'prealloc','value':true}" },
    { "qom-set path=/objects/m0 property=policy value=default",
      "{'path':'/objects/m0','property':'policy','value':'default'}" },
    { "qom-set path=/objects/m0 property=host-nodes value=[0]",
      "{'path':'/objects/m0','property':'host-nodes','value':[0]}" },
    { "qom-set path=/objects/s0 property=format value=5",
      "{'path':'/objects/s0','property':'format','value':'5'}" },
    { "qom-set path=/objects/s0 property=format value={'a':1}",
      "{'path':'/objects/s0','property':'format','value':{'a':1}}" },
    { "qom-set path=/objects/s0 property=format value=[x]",
      "error: expected a JSON value, not 'x'" },
    { "qom-set path=/objects/io0 property=poll-max-ns value=abc",
      "error: 'value' is an integer (such as 64, 0x40 or 1G), not 'abc'",
      EAGER },
    { "qom-set path=/objects/io0 property=nosuch value=5",
      "{'path':'/objects/io0','property':'nosuch','value':5}" },
    { "qom-set path=/objects/io0 property=poll-max-ns value:=\"5\"",
      "{'path':'/objects/io0','property':'poll-max-ns','value':'5'}" },
    { "qom-set property=poll-max-ns value=5",
      "{'property':'poll-max-ns','value':5}" },
};

/* The arguments of a request, in single quotes for the tables here. */
static char *arguments_of(const char *request)
{
    autoput json_object *made = json_tokener_parse(request);
    json_object *arguments = json_get_object(made, "arguments");
    StrBuf out = STRBUF_INIT;
    size_t i;

    json_append(&out, arguments, false);
    for (i = 0; i < out.len; i++) {
        if (out.data[i] == '"' && (i == 0 || out.data[i - 1] != '\\')) {
            out.data[i] = '\'';
        }
    }
    return strbuf_steal(&out);
}

START_TEST(values_take_the_types_of_the_server)
{
    autofree char *got = NULL;
    autofree char *arguments = NULL;
    Server s;

    server_init(&s, typed_cases[_i].flags);
    got = typed_outcome(&s, typed_cases[_i].line, false);
    arguments = strncmp(got, "error", 5) == 0 ? mem_strdup(got) :
                                                arguments_of(got);
    ck_assert_str_eq(arguments, typed_cases[_i].arguments);
    qmp_schema_free(s.schema);
}
END_TEST

/* What is asked, and how often, for the sake of one line. */
static const struct {
    const char *line;
    unsigned schema, properties;
    unsigned flags;
} ask_cases[] = {
    { "query-status", 0, 0 },
    { "query-status", 0, 0, EAGER },
    { "{'execute':'block_resize','arguments':{'size':1}}", 0, 0, EAGER },
    { "blockdev-add driver=qcow2 file.driver=file file.filename=a.img", 0, 0 },
    { "block_resize node-name=\"1\" size:=5 x:@f", 0, 0 },
    { "block_resize node-name=n1", 1, 0, EAGER },
    { "block_resize size=1", 1, 0 },
    { "block_resize size=1G node-name=2", 1, 0 },
    { "block_resize x=on", 1, 0 },
    { "block_resize x=", 1, 0 },
    { "block_resize x=[a]", 1, 0 },
    { "block_resize x.0=a", 1, 0 },
    { "block_resize x.\"0\"=a", 0, 0 },
    { "block_resize size=1 x:@f", 1, 0 },
    { "transaction( a x=y ; b z=w )", 0, 0 },
    { "transaction( a x=y )", 1, 0, EAGER },
    { "transaction( a x=1 ; b x=2 ; c x=3 )", 1, 0 },
    { "device_add driver=scsi-hd id=x drive=y", 0, 0 },
    { "device_add driver=scsi-hd lun=3 serial=x share-rw=on", 0, 2 },
    { "device_add driver=nvme zoned.zasl=abc", 0, 1 },
    { "device_add driver=nvme a.b=abc", 0, 2 },
    { "device_add driver=scsi-hd lun=3", 0, 0, OLD },
    { "device_add driver=scsi-hd lun=3", 0, 0, OLD | EAGER },
    { "qom-set path=a property=b value=c", 0, 0 },
    { "qom-set path=a property=b value=[1]", 0, 0 },
    { "qom-set path=a property=b value=1", 0, 1 },
    { "qom-set path=a property=b value:=1", 0, 0 },
};

START_TEST(the_server_is_asked_only_where_it_matters)
{
    autofree char *got = NULL;
    Server s;

    server_init(&s, ask_cases[_i].flags);
    got = typed_outcome(&s, ask_cases[_i].line, false);
    ck_assert_uint_eq(s.schema_asked, ask_cases[_i].schema);
    ck_assert_uint_eq(s.properties_asked, ask_cases[_i].properties);
    qmp_schema_free(s.schema);
}
END_TEST

/* When it cannot be asked, nothing is sent, and no place is at fault. */
static const char *const failing_lines[] = {
    "block_resize size=1",
    "transaction( a x=1 )",
    "device_add driver=a b=1",
    "device_add driver=a b.c=d",
    "qom-set path=a property=b value=1",
};

START_TEST(a_server_that_does_not_answer_is_an_error)
{
    autofree char *got = NULL;
    Server s;

    server_init(&s, NO_SCHEMA);
    s.fails = true;
    got = typed_outcome(&s, failing_lines[_i], true);
    ck_assert_str_eq(got, "error: no reply\n");
}
END_TEST

static const struct {
    const char *line;
    const char *outcome;
} typed_hint_cases[] = {
    { "block_resize size=5x", "error: 'size' is an integer (such as 64, 0x40 "
                              "or 1G), not '5x'\n"
                              "  block_resize size=5x\n"
                              "                    ^\n" },
    { "blockdev-add driver=raw file={'a' 1}",
      "error: expected ':' after the "
      "key\n"
      "  blockdev-add driver=raw "
      "file={'a' 1}\n"
      "                                    "
      "^\n" },
    { "netdev_add type=user hostfwd.0.str=1 hostfwd.x.str=1",
      "error: 'hostfwd' is an array, 'x' is no index: write "
      "hostfwd.0.str=STRING\n"
      "  netdev_add type=user hostfwd.0.str=1 hostfwd.x.str=1\n"
      "                                               ^\n" },
    { "block_resize size=1 node-name.x=1",
      "error: 'node-name' is a string: it has no member 'x'\n"
      "  block_resize size=1 node-name.x=1\n"
      "                                ^\n" },
    { "transaction(\nabort x=1\nblock-dirty-bitmap-add name=n granularity=x\n)",
      "error: 'granularity' is an integer (such as 64, 0x40 or 1G), not 'x'\n"
      "in line 3:\n"
      "  block-dirty-bitmap-add name=n granularity=x\n"
      "                                            ^\n"
      "nothing of the transaction was sent\n" },
};

START_TEST(refusals_show_the_place)
{
    autofree char *got = NULL;
    Server s;

    server_init(&s, EAGER);
    got = typed_outcome(&s, typed_hint_cases[_i].line, true);
    ck_assert_str_eq(got, typed_hint_cases[_i].outcome);
    qmp_schema_free(s.schema);
}
END_TEST

/* A file may be a question to the user: not for a line that is wrong. */
START_TEST(files_are_read_when_all_else_is_right)
{
    autofree char *got = NULL;
    Server s;

    server_init(&s, 0);
    got = typed_outcome(&s, "block_resize node-name:@- size=1x y=1", false);
    ck_assert_int_eq(strncmp(got, "error:", 6), 0);
    ck_assert_uint_eq(s.reads, 0);
    free(STEAL(got));
    got = typed_outcome(&s, "block_resize node-name:@- size=1k", false);
    ck_assert_uint_eq(s.reads, 1);
    qmp_schema_free(s.schema);
}
END_TEST

static int64_t time_to_build(unsigned n)
{
    RequestContext ctx = { .hmp_cpu = -1 };
    autofree_strbuf StrBuf line = STRBUF_INIT;
    autofree_command Command *cmd = NULL;
    autoput json_object *request = NULL;
    int64_t start;
    unsigned i;

    strbuf_puts(&line, "a");
    for (i = 0; i < n; i++) {
        strbuf_printf(&line, " k.%u=1 m.n%u=2", n - 1 - i, i);
    }
    start = clock_now_ms();
    cmd = parse(line.data);
    request = command_request(cmd, &ctx, NULL);
    ck_assert_ptr_nonnull(request);
    return clock_now_ms() - start;
}

START_TEST(time_is_linear_in_the_arguments)
{
    int64_t small, large;

    time_to_build(5000);
    small = time_to_build(5000);
    large = time_to_build(80000);
    ck_assert_msg(large <= 80 * (small + 2), "%lld ms, then %lld ms",
                  (long long)small, (long long)large);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, command_becomes_a_request, 0,
                        ARRAY_SIZE(request_cases));
    tcase_add_loop_test(tc, qmp_shell_lines_are_understood, 0,
                        ARRAY_SIZE(qmp_shell_cases));
    tcase_add_loop_test(tc, hmp_line_is_wrapped, 0, ARRAY_SIZE(hmp_cases));
    tcase_add_test(tc, a_number_with_a_blank_is_a_string);
    tcase_add_test(tc, a_request_that_is_looked_at_has_strings);
    tcase_add_loop_test(tc, errors_show_the_place, 0, ARRAY_SIZE(hint_cases));
    tcase_add_test(tc, request_is_not_nested_deeper_than_qemu_takes);
    tcase_add_loop_test(tc, values_take_the_types_of_the_server, 0,
                        ARRAY_SIZE(typed_cases));
    tcase_add_loop_test(tc, the_server_is_asked_only_where_it_matters, 0,
                        ARRAY_SIZE(ask_cases));
    tcase_add_loop_test(tc, a_server_that_does_not_answer_is_an_error, 0,
                        ARRAY_SIZE(failing_lines));
    tcase_add_loop_test(tc, refusals_show_the_place, 0,
                        ARRAY_SIZE(typed_hint_cases));
    tcase_add_test(tc, files_are_read_when_all_else_is_right);
    tcase_add_test(tc, time_is_linear_in_the_arguments);
}

int main(void)
{
    return unit_run("request", add_tests);
}
