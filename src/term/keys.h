/*
 * Bytes of a terminal into keys
 *
 * A key is a character, or one of the codes below for what terminals send as
 * escape sequences.  The codes are those of C1 (U+0080..9F): libedit can bind
 * them, whatever the terminal sends for the key, and real C1 characters are
 * dropped, for nobody types them.
 */
#ifndef TERM_KEYS_H
#define TERM_KEYS_H

#include <stdbool.h>
#include <stddef.h>
#include <wchar.h>

enum {
    KEY_ESCAPE = 0x80, /* ESC alone, or before a character: Alt, or vi's */
    KEY_UP,
    KEY_DOWN,
    KEY_LEFT,
    KEY_RIGHT,
    KEY_WORD_LEFT,
    KEY_WORD_RIGHT,
    KEY_HOME,
    KEY_END,
    KEY_DELETE,
    KEY_WORD_DELETE,
    KEY_PASTE,     /* a bracketed paste begins: its text follows */
    KEY_PASTE_END, /* and ends */
    KEY_OTHER,     /* a sequence that means nothing here */
};

static inline bool key_is_character(wchar_t key)
{
    return key >= 0x20 && !(key >= 0x7f && key <= 0x9f);
}

/* Sequences and characters are short; a longer one is swallowed. */
#define KEYS_MAX_BYTES 32

/* A local or a member, zeroed to begin with; its fields are its own. */
typedef struct KeyDecoder {
    unsigned char bytes[KEYS_MAX_BYTES]; /* an unfinished key */
    size_t n;
    wchar_t ready[4]; /* finished, not taken yet */
    size_t n_ready;
} KeyDecoder;

/* Take in one byte; call keys_next() until it is false before the next. */
void keys_feed(KeyDecoder *d, unsigned char byte);

/* The next key that is complete. */
bool keys_next(KeyDecoder *d, wchar_t *key);

/*
 * How long to wait for the next byte before keys_expire(): milliseconds, or
 * -1 for as long as it takes.  Only time tells ESC from a sequence.
 */
int keys_patience(const KeyDecoder *d);

/* No byte came in that time: what there is is the whole key. */
void keys_expire(KeyDecoder *d);

#endif
