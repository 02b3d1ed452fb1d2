/*
 * Lines to Commands: each sentence of the language has a case here
 */
#include "unit.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "lang/args.h"
#include "lang/line_parser.h"
#include "util/clock.h"
#include "util/json.h"
#include "util/mem.h"

enum {
    PROMPT = 1, /* interactive */
    HMP = 2,
};

static void dump_call(StrBuf *out, const Call *call)
{
    static const char *const forms[] = {
        [VALUE_BARE] = "bare",       [VALUE_STRING] = "string",
        [VALUE_BRACKET] = "bracket", [VALUE_JSON] = "json",
        [VALUE_FILE] = "file",
    };
    size_t i, j;

    if (call->raw) {
        json_append(out, call->raw, false);
        return;
    }
    strbuf_puts(out, call->name);
    for (i = 0; i < call->n_args; i++) {
        const Arg *arg = &call->args[i];

        for (j = 0; j < arg->n_parts; j++) {
            strbuf_printf(out, "%s%s%s", j ? "/" : " ", arg->parts[j].name,
                          arg->parts[j].quoted ? "\"" : "");
        }
        strbuf_printf(out, "=%s:", forms[arg->form]);
        if (arg->form == VALUE_JSON) {
            json_append(out, arg->json, false);
        } else {
            strbuf_append(out, arg->text, arg->text_len);
        }
    }
}

static void dump_command(StrBuf *out, const Command *cmd)
{
    size_t i;

    switch (cmd->kind) {
    case COMMAND_EMPTY:
        strbuf_puts(out, "empty");
        break;
    case COMMAND_QMP:
        strbuf_puts(out, "qmp ");
        dump_call(out, &cmd->call);
        break;
    case COMMAND_TRANSACTION:
        dump_call(out, &cmd->call);
        for (i = 0; i < cmd->n_actions; i++) {
            strbuf_puts(out, i ? " ; " : " ( ");
            dump_call(out, &cmd->actions[i]);
        }
        strbuf_puts(out, i ? " )" : " ( )");
        break;
    case COMMAND_RAW:
        strbuf_puts(out, "raw ");
        json_append(out, cmd->raw, false);
        break;
    case COMMAND_HMP:
        strbuf_printf(out, "hmp [%s]", cmd->rest);
        break;
    case COMMAND_DOT:
        strbuf_printf(out, "dot %s [%s]", cmd->name, cmd->rest);
        break;
    }
    if (cmd->pipe) {
        strbuf_printf(out, " -> [%s]", cmd->pipe);
    }
}

/* Feed @text line by line; what came out, an outcome a line. */
static char *outcomes(LineParser *p, const char *text, bool hints)
{
    StrBuf out = STRBUF_INIT;
    unsigned number = 1;
    Error *err = NULL;

    for (;; number++) {
        size_t len = strcspn(text, "\n");
        /* memory of the exact size: a sanitizer sees a read beyond it */
        char *line = memcpy(malloc(len ? len : 1), text, len);
        Command *cmd;

        strbuf_puts(&out, number > 1 ? "\n" : "");
        switch (line_parser_feed(p, line, len, number, &cmd, &err)) {
        case LINE_COMMAND:
            ck_assert_int_eq(line_parser_state(p), LINE_STATE_START);
            dump_command(&out, cmd);
            break;
        case LINE_MORE:
            ck_assert_int_ne(line_parser_state(p), LINE_STATE_START);
            ck_assert_ptr_null(cmd);
            strbuf_puts(&out, "more");
            break;
        case LINE_ERROR:
            ck_assert_ptr_null(cmd);
            ck_assert_int_eq(error_kind(err), ERROR_PARSE);
            strbuf_printf(&out, "error: %s", error_message(err));
            if (hints) {
                strbuf_printf(&out, "\n%s", error_hint(err));
            }
            ck_assert(strchr(error_hint(err), '^'));
            error_free(STEAL(err));
            break;
        }
        command_free(cmd);
        free(line);
        if (!text[len]) {
            break;
        }
        text += len + 1;
    }
    if (!line_parser_finish(p, &err)) {
        strbuf_printf(&out, "\nat the end: %s", error_message(err));
        if (hints) {
            strbuf_printf(&out, "\n%s", error_hint(err));
        }
        error_free(err);
    }
    ck_assert_int_eq(line_parser_state(p), LINE_STATE_START);
    return strbuf_steal(&out);
}

typedef struct Case {
    const char *text;
    const char *outcome;
    unsigned mode;
} Case;

static void check_case(const Case *c, bool hints)
{
    LineParser *p = line_parser_new(c->mode & PROMPT);
    autofree char *outcome = NULL;

    line_parser_set_hmp(p, c->mode & HMP);
    outcome = outcomes(p, c->text, hints);
    ck_assert_str_eq(outcome, c->outcome);
    line_parser_free(p);
}

static const Case word_cases[] = {
    /* blank lines, comments */
    { "", "empty" },
    { " \t ", "empty" },
    { "# comment", "empty" },
    { "  # it's \"a\" { comment | \\", "empty" },
    { "stop # comment", "qmp stop" },
    { "stop #", "qmp stop" },
    { "stop\t#{", "qmp stop" },
    { "a id=x#y", "qmp a id=bare:x#y" },
    { "a id=#y", "qmp a id=bare:#y" },
    { "a id=\"#y\"", "qmp a id=string:#y" },
    /* names */
    { "query-status", "qmp query-status" },
    { " \tquery-status \t", "qmp query-status" },
    { "__com.redhat_x-y.z1", "qmp __com.redhat_x-y.z1" },
    { "stop\r", "qmp stop" },
    { "a=b", "error: expected the name of a command, not 'a=b'" },
    { "a:=1", "error: expected the name of a command, not 'a:=1'" },
    { "1a", "error: '1a' cannot be a command's name" },
    { "-a", "error: '-a' cannot be a command's name" },
    { "'stop'", "error: ''stop'' cannot be a command's name" },
    { "[1]", "error: '[1]' cannot be a command's name" },
    { "st\u00f6p", "error: 'st\u00f6p' cannot be a command's name" },
    { ")", "error: ')' cannot be a command's name" },
    /* a value runs to the next blank, and all in it stands for itself */
    { "device_add driver=e1000 id=net1",
      "qmp device_add driver=bare:e1000 id=bare:net1" },
    { "a x=device[0]", "qmp a x=bare:device[0]" },
    { "a label=it's", "qmp a label=bare:it's" },
    { "a x=C:\\x", "qmp a x=bare:C:\\x" },
    { "a x=C:\\", "qmp a x=bare:C:\\" },
    { "a x=\\", "qmp a x=bare:\\" },
    { "a x=a=b=c", "qmp a x=bare:a=b=c" },
    { "a x==-1", "qmp a x=bare:=-1" },
    { "a x=a|b y=|", "qmp a x=bare:a|b y=bare:|" },
    { "a x=;", "qmp a x=bare:;" },
    { "a x=)", "qmp a x=bare:)" },
    { "a x=a\"b\"c", "qmp a x=bare:a\"b\"c" },
    { "a x=a{b", "qmp a x=bare:a{b" },
    { "a x=$HOME;`id`", "qmp a x=bare:$HOME;`id`" },
    { "a x=json:y", "qmp a x=bare:json:y" },
    { "a x=json:[1]", "qmp a x=bare:json:[1]" },
    { "a x=http://u@h/?a=b#c", "qmp a x=bare:http://u@h/?a=b#c" },
    { "a x=\u65e5\u672c", "qmp a x=bare:\u65e5\u672c" },
    { "migrate uri=exec:cat > F", "error: expected KEY=VALUE, not '>'" },
    { "migrate uri=\"exec:cat > F\"", "qmp migrate uri=string:exec:cat > F" },
    /* KEY ends at the first =, := or :@ */
    { "a k=1", "qmp a k=bare:1" },
    { "a k:=1", "qmp a k=json:1" },
    { "a k:@f", "qmp a k=file:f" },
    { "a k=:=1", "qmp a k=bare::=1" },
    { "a k:=\"=x\"", "qmp a k=json:\"=x\"" },
    { "a k:@=x", "qmp a k=file:=x" },
    { "a k=:@x", "qmp a k=bare::@x" },
    { "a k:l=1", "qmp a k:l=bare:1" },
    { "a k::=1", "qmp a k:=json:1" },
    { "a k@b=1", "qmp a k@b=bare:1" },
    /* the empty string */
    { "a k=", "qmp a k=bare:" },
    { "a k= l=", "qmp a k=bare: l=bare:" },
    { "a k=\"\" l=''", "qmp a k=string: l=string:" },
    /* "JSON escapes" */
    { "a k=\"a b\"", "qmp a k=string:a b" },
    { "a k=\"a\\\"b\\\\c\\u0041\\n\"", "qmp a k=string:a\"b\\cA\n" },
    { "a k=\"it's\" l=\"# | ; ) {\"",
      "qmp a k=string:it's l=string:# | ; ) {" },
    { "a k=\"a\tb\"", "qmp a k=string:a\tb" },
    { "a k=\"a\\qb\"", "error: unknown escape in a string" },
    { "a k=\"\\ud800\"", "error: lone surrogate \\ud800" },
    { "a k=\"abc", "error: the quote is not closed" },
    { "a k=\"abc\\\"", "error: the quote is not closed" },
    { "a k=\"a\"b", "error: expected a blank behind the closing quote" },
    { "a k=\"a\"\"b\"", "error: expected a blank behind the closing quote" },
    { "a k=\"a\"#b", "error: expected a blank behind the closing quote" },
    /* 'only \' is an escape' */
    { "a k='a b'", "qmp a k=string:a b" },
    { "a k='it\\'s'", "qmp a k=string:it's" },
    { "a k='a\\nb\\\\c\"'", "qmp a k=string:a\\nb\\\\c\"" },
    { "a k='C:\\x\\'", "error: the quote is not closed" },
    { "a k='C:\\\\'", "error: the quote is not closed" },
    { "a k='abc", "error: the quote is not closed" },
    { "a k='a'b", "error: expected a blank behind the closing quote" },
    /* brackets */
    { "a k={}", "qmp a k=bracket:{}" },
    { "a k={ 'b' : [ 1, \"} ]\" ], } l=1",
      "qmp a k=bracket:{ 'b' : [ 1, \"} ]\" ], } l=bare:1" },
    { "a k=[1,[2]]", "qmp a k=bracket:[1,[2]]" },
    { "a k=[1]x", "error: expected a blank behind the closing bracket" },
    { "a k=[1}", "error: expected ']', not '}'" },
    { "a k={'a':[1}]", "error: expected ']', not '}'" },
    { "a k={'it's':1}", "error: the string is not closed" },
    /* whether it must be JSON is for its type to say */
    { "a k={a:1}", "qmp a k=bracket:{a:1}" },
    { "a k={'a':1,'a':2}", "qmp a k=bracket:{'a':1,'a':2}" },
    { "a k=[NaN] l=[x]", "qmp a k=bracket:[NaN] l=bracket:[x]" },
    { "a k={'key':'value','obj'={'prop':\"value\"}}",
      "qmp a k=bracket:{'key':'value','obj'={'prop':\"value\"}}" },
    /* json:{...} is a string as written */
    { "a f=json:{\"a\": {'b':1} } g=1",
      "qmp a f=string:json:{\"a\": {'b':1} } g=bare:1" },
    { "a f=json:{not json}", "qmp a f=string:json:{not json}" },
    { "a f=json:{}x", "error: expected a blank behind the closing bracket" },
    /* KEY:=JSON */
    { "a k:=true l:=null m:=-1.50",
      "qmp a k=json:true l=json:null m=json:-1.50" },
    { "a k:='x y'", "qmp a k=json:\"x y\"" },
    { "a k:='x\\ny'", "qmp a k=json:\"x\\u000ay\"" },
    { "a k:='x\\\\'", "qmp a k=json:\"x\\\\\"" },
    { "a k:={'b': None}", "qmp a k=json:{\"b\":null}" },
    { "a k:=18446744073709551616", "qmp a k=json:18446744073709551616" },
    { "a k:=", "error: expected a JSON value" },
    { "a k:=x", "error: expected a JSON value, not 'x'" },
    { "a k:=1,2", "error: unexpected text behind the JSON value" },
    { "a k:={}x", "error: expected a blank behind the closing bracket" },
    /* KEY:@FILE */
    { "a k:@/tmp/x.txt", "qmp a k=file:/tmp/x.txt" },
    { "a k:@-", "qmp a k=file:-" },
    { "a k:@{x", "qmp a k=file:{x" },
    { "a k:@'my file'", "qmp a k=file:my file" },
    { "a k:@\"my file\"", "qmp a k=file:my file" },
    { "a k:@\xff", "qmp a k=file:\xff" },
    { "a k:@", "error: expected the name of a file behind ':@'" },
    { "a k:@''", "error: expected the name of a file behind ':@'" },
    /* keys */
    { "a file.driver=raw", "qmp a file/driver=bare:raw" },
    { "a x.0.y=1", "qmp a x/0/y=bare:1" },
    { "a model.props.\"sse4.1\":=true",
      "qmp a model/props/sse4.1\"=json:true" },
    { "a 'a.b'.c=1 d.'e=f g'.h=1", "qmp a a.b\"/c=bare:1 d/e=f g\"/h=bare:1" },
    { "a x.\"\"=1", "qmp a x/\"=bare:1" },
    { "a it's=1", "qmp a it's=bare:1" },
    { "a =1", "error: expected a key before '='" },
    { "a :=1", "error: expected a key before ':='" },
    { "a .b=1", "error: a part of the key is empty" },
    { "a b.=1", "error: a part of the key is empty" },
    { "a b..c=1", "error: a part of the key is empty" },
    { "a \"b\"c=1",
      "error: expected '.' or '=' behind the quoted part of a key" },
    { "a b.\"c=1", "error: the quote is not closed" },
    { "a \"b\\u0000\"=1", "error: a key cannot hold \\u0000" },
    /* a bare word */
    { "info block", "error: expected KEY=VALUE, not 'block'" },
    { "a \"b c\"", "error: expected KEY=VALUE, not '\"b c\"'" },
    { "a {}", "error: expected KEY=VALUE, not '{}'" },
    { "a ; b", "error: expected KEY=VALUE, not ';'" },
    { "a \\ b", "error: expected KEY=VALUE, not '\\'" },
    { "a aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff1",
      "error: expected KEY=VALUE, not 'aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeee"
      "eeeeeeeffffffffff...'" },
    /* what is not text */
    { "a k=\xff", "error: this is not UTF-8" },
    { "a \xc3=1", "error: this is not UTF-8" },
    { "stop # \xff", "qmp stop" },
};

START_TEST(words_are_exact)
{
    check_case(&word_cases[_i], false);
}
END_TEST

static const Case line_cases[] = {
    /* a lone \ as the last word */
    { "a \\\nk=1", "more\nqmp a k=bare:1" },
    { "a \\ \t\n  k=1 \\\n\\\nl=2",
      "more\nmore\nmore\nqmp a k=bare:1 l=bare:2" },
    { "\\\nstop", "more\nqmp stop" },
    { "stop \\\n", "more\nqmp stop" },
    { "stop \\\n# c\nstop", "more\nqmp stop\nqmp stop" },
    { "stop # c \\\nstop", "qmp stop\nqmp stop" },
    { "a \\ # c\nk=1", "more\nqmp a k=bare:1" },
    { "a k=x\\\nstop", "qmp a k=bare:x\\\nqmp stop" },
    { "stop \\", "more\nat the end: no line follows the '\\' of line 1" },
    { "a \\\r\nk=1\r", "more\nqmp a k=bare:1" },
    /* brackets over lines */
    { "a k={\n'b':\n1} l=2",
      "more\nmore\nqmp a k=bracket:{\n'b':\n1} l=bare:2" },
    { "a k=[\n\n]", "more\nmore\nqmp a k=bracket:[\n\n]" },
    { "a k:=[\n1]", "more\nqmp a k=json:[1]" },
    { "a k=json:{\n}", "more\nqmp a k=string:json:{\n}" },
    { "a k=[ \\\n1]\nstop", "more\nqmp a k=bracket:[ \\\n1]\nqmp stop" },
    { "stop\na k={\n'b':[",
      "qmp stop\nmore\nmore\nat the end: the bracket opened in line 2 is not "
      "closed" },
    { "a k={'b\nstop", "error: the string is not closed\nqmp stop" },
    { "a k=\"b\nc\"",
      "error: the quote is not closed\nerror: 'c\"' cannot be a command's name" },
    /* raw JSON */
    { "{\"execute\":\"stop\"}", "raw {\"execute\":\"stop\"}" },
    { " \t{ 'execute' : 'stop', } # c", "raw {\"execute\":\"stop\"}" },
    { "{\n\"execute\": \"x\",\n\"arguments\": {\"a\": True}\n}",
      "more\nmore\nmore\nraw {\"execute\":\"x\",\"arguments\":{\"a\":true}}" },
    { "{\"exec-oob\":\"x\",\"id\":[1,null]}",
      "raw {\"exec-oob\":\"x\",\"id\":[1,null]}" },
    { "{\"execute\":\"x\",\"id\":null,\"arguments\":{}}",
      "raw {\"execute\":\"x\",\"id\":null,\"arguments\":{}}" },
    { "{}", "error: expected one member \"execute\" (or \"exec-oob\")" },
    { "{\"execute\":\"a\",\"exec-oob\":\"b\"}",
      "error: expected one member \"execute\" (or \"exec-oob\")" },
    { "{\"execute\":1}", "error: 'execute' must be a string" },
    { "{\"execute\":null}", "error: 'execute' must be a string" },
    { "{\"execute\":\"a\",\"arguments\":[]}",
      "error: 'arguments' must be an object" },
    { "{\"execute\":\"a\",\"argument\":{}}",
      "error: member 'argument' is none of execute, exec-oob, arguments and id" },
    { "{\"execute\":\"a\",\"execute\":\"b\"}",
      "error: key 'execute' is given twice" },
    { "{\"execute\":\"a\"}{\"execute\":\"b\"}",
      "error: expected a blank behind the closing bracket" },
    { "{\"execute\":\"a\"} {\"execute\":\"b\"}",
      "error: expected nothing behind the JSON object" },
    { "{\"execute\":\"a\"} k=1",
      "error: expected nothing behind the JSON object" },
    { "{\"execute\" \"a\"}", "error: expected ':' after the key" },
    { "stop\n\n{\n", "qmp stop\nempty\nmore\nmore\nat the end: the bracket "
                     "opened in line 3 is not closed" },
    /* dot commands */
    { ".help", "dot help []" },
    { "  .help  migrate  ", "dot help [migrate]" },
    { ".exec sh -c 'a | b' # c", "dot exec [sh -c 'a | b' # c]" },
    { ".wait STOP a=\"b | c\"", "dot wait [STOP a=\"b | c\"]" },
    { ".exec 'a", "dot exec ['a]" },
    { ".json a k={ 'b': 1", "dot json [a k={ 'b': 1]" },
    { ".exec a \\\n b \\\n\nstop", "more\nmore\ndot exec [a    b]\nqmp stop" },
    { ".exec a \\ b", "dot exec [a \\ b]" },
    { ".exec a \\ # c\n \\ b", "more\ndot exec [a        \\ b]" },
    { ".exec a \\\n", "more\ndot exec [a]" },
    { ".hmp info  status # \\", "dot hmp [info  status # \\]" },
    { ".hmp", "dot hmp []" },
    { ".", "error: expected the name of a command behind '.'" },
    { ". a", "error: expected the name of a command behind '.'" },
    { ".exec a | b", "error: '|' works at the prompt only" },
    { ".exec a | b", "dot exec [a] -> [b]", PROMPT },
    { ".exec 'a | b' |  c 'd # e", "dot exec ['a | b'] -> [c 'd # e]", PROMPT },
    { ".exec a \\\n b | c \\", "more\ndot exec [a    b] -> [c \\]", PROMPT },
    { ".exec a |", "error: expected a program behind '|'", PROMPT },
    { ".hmp info qtree | less", "dot hmp [info qtree] -> [less]", PROMPT },
    { ".hmp p 1 | 2", "dot hmp [p 1 | 2]", PROMPT },
    /* COMMAND | PROGRAM */
    { "query-block | jq '.[0] | .x' # y",
      "qmp query-block -> [jq '.[0] | .x' # y]", PROMPT },
    { "query-block k=a |\tless", "qmp query-block k=bare:a -> [less]", PROMPT },
    { "{'execute':'query-block'} | less",
      "raw {\"execute\":\"query-block\"} -> [less]", PROMPT },
    { "query-block \\\n | less", "more\nqmp query-block -> [less]", PROMPT },
    { "query-block |less", "error: expected KEY=VALUE, not '|less'", PROMPT },
    { "query-block |", "error: expected a program behind '|'", PROMPT },
    { "stop | less",
      "error: '|' stands only behind a command that changes nothing", PROMPT },
    { "human-monitor-command command-line=\"info block\" | less",
      "qmp human-monitor-command command-line=string:info block -> [less]",
      PROMPT },
    { "| less", "error: expected the name of a command, not '| less'", PROMPT },
    { "query-block | less", "error: '|' works at the prompt only" },
    { "query-block # | less", "qmp query-block", PROMPT },
};

START_TEST(lines_make_commands)
{
    check_case(&line_cases[_i], false);
}
END_TEST

static const Case transaction_cases[] = {
    /* one line */
    { "transaction( )", "transaction ( )" },
    { "transaction( a )", "transaction ( a )" },
    { "transaction( blockdev-snapshot-sync device=d0 snapshot-file=f ; "
      "blockdev-backup device=d1 )",
      "transaction ( blockdev-snapshot-sync device=bare:d0 "
      "snapshot-file=bare:f ; blockdev-backup device=bare:d1 )" },
    { "transaction( ; a ; ; b ; ) # c", "transaction ( a ; b )" },
    { "transaction( a x=; y=) )", "transaction ( a x=bare:; y=bare:) )" },
    { "transaction( a x=\") ; \" )", "transaction ( a x=string:) ;  )" },
    /* many lines, as qmp-shell's help has it */
    { "transaction(\n"
      "block-dirty-bitmap-add node=drive0 name=bitmap1\n"
      "block-dirty-bitmap-clear node=drive0 name=bitmap0\n"
      ")\nstop",
      "more\nmore\nmore\n"
      "transaction ( block-dirty-bitmap-add node=bare:drive0 "
      "name=bare:bitmap1 ; block-dirty-bitmap-clear node=bare:drive0 "
      "name=bare:bitmap0 )\nqmp stop" },
    { "transaction( a\n\n # c\n  b x=1 # d\n c ; d )",
      "more\nmore\nmore\nmore\ntransaction ( a ; b x=bare:1 ; c ; d )" },
    { "transaction(\na \\\nx=1 \\\n)\n", "more\nmore\nmore\ntransaction ( a "
                                         "x=bare:1 )\nempty" },
    { "transaction(\na x={\n'y':\n1} z=2\n)",
      "more\nmore\nmore\nmore\ntransaction ( a x=bracket:{\n'y':\n1} z=bare:2 )" },
    { "transaction(\na x=1 )", "more\ntransaction ( a x=bare:1 )" },
    /* its own arguments */
    { "transaction( properties.completion-mode=grouped a x=1 )",
      "transaction properties/completion-mode=bare:grouped ( a x=bare:1 )" },
    { "transaction(\nproperties.completion-mode=grouped\na\n)",
      "more\nmore\nmore\n"
      "transaction properties/completion-mode=bare:grouped ( a )" },
    { "transaction( p={'q':1}\n; r:=2 ; a )",
      "more\ntransaction p=bracket:{'q':1} r=json:2 ( a )" },
    { "transaction(\na\nx=1\n)",
      "more\nmore\nmore\nerror: expected the name of an action, not 'x=1'" },
    { "transaction( a ; x=1 )",
      "error: expected the name of an action, not 'x=1'" },
    /* actions as JSON */
    { "transaction(\n{\"type\":\"a\",\"data\":{\"x\":1}}\nb\n)",
      "more\nmore\nmore\n"
      "transaction ( {\"type\":\"a\",\"data\":{\"x\":1}} ; b )" },
    { "transaction( {'type':'a'} ; {'type':\n'b'} )",
      "more\ntransaction ( {\"type\":\"a\"} ; {\"type\":\"b\"} )" },
    { "transaction( p=1 {'type':'a'} )",
      "transaction p=bare:1 ( {\"type\":\"a\"} )" },
    { "transaction( {'type':'a'} {'type':'b'} )",
      "error: expected ';' or ')', not '{'type':'b'}'" },
    { "transaction( {'type':'a'} x=1 )",
      "error: expected ';' or ')', not 'x=1'" },
    { "transaction( {'data':{}} )", "error: expected a member \"type\"" },
    { "transaction( {'type':1} )", "error: 'type' must be a string" },
    { "transaction( {'type':'a','dat':{}} )",
      "error: member 'dat' is none of type and data" },
    /* what does not belong */
    { "transaction( a b )", "error: expected KEY=VALUE, ';' or ')', not 'b'" },
    { "transaction( a {'type':'b'} )",
      "error: expected KEY=VALUE, ';' or ')', not '{'type':'b'}'" },
    { "transaction( a ) b", "error: expected nothing behind ')'" },
    { "transaction( a ) | less", "error: expected nothing behind ')'", PROMPT },
    { "transaction( query-block | less )\nstop",
      "error: '|' cannot stand in a transaction\nqmp stop", PROMPT },
    { "transaction( query-block | less )\nstop",
      "error: '|' cannot stand in a transaction\nqmp stop" },
    { "transaction( transaction( a ) )",
      "error: a transaction cannot stand in another" },
    { "transaction( 1a )", "error: '1a' cannot be a command's name" },
    { "transaction(a )", "error: expected a blank behind 'transaction('" },
    { "transaction()", "error: expected a blank behind 'transaction('" },
    { "transaction (", "error: expected KEY=VALUE, not '('" },
    { "transaction actions=[]", "qmp transaction actions=bracket:[]" },
    /* a script: a bad action voids all of it */
    { "transaction(\na\nb c\nd e\nf\n)\nstop",
      "more\nmore\nmore\nmore\nmore\n"
      "error: expected KEY=VALUE, ';' or ')', not 'c'\nqmp stop" },
    { "transaction( a b\nc\n)\nstop",
      "more\nmore\nerror: expected KEY=VALUE, ';' or ')', not 'b'\nqmp stop" },
    { "transaction(\na b )\nstop",
      "more\nerror: expected KEY=VALUE, ';' or ')', not 'b'\nqmp stop" },
    { "transaction(\na x=\"b\nc x=' )\n)\nstop",
      "more\nmore\nerror: the quote is not closed\n"
      "error: ')' cannot be a command's name\nqmp stop" },
    { "transaction(\na x=\"b\nc x=\" ) \"\n)\nstop",
      "more\nmore\nmore\nerror: the quote is not closed\nqmp stop" },
    { "transaction(\na b # see (c )\n)\nstop",
      "more\nmore\nerror: expected KEY=VALUE, ';' or ')', not 'b'\nqmp stop" },
    { "transaction(\na x:={'b'\n'c'}\n)\nstop",
      "more\nmore\nmore\nerror: expected ':' after the key\nqmp stop" },
    { "transaction(\na x={'b'\n]\n{'type':\n1}\n)\nstop",
      "more\nmore\nmore\nmore\nmore\nerror: expected '}', not ']'\nqmp stop" },
    { "transaction(\n.help\n)",
      "more\nmore\nerror: '.help' cannot be a command's name" },
    { "stop\ntransaction(\na\n",
      "qmp stop\nmore\nmore\nmore\n"
      "at the end: the transaction opened in line 2 has no ')'" },
    { "transaction(\na b\n",
      "more\nmore\nmore\n"
      "at the end: expected KEY=VALUE, ';' or ')', not 'b'" },
    { "transaction(\na x={\n", "more\nmore\nmore\nat the end: the bracket "
                               "opened in line 2 is not closed" },
    /* a prompt: a bad line is refused alone */
    { "transaction(\na\nb c\nd\n)\nstop",
      "more\nmore\nerror: expected KEY=VALUE, ';' or ')', not 'c'\nmore\n"
      "transaction ( a ; d )\nqmp stop",
      PROMPT },
    { "transaction(\na ; b c ; d\ne\n)",
      "more\nerror: expected KEY=VALUE, ';' or ')', not 'c'\nmore\n"
      "transaction ( e )",
      PROMPT },
    { "transaction(\na\nb c )\nb )",
      "more\nmore\nerror: expected KEY=VALUE, ';' or ')', not 'c'\n"
      "transaction ( a ; b )",
      PROMPT },
    { "transaction( x=1\ny=\"\ny=2\na\n)",
      "more\nerror: the quote is not closed\nmore\nmore\n"
      "transaction x=bare:1 y=bare:2 ( a )",
      PROMPT },
    { "transaction( a b\nc\n)",
      "error: expected KEY=VALUE, ';' or ')', not 'b'\nmore\n"
      "transaction ( c )",
      PROMPT },
    { "transaction( x=1 a b\nc\n)",
      "error: expected KEY=VALUE, ';' or ')', not 'b'\nmore\n"
      "transaction ( c )",
      PROMPT },
    { "transaction( a=1 b='\nc\n)",
      "error: the quote is not closed\nmore\ntransaction ( c )", PROMPT },
    { "transaction( a b )\nstop",
      "error: expected KEY=VALUE, ';' or ')', not 'b'\nqmp stop", PROMPT },
    { "transaction( a b=' )\nstop", "error: the quote is not closed\nqmp stop",
      PROMPT },
    { "transaction(\na x={'b'\n]\nc\n)",
      "more\nmore\nerror: expected '}', not ']'\nmore\ntransaction ( c )",
      PROMPT },
};

START_TEST(transactions_take_actions)
{
    check_case(&transaction_cases[_i], false);
}
END_TEST

static const Case hmp_cases[] = {
    { "info status", "hmp [info status]", HMP },
    { "  info \t status  ", "hmp [info \t status]", HMP },
    { "", "empty", HMP },
    { " \t", "empty", HMP },
    { "info status # c", "hmp [info status # c]", HMP },
    { "# c", "hmp [# c]", HMP },
    { "{ \"execute\": 'x", "hmp [{ \"execute\": 'x]", HMP },
    { "drive_add 0 file=json:{\"a\"", "hmp [drive_add 0 file=json:{\"a\"]",
      HMP },
    { "p 1 \\\nquit", "hmp [p 1 \\]\nhmp [quit]", HMP },
    { "transaction(\nq", "hmp [transaction(]\nhmp [q]", HMP },
    { "p 1 | 2", "hmp [p 1 | 2]", HMP },
    { "p 1 | 2", "hmp [p 1 | 2]", HMP | PROMPT },
    { "info qtree | less", "hmp [info qtree] -> [less]", HMP | PROMPT },
    { "x/4x 0 | head -1 | cat", "hmp [x/4x 0] -> [head -1 | cat]",
      HMP | PROMPT },
    { "xp 0 | less", "hmp [xp 0] -> [less]", HMP | PROMPT },
    { "help | less", "hmp [help] -> [less]", HMP | PROMPT },
    { "info a|b", "hmp [info a|b]", HMP | PROMPT },
    { "info |", "error: expected a program behind '|'", HMP | PROMPT },
    { "x/4x 0x100 | 4", "hmp [x/4x 0x100 | 4]", HMP },
    { "xp 0 | 4", "hmp [xp 0 | 4]", HMP },
    { "help | less", "error: '|' works at the prompt only", HMP },
    { "info | less", "error: '|' works at the prompt only", HMP },
    { ".qmp", "dot qmp []", HMP },
    { " .wait STOP \\\n -t 1", "more\ndot wait [STOP    -t 1]", HMP },
    { "info \xff", "error: this is not UTF-8", HMP },
    { "caf\u00e9\r", "hmp [caf\u00e9]", HMP },
};

START_TEST(hmp_lines_are_sent_as_they_are)
{
    check_case(&hmp_cases[_i], false);
}
END_TEST

static const Case hint_cases[] = {
    { "device_add driver e1000", "error: expected KEY=VALUE, not 'driver'\n"
                                 "  device_add driver e1000\n"
                                 "             ^\n" },
    { "a k=\"x", "error: the quote is not closed\n"
                 "  a k=\"x\n"
                 "      ^\n" },
    { "a k:={'b':1 2}", "error: expected ',' or '}'\n"
                        "  a k:={'b':1 2}\n"
                        "              ^\n" },
    { "a k={'b':",
      "more\nat the end: the bracket opened in line 1 is not closed\n"
      "  a k={'b':\n"
      "      ^\n" },
    /* wide and combining characters, and what must be escaped */
    { "a x=\u65e5\u672ce\u0301 b", "error: expected KEY=VALUE, not 'b'\n"
                                   "  a x=\u65e5\u672ce\u0301 b\n"
                                   "            ^\n" },
    { "a\tx=\x1b[m b", "error: expected KEY=VALUE, not 'b'\n"
                       "  a\\tx=\\u001b[m b\n"
                       "                ^\n" },
    { "a x=\xff", "error: this is not UTF-8\n"
                  "  a x=\\xff\n"
                  "      ^\n" },
    /* a long line is cut around the place */
    { "cmd k=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bad"
      " k=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      "error: expected KEY=VALUE, not 'bad'\n"
      "  ...aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa bad "
      "k=bbbbbbbbbbbbbbb...\n"
      "                                                     ^\n" },
    { "cmd bad k=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      "error: expected KEY=VALUE, not 'bad'\n"
      "  cmd bad k=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb\n"
      "      ^\n" },
    { "cmd bad k=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb",
      "error: expected KEY=VALUE, not 'bad'\n"
      "  cmd bad k=bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
      "...\n"
      "      ^\n" },
    /* of several lines, the one that it is in */
    { "stop\n{\n\"execute\": \"a\",\n\"argument\": {\"execute\": 1}\n}",
      "qmp stop\nmore\nmore\nmore\n"
      "error: member 'argument' is none of execute, exec-oob, arguments and id\n"
      "in line 4:\n"
      "  \"argument\": {\"execute\": 1}\n"
      "  ^\n" },
    { "{'execute': 'a', 'id': {'b':1}, 'arguments' : 2}",
      "error: 'arguments' must be an object\n"
      "  {'execute': 'a', 'id': {'b':1}, 'arguments' : 2}\n"
      "                                  ^\n" },
    { "transaction(\na\nb c\nd e\n)",
      "more\nmore\nmore\nmore\n"
      "error: expected KEY=VALUE, ';' or ')', not 'c'\n"
      "in line 3:\n"
      "  b c\n"
      "    ^\n"
      "nothing of the transaction was sent\n" },
    { "\ntransaction(\na b\n",
      "empty\nmore\nmore\nmore\n"
      "at the end: expected KEY=VALUE, ';' or ')', not 'b'\n"
      "in line 3:\n"
      "  a b\n"
      "    ^\n"
      "nothing of the transaction was sent\n"
      "the transaction opened in line 2 has no ')'\n" },
    { "transaction(\na b\n)",
      "more\n"
      "error: expected KEY=VALUE, ';' or ')', not 'b'\n"
      "  a b\n"
      "    ^\n"
      "nothing of this line was taken; the transaction is still open\n\n"
      "transaction ( )",
      PROMPT },
    { "transaction( a b )",
      "error: expected KEY=VALUE, ';' or ')', not 'b'\n"
      "  transaction( a b )\n"
      "                 ^\n",
      PROMPT },
};

START_TEST(errors_show_the_place)
{
    ck_assert_ptr_nonnull(setlocale(LC_CTYPE, "C.UTF-8"));
    check_case(&hint_cases[_i], true);
}
END_TEST

/* Whose use may be shown behind an error; NULL: no one's. */
static const struct {
    const char *text;
    const char *subject;
} subject_cases[] = {
    { "info block", "info" },
    { "device_add driver=e1000 net1", "device_add" },
    { "a {}", "a" },
    { "transaction( a x=1 ; b c )", "b" },
    { "transaction( a {'type':'b'} )", "a" },
    { "transaction( {'type':'b'} c )", NULL },
    { "a k=\"x", NULL },
    { "a k:=x", NULL },
    { "a .b=1", NULL },
    { "1a b", NULL },
};

START_TEST(a_bare_word_names_its_command)
{
    LineParser *p = line_parser_new(true);
    const char *text = subject_cases[_i].text;
    autofree_error Error *err = NULL;
    Command *cmd;

    ck_assert_int_eq(line_parser_feed(p, text, strlen(text), 1, &cmd, &err),
                     LINE_ERROR);
    ck_assert_pstr_eq(error_subject(err), subject_cases[_i].subject);
    line_parser_free(p);
}
END_TEST

static const struct {
    const char *text;
    LineState state;
} state_cases[] = {
    { "stop", LINE_STATE_START },
    { "stop k={", LINE_STATE_JSON },
    { "{", LINE_STATE_JSON },
    { "stop \\", LINE_STATE_CONTINUED },
    { ".exec \\", LINE_STATE_CONTINUED },
    { "transaction(", LINE_STATE_TRANSACTION },
    { "transaction( a", LINE_STATE_TRANSACTION },
    { "transaction( a x=[", LINE_STATE_JSON },
    { "transaction( a \\", LINE_STATE_CONTINUED },
};

START_TEST(state_says_what_comes_next)
{
    const char *text = state_cases[_i].text;
    LineParser *p = line_parser_new(true);
    Command *cmd;

    line_parser_feed(p, text, strlen(text), 1, &cmd, NULL);
    command_free(cmd);
    ck_assert_int_eq(line_parser_state(p), state_cases[_i].state);
    line_parser_reset(p);
    ck_assert_int_eq(line_parser_state(p), LINE_STATE_START);
    /* nothing of it is left */
    ck_assert_int_eq(line_parser_feed(p, "cont", 4, 1, &cmd, NULL),
                     LINE_COMMAND);
    ck_assert_str_eq(cmd->source, "cont");
    ck_assert_str_eq(cmd->call.name, "cont");
    command_free(cmd);
    line_parser_free(p);
}
END_TEST

/* Several lines fed as one text. */
static const Case several_cases[] = {
    { "{\n'execute':'a'}", "raw {\"execute\":\"a\"}" },
    { "# c\n\n stop \n# d\n", "qmp stop" },
    { "# c\n# d", "empty" },
    { "stop\n", "qmp stop" },
    { "transaction(\na\n)", "transaction ( a )", PROMPT },
    { "transaction(\na", "more" },
    { "stop\ncont", "error: expected one command, not several" },
    { "stop\n{", "error: expected one command, not several" },
    { "transaction(\na b\nc\n)",
      "error: expected KEY=VALUE, ';' or ')', not 'b'", PROMPT },
    { "transaction(\na b\nc\n)",
      "error: expected KEY=VALUE, ';' or ')', not 'b'" },
};

START_TEST(several_lines_make_one_command)
{
    const Case *c = &several_cases[_i];
    LineParser *p = line_parser_new(c->mode & PROMPT);
    autofree_strbuf StrBuf out = STRBUF_INIT;
    autofree_error Error *err = NULL;
    autofree_command Command *cmd = NULL;

    switch (line_parser_feed(p, c->text, strlen(c->text), 1, &cmd, &err)) {
    case LINE_COMMAND:
        dump_command(&out, cmd);
        break;
    case LINE_MORE:
        strbuf_puts(&out, "more");
        break;
    case LINE_ERROR:
        strbuf_printf(&out, "error: %s", error_message(err));
        ck_assert_ptr_null(strstr(error_hint(err), "still open"));
        ck_assert_int_eq(line_parser_state(p), LINE_STATE_START);
        break;
    }
    ck_assert_str_eq(strbuf_str(&out), c->outcome);
    line_parser_free(p);
}
END_TEST

static const struct {
    const char *line;
    size_t len;
    LineState after;
    unsigned mode;
} nul_cases[] = {
    { "stop\0x", 6, LINE_STATE_START },
    { "stop # \0", 8, LINE_STATE_START },
    { ".exec 'a\0", 9, LINE_STATE_START },
    { ".hmp a\0", 7, LINE_STATE_START },
    { "a k={\0", 6, LINE_STATE_START },
    { "info a\0", 7, LINE_STATE_START, HMP },
    /* what follows is no command of its own */
    { "transaction( a\0", 15, LINE_STATE_TRANSACTION },
    { "transaction( a\0", 15, LINE_STATE_TRANSACTION, PROMPT },
};

START_TEST(nul_in_a_line_is_refused)
{
    autofree_error Error *err = NULL;
    LineParser *p = line_parser_new(nul_cases[_i].mode & PROMPT);
    Command *cmd;

    line_parser_set_hmp(p, nul_cases[_i].mode & HMP);
    ck_assert_int_ne(line_parser_feed(p, nul_cases[_i].line, nul_cases[_i].len,
                                      1, &cmd, &err),
                     LINE_COMMAND);
    ck_assert_int_eq(line_parser_state(p), nul_cases[_i].after);
    if (!err) {
        ck_assert(!line_parser_finish(p, &err));
    }
    ck_assert_str_eq(error_message(err), "a line cannot hold a NUL character");
    ck_assert_ptr_nonnull(strstr(error_hint(err), "\\u0000"));
    line_parser_free(p);
}
END_TEST

START_TEST(endless_command_is_refused)
{
    autofree char *line = mem_new0(1 << 20, 1);
    autofree_error Error *err = NULL;
    LineParser *p = line_parser_new(false);
    LineResult result = LINE_MORE;
    unsigned n = 0;
    Command *cmd;

    memset(line, ' ', 1 << 20);
    line_parser_feed(p, "{", 1, 1, &cmd, NULL);
    while (result == LINE_MORE && n++ < 100) {
        result = line_parser_feed(p, line, 1 << 20, 2, &cmd, &err);
    }
    ck_assert_int_eq(result, LINE_ERROR);
    ck_assert_uint_eq(n, 64);
    ck_assert_str_eq(error_message(err), "the command is too long");
    ck_assert_int_eq(line_parser_feed(p, "stop", 4, 3, &cmd, NULL),
                     LINE_COMMAND);
    command_free(cmd);
    line_parser_free(p);
}
END_TEST

START_TEST(command_keeps_its_source_and_places)
{
    const char *lines[] = { "  blockdev-add \\", " file.\"x\"={",
                            "'a':1} b=2" };
    LineParser *p = line_parser_new(false);
    autofree_command Command *cmd = NULL;
    unsigned i;

    for (i = 0; i < 3; i++) {
        line_parser_feed(p, lines[i], strlen(lines[i]), 7 + i, &cmd, NULL);
    }
    ck_assert_ptr_nonnull(cmd);
    ck_assert_str_eq(cmd->source,
                     "  blockdev-add \\\n file.\"x\"={\n'a':1} b=2");
    ck_assert_uint_eq(cmd->line, 7);
    ck_assert_str_eq(cmd->source + cmd->call.name_at, cmd->source + 2);
    ck_assert_int_eq(strncmp(cmd->source + cmd->call.args[0].key_at, "file", 4),
                     0);
    ck_assert_int_eq(cmd->source[cmd->call.args[0].parts[1].at], '"');
    ck_assert_int_eq(cmd->source[cmd->call.args[0].value_at], '{');
    ck_assert_str_eq(cmd->source + cmd->call.args[1].value_at, "2");
    ck_assert_str_eq(command_execute_name(cmd), "blockdev-add");
    line_parser_free(p);
}
END_TEST

START_TEST(refused_lines_leave_the_source)
{
    const char *lines[] = { " transaction( b c", "a", "b c", ")" };
    LineParser *p = line_parser_new(true);
    autofree_command Command *cmd = NULL;
    unsigned i;

    for (i = 0; i < 4; i++) {
        line_parser_feed(p, lines[i], strlen(lines[i]), 1, &cmd, NULL);
    }
    ck_assert_str_eq(cmd->source, " transaction(\na\n)");
    ck_assert_str_eq(command_execute_name(cmd), "transaction");
    line_parser_free(p);
}
END_TEST

START_TEST(nesting_ends_at_the_limit)
{
    autofree_strbuf StrBuf line = STRBUF_INIT;
    autofree_error Error *err = NULL;
    LineParser *p = line_parser_new(false);
    Command *cmd;

    strbuf_puts(&line, "a k=");
    strbuf_fill(&line, '[', JSON_MAX_DEPTH + 1);
    ck_assert_int_eq(line_parser_feed(p, line.data, line.len, 1, &cmd, &err),
                     LINE_ERROR);
    ck_assert_str_eq(error_message(err), "nested deeper than 1024");
    error_free(STEAL(err));

    strbuf_reset(&line);
    strbuf_puts(&line, "a k");
    for (int i = 0; i < JSON_MAX_DEPTH; i++) {
        strbuf_puts(&line, ".k");
    }
    strbuf_puts(&line, "=1");
    ck_assert_int_eq(line_parser_feed(p, line.data, line.len, 1, &cmd, &err),
                     LINE_ERROR);
    ck_assert_str_eq(error_message(err), "nested deeper than 1024");
    line_parser_free(p);
}
END_TEST

/* Feed an object of @n lines. */
static int64_t time_to_read(unsigned n)
{
    LineParser *p = line_parser_new(false);
    autofree_command Command *cmd = NULL;
    int64_t start = clock_now_ms();
    char line[32];
    unsigned i;

    line_parser_feed(p, "{'execute':'x','arguments':{", 28, 1, &cmd, NULL);
    for (i = 0; i < n; i++) {
        snprintf(line, sizeof(line), "'member-%u':%u,", i, i);
        ck_assert_int_eq(
            line_parser_feed(p, line, strlen(line), 2 + i, &cmd, NULL),
            LINE_MORE);
    }
    ck_assert_int_eq(line_parser_feed(p, "}}", 2, 2 + i, &cmd, NULL),
                     LINE_COMMAND);
    line_parser_free(p);
    return clock_now_ms() - start;
}

START_TEST(time_is_linear_in_the_lines)
{
    int64_t small, large;

    time_to_read(10000);
    small = time_to_read(10000);
    large = time_to_read(160000);
    ck_assert_msg(large <= 80 * (small + 2), "%lld ms, then %lld ms",
                  (long long)small, (long long)large);
}
END_TEST

static const struct {
    const char *words[5];
    const char *outcome;
    bool hmp;
} words_cases[] = {
    { { "query-status" }, "qmp query-status" },
    { { "a", "k=v", "l:=[1, 2]", "m:@f" },
      "qmp a k=bare:v l=json:[1,2] m=file:f" },
    /* nothing in a value is a quote, a comment or a blank */
    { { "a", "k=\"x\"", "l='y'", "m= z ", "n=#" },
      "qmp a k=bare:\"x\" l=bare:'y' m=bare: z  n=bare:#" },
    { { "a", "k=\"x", "l=x y", "m=\\", "n=" },
      "qmp a k=bare:\"x l=bare:x y m=bare:\\ n=bare:" },
    { { "a", "k=exec:cat > F", "l=a | b" },
      "qmp a k=bare:exec:cat > F l=bare:a | b" },
    { { "a", "k={\"b\": 'c'}", "l=[ ]" },
      "qmp a k=bracket:{\"b\": 'c'} l=bracket:[ ]" },
    { { "a", "k=json:{\"b\": 1}", "l:@my file" },
      "qmp a k=bare:json:{\"b\": 1} l=file:my file" },
    { { "a", "k=line\nline" }, "qmp a k=bare:line\nline" },
    { { "a", "k.\"l.m\".n=1" }, "qmp a k/l.m\"/n=bare:1" },
    { { "{\"execute\": \"stop\"}" }, "raw {\"execute\":\"stop\"}" },
    { { "{\"execute\": \"stop\"}", "x" },
      "error: expected nothing behind the JSON object" },
    { { "a", "k l=1" }, "qmp a k l=bare:1" },
    { { "a", "#" }, "error: expected KEY=VALUE, not '#'" },
    { { "a", "|", "less" }, "error: expected KEY=VALUE, not '|'" },
    { { "a", "" }, "error: expected KEY=VALUE, not ''" },
    { { "" }, "error: '' cannot be a command's name" },
    { { "a b" }, "error: 'a b' cannot be a command's name" },
    { { "a", "k={b}", "l=[x" }, "qmp a k=bracket:{b} l=bracket:[x" },
    { { "a", "k:=x" }, "error: expected a JSON value, not 'x'" },
    { { "a", "k=\xff" }, "error: this is not UTF-8" },
    { { "a", "k:@\xff" }, "qmp a k=file:\xff" },
    { { "transaction(", "a", ")" },
      "error: a transaction needs a line: use -c, -f or standard input" },
    { { "info", "status" }, "hmp [info status]", true },
    { { "p", "1 |", "2 # " }, "hmp [p 1 | 2 # ]", true },
    { { "info", "\xff" }, "error: this is not UTF-8", true },
    /* dot commands */
    { { ".wait", "-t", "5", "STOP" }, "dot wait [-t 5 STOP]" },
    { { ".wait", "-t" }, "dot wait [-t]", true },
    { { ".exec", "a b", "", "it's", "\"q\"" },
      "dot exec [\"a b\" \"\" it's \"\\\"q\\\"\"]" },
    { { ".exec", "#", "|", "\\", "a\\" },
      "dot exec [\"#\" \"|\" \"\\\\\" a\\]" },
    { { ".wait", "X", "k=a b", "l=\"x\"", "m={'n': 1}" },
      "dot wait [X k=\"a b\" l=\"\\\"x\\\"\" m={'n': 1}]" },
    { { ".exec", "k={", "a.'b", "\nx" },
      "dot exec [k=\"{\" \"a.'b\" \"\\u000ax\"]" },
    { { ".hmp", "info", "a b", "'" }, "dot hmp [info a b ']" },
};

static size_t count_words(char *const *words)
{
    size_t n = 0;

    while (n < 5 && words[n]) {
        n++;
    }
    return n;
}

START_TEST(program_arguments_are_literal)
{
    char *const *words = (char *const *)words_cases[_i].words;
    autofree_strbuf StrBuf out = STRBUF_INIT;
    autofree_error Error *err = NULL;
    autofree_command Command *cmd = command_from_words(
        words, count_words(words), words_cases[_i].hmp, &err);

    if (cmd) {
        dump_command(&out, cmd);
        ck_assert_ptr_nonnull(cmd->source);
    } else {
        ck_assert_int_eq(error_kind(err), ERROR_PARSE);
        strbuf_printf(&out, "error: %s", error_message(err));
    }
    ck_assert_str_eq(strbuf_str(&out), words_cases[_i].outcome);
}
END_TEST

START_TEST(dot_words_come_back_as_they_were)
{
    char *const *words = (char *const *)words_cases[_i].words;
    size_t n_in = count_words(words), n, i;
    autofree_command Command *cmd = NULL;
    char **split;

    if (words[0][0] != '.' || strcmp(words[0], ".hmp") == 0) {
        return;
    }
    cmd = command_from_words(words, n_in, false, NULL);
    split = words_split(cmd->rest, &n, NULL);
    ck_assert_ptr_nonnull(split);
    ck_assert_uint_eq(n, n_in - 1);
    for (i = 0; i < n; i++) {
        ck_assert_str_eq(split[i], words[i + 1]);
    }
    words_free(split);
}
END_TEST

START_TEST(no_words_are_an_error)
{
    ck_assert_ptr_null(command_from_words(NULL, 0, false, NULL));
}
END_TEST

static const struct {
    const char *text;
    const char *outcome;
} split_cases[] = {
    { "", "" },
    { "  a\tb  ", "[a][b]" },
    { "'a b' \"c\\u0041\" ''", "[a b][cA][]" },
    { "it's a\"b c\"", "[it's][a\"b][c\"]" },
    { "k=\"a b\" l='c d' m=e", "[k=a b][l=c d][m=e]" },
    { "k={'a': 1} l:=\"a b\"", "[k={'a': 1}][l:=\"a b\"]" },
    { "a # b", "[a]" },
    { "a#b '#'", "[a#b][#]" },
    { "C:\\x a\\", "[C:\\x][a\\]" },
    { "/tmp/\xff", "[/tmp/\xff]" },
    { "'a", "error: the quote is not closed\n  'a\n  ^\n" },
    { "b 'a'c", "error: expected a blank behind the closing quote\n"
                "  b 'a'c\n       ^\n" },
    { "k=\"a", "error: the quote is not closed\n  k=\"a\n    ^\n" },
    { "k={", "error: the bracket is not closed\n  k={\n    ^\n" },
    { "\"\\u0000\"", "error: a word here cannot hold \\u0000\n"
                     "  \"\\u0000\"\n  ^\n" },
    { "a \"\\q\"", "error: unknown escape in a string\n"
                   "  a \"\\q\"\n     ^\n" },
};

START_TEST(rest_of_a_dot_command_splits_into_words)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;
    autofree_error Error *err = NULL;
    size_t n = 99, i;
    char **words = words_split(split_cases[_i].text, &n, &err);

    if (words) {
        for (i = 0; i < n; i++) {
            strbuf_printf(&out, "[%s]", words[i]);
        }
        ck_assert_ptr_null(words[n]);
    } else {
        strbuf_printf(&out, "error: %s\n%s", error_message(err),
                      error_hint(err));
    }
    ck_assert_str_eq(strbuf_str(&out), split_cases[_i].outcome);
    words_free(words);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_set_timeout(tc, 60);
    tcase_add_loop_test(tc, words_are_exact, 0, ARRAY_SIZE(word_cases));
    tcase_add_loop_test(tc, lines_make_commands, 0, ARRAY_SIZE(line_cases));
    tcase_add_loop_test(tc, transactions_take_actions, 0,
                        ARRAY_SIZE(transaction_cases));
    tcase_add_loop_test(tc, hmp_lines_are_sent_as_they_are, 0,
                        ARRAY_SIZE(hmp_cases));
    tcase_add_loop_test(tc, a_bare_word_names_its_command, 0,
                        ARRAY_SIZE(subject_cases));
    tcase_add_loop_test(tc, errors_show_the_place, 0, ARRAY_SIZE(hint_cases));
    tcase_add_loop_test(tc, state_says_what_comes_next, 0,
                        ARRAY_SIZE(state_cases));
    tcase_add_loop_test(tc, several_lines_make_one_command, 0,
                        ARRAY_SIZE(several_cases));
    tcase_add_loop_test(tc, nul_in_a_line_is_refused, 0, ARRAY_SIZE(nul_cases));
    tcase_add_test(tc, endless_command_is_refused);
    tcase_add_test(tc, command_keeps_its_source_and_places);
    tcase_add_test(tc, refused_lines_leave_the_source);
    tcase_add_test(tc, nesting_ends_at_the_limit);
    tcase_add_test(tc, time_is_linear_in_the_lines);
    tcase_add_loop_test(tc, program_arguments_are_literal, 0,
                        ARRAY_SIZE(words_cases));
    tcase_add_loop_test(tc, dot_words_come_back_as_they_were, 0,
                        ARRAY_SIZE(words_cases));
    tcase_add_test(tc, no_words_are_an_error);
    tcase_add_loop_test(tc, rest_of_a_dot_command_splits_into_words, 0,
                        ARRAY_SIZE(split_cases));
}

int main(void)
{
    return unit_run("line_parser", add_tests);
}
