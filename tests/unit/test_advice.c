/*
 * Advice for refusals, with the texts that real servers gave: QEMU 7.2.22,
 * 10.0.2 and the storage daemon of 7.2.22, which agree but where said
 */
#include "unit.h"

#include <string.h>

#include "lang/advice.h"
#include "schema_file.h"

/* The servers whose schema a case is tried with. */
enum {
    V7 = 1,
    V10 = 2,
    SD = 4,
    VMS = V7 | V10,
    ALL = V7 | V10 | SD,
};

static const char *const server_files[] = { "schema_72.json", "schema_10.json",
                                            "schema_sd_72.json" };
static QmpSchema *schemas[ARRAY_SIZE(server_files)];

static void set_up(void)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(schemas); i++) {
        schemas[i] = schema_of(server_files[i]);
    }
}

static void tear_down(void)
{
    size_t i;

    for (i = 0; i < ARRAY_SIZE(schemas); i++) {
        qmp_schema_free(schemas[i]);
    }
}

static json_object *request_of(const char *command, const char *arguments)
{
    json_object *request = json_object_new_object(), *value = NULL;

    json_set_string(request, "execute", command);
    if (arguments) {
        ck_assert_msg(json_read(arguments, strlen(arguments), JSON_READ_LITERAL,
                                &value, NULL, NULL),
                      "%s", arguments);
        json_set(request, "arguments", value);
    }
    return request;
}

/* A class is given where it is not GenericError. */
static const struct {
    unsigned servers;
    const char *command, *arguments, *desc, *advice;
    const char *error_class;
} cases[] = {
    /* commands */
    { ALL, "query-block-job", NULL,
      "The command query-block-job has not been found",
      "did you mean query-block-jobs?", "CommandNotFound" },
    { VMS, "query-statu", NULL, "The command query-statu has not been found",
      "did you mean query-status?", "CommandNotFound" },
    { VMS, "status", NULL, "The command status has not been found",
      "did you mean query-status?", "CommandNotFound" },
    { VMS, "device-del", NULL, "The command device-del has not been found",
      "did you mean device_del?", "CommandNotFound" },
    { ALL, "", NULL, "The command  has not been found", NULL,
      "CommandNotFound" },
    { ALL, "xyzzy-plugh", NULL, "The command xyzzy-plugh has not been found",
      NULL, "CommandNotFound" },
    { ALL, "block_resize", NULL,
      "Expecting capabilities negotiation with 'qmp_capabilities'", NULL,
      "CommandNotFound" },

    /* missing arguments: all of them, or the one that was mistyped */
    { ALL, "block_resize", NULL, "Parameter 'size' is missing",
      "missing: size=INTEGER" },
    { ALL, "block_resize", "{}", "Parameter 'size' is missing",
      "missing: size=INTEGER" },
    { ALL, "block_resize", "{'device': 'x', 'siz': 1}",
      "Parameter 'size' is missing", "did you mean size= instead of siz=?" },
    { ALL, "block_resize", "{'device': 'x', 'nodename': 1}",
      "Parameter 'size' is missing", "missing: size=INTEGER" },
    { VMS, "human-monitor-command", "{'command_line': 'info status'}",
      "Parameter 'command-line' is missing",
      "did you mean command-line= instead of command_line=?" },
    { VMS, "block_set_io_throttle", "{'id': 'x', 'bps_wr': 0}",
      "Parameter 'bps' is missing",
      "missing: bps=INTEGER bps_rd=INTEGER iops=INTEGER iops_rd=INTEGER"
      " iops_wr=INTEGER" },
    { ALL, "blockdev-add", "{'node-name': 'n'}",
      "Parameter 'driver' is missing", "missing: driver=ENUM" },
    { ALL, "blockdev-add", "{'driver': 'qcow2', 'node-name': 'n'}",
      "Parameter 'file' is missing", "missing: file=STRING|file.*" },
    { ALL, "blockdev-add",
      "{'driver': 'qcow2', 'node-name': 'n', 'file': {'driver': 'file'}}",
      "Parameter 'file.filename' is missing", "missing: file.filename=STRING" },
    { ALL, "blockdev-add",
      "{'driver': 'qcow2', 'node-name': 'n', 'file': {'driver': 'file',"
      " 'filname': 'x'}}",
      "Parameter 'file.filename' is missing",
      "did you mean file.filename= instead of file.filname=?" },
    { ALL, "chardev-add",
      "{'id': 'c', 'backend': {'type': 'socket', 'data': {}}}",
      "Parameter 'backend.data.addr' is missing",
      "missing: backend.data.addr.type=inet|unix|vsock|fd" },
    { ALL, "chardev-add",
      "{'id': 'c', 'backend': {'type': 'socket', 'data': {'addr': {'type':"
      " 'unix', 'data': {'pat': 'x'}}}}}",
      "Parameter 'backend.data.addr.data.path' is missing",
      "did you mean backend.data.addr.data.path= instead of"
      " backend.data.addr.data.pat=?" },
    { VMS, "migrate-set-capabilities",
      "{'capabilities': [{'capability': 'xbzrle'}]}",
      "Parameter 'capabilities[0].state' is missing",
      "missing: capabilities.0.state=BOOLEAN" },
    { V10, "migrate",
      "{'channels': [{'channel-type': 'main', 'addr': {'transport':"
      " 'socket', 'type': 'inet', 'host': 'x'}}]}",
      "Parameter 'channels[0].addr.port' is missing",
      "missing: channels.0.addr.port=STRING" },
    { V7, "migrate", "{}", "Parameter 'uri' is missing",
      "missing: uri=STRING" },
    { ALL, "blockdev-create",
      "{'job-id': 'j', 'options': {'driver': 'qcow2', 'file': 'x'}}",
      "Parameter 'options.size' is missing", "missing: options.size=INTEGER" },

    /* arguments that are not there */
    { ALL, "block_resize", "{'node-nam': 'x', 'size': 1}",
      "Parameter 'node-nam' is unexpected", "did you mean node-name=?" },
    { ALL, "block_resize", "{'device': 'x', 'size': 1, 'siz': 1}",
      "Parameter 'siz' is unexpected", "possible here: node-name=" },
    { VMS, "query-status", "{'x': 1}", "Parameter 'x' is unexpected", NULL },
    { ALL, "object-add", "{'qom-type': 'iothread', 'id': 'i', 'poll-max': 1}",
      "Parameter 'poll-max' is unexpected", "did you mean poll-max-ns=?" },
    { ALL, "object-add",
      "{'qom-type': 'throttle-group', 'id': 'tg', 'limits':"
      " {'bps_total': 1}}",
      "Parameter 'limits.bps_total' is unexpected",
      "did you mean limits.bps-total=?" },
    { ALL, "blockdev-add",
      "{'driver': 'qcow2', 'node-name': 'n', 'file': {'driver': 'file',"
      " 'filename': 'x', 'lockng': 'on'}}",
      "Parameter 'file.lockng' is unexpected", "did you mean file.locking=?" },
    { VMS, "eject", "{'id': 'a', \"it's\": 1}",
      "Parameter 'it's' is unexpected", "possible here: device= force=" },
    { VMS, "eject", "{'id': 'a', 'for.ce': 1}",
      "Parameter 'for.ce' is unexpected", "did you mean force=?" },
    { VMS, "eject", "{'id': 'a', 'device': 'b', 'force': true, 'x': 1}",
      "Parameter 'x' is unexpected", NULL },
    { VMS, "migrate-set-parameters", "{'max-bandwith': 1}",
      "Parameter 'max-bandwith' is unexpected",
      "did you mean max-bandwidth=?" },

    /* types */
    { ALL, "block_resize", "{'device': 'x', 'size': '1G'}",
      "Invalid parameter type for 'size', expected: integer",
      "size is an integer: size=INTEGER" },
    { ALL, "block_resize", "{'device': 'x', 'size': 1.5}",
      "Invalid parameter type for 'size', expected: integer",
      "size is an integer: size=INTEGER" },
    { ALL, "block_resize", "{'device': 1, 'size': 1}",
      "Invalid parameter type for 'device', expected: string",
      "device is a string: device=STRING" },
    { ALL, "blockdev-add",
      "{'driver': 'raw', 'node-name': 'n', 'file': {'driver': 'null-co'},"
      " 'read-only': 'on'}",
      "Invalid parameter type for 'read-only', expected: boolean",
      "read-only is a boolean: read-only=BOOLEAN" },
    { ALL, "blockdev-add", "{'driver': 'qcow2', 'node-name': 'n', 'file': 7}",
      "Invalid parameter type for 'file', expected: BlockdevRef",
      "file is an object or string: file=STRING|file.*" },
    { ALL, "blockdev-add",
      "{'driver': 'qcow2', 'file': 'f', 'overlap-check': 5}",
      "Invalid parameter type for 'overlap-check', expected:"
      " Qcow2OverlapChecks",
      "overlap-check is an object or enum:"
      " overlap-check=none|constant|cached|all|overlap-check.*" },
    { ALL, "blockdev-add",
      "{'driver': 'quorum', 'vote-threshold': 1, 'children': 'a'}",
      "Invalid parameter type for 'children', expected: array",
      "children is an array of object or string:"
      " children.0=STRING|children.0.*" },
    { VMS, "netdev_add",
      "{'type': 'user', 'id': 'n', 'hostfwd': ['tcp::1-:2']}",
      "Invalid parameter type for 'hostfwd[0]', expected: object",
      "hostfwd.0 is an object: hostfwd.0.str=STRING" },
    { VMS, "netdev_add", "{'type': 'user', 'id': 'n', 'hostfwd': [{'str': 1}]}",
      "Invalid parameter type for 'hostfwd[0].str', expected: string",
      "hostfwd.0.str is a string: hostfwd.0.str=STRING" },
    { VMS, "eject", "{'id': 'a', 'force': null}",
      "Invalid parameter type for 'force', expected: boolean",
      "force is a boolean: force=BOOLEAN" },
    { VMS, "migrate-set-parameters", "{'tls-creds': 7}",
      "Invalid parameter type for 'tls-creds', expected: StrOrNull",
      "tls-creds is a string or null: tls-creds=STRING|NULL" },
    { VMS, "migrate-set-parameters", "{'multifd-channels': '3'}",
      "Parameter 'multifd-channels' expects uint64",
      "multifd-channels is an integer: multifd-channels=INTEGER" },
    { ALL, "object-add",
      "{'qom-type': 'memory-backend-ram', 'id': 'm', 'size': 1048576,"
      " 'host-nodes': ['a']}",
      "Parameter 'host-nodes[0]' expects uint64",
      "host-nodes.0 is an integer: host-nodes.0=INTEGER" },
    /* the type was right */
    { VMS, "migrate-set-parameters", "{'multifd-channels': 300}",
      "Parameter 'multifd-channels' expects uint8_t", NULL },
    { VMS, "memsave", "{'val': 0, 'size': 1, 'filename': 'x', 'cpu-index': 99}",
      "Parameter 'cpu-index' expects a CPU number", NULL },
    { VMS, "netdev_add", "{'type': 'user', 'id': '1h'}",
      "Parameter 'id' expects an identifier", NULL },
    { V7, "dump-guest-memory", "{'paging': false, 'protocol': 'x:'}",
      "Invalid parameter 'protocol'", NULL },
    /* a property, which the schema does not know */
    { VMS, "qom-set", "{'path': '/machine', 'property': 'usb', 'value': 1}",
      "Invalid parameter type for 'usb', expected: boolean", NULL },
    { V10, "device_add", "{'driver': 'virtio-blk-pci', 'num-queues': 'abc'}",
      "Parameter 'num-queues' expects uint64", NULL },

    /* values of enums; the server names neither path nor array */
    { ALL, "blockdev-backup", "{'device': 'a', 'target': 'b', 'sync': 'ful'}",
      "Parameter 'sync' does not accept value 'ful'",
      "sync is one of top, full, none, incremental, bitmap: did you mean"
      " full?" },
    { ALL, "blockdev-backup", "{'device': 'a', 'target': 'b', 'sync': 'x'}",
      "Parameter 'sync' does not accept value 'x'",
      "sync is one of top, full, none, incremental, bitmap" },
    { ALL, "blockdev-backup", "{'device': 'a', 'target': 'b', 'sync': 7}",
      "Invalid parameter type for 'sync', expected: string",
      "sync is one of top, full, none, incremental, bitmap" },
    { ALL, "blockdev-add", "{'driver': 'qcow3', 'node-name': 'n'}",
      "Parameter 'driver' does not accept value 'qcow3'",
      "did you mean driver=qcow?" },
    { ALL, "blockdev-add", "{'driver': 'xyzzy', 'node-name': 'n'}",
      "Parameter 'driver' does not accept value 'xyzzy'", NULL },
    { ALL, "blockdev-add",
      "{'driver': 'qcow2', 'file': {'driver': 'fil', 'filename': 'x'}}",
      "Parameter 'driver' does not accept value 'fil'",
      "did you mean file.driver=file?" },
    { ALL, "blockdev-add",
      "{'driver': 'quorum', 'vote-threshold': 1, 'children': ['a',"
      " {'driver': 'fil'}]}",
      "Parameter 'driver' does not accept value 'fil'",
      "did you mean children.1.driver=file?" },
    { ALL, "blockdev-add",
      "{'driver': 'qcow2', 'file': 'f', 'overlap-check': 'non'}",
      "Parameter 'overlap-check' does not accept value 'non'",
      "overlap-check is one of none, constant, cached, all: did you mean"
      " none?" },
    { ALL, "object-add", "{'qom-type': 'iothrea', 'id': 'i'}",
      "Parameter 'qom-type' does not accept value 'iothrea'",
      "did you mean qom-type=iothread?" },
    { VMS, "send-key", "{'keys': [{'type': 'qcode', 'data': 'ctr'}]}",
      "Parameter 'data' does not accept value 'ctr'",
      "did you mean keys.0.data=ctrl?" },
    { ALL, "qmp_capabilities", "{'enable': ['oo']}",
      "Parameter 'null' does not accept value 'oo'",
      "enable.0 is one of oob: did you mean oob?" },
    { V10, "migrate",
      "{'channels': [{'channel-type': 'main', 'addr': {'transport':"
      " 'socket', 'type': 'inat', 'host': 'x'}}]}",
      "Parameter 'type' does not accept value 'inat'",
      "channels.0.addr.type is one of inet, unix, vsock, fd: did you mean"
      " inet?" },
    { V10, "device_add", "{'driver': 'virtio-blk-pci', 'rerror': 'stp'}",
      "Parameter 'rerror' does not accept value 'stp'", NULL },

    /* actions are written like commands */
    { ALL, "transaction",
      "{'actions': [{'type': 'blockdev-snapshot', 'data': {'nod': 'a',"
      " 'overlay': 'b'}}]}",
      "Parameter 'actions[0].data.node' is missing",
      "action 1 (blockdev-snapshot): did you mean node= instead of nod=?" },
    { ALL, "transaction",
      "{'actions': [{'type': 'abort', 'data': {}}, {'type':"
      " 'blockdev-snapshot', 'data': {}}]}",
      "Parameter 'actions[1].data.node' is missing",
      "action 2 (blockdev-snapshot): missing: node=STRING overlay=STRING" },
    { ALL, "transaction",
      "{'actions': [{'type': 'abort', 'data': {}}, {'type':"
      " 'blockdev-backup', 'data': {'device': 'a', 'target': 'b', 'sync':"
      " 'ful'}}]}",
      "Parameter 'sync' does not accept value 'ful'",
      "action 2 (blockdev-backup): sync is one of top, full, none,"
      " incremental, bitmap: did you mean full?" },
    { ALL, "transaction",
      "{'actions': [{'type': 'blockdev-snapshot', 'data': {'node': 'a',"
      " 'overlay': 'b', 'overlai': 'c'}}]}",
      "Parameter 'actions[0].data.overlai' is unexpected", NULL },
    { ALL, "transaction",
      "{'actions': [{'type': 'blockdev-snapshot', 'data': {'node': 1,"
      " 'overlay': 'b'}}]}",
      "Invalid parameter type for 'actions[0].data.node', expected: string",
      "action 1 (blockdev-snapshot): node is a string: node=STRING" },
    { ALL, "transaction",
      "{'actions': [{'type': 'blockdev-snapshots', 'data': {}}]}",
      "Parameter 'type' does not accept value 'blockdev-snapshots'",
      "action 1: did you mean blockdev-snapshot?" },
    { ALL, "transaction", "{'actions': [{'type': 'bogus', 'data': {}}]}",
      "Parameter 'type' does not accept value 'bogus'", NULL },
    { ALL, "transaction",
      "{'actions': [], 'properties': {'completion-mode': 'group'}}",
      "Parameter 'completion-mode' does not accept value 'group'",
      "properties.completion-mode is one of individual, grouped: did you"
      " mean grouped?" },

    /* what says all, or nothing that is known */
    { VMS, "eject", "{}", "Need exactly one of 'device' and 'id'", NULL },
    { ALL, "block_resize", "[1]",
      "QMP input member 'arguments' must be an object", NULL },
    { ALL, "block_resize", "{'size': 1}", "", NULL },
    { ALL, "block_resize", "{'size': 1}", "Parameter '", NULL },
    { ALL, "block_resize", "{'size': 1}", "Parameter '' is missing", NULL },
    { ALL, "block_resize", "{'size': 1}", "Parameter 'size' is missing", NULL },
    { ALL, "block_resize", "{'size': 1}", "Parameter 'size[0]' is missing",
      NULL },
    { ALL, "block_resize", "{'size': 1}", "Parameter 'size.x.y' is missing",
      NULL },
    { ALL, "block_resize", "{'size': 1}", "Parameter '[0]' is missing", NULL },
    { ALL, "block_resize", "{'size': 1}", "Parameter 'x' is unexpected", NULL },
    { ALL, "transaction", "{'actions': [{}]}",
      "Parameter 'actions[99999999999999999999].type' is missing", NULL },
    { ALL, "transaction", "{'actions': [{}]}",
      "Invalid parameter type for 'actions[1]', expected: object", NULL },
    { ALL, "transaction", "{'actions': [{}]}",
      "Parameter 'actions[0' is missing", NULL },
    { ALL, "transaction", "{'actions': [{}]}",
      "Parameter 'actions[0].type' is missing",
      "action 1: missing: type=ENUM" },
};

START_TEST(a_refusal_gets_the_advice_that_the_schema_has)
{
    autoput json_object *request = request_of(cases[_i].command,
                                              cases[_i].arguments);
    Refusal refusal = {
        .request = request,
        .error_class = cases[_i].error_class ? cases[_i].error_class :
                                               "GenericError",
        .error_desc = cases[_i].desc,
    };
    size_t i;

    for (i = 0; i < ARRAY_SIZE(schemas); i++) {
        if (cases[_i].servers & 1u << i) {
            autofree char *advice = advice_from_schema(schemas[i], &refusal);

            ck_assert_pstr_eq(advice, cases[_i].advice);
        }
    }
}
END_TEST

START_TEST(what_is_no_request_gets_none)
{
    static const char *const requests[] = { "{}", "{'execute': 1}", "[]",
                                            "{'exec-oob': null}" };
    Refusal refusal = {
        .error_class = "GenericError",
        .error_desc = "Parameter 'size' is missing",
    };
    autoput json_object *request = NULL;

    ck_assert(json_read(requests[_i], strlen(requests[_i]), JSON_READ_LITERAL,
                        &request, NULL, NULL));
    refusal.request = request;
    ck_assert_ptr_null(advice_from_schema(schemas[0], &refusal));
}
END_TEST

START_TEST(a_request_out_of_band_is_advised_on_too)
{
    autoput json_object *request = json_object_new_object();
    Refusal refusal = { request, "CommandNotFound",
                        "The command yan has not been found" };
    autofree char *advice = NULL;

    json_set_string(request, "exec-oob", "yan");
    advice = advice_from_schema(schemas[0], &refusal);
    ck_assert_pstr_eq(advice, "did you mean yank?");
}
END_TEST

static const struct {
    const char *command, *arguments, *desc;
    const char *name; /* NULL: it is about something else */
    const char *path; /* dots between its parts */
} names[] = {
    { "block_resize", "{'device': 'x', 'size': 1}",
      "Cannot find device='x' nor node-name=''", "x", "device" },
    { "block_resize", "{'node-name': 'x', 'size': 1}",
      "Cannot find device='' nor node-name='x'", "x", "node-name" },
    { "blockdev-backup", "{'device': 'n', 'target': 'b', 'sync': 'full'}",
      "Cannot find device='b' nor node-name='b'", "b", "target" },
    { "blockdev-backup",
      "{'job-id': 'd', 'target': 'd', 'device': 'd', 'sync': 'full'}",
      "Cannot find device='d' nor node-name='d'", "d", "device" },
    { "block-commit", "{'device': 'n', 'top-node': 'b'}",
      "Cannot find device='' nor node-name='b'", "b", "top-node" },
    { "block-commit", "{'device': 'a'}", "Device 'a' not found", "a",
      "device" },
    { "block-stream", "{'device': 'n', 'base': 'b'}",
      "Can't find 'b' in the backing chain", "b", "base" },
    { "blockdev-del", "{'node-name': 'x'}",
      "Failed to find node with node-name='x'", "x", "node-name" },
    { "blockdev-reopen",
      "{'options': [{'driver': 'raw', 'node-name': 'x', 'file': 'f'}]}",
      "Failed to find node with node-name='x'", "x", "options.0.node-name" },
    { "block-export-add", "{'type': 'nbd', 'id': 'disk', 'node-name': 'disk'}",
      "Cannot find device='' nor node-name='disk'", "disk", "node-name" },
    { "blockdev-snapshot-sync", "{'snapshot-file': 'a', 'device': 'a'}",
      "Cannot find device='a' nor node-name=''", "a", "device" },
    { "block-dirty-bitmap-remove", "{'node': 'a', 'name': 'b'}",
      "Node 'a' not found", "a", "node" },
    { "block-dirty-bitmap-remove", "{'node': 'n', 'name': 'b'}",
      "Dirty bitmap 'b' not found", "b", "name" },
    { "blockdev-add",
      "{'driver': 'throttle', 'node-name': 't', 'file': 'n',"
      " 'throttle-group': 'x'}",
      "Throttle group 'x' does not exist", "x", "throttle-group" },
    { "x-blockdev-set-iothread", "{'node-name': 'n', 'iothread': 'x'}",
      "Cannot find iothread x", "x", "iothread" },
    { "job-dismiss", "{'id': 'x'}", "Job not found", "x", "id" },
    { "block-job-cancel", "{'device': 'x'}", "Block job 'x' not found", "x",
      "device" },
    { "block-export-del", "{'id': 'x'}", "Export 'x' is not found", "x", "id" },
    { "device_del", "{'id': '/x/y'}", "Device '/x/y' not found", "/x/y", "id" },
    { "eject", "{'id': \"it's\"}", "Device 'it's' not found", "it's", "id" },
    { "device_add", "{'driver': 'virtio-blk-pc', 'id': 'virtio-blk-pc'}",
      "'virtio-blk-pc' is not a valid device model name", "virtio-blk-pc",
      "driver" },
    { "device_add", "{'driver': 'e1000', 'id': 'p', 'bus': 'p'}",
      "Bus 'p' not found", "p", "bus" },
    { "device_add", "{'driver': 'virtio-net-pci', 'id': 'n', 'netdev': 'n'}",
      "Property 'virtio-net-device.netdev' can't find value 'n'", "n",
      "netdev" },
    { "device_add",
      "{'driver': 'virtio-blk-pci', 'id': 'i', 'drive': 'n', 'iothread':"
      " 'i'}",
      "Device 'i' not found", "i", "iothread" },
    { "device_add", "{'driver': 'virtio-blk-pci', 'driv': 'n'}",
      "Property 'virtio-blk-pci.driv' not found", NULL, NULL },
    { "object-del", "{'id': 'x'}", "object 'x' not found", "x", "id" },
    { "object-add", "{'qom-type': 'rng-egd', 'id': 'x', 'chardev': 'x'}",
      "Device 'x' not found", "x", "chardev" },
    { "object-add",
      "{'qom-type': 'filter-mirror', 'id': 'm', 'netdev': 'x', 'outdev':"
      " 'x'}",
      "Parameter 'netdev' expects a network backend id", "x", "netdev" },
    { "chardev-remove", "{'id': 'x'}", "Chardev 'x' not found", "x", "id" },
    { "chardev-change", "{'id': 'x', 'backend': {'type': 'null'}}",
      "Chardev 'x' does not exist", "x", "id" },
    { "query-rx-filter", "{'name': 'x'}", "invalid net client name: x", "x",
      "name" },
    { "qom-get", "{'path': '/x', 'property': 'y'}", "Device '/x' not found",
      "/x", "path" },
    { "qom-get", "{'path': '/machine', 'property': 'a.b'}",
      "Property 'pc-q35-7.2-machine.a.b' not found", "a.b", "property" },
    { "qom-list-properties", "{'typename': 'x'}", "Class 'x' not found", "x",
      "typename" },
    { "query-cpu-model-expansion", "{'type': 'full', 'model': {'name': 'x'}}",
      "CPU model 'x' not found", "x", "model.name" },
    { "closefd", "{'fdname': 'x'}", "File descriptor named 'x' not found", "x",
      "fdname" },
    { "add_client", "{'protocol': 'vnc', 'fdname': 'x'}",
      "File descriptor named 'x' has not been found", "x", "fdname" },
    { "trace-event-get-state", "{'name': 'x'}", "unknown event \"x\"", "x",
      "name" },
    { "transaction",
      "{'actions': [{'type': 'abort', 'data': {}}, {'type':"
      " 'blockdev-snapshot', 'data': {'node': 'a', 'overlay': 'b'}}]}",
      "Cannot find device='b' nor node-name='b'", "b",
      "actions.1.data.overlay" },
    /* about other things */
    { "block_resize", "{'device': 'x', 'size': 1}",
      "Cannot find device='y' nor node-name=''", NULL, NULL },
    { "block_resize", "{'device': 'x', 'size': 1}",
      "Cannot find device='x' nor node-name='' or so", NULL, NULL },
    { "blockdev-add", "{'driver': 'null-co', 'node-name': 'n'}",
      "Duplicate nodes with node-name='n'", NULL, NULL },
    { "yank", "{'instances': [{'type': 'block-node', 'node-name': 'x'}]}",
      "Instance not found", NULL, NULL },
    { "job-dismiss", NULL, "Job not found", NULL, NULL },
    { "job-dismiss", "{'id': 7}", "Job not found", NULL, NULL },
    { "job-dismiss", "{'id': 'x'}", "", NULL, NULL },
};

START_TEST(a_name_that_is_not_there_is_found_in_the_request)
{
    autoput json_object *request = request_of(names[_i].command,
                                              names[_i].arguments);
    Refusal refusal = { request, "GenericError", names[_i].desc };
    autofree_strbuf StrBuf joined = STRBUF_INIT;
    autofree_strlist StrList path = STRLIST_INIT;
    autofree char *name = NULL;
    size_t i;

    ck_assert_int_eq(advice_not_found(&refusal, &name, &path),
                     names[_i].name != NULL);
    ck_assert_pstr_eq(name, names[_i].name);
    for (i = 0; i < path.n; i++) {
        strbuf_printf(&joined, "%s%s", i ? "." : "", path.list[i]);
    }
    ck_assert_str_eq(strbuf_str(&joined), names[_i].path ? names[_i].path : "");
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_unchecked_fixture(tc, set_up, tear_down);
    tcase_add_loop_test(tc, a_refusal_gets_the_advice_that_the_schema_has, 0,
                        ARRAY_SIZE(cases));
    tcase_add_loop_test(tc, what_is_no_request_gets_none, 0, 4);
    tcase_add_test(tc, a_request_out_of_band_is_advised_on_too);
    tcase_add_loop_test(tc, a_name_that_is_not_there_is_found_in_the_request, 0,
                        ARRAY_SIZE(names));
}

int main(void)
{
    return unit_run("advice", add_tests);
}
