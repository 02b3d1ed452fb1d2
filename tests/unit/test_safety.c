/*
 * Which commands change nothing, which end the VM, and which hold secrets
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "lang/line_parser.h"
#include "lang/safety.h"
#include "util/json.h"
#include "util/mem.h"

/* "hmp:LINE" is a line of the human monitor. */
static Command *parse(const char *text)
{
    LineParser *p = line_parser_new(false);
    bool hmp = strncmp(text, "hmp:", 4) == 0;
    Error *err = NULL;
    Command *cmd = NULL;

    text += hmp ? 4 : 0;
    line_parser_set_hmp(p, hmp);
    ck_assert_msg(line_parser_feed(p, text, strlen(text), 1, &cmd, &err) ==
                      LINE_COMMAND,
                  "%s: %s", text, err ? error_message(err) : "more");
    line_parser_free(p);
    return cmd;
}

static json_object *json(const char *text)
{
    autofree_error Error *err = NULL;
    json_object *value;

    ck_assert_msg(
        json_read(text, strlen(text), JSON_READ_LITERAL, &value, NULL, &err),
        "%s: %s", text, err ? error_message(err) : "");
    return value;
}

static char *print(json_object *value)
{
    StrBuf out = STRBUF_INIT;

    json_append(&out, value, false);
    return strbuf_steal(&out);
}

static const struct {
    const char *line;
    bool read_only;
    bool quit;
} command_cases[] = {
    { "query-status", true, false },
    { "x-query-jit", true, false },
    { "x-debug-query-block-graph", true, false },
    { "qom-get path=/machine property=x", true, false },
    { "qom-list path=/", true, false },
    { "qom-list-get paths:=[]", true, false },
    { "trace-event-get-state name=x", true, false },
    { "guest-get-osinfo", true, false },
    { "guest-network-get-interfaces", true, false },
    { "guest-fsfreeze-status", true, false },
    { "guest-info", true, false },
    { "guest-ping", true, false },
    { "guest-sync id=1", true, false },
    { "guest-sync-delimited id=1", true, false },
    { "# c", true, false },
    { "{\"execute\":\"query-status\"}", true, false },
    { "{\"exec-oob\":\"query-yank\"}", true, false },
    { "query", false, false },
    { "query_status", false, false },
    { "myquery-x", false, false },
    { "x-debug-query-block-graphs", false, false },
    { "qom-set path=/ property=x value=1", false, false },
    { "qom-list-types", false, false },
    { "qom-list-properties typename=x", false, false },
    { "device-list-properties typename=x", false, false },
    { "trace-event-set-state name=x enable=true", false, false },
    { "guest-set-time", false, false },
    { "guest-fsfreeze-freeze", false, false },
    { "guest-exec path=x", false, false },
    { "guest-file-read handle=1", false, false },
    { "stop", false, false },
    { "transaction( )", false, false },
    { ".events", false, false },
    { "{\"execute\":\"stop\"}", false, false },
    /* the human monitor */
    { "hmp:info status", true, false },
    { "hmp:info", true, false },
    { "hmp:  help migrate", true, false },
    { "hmp:? migrate", true, false },
    { "hmp:info qdm", false, false },
    { "hmp:info\tqdm", false, false },
    { "hmp:infos", false, false },
    { "hmp:x/4x 0", false, false },
    { "hmp:stop", false, false },
    { "human-monitor-command command-line=\" info status\"", true, false },
    { "human-monitor-command command-line=\"info qdm\"", false, false },
    { "human-monitor-command command-line=stop", false, false },
    { "human-monitor-command command-line=[quit]", false, false },
    { "query-block x=[bad] y={bad}", true, false },
    { "qom-get path=[x] property={y}", true, false },
    { "human-monitor-command command-line:@f", false, false },
    { "human-monitor-command", false, false },
    { "{'execute':'human-monitor-command','arguments':"
      "{'command-line':'info cpus'}}",
      true, false },
    /* the end of the VM */
    { "quit", false, true },
    { "{\"execute\":\"quit\"}", false, true },
    { "{\"exec-oob\":\"quit\"}", false, true },
    { "hmp:quit", false, true },
    { "hmp: q", false, true },
    { "hmp:q\tx", false, true },
    { "human-monitor-command command-line=quit", false, true },
    { "human-monitor-command command-line=\" q \"", false, true },
    { "{'execute':'human-monitor-command','arguments':{'command-line':'q'}}",
      false, true },
    { "hmp:quiet", false, false },
    { "hmp:info quit", true, false },
    { "a quit=1", false, false },
    { "{\"execute\":\"a\",\"arguments\":{\"execute\":\"quit\"}}", false,
      false },
};

START_TEST(commands_are_told_apart)
{
    autofree_command Command *cmd = parse(command_cases[_i].line);

    ck_assert(command_is_read_only(cmd) == command_cases[_i].read_only);
    ck_assert(command_is_quit(cmd) == command_cases[_i].quit);
}
END_TEST

static const struct {
    const char *line;
    bool may;
} pipe_cases[] = {
    { "info block", true }, { "help", true },      { "x/10i $pc", true },
    { "x /10i 0", true },   { "xp/4x 0", true },   { "  info x", true },
    { "p 1", false },       { "print 1", false },  { "xyz", false },
    { "quit", false },      { "informed", false }, { "", false },
};

START_TEST(pipe_stands_behind_what_prints)
{
    ck_assert(hmp_line_may_pipe(pipe_cases[_i].line) == pipe_cases[_i].may);
}
END_TEST

static const struct {
    const char *message;
    const char *masked; /* NULL: there is no secret in it */
} message_cases[] = {
    { "{'execute':'set_password','arguments':{'protocol':'vnc',"
      "'password':'s','connected':'keep'}}",
      "{\"execute\":\"set_password\",\"arguments\":{\"protocol\":\"vnc\","
      "\"password\":\"***\",\"connected\":\"keep\"}}" },
    { "{'execute':'a','arguments':{'b':[{'passphrase':'s'}]}}",
      "{\"execute\":\"a\",\"arguments\":{\"b\":[{\"passphrase\":\"***\"}]}}" },
    { "{'execute':'a','arguments':{'cookie':'s','key':'s','secret':'s'}}",
      "{\"execute\":\"a\",\"arguments\":{\"cookie\":\"***\",\"key\":\"***\","
      "\"secret\":\"***\"}}" },
    { "{'execute':'transaction','arguments':{'actions':[{'type':'a','data':"
      "{'new':{'proxy-password':'s'}}}]}}",
      "{\"execute\":\"transaction\",\"arguments\":{\"actions\":[{\"type\":\"a\","
      "\"data\":{\"new\":{\"proxy-password\":\"***\"}}}]}}" },
    { "{'return':{'x':[{'password':''}]},'id':7}",
      "{\"return\":{\"x\":[{\"password\":\"***\"}]},\"id\":7}" },
    { "{'execute':'a','arguments':{'password':123,'passphrase':['x']}}",
      "{\"execute\":\"a\",\"arguments\":{\"password\":\"***\","
      "\"passphrase\":\"***\"}}" },
    { "{'event':'E','data':{'password':'s'}}",
      "{\"event\":\"E\",\"data\":{\"password\":\"***\"}}" },
    /* secret objects, in the form before and since 6.0 */
    { "{'execute':'object-add','arguments':{'qom-type':'secret','id':'s0',"
      "'data':'s'}}",
      "{\"execute\":\"object-add\",\"arguments\":{\"qom-type\":\"secret\","
      "\"id\":\"s0\",\"data\":\"***\"}}" },
    { "{'execute':'object-add','arguments':{'qom-type':'secret','id':'s0',"
      "'props':{'data':'s','format':'raw'}}}",
      "{\"execute\":\"object-add\",\"arguments\":{\"qom-type\":\"secret\","
      "\"id\":\"s0\",\"props\":{\"data\":\"***\",\"format\":\"raw\"}}}" },
    { "{'execute':'qom-set','arguments':{'path':'/objects/s0',"
      "'property':'data','value':'s'}}",
      "{\"execute\":\"qom-set\",\"arguments\":{\"path\":\"/objects/s0\","
      "\"property\":\"data\",\"value\":\"***\"}}" },
    { "{'return':[{'properties':[{'name':'data','type':'string','value':'s'},"
      "{'name':'format','value':'raw'}]}]}",
      "{\"return\":[{\"properties\":[{\"name\":\"data\",\"type\":\"string\","
      "\"value\":\"***\"},{\"name\":\"format\",\"value\":\"raw\"}]}]}" },
    /* keys typed into the guest, and what runs in it */
    { "{'execute':'send-key','arguments':{'keys':[{'type':'qcode','data':'a'}],"
      "'hold-time':1}}",
      "{\"execute\":\"send-key\",\"arguments\":{\"keys\":\"***\","
      "\"hold-time\":1}}" },
    { "{'execute':'input-send-event','arguments':{'events':[{'type':'key'}]}}",
      "{\"execute\":\"input-send-event\",\"arguments\":{\"events\":\"***\"}}" },
    { "{'execute':'guest-exec','arguments':{'path':'x','env':['A=s'],"
      "'input-data':'cw=='}}",
      "{\"execute\":\"guest-exec\",\"arguments\":{\"path\":\"x\","
      "\"env\":\"***\",\"input-data\":\"***\"}}" },
    /* URLs */
    { "{'execute':'a','arguments':{'f':'https://u:p@h/x?y=z@w'}}",
      "{\"execute\":\"a\",\"arguments\":{\"f\":\"https://***@h/x?y=z@w\"}}" },
    { "{'return':['ssh://u@h/x','a http://t@h b ftp://u:p@@h c']}",
      "{\"return\":[\"ssh://***@h/x\","
      "\"a http://***@h b ftp://***@h c\"]}" },
    { "{'error':{'desc':\"Could not open 'https://u:p@h/x': no\"}}",
      "{\"error\":{\"desc\":\"Could not open 'https://***@h/x': no\"}}" },
    /* names that hold JSON */
    { "{'execute':'a','arguments':{'f':'json:{\"driver\": \"https\", "
      "\"password\": \"s\"}'}}",
      "{\"execute\":\"a\",\"arguments\":{\"f\":\"json:{\\\"driver\\\":"
      "\\\"https\\\",\\\"password\\\":\\\"***\\\"}\"}}" },
    { "{'return':'json:{\"url\": \"http://u:p@h\"}'}",
      "{\"return\":\"json:{\\\"url\\\":\\\"http://***@h\\\"}\"}" },
    /* lines of the human monitor */
    { "{'execute':'human-monitor-command','arguments':"
      "{'command-line':' set_password vnc s','cpu-index':0}}",
      "{\"execute\":\"human-monitor-command\",\"arguments\":"
      "{\"command-line\":\"set_password ***\",\"cpu-index\":0}}" },
    { "{'execute':'human-monitor-command','arguments':"
      "{'command-line':'change vnc password s'}}",
      "{\"execute\":\"human-monitor-command\",\"arguments\":"
      "{\"command-line\":\"change ***\"}}" },
    { "{'execute':'human-monitor-command','arguments':"
      "{'command-line':'object_add secret,id=x,data=s'}}",
      "{\"execute\":\"human-monitor-command\",\"arguments\":"
      "{\"command-line\":\"object_add ***\"}}" },
    { "{'execute':'human-monitor-command','arguments':"
      "{'command-line':'sendkey a'}}",
      "{\"execute\":\"human-monitor-command\",\"arguments\":"
      "{\"command-line\":\"sendkey ***\"}}" },
    { "{'execute':'human-monitor-command','arguments':"
      "{'command-line':'qom-set /objects/s data s'}}",
      "{\"execute\":\"human-monitor-command\",\"arguments\":"
      "{\"command-line\":\"qom-set ***\"}}" },
    { "{'execute':'human-monitor-command','arguments':"
      "{'command-line':'drive_add 0 file=http://u:p@h'}}",
      "{\"execute\":\"human-monitor-command\",\"arguments\":"
      "{\"command-line\":\"drive_add 0 file=http://***@h\"}}" },
    /* names of secrets are none */
    { "{'execute':'blockdev-add','arguments':{'key-secret':'s0',"
      "'password-secret':'s1','cookie-secret':'s2','passwordid':'s3',"
      "'new-secret':'s4','keyid':'s5'}}",
      NULL },
    { "{'execute':'a','arguments':{'password':null,'data':'x','keys':['a'],"
      "'env':['b'],'value':'c','events':[]}}",
      NULL },
    { "{'return':[{'cookie':1,'key':{'type':'x'}}]}", NULL },
    { "{'execute':'qom-set','arguments':{'property':'size','value':'1'}}",
      NULL },
    { "{'execute':'human-monitor-command','arguments':"
      "{'command-line':'help set_password'}}",
      NULL },
    { "{'execute':'human-monitor-command','arguments':{'command-line':"
      "'set_password'}}",
      NULL },
    { "{'return':['nbd://h:1/x@y','http://h','x://','a@b','://@h',"
      "'http://h x@y']}",
      NULL },
    { "{'return':[1,2.50,true,null,'json:{','json:{}']}", NULL },
};

START_TEST(secrets_in_messages_are_masked)
{
    const char *expected = message_cases[_i].masked;
    autoput json_object *message = json(message_cases[_i].message);
    autofree char *before = print(message);
    autoput json_object *masked = message_mask_secrets(message);
    autofree char *after = print(message);
    autofree char *got = print(masked);

    ck_assert(message_has_secret(message) == (expected != NULL));
    ck_assert_str_eq(got, expected ? expected : before);
    ck_assert_str_eq(after, before);
}
END_TEST

static const struct {
    const char *request;
    const char *reply;
    const char *masked;
} reply_cases[] = {
    { "{'execute':'qom-get','arguments':{'path':'/objects/s0',"
      "'property':'data'}}",
      "{'return':'s','id':1}", "{\"return\":\"***\",\"id\":1}" },
    { "{'execute':'qom-get','arguments':{'path':'/x','property':'size'}}",
      "{'return':'s','id':1}", "{\"return\":\"s\",\"id\":1}" },
    { "{'execute':'human-monitor-command','arguments':"
      "{'command-line':'qom-get /objects/s0 data'}}",
      "{'return':'s'}", "{\"return\":\"***\"}" },
    { "{'execute':'human-monitor-command','arguments':"
      "{'command-line':'info status'}}",
      "{'return':'s'}", "{\"return\":\"s\"}" },
    { "{'execute':'qom-get','arguments':{'path':'/x','property':'data'}}",
      "{'error':{'class':'a'}}", "{\"error\":{\"class\":\"a\"}}" },
    { "{'execute':'x'}", "{'return':{'password':'s'}}",
      "{\"return\":{\"password\":\"***\"}}" },
    { "{}", "{'return':'s'}", "{\"return\":\"s\"}" },
};

START_TEST(reply_can_be_a_secret_as_a_whole)
{
    autoput json_object *request = json(reply_cases[_i].request);
    autoput json_object *reply = json(reply_cases[_i].reply);
    autofree char *before = print(reply);
    autoput json_object *masked = reply_mask_secrets(reply, request);
    autofree char *got = print(masked);
    autofree char *after = print(reply);

    ck_assert_str_eq(got, reply_cases[_i].masked);
    ck_assert_str_eq(after, before);
}
END_TEST

static const struct {
    const char *line;
    bool secret;
} history_cases[] = {
    { "set_password protocol=vnc password=s", true },
    { "object-add qom-type=secret id=x data=s", true },
    /* whatever it looks like: its type is a string */
    { "set_password protocol=vnc password=123", true },
    { "set_password protocol=vnc password=true", true },
    { "set_password protocol=vnc password=[bad]", true },
    { "object-add qom-type=secret id=x data={bad}", true },
    { "human-monitor-command command-line={bad}", false },
    { "object-add qom-type=secret id=x data:@f", false },
    { "set_password protocol=vnc password:@-", false },
    { "blockdev-add file.driver=https file.url=\"https://u:p@h/\"", true },
    { "blockdev-add file.key-secret=s0", false },
    { "blockdev-add file={'driver':'https','cookie':'s'}", true },
    { "send-key keys=[]", true },
    { "transaction( a x.password=s )", true },
    { "{'execute':'a','arguments':{'password':'s'}}", true },
    { "query-status", false },
    { "# password", true },
    { "hmp:change vnc password s", true },
    { "hmp:info status", false },
    { ".hmp set_password vnc s", true },
    { ".json set_password password=s", true },
    { ".watch 2 query-status", false },
    /* no request can be made of it */
    { "set_password password=s password=t", true },
    { "a b=1 b=2", false },
};

START_TEST(command_with_a_secret_stays_out_of_history)
{
    autofree_command Command *cmd = parse(history_cases[_i].line);

    ck_assert(command_has_secret(cmd) == history_cases[_i].secret);
}
END_TEST

static const struct {
    const char *line;
    bool secret;
} text_cases[] = {
    { "set_password protocol=vnc password=s x", true },
    { "a passphrase=", true },
    { "a 'key':", true },
    { "a https://u:p@h {", true },
    { "sendkey a", true },
    { "a b", false },
    { "query-status x", false },
    { "", false },
};

START_TEST(bad_line_with_a_secret_stays_out_of_history)
{
    const char *line = text_cases[_i].line;

    ck_assert(line_has_secret(line, strlen(line)) == text_cases[_i].secret);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, commands_are_told_apart, 0,
                        ARRAY_SIZE(command_cases));
    tcase_add_loop_test(tc, pipe_stands_behind_what_prints, 0,
                        ARRAY_SIZE(pipe_cases));
    tcase_add_loop_test(tc, secrets_in_messages_are_masked, 0,
                        ARRAY_SIZE(message_cases));
    tcase_add_loop_test(tc, reply_can_be_a_secret_as_a_whole, 0,
                        ARRAY_SIZE(reply_cases));
    tcase_add_loop_test(tc, command_with_a_secret_stays_out_of_history, 0,
                        ARRAY_SIZE(history_cases));
    tcase_add_loop_test(tc, bad_line_with_a_secret_stays_out_of_history, 0,
                        ARRAY_SIZE(text_cases));
}

int main(void)
{
    return unit_run("safety", add_tests);
}
