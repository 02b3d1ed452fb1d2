/*
 * Roff as docutils writes it, taken apart into plain text
 */
#include <string.h>

#include "doc/prose.h"
#include "doc/roff.h"
#include "unit.h"
#include "util/mem.h"

static const struct {
    const char *line;
    const char *text;
} decode_cases[] = {
    { "", "" },
    { "plain text", "plain text" },
    { "a  b \t c", "a b c" },
    { "\\fBbold\\fP and \\fIit\\fR", "bold and it" },
    { "\\f(CWcode\\fP \\f[CW]more\\f[]", "code more" },
    { "blockdev\\-add", "blockdev-add" },
    { "\\(dqx\\(dq \\(aqy\\(aq", "\"x\" 'y'" },
    { "C:\\ex\\\\y", "C:\\x\\y" },
    { "\\(bu \\(co \\(em", "- \u00a9 \u2014" },
    { "\\[dq]\\[u00E9]\\[u20AC]", "\"\u00e9\u20ac" },
    { "caf\u00e9", "caf\u00e9" },
    { "\\&.x \\%y\\|z\\&", ".x yz" },
    { "a\\ b\\~c", "a b c" },
    { "\\s+1big\\s0 \\s-1small\\s0", "big small" },
    { "\\h'1m'x\\v'-2'", "x" },
    { "\\*(abx\\n[reg]y\\*z", "xy" },
    { "x \\\" a comment", "x " },
    /* what is unknown is nothing */
    { "\\(zz\\[nonesuch]\\qx", "x" },
    /* cut short */
    { "x\\", "x" },
    { "x\\(", "x" },
    { "x\\(d", "x" },
    { "x\\[", "x" },
    { "x\\[dq", "x" },
    { "x\\f", "x" },
    { "x\\f(", "x" },
    { "x\\s+", "x" },
    { "x\\h", "x" },
    { "x\\h'1", "x" },
    { "x\\[]y", "xy" },
    /* what could drive a terminal, and what is no UTF-8 */
    { "\x1b[31mred\x7f", "[31mred" },
    { "\\[u001b]\\[u202e]\\[ud800]\\[u110000]\\[u9]x", "x" },
    { "\xc2\x9b\xe2\x80\xae\xff\xe2\x82x", "x" },
};

START_TEST(a_line_is_its_plain_text)
{
    /* memory of the exact size: a sanitizer sees a read beyond it */
    size_t len = strlen(decode_cases[_i].line);
    autofree char *line = mem_strndup(decode_cases[_i].line, len);
    autofree_strbuf StrBuf out = STRBUF_INIT;

    line = mem_resize(line, len ? len : 1, 1);
    roff_decode(&out, line, len, false);
    ck_assert_str_eq(strbuf_str(&out), decode_cases[_i].text);
}
END_TEST

START_TEST(an_example_keeps_its_blanks)
{
    autofree_strbuf StrBuf out = STRBUF_INIT;
    static const char line[] = "  a   b";

    roff_decode(&out, line, strlen(line), true);
    ck_assert_str_eq(strbuf_str(&out), "  a   b");
}
END_TEST

/* Blocks as KIND DEPTH/FLOOR TEXT; kinds are Heading, Tag, Item, text, code. */
static const struct {
    const char *page;
    const char *blocks;
} block_cases[] = {
    { "", "" },
    { "one\ntwo\n", "t0/0 one two\n" },
    { "one\n.sp\ntwo\n\nthree", "t0/0 one\nt0/0 two\nt0/0 three\n" },
    { "one\n.\\\" comment\n.ft C\n.unknown x\ntwo", "t0/0 one two\n" },
    { "a\n.B b\n.I \"c d\"\ne", "t0/0 a b \"c d\" e\n" },
    { ".SH NAME\nx\n.SS \\fBy\\fP (Z)\n", "H0/0 NAME\nt0/0 x\nH0/0 y (Z)\n" },
    { ".TP\n.B \\fBa\\fP: b\ntext\n.TP\ntag\n",
      "T0/0 a: b\nt0/0 text\nT0/0 tag\n" },
    { ".IP \\(bu 2\nx\n.IP \"two words\" 4\ny\n.IP 1. 3\n",
      "I0/0 -\nt0/0 x\nI0/0 two words\nt0/0 y\nI0/0 1.\n" },
    { ".INDENT 0.0\na\n.INDENT 2.0\nb\n.UNINDENT\n.UNINDENT\n.INDENT 1\nc",
      "t1/0 a\nt2/1 b\nt1/0 c\n" },
    { ".UNINDENT\n.RE\na", "t-2/-2 a\n" },
    { ".nf\n.ft C\n  x {\n\n    y }\n.ft P\n.fi\nz", "c0/0   x {\n\n    y }\n"
                                                     "t0/0 z\n" },
    { ".EX\n\nx\n\n.EE\n", "c0/0 x\n" },
    { ".nf\nx\n.SH Y\nz w\n", "c0/0 x\nH0/0 Y\nt0/0 z w\n" },
    /* docutils' missing end of a line */
    { "a.INDENT 7.0\nb\n", "t0/0 a\nt1/0 b\n" },
    { ".TP\n.B a.INDENT 7.0\nb\n", "T0/0 a\nt1/0 b\n" },
    { ".de1 INDENT\nx\n.RS\n..\na\n.TS\nb\n.TE\nc", "t0/0 a\nt0/0 c\n" },
    { ".de x\nnever ended\n", "" },
    { ".TP", "" },
    { ".IP \"", "I0/0 \n" },
    { ".", "" },
    { "'\n' sp\na", "t0/0 a\n" },
};

START_TEST(a_page_is_its_blocks)
{
    static const char kinds[] = { [ROFF_HEADING] = 'H',
                                  [ROFF_TAG] = 'T',
                                  [ROFF_ITEM] = 'I',
                                  [ROFF_TEXT] = 't',
                                  [ROFF_CODE] = 'c' };
    const char *page = block_cases[_i].page;
    autofree_strbuf StrBuf out = STRBUF_INIT;
    autofree_roff Roff roff;
    RoffBlock block;

    roff_init(&roff, page, strlen(page));
    while (roff_next(&roff, &block)) {
        strbuf_printf(&out, "%c%d/%d %s\n", kinds[block.kind], block.depth,
                      block.floor, block.text);
    }
    ck_assert_str_eq(strbuf_str(&out), block_cases[_i].blocks);
}
END_TEST

static const struct {
    const char *page;
    const char *text;
} prose_cases[] = {
    { "", "" },
    { "one\n.sp\ntwo", "one\n\ntwo" },
    { "a\n.IP \\(bu 2\nb\n.IP \\(bu 2\nc\n", "a\n\n- b\n- c" },
    { ".IP 1. 3\nb\n.sp\nmore\n.IP 2. 3\nc\n", "1. b\n\n  more\n2. c" },
    { ".INDENT 0\n.IP 1. 3\na\n.INDENT 3\n.IP \\(bu 2\nb\n.INDENT 3\n"
      ".IP \\(bu 2\nc\n.UNINDENT\n.UNINDENT\n.IP 2. 3\nd\n.UNINDENT\ne\n",
      "1. a\n  - b\n  - c\n2. d\n\ne" },
    { ".INDENT 0\n.IP \\(bu 2\na\n.UNINDENT\n.INDENT 0\n.IP \\(bu 2\nb\n",
      "- a\n\n- b" },
    { ".TP\n.B name\ntext\n.TP\n.B empty\n.TP\n.B last\n",
      "- name -- text\n- empty\n- last" },
    { ".IP \\(bu 2\n.IP \\(bu 2\nx\n", "- x" },
    { ".IP \"Example:\"\n.INDENT 0\n.nf\n a\n\n  b\n.fi\n.UNINDENT\n",
      "Example:\n     a\n\n      b" },
    { "Note:\n.INDENT 0\ntext\n.UNINDENT\nNote: this", "Note:\ntext\n\n"
                                                       "Note: this" },
    { ".IP \\(bu 2\na\n.nf\nx\n.fi\n", "- a\n\n      x" },
    { ".SS Heading\n.IP \\(bu 2\na", "Heading:\n- a" },
};

START_TEST(blocks_become_text)
{
    const char *page = prose_cases[_i].page;
    Prose prose = { .n_items = 0 };
    autofree_roff Roff roff;
    RoffBlock block;

    roff_init(&roff, page, strlen(page));
    while (roff_next(&roff, &block)) {
        prose_add(&prose, &block);
    }
    ck_assert_str_eq(prose_text(&prose), prose_cases[_i].text);
    prose_free(&prose);
}
END_TEST

static void add_tests(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_line_is_its_plain_text, 0,
                        ARRAY_SIZE(decode_cases));
    tcase_add_test(tcase, an_example_keeps_its_blanks);
    tcase_add_loop_test(tcase, a_page_is_its_blocks, 0,
                        ARRAY_SIZE(block_cases));
    tcase_add_loop_test(tcase, blocks_become_text, 0, ARRAY_SIZE(prose_cases));
}

int main(void)
{
    return unit_run("roff", add_tests);
}
