/*
 * Bytes of a terminal into keys
 */
#include "term/keys.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "util/mem.h"
#include "util/text.h"

#define ESC 0x1b

/* A person cannot press ESC and another key faster than this. */
#define ESCAPE_PATIENCE_MS 40

/* "ESC [" is no key of its own: leave a slow line time for the rest. */
#define SEQUENCE_PATIENCE_MS 500

/*
 * CSI (ESC [) and SS3 (ESC O) sequences by their final byte and, for "~",
 * their first parameter.  xterm's ctlseqs, with the variants of rxvt and the
 * Linux console.  Modified: with Ctrl or Alt.
 */
static const struct {
    const char *intros;
    char final;
    int number; /* for '~' only */
    wchar_t key;
    wchar_t modified;
} sequences[] = {
    { "[O", 'A', 0, KEY_UP, KEY_UP },
    { "[O", 'B', 0, KEY_DOWN, KEY_DOWN },
    { "[O", 'C', 0, KEY_RIGHT, KEY_WORD_RIGHT },
    { "[O", 'D', 0, KEY_LEFT, KEY_WORD_LEFT },
    { "[O", 'H', 0, KEY_HOME, KEY_HOME },
    { "[O", 'F', 0, KEY_END, KEY_END },
    { "O", 'M', 0, '\r', '\r' }, /* Enter of the keypad */
    { "O", 'c', 0, KEY_WORD_RIGHT, KEY_WORD_RIGHT },
    { "O", 'd', 0, KEY_WORD_LEFT, KEY_WORD_LEFT },
    { "[", '~', 1, KEY_HOME, KEY_HOME },
    { "[", '~', 7, KEY_HOME, KEY_HOME },
    { "[", '~', 4, KEY_END, KEY_END },
    { "[", '~', 8, KEY_END, KEY_END },
    { "[", '~', 3, KEY_DELETE, KEY_WORD_DELETE },
    { "[", '~', 200, KEY_PASTE, KEY_PASTE },
    { "[", '~', 201, KEY_PASTE_END, KEY_PASTE_END },
};

static void emit(KeyDecoder *d, wchar_t key)
{
    if (d->n_ready < ARRAY_SIZE(d->ready)) {
        d->ready[d->n_ready++] = key;
    }
}

/* How many ESC the unfinished key begins with: some send two for Alt. */
static size_t count_escapes(const KeyDecoder *d)
{
    size_t i = 0;

    while (i < d->n && d->bytes[i] == ESC) {
        i++;
    }
    return i;
}

/*
 * @sequence is the introducer and the parameters, "NUMBER;MODIFIERS", where
 * the modifiers are 1 plus 1 for Shift, 2 for Alt and 4 for Ctrl; some leave
 * the number out.
 */
static wchar_t look_up(const char *sequence, char final, bool alt)
{
    char *end;
    long number = strtol(sequence + 1, &end, 10);
    long modifiers = *end == ';' ? strtol(end + 1, &end, 10) : 1;
    size_t i;

    if (*end != '\0') {
        return KEY_OTHER; /* an answer of the terminal, a mouse */
    }
    if (final != '~' && modifiers == 1 && number > 1) {
        modifiers = number;
    }
    for (i = 0; i < ARRAY_SIZE(sequences); i++) {
        if (sequences[i].final == final &&
            strchr(sequences[i].intros, sequence[0]) &&
            (final != '~' || sequences[i].number == number)) {
            bool modified = alt || (((unsigned long)modifiers - 1) & 6);

            return modified ? sequences[i].modified : sequences[i].key;
        }
    }
    return KEY_OTHER;
}

/* The Linux console's function keys are "ESC [ [" and a letter. */
static bool is_final(const KeyDecoder *d, size_t intro, unsigned char byte)
{
    return byte >= 0x40 && byte <= 0x7e && !(byte == '[' && d->n == intro + 1);
}

/* A byte of a sequence whose '[' or 'O' is at @intro. */
static void feed_sequence(KeyDecoder *d, size_t intro, unsigned char byte)
{
    if (byte < 0x20 || byte > 0x7e) {
        d->n = 0; /* no sequence holds that: it was cut short */
        emit(d, KEY_OTHER);
        keys_feed(d, byte);
        return;
    }
    if (!is_final(d, intro, byte)) {
        if (d->n < KEYS_MAX_BYTES - 1) {
            d->bytes[d->n++] = byte;
        }
        return;
    }
    d->bytes[d->n] = '\0';
    d->n = 0;
    if (d->bytes[intro + 1] == '[') {
        emit(d, KEY_OTHER);
    } else {
        emit(d, look_up((const char *)d->bytes + intro, (char)byte, intro > 1));
    }
}

/* A byte behind one ESC or two. */
static void feed_escape(KeyDecoder *d, unsigned char byte)
{
    size_t escapes = d->n;

    if (byte == '[' || byte == 'O' || (byte == ESC && escapes == 1)) {
        d->bytes[d->n++] = byte;
        return;
    }
    d->n = 0;
    for (; escapes > 0; escapes--) {
        emit(d, KEY_ESCAPE);
    }
    keys_feed(d, byte);
}

static size_t utf8_length(unsigned char lead)
{
    return lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
}

/* A byte of a character beyond ASCII.  What is not UTF-8 is dropped. */
static void feed_utf8(KeyDecoder *d, unsigned char byte)
{
    bool first = d->n == 0;
    uint32_t cp;

    if ((byte & 0xc0) != (first ? 0xc0 : 0x80)) {
        d->n = 0;
        if (!first) {
            keys_feed(d, byte);
        }
        return;
    }
    d->bytes[d->n++] = byte;
    if (d->n < utf8_length(d->bytes[0])) {
        return;
    }
    if (text_decode((const char *)d->bytes, d->n, &cp) > 0 && cp > 0x9f) {
        emit(d, (wchar_t)cp);
    }
    d->n = 0;
}

void keys_feed(KeyDecoder *d, unsigned char byte)
{
    size_t escapes = count_escapes(d);

    if (escapes > 0 && d->n > escapes) {
        feed_sequence(d, escapes, byte);
    } else if (escapes > 0) {
        feed_escape(d, byte);
    } else if (byte == ESC) {
        d->bytes[0] = byte;
        d->n = 1;
    } else if (d->n > 0 || byte >= 0x80) {
        feed_utf8(d, byte);
    } else {
        emit(d, byte);
    }
}

bool keys_next(KeyDecoder *d, wchar_t *key)
{
    if (d->n_ready == 0) {
        return false;
    }
    *key = d->ready[0];
    d->n_ready--;
    memmove(d->ready, d->ready + 1, d->n_ready * sizeof(d->ready[0]));
    return true;
}

int keys_patience(const KeyDecoder *d)
{
    size_t escapes = count_escapes(d);

    if (escapes == 0) {
        return -1;
    }
    return d->n > escapes && d->bytes[escapes] == '[' ? SEQUENCE_PATIENCE_MS :
                                                        ESCAPE_PATIENCE_MS;
}

void keys_expire(KeyDecoder *d)
{
    size_t escapes = count_escapes(d);

    if (escapes == 0) {
        return;
    }
    if (d->n > escapes + 1 || (d->n > escapes && d->bytes[escapes] == '[')) {
        emit(d, KEY_OTHER); /* a sequence that broke off */
    } else {
        bool letter = d->n > escapes; /* Alt and the letter O */

        for (; escapes > 0; escapes--) {
            emit(d, KEY_ESCAPE);
        }
        if (letter) {
            emit(d, 'O');
        }
    }
    d->n = 0;
}
