/*
 * A written value by the type of its argument
 */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "lang/integer.h"
#include "lang/line_parser.h"
#include "lang/typing.h"
#include "util/json.h"
#include "util/mem.h"

static const struct {
    const char *text;
    const char *outcome; /* "!" and the flaw: it is refused */
} integer_cases[] = {
    /* decimal and hexadecimal */
    { "0", "0" },
    { "7", "7" },
    { "-1", "-1" },
    { "-0", "0" },
    { "1234567890", "1234567890" },
    { "0x0", "0" },
    { "0x3", "3" },
    { "0X3f", "63" },
    { "0xFFff", "65535" },
    { "0x007", "7" },
    { "-0x10", "-16" },
    /* both ends of the range, and one beyond */
    { "9223372036854775807", "9223372036854775807" },
    { "9223372036854775808", "9223372036854775808" },
    { "18446744073709551615", "18446744073709551615" },
    { "18446744073709551616", "!is not from -2^63 to 2^64-1" },
    { "99999999999999999999999999", "!is not from -2^63 to 2^64-1" },
    { "-9223372036854775808", "-9223372036854775808" },
    { "-9223372036854775809", "!is not from -2^63 to 2^64-1" },
    { "0xffffffffffffffff", "18446744073709551615" },
    { "0x10000000000000000", "!is not from -2^63 to 2^64-1" },
    { "-0x8000000000000000", "-9223372036854775808" },
    { "-0x8000000000000001", "!is not from -2^63 to 2^64-1" },
    { "15E", "17293822569102704640" },
    { "16E", "!is not from -2^63 to 2^64-1" },
    { "16383P", "18445618173802708992" },
    { "-8E", "-9223372036854775808" },
    { "-9E", "!is not from -2^63 to 2^64-1" },
    /* suffixes in any case are powers of 1024 */
    { "1k", "1024" },
    { "1K", "1024" },
    { "64m", "67108864" },
    { "64M", "67108864" },
    { "1g", "1073741824" },
    { "1G", "1073741824" },
    { "2t", "2199023255552" },
    { "2T", "2199023255552" },
    { "1p", "1125899906842624" },
    { "1P", "1125899906842624" },
    { "1e", "1152921504606846976" },
    { "1E", "1152921504606846976" },
    { "-2k", "-2048" },
    { "0k", "0" },
    /* fractions where the result is whole, exactly */
    { "1.5G", "1610612736" },
    { "0.5k", "512" },
    { "1.0k", "1024" },
    { "1.500000k", "1536" },
    { "-1.5k", "-1536" },
    { "0.0009765625k", "1" },
    { "0.1G", "!is not whole" },
    { "1.0001k", "!is not whole" },
    { "0.00048828125k", "!is not whole" },
    { "1.00000000000000000000000000000000000000000000000001k",
      "!is not whole" },
    { "0.00000000000000000000000000000000000000000000000000000000000000000000"
      "00000000000000000000000000000001E",
      "!is not whole" },
    { "0.000000000000000000867361737988403547205962240695953369140625E", "1" },
    { "15.999999999999999999132638262011596452794037759304046630859375E",
      "18446744073709551615" },
    { "7.999999999999999999132638262011596452794037759304046630859375E",
      "9223372036854775807" },
    /* what is nearly one */
    { "+1", "!begins with +" },
    { "+1k", "!begins with +" },
    { "010", "!begins with 0" },
    { "00", "!begins with 0" },
    { "-01", "!begins with 0" },
    { "01.5k", "!begins with 0" },
    /* and what is none */
    { "", "!" },
    { "-", "!" },
    { "+", "!" },
    { "--1", "!" },
    { "abc", "!" },
    { "0x", "!" },
    { "x3", "!" },
    { "0xg", "!" },
    { "0x1k", "!" },
    { "0x1.8k", "!" },
    { "1.5", "!" },
    { "1.0", "!" },
    { "1.", "!" },
    { "1.k", "!" },
    { ".5k", "!" },
    { "1e3", "!" },
    { "1kB", "!" },
    { "1KiB", "!" },
    { "1kk", "!" },
    { "k", "!" },
    { "1_000", "!" },
    { "1,5k", "!" },
    { "1 ", "!" },
    { " 1", "!" },
    { "1b", "!" },
    { "1\vk", "!" },
};

START_TEST(integers_are_exact)
{
    autofree_strbuf StrBuf got = STRBUF_INIT;
    autoput json_object *value = NULL;
    const char *flaw;

    if (integer_read(integer_cases[_i].text, &value, &flaw)) {
        ck_assert_int_eq(json_object_get_type(value), json_type_int);
        json_append(&got, value, false);
    } else {
        strbuf_printf(&got, "!%s", flaw ? flaw : "");
    }
    ck_assert_str_eq(strbuf_str(&got), integer_cases[_i].outcome);
}
END_TEST

/* A command `t` with an argument of each kind of type. */
static const char schema_text[] =
    "[{'name':'t','meta-type':'command','arg-type':'0','ret-type':'9'},"
    "{'name':'9','meta-type':'object','members':[]},"
    "{'name':'0','meta-type':'object','members':["
    "{'name':'str','type':'str'},{'name':'int','type':'int'},"
    "{'name':'num','type':'number'},{'name':'bool','type':'bool'},"
    "{'name':'nul','type':'null'},{'name':'any','type':'any'},"
    "{'name':'enum','type':'1'},{'name':'enum9','type':'2'},"
    "{'name':'obj','type':'3'},{'name':'arr','type':'[int]'},"
    "{'name':'objs','type':'[3]'},"
    "{'name':'ref','type':'4'},{'name':'refnul','type':'5'},"
    "{'name':'enumobj','type':'6'},{'name':'intbool','type':'7'},"
    "{'name':'strs','type':'8'}]},"
    "{'name':'1','meta-type':'enum','values':['full','none','16','on','']},"
    "{'name':'2','meta-type':'enum','values':['alpha','beta','gamma','delta',"
    "'epsilon','zeta','eta','theta','iota']},"
    "{'name':'3','meta-type':'object','members':[{'name':'x','type':'int'}]},"
    "{'name':'[int]','meta-type':'array','element-type':'int'},"
    "{'name':'[3]','meta-type':'array','element-type':'3'},"
    "{'name':'[str]','meta-type':'array','element-type':'str'},"
    "{'name':'4','meta-type':'alternate','members':[{'type':'3'},"
    "{'type':'str'}]},"
    "{'name':'5','meta-type':'alternate','members':[{'type':'3'},"
    "{'type':'str'},{'type':'null'}]},"
    "{'name':'6','meta-type':'alternate','members':[{'type':'3'},"
    "{'type':'2'}]},"
    "{'name':'7','meta-type':'alternate','members':[{'type':'int'},"
    "{'type':'bool'},{'type':'[int]'}]},"
    "{'name':'8','meta-type':'alternate','members':[{'type':'str'},"
    "{'type':'[str]'}]},"
    "{'name':'str','meta-type':'builtin','json-type':'string'},"
    "{'name':'int','meta-type':'builtin','json-type':'int'},"
    "{'name':'number','meta-type':'builtin','json-type':'number'},"
    "{'name':'bool','meta-type':'builtin','json-type':'boolean'},"
    "{'name':'null','meta-type':'builtin','json-type':'null'},"
    "{'name':'any','meta-type':'builtin','json-type':'value'}]";

static QmpSchema *make_schema(void)
{
    autoput json_object *list = NULL;
    QmpSchema *schema;

    ck_assert(json_read(schema_text, strlen(schema_text), JSON_READ_LITERAL,
                        &list, NULL, NULL));
    schema = qmp_schema_new(list, NULL);
    ck_assert_ptr_nonnull(schema);
    return schema;
}

/* "t WORD" */
static Command *parse_arg(const char *word)
{
    autofree char *line = mem_printf("t %s", word);
    LineParser *p = line_parser_new(false);
    Command *cmd = NULL;

    ck_assert_int_eq(line_parser_feed(p, line, strlen(line), 1, &cmd, NULL),
                     LINE_COMMAND);
    line_parser_free(p);
    return cmd;
}

/* The value as JSON, or what was said against it with the place. */
static char *convert(const ValueType *type, const char *word)
{
    autofree_command Command *cmd = parse_arg(word);
    const Arg *arg = &cmd->call.args[0];
    autoput json_object *value = NULL;
    autofree_error Error *err = NULL;
    StrBuf out = STRBUF_INIT;
    size_t at = 0;
    bool ok;

    if (arg->form == VALUE_FILE) {
        ok = value_check_file(type, arg, &at, &err);
    } else {
        ok = value_convert(type, arg, &value, &at, &err);
    }
    ck_assert_int_eq(ok, !err);
    if (ok) {
        json_append(&out, value, false);
    } else {
        ck_assert_int_eq(error_kind(err), ERROR_PARSE);
        strbuf_printf(&out, "%zu: %s", at, error_message(err));
    }
    return strbuf_steal(&out);
}

static const struct {
    const char *word; /* its key is the argument of `t` */
    const char *outcome;
} schema_cases[] = {
    /* strings as written, whatever they look like */
    { "str=on", "\"on\"" },
    { "str=16", "\"16\"" },
    { "str=1G", "\"1G\"" },
    { "str=0x3", "\"0x3\"" },
    { "str=true", "\"true\"" },
    { "str=null", "\"null\"" },
    { "str=", "\"\"" },
    { "str=\"a b\"", "\"a b\"" },
    { "str={a}", "\"{a}\"" },
    { "str=[x]", "\"[x]\"" },
    { "str={'a': 1,}", "\"{'a': 1,}\"" },
    { "str={'a':1,'a':2}", "\"{'a':1,'a':2}\"" },
    { "str=json:{\"a\":1}", "\"json:{\\\"a\\\":1}\"" },
    { "str:=5", "5" },
    { "str:@f", "null" },
    /* enums */
    { "enum=full", "\"full\"" },
    { "enum=on", "\"on\"" },
    { "enum=16", "\"16\"" },
    { "enum=", "\"\"" },
    { "enum=\"none\"", "\"none\"" },
    { "enum:@f", "null" },
    { "enum:=5", "5" },
    { "enum=ful", "7: 'enum' cannot be 'ful': did you mean 'full'? "
                  "(full, none, 16, on, )" },
    { "enum=\"ful\"", "7: 'enum' cannot be 'ful': did you mean 'full'? "
                      "(full, none, 16, on, )" },
    { "enum=\"full\\u0000\"",
      "7: 'enum' cannot be 'full': did you mean 'full'? "
      "(full, none, 16, on, )" },
    { "enum=zzzzzz", "7: 'enum' cannot be 'zzzzzz' (full, none, 16, on, )" },
    { "enum9=epsilo",
      "8: 'enum9' cannot be 'epsilo': did you mean 'epsilon'?" },
    { "enum9=", "8: 'enum9' is one of 9 values, not ''" },
    { "enum9=[x]", "8: 'enum9' is a string, not an array" },
    /* integers */
    { "int=5", "5" },
    { "int=-1", "-1" },
    { "int=0x3", "3" },
    { "int=1.5G", "1610612736" },
    { "int=18446744073709551615", "18446744073709551615" },
    { "int=18446744073709551616",
      "6: 'int' is an integer: '18446744073709551616' is not from -2^63 to "
      "2^64-1" },
    { "int=1.3k", "6: 'int' is an integer: '1.3k' is not whole" },
    { "int=010", "6: 'int' is an integer: '010' begins with 0" },
    { "int=+5", "6: 'int' is an integer: '+5' begins with +" },
    { "int=abc", "6: 'int' is an integer (such as 64, 0x40 or 1G), not 'abc'" },
    { "int=1.0", "6: 'int' is an integer (such as 64, 0x40 or 1G), not '1.0'" },
    { "int=true",
      "6: 'int' is an integer (such as 64, 0x40 or 1G), not 'true'" },
    { "int=", "6: 'int' is an integer: it cannot be empty" },
    { "int=\"5\"", "6: 'int' is an integer, not a string" },
    { "int=json:{}", "6: 'int' is an integer, not a string" },
    { "int=[5]", "6: 'int' is an integer, not an array" },
    { "int={}", "6: 'int' is an integer, not an object" },
    { "int={bad}", "6: 'int' is an integer, not an object" },
    { "int:@f", "7: 'int' is an integer, not the text of a file" },
    { "int:=\"5\"", "\"5\"" },
    { "int:=null", "null" },
    /* numbers */
    { "num=1", "1" },
    { "num=-1.50", "-1.50" },
    { "num=1e3", "1e3" },
    { "num=0x10", "16" },
    { "num=1k", "1024" },
    { "num=99999999999999999999", "99999999999999999999" },
    { "num=.5", "6: 'num' is a number (such as 64, 2.5 or 1e3), not '.5'" },
    { "num=NaN", "6: 'num' is a number (such as 64, 2.5 or 1e3), not 'NaN'" },
    { "num=", "6: 'num' is a number: it cannot be empty" },
    /* booleans, in any case */
    { "bool=true", "true" },
    { "bool=false", "false" },
    { "bool=on", "true" },
    { "bool=off", "false" },
    { "bool=yes", "true" },
    { "bool=no", "false" },
    { "bool=True", "true" },
    { "bool=OFF", "false" },
    { "bool=Yes", "true" },
    { "bool=1",
      "7: 'bool' is a boolean (true, false, on, off, yes or no), not '1'" },
    { "bool=y",
      "7: 'bool' is a boolean (true, false, on, off, yes or no), not 'y'" },
    { "bool=", "7: 'bool' is a boolean: it cannot be empty" },
    { "bool=\"on\"", "7: 'bool' is a boolean, not a string" },
    /* null */
    { "nul=null", "null" },
    { "nul=x", "6: 'nul' is null, not 'x'" },
    { "nul=Null", "6: 'nul' is null, not 'Null'" },
    /* objects and arrays: brackets, or keys */
    { "obj={'x': \"1\"}", "{\"x\":\"1\"}" },
    { "obj={bad}", "7: expected a key in quotes" },
    { "obj=5", "6: 'obj' is an object, not '5': write obj.x=INTEGER" },
    { "obj=", "6: 'obj' is an object: it cannot be empty: write "
              "obj.x=INTEGER" },
    { "obj=\"{}\"", "6: 'obj' is an object, not a string: write "
                    "obj.x=INTEGER" },
    { "obj=[]", "6: 'obj' is an object, not an array: write obj.x=INTEGER" },
    { "arr=[1, True, 'x']", "[1,true,\"x\"]" },
    { "arr=5", "6: 'arr' is an array, not '5': write arr.0=INTEGER" },
    { "arr={}", "6: 'arr' is an array, not an object: write arr.0=INTEGER" },
    { "objs=abc", "7: 'objs' is an array, not 'abc': write objs.0.x=INTEGER" },
    /* alternates: null, then brackets, then a string or enum */
    { "ref=abc", "\"abc\"" },
    { "ref=null", "\"null\"" },
    { "ref=5", "\"5\"" },
    { "ref=", "\"\"" },
    { "ref={'x':1}", "{\"x\":1}" },
    { "ref={bad}", "7: expected a key in quotes" },
    { "ref=[1]", "\"[1]\"" },
    { "ref=\"{}\"", "\"{}\"" },
    { "refnul=null", "null" },
    { "refnul=\"null\"", "\"null\"" },
    { "refnul=NULL", "\"NULL\"" },
    { "refnul=", "\"\"" },
    { "enumobj=zeta", "\"zeta\"" },
    { "enumobj={'x':1}", "{\"x\":1}" },
    { "enumobj=zet", "10: 'enumobj' cannot be 'zet': did you mean 'zeta'?" },
    { "intbool=on", "true" },
    { "intbool=5", "5" },
    { "intbool=[5]", "[5]" },
    { "intbool=x",
      "10: 'intbool' is an array or a boolean (true, false, on, off, yes or "
      "no) or an integer (such as 64, 0x40 or 1G), not 'x'" },
    { "strs=io0", "\"io0\"" },
    { "strs=['io0']", "[\"io0\"]" },
    { "strs={}", "\"{}\"" },
    /* any, and what the schema does not know: by look */
    { "any=5", "5" },
    { "any=-1.50e3", "-1.50e3" },
    { "any=0x5", "\"0x5\"" },
    { "any=1G", "\"1G\"" },
    { "any=on", "\"on\"" },
    { "any=TRUE", "true" },
    { "any=null", "null" },
    { "any=None", "\"None\"" },
    { "any=", "\"\"" },
    { "any=[1]", "[1]" },
    { "any=[x]", "7: expected a JSON value, not 'x'" },
    { "any=\"5\"", "\"5\"" },
    { "unknown=5", "5" },
    { "unknown=true", "true" },
    { "unknown=x", "\"x\"" },
};

START_TEST(schema_types_values)
{
    QmpSchema *schema = make_schema();
    const char *word = schema_cases[_i].word;
    autofree char *name = mem_strndup(word, strcspn(word, "=:"));
    const SchemaMember *member = schema_member(
        qmp_schema_command(schema, "t")->args, name, NULL, NULL);
    ValueType type = value_type_of_schema(member ? member->type : NULL);
    autofree char *got = convert(&type, word);

    ck_assert_int_eq(!member, strcmp(name, "unknown") == 0);
    ck_assert_str_eq(got, schema_cases[_i].outcome);
    qmp_schema_free(schema);
}
END_TEST

START_TEST(long_values_are_cut_in_messages)
{
    ValueType type = value_type_of_property(PROPERTY_OF_DEVICE, "int");
    autofree_strbuf StrBuf word = STRBUF_INIT;
    autofree char *got = NULL;

    strbuf_puts(&word, "k=");
    strbuf_fill(&word, 'x', 1000);
    got = convert(&type, word.data);
    ck_assert_uint_lt(strlen(got), 160);
    ck_assert_ptr_nonnull(strstr(got, "xxx..."));
}
END_TEST

static const struct {
    PropertyOwner owner;
    const char *type; /* NULL: not listed */
    const char *word;
    const char *outcome;
} property_cases[] = {
    /* devices: QEMU 10's names */
    { PROPERTY_OF_DEVICE, "uint32", "lun=0x3", "3" },
    { PROPERTY_OF_DEVICE, "uint8", "k=3", "3" },
    { PROPERTY_OF_DEVICE, "uint4", "k=3", "3" },
    { PROPERTY_OF_DEVICE, "uint64", "k=18446744073709551615",
      "18446744073709551615" },
    { PROPERTY_OF_DEVICE, "int32", "k=-1", "-1" },
    { PROPERTY_OF_DEVICE, "int", "k=1k", "1024" },
    { PROPERTY_OF_DEVICE, "size", "k=4k", "4096" },
    { PROPERTY_OF_DEVICE, "uint32", "k=x",
      "4: 'k' is an integer (such as 64, 0x40 or 1G), not 'x'" },
    { PROPERTY_OF_DEVICE, "uint32", "k=",
      "4: 'k' is an integer: it cannot be "
      "empty" },
    { PROPERTY_OF_DEVICE, "uint32", "k=\"3\"", "\"3\"" },
    { PROPERTY_OF_DEVICE, "uint32", "k=[3]",
      "4: 'k' is an integer, not an array" },
    { PROPERTY_OF_DEVICE, "uint32", "k:@f", "null" },
    { PROPERTY_OF_DEVICE, "bool", "k=on", "true" },
    { PROPERTY_OF_DEVICE, "bool", "k=x",
      "4: 'k' is a boolean (true, false, on, off, yes or no), not 'x'" },
    { PROPERTY_OF_DEVICE, "str", "k=123", "\"123\"" },
    { PROPERTY_OF_DEVICE, "str", "k=[1]", "\"[1]\"" },
    { PROPERTY_OF_DEVICE, "string", "k={}", "\"{}\"" },
    { PROPERTY_OF_DEVICE, "link<iothread>", "k=0", "\"0\"" },
    { PROPERTY_OF_DEVICE, "link<iothread>", "k=[0]", "\"[0]\"" },
    { PROPERTY_OF_DEVICE, "OnOffAuto", "k=on", "\"on\"" },
    { PROPERTY_OF_DEVICE, "PCIELinkSpeed", "k=16", "\"16\"" },
    { PROPERTY_OF_DEVICE, "interval", "k=5", "\"5\"" },
    { PROPERTY_OF_DEVICE, "IOThreadVirtQueueMappingList", "k=[{'a':1}]",
      "[{\"a\":1}]" },
    { PROPERTY_OF_DEVICE, "IOThreadVirtQueueMappingList", "k=io0",
      "4: 'k' is an array, not 'io0'" },
    { PROPERTY_OF_DEVICE, "list", "k=[1]", "[1]" },
    { PROPERTY_OF_DEVICE, "list", "k={}", "4: 'k' is an array, not an object" },
    { PROPERTY_OF_DEVICE, "guest statistics", "k={'a':1}", "{\"a\":1}" },
    { PROPERTY_OF_DEVICE, NULL, "k=5", "\"5\"" },
    { PROPERTY_OF_DEVICE, NULL, "k=[5]", "\"[5]\"" },
    /* objects */
    { PROPERTY_OF_OBJECT, "int", "value=0x10", "16" },
    { PROPERTY_OF_OBJECT, "int", "value=[0]", "[0]" },
    { PROPERTY_OF_OBJECT, "int", "value=x",
      "8: 'value' is an integer (such as 64, 0x40 or 1G), not 'x'" },
    { PROPERTY_OF_OBJECT, "size", "value=1G", "1073741824" },
    { PROPERTY_OF_OBJECT, "bool", "value=no", "false" },
    { PROPERTY_OF_OBJECT, "string", "value=5", "\"5\"" },
    { PROPERTY_OF_OBJECT, "str", "value={'a':1}", "{\"a\":1}" },
    { PROPERTY_OF_OBJECT, "HostMemPolicy", "value=default", "\"default\"" },
    { PROPERTY_OF_OBJECT, NULL, "value=5", "5" },
};

START_TEST(properties_type_values)
{
    ValueType type = value_type_of_property(property_cases[_i].owner,
                                            property_cases[_i].type);
    autofree char *got = convert(&type, property_cases[_i].word);

    ck_assert_str_eq(got, property_cases[_i].outcome);
}
END_TEST

START_TEST(lists_and_structs_have_members)
{
    ck_assert(property_has_members("list"));
    ck_assert(property_has_members("IOThreadVirtQueueMappingList"));
    ck_assert(property_has_members("GuestPanicInformation"));
    ck_assert(!property_has_members("bool"));
    ck_assert(!property_has_members("uint32"));
    ck_assert(!property_has_members("size"));
    ck_assert(!property_has_members("str"));
    ck_assert(!property_has_members("link<iothread>"));
}
END_TEST

static const struct {
    const char *word;
    bool open;
} open_cases[] = {
    { "k=abc", false },
    { "k=qcow2", false },
    { "k=disk0.img", false },
    { "k=truex", false },
    { "k=virtio-0", false },
    { "k=-", false },
    { "k=/dev/sda1", false },
    { "k=10.0.0.0/8", false },
    { "k=52:54:00:12:34:56", false },
    { "k=\"5\"", false },
    { "k='true'", false },
    { "k:=5", false },
    { "k:@f", false },
    { "k=json:{}", false },
    { "k=", true },
    { "k=5", true },
    { "k=-1", true },
    { "k=1.5", true },
    { "k=1G", true },
    { "k=0x3", true },
    { "k=1e3", true },
    { "k=+1", true },
    { "k=010", true },
    { "k=.5", true },
    { "k=1.5t", true },
    { "k=2P", true },
    { "k=true", true },
    { "k=False", true },
    { "k=ON", true },
    { "k=off", true },
    { "k=yes", true },
    { "k=no", true },
    { "k=null", true },
    { "k=Null", true },
    { "k={}", true },
    { "k=[x]", true },
};

START_TEST(plain_words_and_quoted_text_need_no_type)
{
    autofree_command Command *cmd = parse_arg(open_cases[_i].word);

    ck_assert_int_eq(value_is_open(&cmd->call.args[0]), open_cases[_i].open);
}
END_TEST

static void add_tests(TCase *tc)
{
    tcase_add_loop_test(tc, integers_are_exact, 0, ARRAY_SIZE(integer_cases));
    tcase_add_loop_test(tc, schema_types_values, 0, ARRAY_SIZE(schema_cases));
    tcase_add_test(tc, long_values_are_cut_in_messages);
    tcase_add_loop_test(tc, properties_type_values, 0,
                        ARRAY_SIZE(property_cases));
    tcase_add_test(tc, lists_and_structs_have_members);
    tcase_add_loop_test(tc, plain_words_and_quoted_text_need_no_type, 0,
                        ARRAY_SIZE(open_cases));
}

int main(void)
{
    return unit_run("typing", add_tests);
}
