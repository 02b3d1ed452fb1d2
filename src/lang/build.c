/*
 * The words of a complete line to what they mean
 */
#include "lang/build.h"

#include <string.h>

#include "lang/args.h"
#include "lang/hmp_line.h"
#include "lang/line_parser.h"
#include "lang/place.h"
#include "lang/raw.h"
#include "lang/safety.h"
#include "util/mem.h"
#include "util/text.h"

static Command *new_command(CommandKind kind)
{
    Command *cmd = NEW0(Command);

    cmd->kind = kind;
    return cmd;
}

/* From first to last non-blank; owned. */
static char *trimmed(const char *text, size_t len)
{
    while (len && is_blank(text[0])) {
        text++;
        len--;
    }
    while (len && is_blank(text[len - 1])) {
        len--;
    }
    return mem_strndup(text, len);
}

/* The program behind the `|` at offset @at; owned. */
static char *take_program(Line *l, size_t at, Error **errp)
{
    autofree char *program = trimmed(l->text + at + 1, l->len - at - 1);

    if (!l->interactive) {
        place_fail(&l->error_at, at, errp, "'|' works at the prompt only");
        return NULL;
    }
    if (!program[0]) {
        place_fail(&l->error_at, at, errp, "expected a program behind '|'");
        return NULL;
    }
    return STEAL(program);
}

/* The offset of the ` | ` in a line of the human monitor, else @len. */
static size_t find_hmp_pipe(const char *line, size_t len)
{
    size_t i;

    for (i = 1; i < len; i++) {
        if (line[i] == '|' && is_blank(line[i - 1]) &&
            (i + 1 == len || is_blank(line[i + 1]))) {
            return i;
        }
    }
    return len;
}

/*
 * Is a ` | ` in this line of the human monitor not for QEMU?  x and xp take
 * expressions, where a script's `|` has its own meaning.
 */
static bool hmp_pipe_is_ours(const Line *l, const char *line)
{
    return hmp_line_may_pipe(line) &&
           (l->interactive ||
            !(hmp_word_is(line, 0, "x") || hmp_word_is(line, 0, "xp")));
}

/* A line of the human monitor, from offset @at to the end. */
static bool take_hmp_line(Command *cmd, Line *l, size_t at, Error **errp)
{
    size_t end = l->len, i, n;
    uint32_t cp;

    for (i = at; i < l->len; i += n) {
        n = text_decode(l->text + i, l->len - i, &cp);
        if (!n) {
            return place_fail(&l->error_at, i, errp, "this is not UTF-8");
        }
    }
    if (hmp_pipe_is_ours(l, l->text + at)) {
        end = at + find_hmp_pipe(l->text + at, l->len - at);
    }
    if (end < l->len) {
        cmd->pipe = take_program(l, end, errp);
        if (!cmd->pipe) {
            return false;
        }
    }
    cmd->rest = trimmed(l->text + at, end - at);
    return true;
}

Command *build_hmp(Line *l, Error **errp)
{
    autofree_command Command *cmd = new_command(COMMAND_HMP);

    return take_hmp_line(cmd, l, 0, errp) ? STEAL(cmd) : NULL;
}

/* The offset of a dot command's name; *@len is its length. */
static size_t dot_name(const char *text, size_t *len)
{
    size_t at = strspn(text, " \t") + 1;

    *len = strcspn(text + at, " \t\n");
    return at;
}

bool is_dot_hmp(const char *text)
{
    size_t len, at = dot_name(text, &len);

    return len == 3 && memcmp(text + at, "hmp", 3) == 0;
}

/*
 * What follows a dot command's name.  A `\` that continues a line becomes
 * blanks up to the next line, with a comment that stands behind it.
 */
static char *dot_rest(const Line *l, size_t at, size_t end)
{
    autofree char *rest = mem_strndup(l->text + at, end - at);
    const char *newline;
    size_t i, next;

    for (i = 0; i < l->n_words && l->words[i].at < end; i++) {
        const Word *w = &l->words[i];

        next = i + 1 < l->n_words ? w[1].at : end;
        newline = memchr(l->text + w->end, '\n', next - w->end);
        if (newline && word_is(w, l->text, "\\")) {
            memset(rest + (w->at - at), ' ',
                   (size_t)(newline + 1 - (l->text + w->at)));
        }
    }
    return trimmed(rest, end - at);
}

Command *build_dot(Line *l, Error **errp)
{
    autofree_command Command *cmd = new_command(COMMAND_DOT);
    const Word *last = l->n_words ? &l->words[l->n_words - 1] : NULL;
    size_t name_len, name = dot_name(l->text, &name_len);
    size_t at = name + name_len, end = l->len;

    if (!name_len) {
        place_fail(&l->error_at, name, errp,
                   "expected the name of a command behind '.'");
        return NULL;
    }
    cmd->name = mem_strndup(l->text + name, name_len);
    if (is_dot_hmp(l->text)) {
        return take_hmp_line(cmd, l, at, errp) ? STEAL(cmd) : NULL;
    }
    if (last && last->kind == WORD_PIPE) {
        end = last->at;
        cmd->pipe = take_program(l, end, errp);
        if (!cmd->pipe) {
            return NULL;
        }
    }
    cmd->rest = dot_rest(l, at, end);
    return STEAL(cmd);
}

static Command *build_raw(Line *l, size_t n_words, Error **errp)
{
    autofree_command Command *cmd = new_command(COMMAND_RAW);

    if (n_words > 1) {
        place_fail(&l->error_at, l->words[1].at, errp,
                   "expected nothing behind the JSON object");
        return NULL;
    }
    cmd->raw = raw_request(l->text, &l->words[0], &l->error_at, errp);
    return cmd->raw ? STEAL(cmd) : NULL;
}

static Command *build_qmp(Line *l, size_t n_words, Error **errp)
{
    autofree_command Command *cmd = new_command(COMMAND_QMP);

    return call_parse(&cmd->call, l->text, l->words, n_words, &l->error_at,
                      errp) ?
               STEAL(cmd) :
               NULL;
}

Command *build_wire(Line *l, Error **errp)
{
    autofree_command Command *cmd = NULL;
    const Word *last = &l->words[l->n_words - 1];
    bool piped = last->kind == WORD_PIPE && l->n_words > 1;
    size_t n = l->n_words - piped;

    cmd = l->words[0].kind == WORD_OBJECT ? build_raw(l, n, errp) :
                                            build_qmp(l, n, errp);
    if (!cmd || !piped) {
        return STEAL(cmd);
    }
    cmd->pipe = take_program(l, last->at, errp);
    if (!cmd->pipe) {
        return NULL;
    }
    if (!command_is_read_only(cmd)) {
        place_fail(&l->error_at, last->at, errp,
                   "'|' stands only behind a command that changes nothing");
        return NULL;
    }
    return STEAL(cmd);
}

/* Start an action with its name, or take a whole one that is JSON. */
static Call *start_action(Command *trans, Line *l, const Word *w, Error **errp)
{
    autofree char *word = place_excerpt(l->text + w->at, w->end - w->at);
    Call call = { .name_at = w->at };

    if (word_is(w, l->text, "transaction(")) {
        place_fail(&l->error_at, w->at, errp,
                   "a transaction cannot stand in another");
        return NULL;
    }
    if (w->kind == WORD_ARG && trans->n_actions) {
        place_fail(&l->error_at, w->at, errp,
                   "expected the name of an action, not '%s'", word);
        return NULL;
    }
    if (w->kind == WORD_OBJECT) {
        call.raw = raw_action(l->text, w, &l->error_at, errp);
        if (!call.raw) {
            return NULL;
        }
    } else if (!call_init(&call, l->text, w, &l->error_at, errp)) {
        return NULL;
    }
    trans->actions = room_for_one(trans->actions, trans->n_actions,
                                  sizeof(call));
    trans->actions[trans->n_actions] = call;
    return &trans->actions[trans->n_actions++];
}

/* A word that is neither `;` nor `)`; *@action: the one it may belong to. */
static bool take_trans_word(Command *trans, Line *l, const Word *w,
                            Call **action, Error **errp)
{
    if (w->kind == WORD_PIPE) {
        return place_fail(&l->error_at, w->at, errp,
                          "'|' cannot stand in a transaction");
    }
    if (!*action && w->kind == WORD_ARG && !trans->n_actions) {
        return call_add_arg(&trans->call, l->text, w, &l->error_at, errp);
    }
    if (!*action) {
        *action = start_action(trans, l, w, errp);
        return *action;
    }
    if ((*action)->raw || w->kind != WORD_ARG) {
        autofree char *word = place_excerpt(l->text + w->at, w->end - w->at);

        place_fail(&l->error_at, w->at, errp, "expected %s';' or ')', not '%s'",
                   (*action)->raw ? "" : "KEY=VALUE, ", word);
        error_set_subject(errp, (*action)->name);
        return false;
    }
    return call_add_arg(*action, l->text, w, &l->error_at, errp);
}

static bool take_trans_words(Command *trans, Line *l, size_t first,
                             bool *closed, Error **errp)
{
    Call *action = NULL;
    size_t i;

    *closed = false;
    for (i = first; i < l->n_words; i++) {
        const Word *w = &l->words[i];

        if (*closed) {
            return place_fail(&l->error_at, w->at, errp,
                              "expected nothing behind ')'");
        }
        if (word_is(w, l->text, ")")) {
            *closed = true;
        } else if (word_is(w, l->text, ";")) {
            action = NULL;
        } else if (!take_trans_word(trans, l, w, &action, errp)) {
            return false;
        }
    }
    return true;
}

/* What is new: the actions from number @first on, or arguments. */
static bool check_actions(const Command *trans, Line *l, size_t n_args,
                          size_t first, Error **errp)
{
    size_t i;

    if (l->check && trans->call.n_args > n_args &&
        !l->check(l->check_opaque, &trans->call, &l->error_at, errp)) {
        return false;
    }
    for (i = first; l->check && i < trans->n_actions; i++) {
        if (!l->check(l->check_opaque, &trans->actions[i], &l->error_at,
                      errp)) {
            return false;
        }
    }
    return true;
}

bool build_actions(Command *trans, Line *l, size_t first, bool *closed,
                   Error **errp)
{
    size_t n_args = trans->call.n_args, n_actions = trans->n_actions;

    if (take_trans_words(trans, l, first, closed, errp) &&
        check_actions(trans, l, n_args, n_actions, errp)) {
        return true;
    }
    call_truncate(&trans->call, n_args);
    while (trans->n_actions > n_actions) {
        call_clear(&trans->actions[--trans->n_actions]);
    }
    return false;
}
