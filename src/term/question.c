/*
 * Questions that are answered on a line of their own
 */
#include "term/question.h"

#include <stdlib.h>
#include <string.h>

#include "term/keys.h"
#include "term/wide.h"
#include "util/mem.h"

#define MAX_ANSWER 4096

#define CTRL_D 0x04
#define CTRL_U 0x15

/* Until end_question() the connection waits, and ^C is an answer. */
static void begin_question(LineInput *in, const FrameText *view)
{
    line_input_set_view(in, view);
    line_input_set_asking(in, true);
}

static void end_question(LineInput *in)
{
    line_input_set_view(in, NULL);
    line_input_set_asking(in, false);
    line_input_forgive(in);
}

/* Handle a key of an answer of *@n characters; false: it is complete. */
static bool answer_key(wchar_t *answer, size_t *n, wchar_t key)
{
    switch (key) {
    case '\r':
    case '\n':
        return false;
    case CTRL_D:
        return *n > 0;
    case CTRL_U:
        *n = 0;
        return true;
    case 0x7f:
    case '\b':
        *n -= *n > 0;
        return true;
    default:
        if (key_is_character(key) && *n < MAX_ANSWER) {
            answer[(*n)++] = key;
        }
        return true;
    }
}

char *question_ask(LineInput *in, const char *question, bool echo)
{
    wchar_t *answer = mem_new0(MAX_ANSWER, sizeof(*answer));
    FrameText view = { .prompt = question, .line = answer };
    char *result = NULL;
    wchar_t key = 0;
    size_t n = 0;
    bool read;

    line_input_begin(in, false);
    begin_question(in, &view);
    do {
        view.len = view.cursor = echo ? n : 0;
        read = line_input_key(in, &key);
    } while (read && answer_key(answer, &n, key));
    if (read && key != CTRL_D) {
        result = wide_to_utf8(answer, n);
    }
    end_question(in);
    line_input_end(in, &view);
    explicit_bzero(answer, MAX_ANSWER * sizeof(*answer)); /* a password */
    free(answer);
    return result;
}

bool question_key(LineInput *in, const char *question)
{
    FrameText view = { .prompt = question, .line = L"" };
    wchar_t key;
    bool yes;

    begin_question(in, &view);
    yes = line_input_key(in, &key) && (key == 'y' || key == 'Y');
    end_question(in);
    line_input_expect_no_enter(in);
    return yes;
}
