/*
 * Lines to Commands
 */
#include "lang/line_parser.h"

#include <string.h>

#include "lang/build.h"
#include "lang/place.h"
#include "lang/words.h"
#include "util/mem.h"
#include "util/strbuf.h"

/* QEMU's parser takes no more of one command (qobject/json-streamer.c). */
#define COMMAND_MAX_SIZE ((size_t)64 << 20)

/*
 * Words are read as lines arrive.  When a logical line is complete (no
 * bracket is open, no `\` at its end) its words become a Command, or go into
 * the transaction that is open.
 */
struct LineParser {
    bool interactive;
    ActionCheckFn *check;
    void *check_opaque;
    bool hmp;          /* lines are the human monitor's */
    bool several;      /* lines were fed at once */
    StrBuf text;       /* the lines of what is open, newlines between */
    unsigned line;     /* the number of the first */
    size_t logical_at; /* where the logical line begins in the text */
    size_t line_at;    /* where the line that was fed last begins */
    WordReader reader;
    Word *words; /* of the logical line */
    size_t n_words, cap_words;
    bool hmp_line;      /* it is the human monitor's: it has no words */
    bool unread;        /* an error came before its last word */
    bool continued;     /* it goes on behind a lone `\` */
    bool opening;       /* it opened the transaction */
    Command *trans;     /* the transaction that is open */
    Error *void_reason; /* why it will not be sent */
};

LineParser *line_parser_new(bool interactive)
{
    LineParser *p = NEW0(LineParser);

    p->interactive = interactive;
    strbuf_init(&p->text, COMMAND_MAX_SIZE);
    return p;
}

void line_parser_set_check(LineParser *p, ActionCheckFn *check, void *opaque)
{
    p->check = check;
    p->check_opaque = opaque;
}

void line_parser_free(LineParser *p)
{
    if (p) {
        line_parser_reset(p);
        free(p->words);
        free(p);
    }
}

void line_parser_set_hmp(LineParser *p, bool on)
{
    p->hmp = on;
}

static void end_logical_line(LineParser *p)
{
    p->logical_at = p->text.len;
    p->reader = (WordReader){ .pos = p->text.len };
    p->n_words = 0;
    p->hmp_line = p->unread = p->continued = p->opening = false;
}

void line_parser_reset(LineParser *p)
{
    strbuf_free(&p->text);
    end_logical_line(p);
    command_free(STEAL(p->trans));
    error_free(STEAL(p->void_reason));
}

LineState line_parser_state(const LineParser *p)
{
    if (p->reader.open) {
        return LINE_STATE_JSON;
    }
    if (p->continued) {
        return LINE_STATE_CONTINUED;
    }
    return p->trans ? LINE_STATE_TRANSACTION : LINE_STATE_START;
}

/*
 * Does the bad logical line hold the `)` of its transaction?  The words that
 * were read tell.  In what was not (behind an error, which may be a quote that
 * nobody closed, or a `|`) only a `)` at the very end counts.
 */
static bool bad_line_closes(const LineParser *p)
{
    const char *text = strbuf_str(&p->text);
    size_t i, len = p->text.len;
    bool unread = p->unread;

    for (i = 0; i < p->n_words; i++) {
        unread |= p->words[i].kind == WORD_PIPE;
        if (word_is(&p->words[i], text, ")")) {
            return true;
        }
    }
    while (len > p->logical_at && is_blank(text[len - 1])) {
        len--;
    }
    return unread && len > p->logical_at + 1 && text[len - 1] == ')' &&
           is_blank(text[len - 2]);
}

/*
 * At a prompt a bad line of a transaction is refused as a whole, so that
 * nothing is sent that lacks a part.  The line that opens one still does if
 * it goes on: else its actions would run as commands of their own.
 */
static LineResult refuse_line(LineParser *p, Error **errp)
{
    size_t keep = p->logical_at;

    if (p->opening) {
        keep = p->words[0].end;
    }
    if (p->several || p->text.failed || (p->opening && bad_line_closes(p))) {
        line_parser_reset(p);
        return LINE_ERROR;
    }
    strbuf_truncate(&p->text, keep);
    end_logical_line(p);
    error_append_hint(errp, "nothing of this line was taken; "
                            "the transaction is still open\n");
    return LINE_ERROR;
}

/*
 * In a script a bad line voids its transaction, which is read to its end.
 * @err is consumed; NULL for the lines that follow.
 */
static LineResult void_transaction(LineParser *p, Error *err, Error **errp)
{
    bool closed = bad_line_closes(p);

    if (!p->void_reason) {
        p->void_reason = err;
        error_append_hint(&p->void_reason,
                          "nothing of the transaction was sent\n");
    } else {
        error_free(err);
    }
    if (closed) {
        error_propagate(errp, STEAL(p->void_reason));
        line_parser_reset(p);
        return LINE_ERROR;
    }
    strbuf_reset(&p->text);
    end_logical_line(p);
    return LINE_MORE;
}

/* The logical line is bad: @err, which is consumed, is at offset @at. */
static LineResult bad_line(LineParser *p, size_t at, Error *err, Error **errp)
{
    place_hint(&err, strbuf_str(&p->text), p->text.len, at,
               p->interactive ? 0 : p->line);
    if (p->trans && !p->interactive) {
        return void_transaction(p, err, errp);
    }
    error_propagate(errp, err);
    if (p->trans) {
        return refuse_line(p, errp);
    }
    line_parser_reset(p);
    return LINE_ERROR;
}

/* Hand out @done, with its source, and be at a line's start again. */
static LineResult hand_out(LineParser *p, Command *done, Command **cmd)
{
    done->line = p->line;
    done->source = strbuf_steal(&p->text);
    *cmd = done;
    line_parser_reset(p);
    return LINE_COMMAND;
}

static LineResult end_trans_line(LineParser *p, Line *l, Command **cmd,
                                 Error **errp)
{
    Error *err = NULL;
    bool closed;

    if (p->void_reason) {
        return void_transaction(p, NULL, errp);
    }
    if (!build_actions(p->trans, l, p->opening, &closed, &err)) {
        return bad_line(p, l->error_at, err, errp);
    }
    if (closed) {
        return hand_out(p, STEAL(p->trans), cmd);
    }
    end_logical_line(p);
    return LINE_MORE;
}

/* The logical line is complete. */
static LineResult end_line(LineParser *p, Command **cmd, Error **errp)
{
    Line l = {
        .text = p->text.data,
        .len = p->text.len,
        .words = p->words,
        .n_words = p->n_words,
        .interactive = p->interactive,
        .check = p->check,
        .check_opaque = p->check_opaque,
    };
    Error *err = NULL;
    Command *done;

    if (p->trans) {
        return end_trans_line(p, &l, cmd, errp);
    }
    if (p->reader.dot) {
        done = build_dot(&l, &err);
    } else if (p->hmp_line) {
        done = build_hmp(&l, &err);
    } else if (p->n_words) {
        done = build_wire(&l, &err);
    } else {
        done = NEW0(Command); /* COMMAND_EMPTY */
    }
    return done ? hand_out(p, done, cmd) : bad_line(p, l.error_at, err, errp);
}

static void add_word(LineParser *p, const Word *w)
{
    GROW(p->words, p->n_words, p->cap_words);
    p->words[p->n_words++] = *w;
    if (p->n_words == 1 && !p->trans && !p->reader.dot &&
        word_is(w, p->text.data, "transaction(")) {
        p->opening = true;
        p->trans = NEW0(Command);
        p->trans->kind = COMMAND_TRANSACTION;
        p->trans->call.name = mem_strdup("transaction");
        p->trans->call.name_at = w->at;
    }
}

/*
 * Is a `\` the last word of the line that was fed last?  It is no word of
 * the command; a dot command keeps it, to find it in its rest.
 */
static bool take_continuation(LineParser *p)
{
    const Word *last = p->n_words ? &p->words[p->n_words - 1] : NULL;

    p->continued = last && last->at >= p->line_at &&
                   word_is(last, p->text.data, "\\");
    if (p->continued && !p->reader.dot) {
        p->n_words--;
    }
    return p->continued;
}

/* A NUL would cut a Command's strings short unnoticed. */
static bool has_nul(const LineParser *p, size_t *at, Error **errp)
{
    const char *line = p->text.data + p->line_at;
    const char *nul = memchr(line, '\0', p->text.len - p->line_at);

    if (!nul) {
        return false;
    }
    *at = (size_t)(nul - p->text.data);
    error_free(STEAL(*errp));
    error_set(errp, ERROR_PARSE, "a line cannot hold a NUL character");
    return true;
}

/* Read the words of the line that was appended to the text. */
static LineResult read_line(LineParser *p, Command **cmd, Error **errp)
{
    Error *err = NULL;
    WordResult result;
    Word w;

    p->reader.text = p->text.data;
    p->reader.len = p->text.len;
    do {
        p->reader.objects = p->trans || p->n_words == 0;
        result = word_read(&p->reader, &w, &err);
        if (result == WORD_FOUND) {
            add_word(p, &w);
        }
    } while (result == WORD_FOUND);
    if (has_nul(p, &p->reader.pos, &err)) {
        result = WORD_BAD;
    } else if (p->reader.dot && result != WORD_END) {
        /* who splits the rest of a dot command finds what is wrong with it */
        error_free(err);
        return end_line(p, cmd, errp);
    }
    if (result == WORD_BAD) {
        p->unread = true;
        return bad_line(p, p->reader.pos, err, errp);
    }
    if (result == WORD_MORE || take_continuation(p)) {
        return LINE_MORE;
    }
    return end_line(p, cmd, errp);
}

/* The first line of something decides what it is. */
static LineResult read_first_line(LineParser *p, Command **cmd, Error **errp)
{
    char first = p->text.data[strspn(p->text.data, " \t")];
    Error *err = NULL;
    size_t at;

    p->reader.dot = first == '.';
    p->hmp_line = p->hmp && first && first != '.';
    if (!p->hmp_line && !(p->reader.dot && is_dot_hmp(p->text.data))) {
        return read_line(p, cmd, errp);
    }
    if (has_nul(p, &at, &err)) {
        return bad_line(p, at, err, errp);
    }
    return end_line(p, cmd, errp);
}

/* One line, with no newline in it. */
static LineResult feed_line(LineParser *p, const char *line, size_t len,
                            unsigned number, Command **cmd, Error **errp)
{
    bool first = line_parser_state(p) == LINE_STATE_START;
    Error *err = NULL;

    if (len && line[len - 1] == '\r') {
        len--; /* a file whose lines end in CRLF */
    }
    if (first) {
        p->line = number;
    } else {
        strbuf_putc(&p->text, '\n');
    }
    p->line_at = p->text.len;
    strbuf_append(&p->text, line, len);
    if (p->text.failed) {
        error_set(&err, ERROR_PARSE, "the command is too long");
        return bad_line(p, p->logical_at, err, errp);
    }
    return first ? read_first_line(p, cmd, errp) : read_line(p, cmd, errp);
}

/*
 * Several lines at once make one command; blank lines and comments may stand
 * before and behind it.
 */
static LineResult feed_lines(LineParser *p, const char *text, size_t len,
                             unsigned number, Command **cmd, Error **errp)
{
    autofree_command Command *done = NULL;
    const char *end = text + len, *line = text, *newline;
    unsigned first = p->interactive ? 0 : number;
    LineResult result;

    for (; line; line = newline ? newline + 1 : NULL) {
        autofree_command Command *next = NULL;

        newline = memchr(line, '\n', (size_t)(end - line));
        result = feed_line(p, line, (size_t)((newline ? newline : end) - line),
                           number++, &next, errp);
        if (result == LINE_ERROR) {
            return LINE_ERROR;
        }
        if (done && (!next || next->kind != COMMAND_EMPTY)) {
            error_set(errp, ERROR_PARSE, "expected one command, not several");
            place_hint(errp, text, len, (size_t)(line - text), first);
            return LINE_ERROR;
        }
        if (!done && next && (next->kind != COMMAND_EMPTY || !newline)) {
            done = STEAL(next);
        }
    }
    *cmd = STEAL(done);
    return *cmd ? LINE_COMMAND : LINE_MORE;
}

LineResult line_parser_feed(LineParser *p, const char *line, size_t len,
                            unsigned number, Command **cmd, Error **errp)
{
    LineResult result;

    *cmd = NULL;
    if (!memchr(line, '\n', len)) {
        return feed_line(p, line, len, number, cmd, errp);
    }
    p->several = true;
    result = feed_lines(p, line, len, number, cmd, errp);
    p->several = false;
    if (result == LINE_ERROR) {
        /* what stood behind the bad line is lost, and so is the whole */
        line_parser_reset(p);
    }
    return result;
}

/* What is still open at the end of input; its place in *@at. */
static Error *open_error(const LineParser *p, size_t *at)
{
    const char *text = strbuf_str(&p->text);
    const Word *w = &p->reader.word;
    Error *err = NULL;

    if (p->reader.open) {
        *at = w->kind == WORD_OBJECT ? w->at : w->value_at;
        error_set(&err, ERROR_PARSE,
                  "the bracket opened in line %u is not closed",
                  place_line(text, *at, p->line));
    } else if (p->trans) {
        *at = p->trans->call.name_at;
        error_set(&err, ERROR_PARSE,
                  "the transaction opened in line %u has no ')'",
                  place_line(text, *at, p->line));
    } else {
        *at = p->text.len;
        error_set(&err, ERROR_PARSE, "no line follows the '\\' of line %u",
                  place_line(text, *at, p->line));
    }
    return err;
}

bool line_parser_finish(LineParser *p, Error **errp)
{
    Error *err = NULL;
    size_t at;

    if (p->void_reason) {
        err = STEAL(p->void_reason);
        error_append_hint(&err,
                          "the transaction opened in line %u has no "
                          "')'\n",
                          p->line);
    } else if (line_parser_state(p) != LINE_STATE_START) {
        err = open_error(p, &at);
        place_hint(&err, strbuf_str(&p->text), p->text.len, at, 0);
    }
    line_parser_reset(p);
    if (err) {
        error_propagate(errp, err);
        return false;
    }
    return true;
}
