/*
 * Bytes of a terminal into keys
 */
#include "term/keys.h"

#include "unit.h"

#include <locale.h>
#include <stdlib.h>

#include "util/mem.h"

static const struct {
    const char *bytes;
    wchar_t keys[6]; /* up to a 0 */
} cases[] = {
    { "a", { 'a' } },
    { "\r", { '\r' } },
    { "\x7f", { 0x7f } },
    /* characters */
    { "\xc3\xa9", { 0xe9 } },
    { "\xe6\x97\xa5x", { 0x65e5, 'x' } },
    { "\xf0\x9f\x98\x80", { 0x1f600 } },
    { "\xff\xfe!", { '!' } },     /* no UTF-8 */
    { "\x80!", { '!' } },         /* begins in the middle */
    { "\xe6\x97!", { '!' } },     /* cut short */
    { "\xe6\xc3\xa9", { 0xe9 } }, /* cut short by another */
    { "\xc0\xaf!", { '!' } },     /* overlong */
    { "\xc2\x85!", { '!' } },     /* C1 */
    { "\xe6\033[A", { KEY_UP } },
    /* cursor keys */
    { "\033[A", { KEY_UP } },
    { "\033OA", { KEY_UP } },
    { "\033[B", { KEY_DOWN } },
    { "\033[C", { KEY_RIGHT } },
    { "\033[D", { KEY_LEFT } },
    { "\033[1;5C", { KEY_WORD_RIGHT } }, /* Ctrl */
    { "\033[1;3D", { KEY_WORD_LEFT } },  /* Alt */
    { "\033[1;2C", { KEY_RIGHT } },      /* Shift */
    { "\033[5D", { KEY_WORD_LEFT } },
    { "\033Oc", { KEY_WORD_RIGHT } },
    { "\033\033[D", { KEY_WORD_LEFT } },
    { "\033\033OC", { KEY_WORD_RIGHT } },
    { "\033[H", { KEY_HOME } },
    { "\033OH", { KEY_HOME } },
    { "\033[1~", { KEY_HOME } },
    { "\033[7~", { KEY_HOME } },
    { "\033[F", { KEY_END } },
    { "\033[4~", { KEY_END } },
    { "\033[8~", { KEY_END } },
    { "\033[3~", { KEY_DELETE } },
    { "\033[3;5~", { KEY_WORD_DELETE } },
    { "\033OM", { '\r' } },
    /* pastes */
    { "\033[200~x\033[201~", { KEY_PASTE, 'x', KEY_PASTE_END } },
    /* what means nothing */
    { "\033[15~x", { KEY_OTHER, 'x' } },
    { "\033[[Ax", { KEY_OTHER, 'x' } },
    { "\033[Ix", { KEY_OTHER, 'x' } },
    { "\033[?1;2cx", { KEY_OTHER, 'x' } },
    { "\033[<0;1;1Mx", { KEY_OTHER, 'x' } },
    { "\033[1;2Mx", { KEY_OTHER, 'x' } },
    { "\033[dx", { KEY_OTHER, 'x' } },
    { "\033[99999999999999999999999999999999999999999999A", { KEY_UP } },
    { "\033[1;99999999999999999999999999999999999999999A", { KEY_UP } },
    { "\033[1;2;3;4;5;6;7;8;9;0;1;2;3;4;5;6;7;8;9;0;1;2Ax",
      { KEY_OTHER, 'x' } },
    { "\033[1\rx", { KEY_OTHER, '\r', 'x' } },
    { "\033[1\033[A", { KEY_OTHER, KEY_UP } },
    /* Alt */
    { "\033b", { KEY_ESCAPE, 'b' } },
    { "\033\xc3\xa9", { KEY_ESCAPE, 0xe9 } },
    { "\033\033x", { KEY_ESCAPE, KEY_ESCAPE, 'x' } },
};

START_TEST(bytes_become_keys)
{
    KeyDecoder d = { 0 };
    const char *at;
    wchar_t key;
    size_t n = 0;

    for (at = cases[_i].bytes; *at; at++) {
        keys_feed(&d, (unsigned char)*at);
        while (keys_next(&d, &key)) {
            ck_assert_int_eq(key, cases[_i].keys[n]);
            n++;
        }
    }
    ck_assert_int_eq(cases[_i].keys[n], 0);
    ck_assert_int_eq(keys_patience(&d), -1);
}
END_TEST

static const struct {
    const char *bytes;
    bool sequence; /* surely the beginning of one */
    wchar_t keys[4];
} unfinished[] = {
    { "\033", false, { KEY_ESCAPE } },
    { "\033\033", false, { KEY_ESCAPE, KEY_ESCAPE } },
    { "\033O", false, { KEY_ESCAPE, 'O' } },
    { "\033[", true, { KEY_OTHER } },
    { "\033[1;5", true, { KEY_OTHER } },
    { "\033O5", false, { KEY_OTHER } },
};

START_TEST(time_ends_a_key)
{
    KeyDecoder d = { 0 };
    const char *at;
    wchar_t key;
    size_t n = 0;
    int patience;

    for (at = unfinished[_i].bytes; *at; at++) {
        keys_feed(&d, (unsigned char)*at);
        ck_assert(!keys_next(&d, &key));
    }
    patience = keys_patience(&d);
    ck_assert_int_gt(patience, 0);
    ck_assert(unfinished[_i].sequence == (patience > 100));
    keys_expire(&d);
    while (keys_next(&d, &key)) {
        ck_assert_int_eq(key, unfinished[_i].keys[n]);
        n++;
    }
    ck_assert_int_eq(unfinished[_i].keys[n], 0);
    ck_assert_int_eq(keys_patience(&d), -1);
}
END_TEST

/* Any bytes: nothing overflows, and a plain key gets through afterwards. */
START_TEST(noise_does_no_harm)
{
    KeyDecoder d = { 0 };
    unsigned state = 1;
    wchar_t key = 0;
    int i;

    for (i = 0; i < 200000; i++) {
        static const char often[] = "\033[O;0123~";

        state = state * 1103515245u + 12345u;
        keys_feed(&d, (state & 0x10000) ?
                          (unsigned char)often[(state >> 20) % 9] :
                          (unsigned char)(state >> 20));
        while (keys_next(&d, &key)) {
            ck_assert(key < 0x80 || key > 0x9f || key <= KEY_OTHER);
        }
    }
    keys_expire(&d);
    while (keys_next(&d, &key)) {
    }
    keys_feed(&d, '\r');
    keys_feed(&d, 'q');
    while (keys_next(&d, &key)) {
    }
    ck_assert_int_eq(key, 'q');
}
END_TEST

static void add_tests(TCase *tc)
{
    setlocale(LC_CTYPE, "C.UTF-8");
    tcase_add_loop_test(tc, bytes_become_keys, 0, ARRAY_SIZE(cases));
    tcase_add_loop_test(tc, time_ends_a_key, 0, ARRAY_SIZE(unfinished));
    tcase_add_test(tc, noise_does_no_harm);
}

int main(void)
{
    return unit_run("keys", add_tests);
}
