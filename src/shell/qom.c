/*
 * The QOM tree as text: .tree and .ls
 */
#include "shell/qom.h"

#include <langinfo.h>
#include <locale.h>
#include <string.h>

#include "lang/line_parser.h"
#include "shell/qom_text.h"
#include "util/json.h"
#include "util/mem.h"

/*
 * A QEMU has a few hundred objects, some ten deep; what has more is no tree
 * that anyone reads, or is made up as we go.
 */
#define MAX_DEPTH 64
#define MAX_OBJECTS 100000

/* --- what both share ----------------------------------------------------- */

/*
 * Is the person's own locale one of UTF-8?  The program's always is, where
 * there is one (main.c).
 */
static bool locale_is_utf8(void)
{
    locale_t own = newlocale(LC_CTYPE_MASK, "", (locale_t)0);
    bool utf8 = own && strcmp(nl_langinfo_l(CODESET, own), "UTF-8") == 0;

    if (own) {
        freelocale(own);
    }
    return utf8;
}

static QomStyle style_for(Session *s)
{
    return (QomStyle){ .render = output_style(session_config(s)->output),
                       .utf8 = locale_is_utf8() };
}

/* The one word of @rest, "/" without any; owned, or NULL with @errp set. */
static char *take_path(const char *rest, Error **errp)
{
    size_t n;
    char **words = words_split(rest, &n, errp);
    char *path = NULL;

    if (!words) {
        return NULL;
    }
    if (n > 1) {
        error_set(errp, ERROR_PARSE,
                  "one PATH at most; quotes go around one with blanks");
    } else {
        path = mem_strdup(n ? words[0] : "/");
    }
    words_free(words);
    return path;
}

static QmpReply *call(Session *s, const char *command, const char *path,
                      const char *property, Status *status)
{
    json_object *arguments = json_object_new_object();

    json_set_string(arguments, "path", path);
    if (property) {
        json_set_string(arguments, "property", property);
    }
    return session_call(s, command, arguments, status);
}

/* Show the server's refusal, if it is one. */
static Status check(Session *s, const QmpReply *reply)
{
    if (!reply->error_class) {
        return STATUS_OK;
    }
    output_error_reply(session_config(s)->output, reply->error_class,
                       reply->error_desc);
    return STATUS_FAILED;
}

static Status write_out(Session *s, const StrBuf *text)
{
    Output *output = session_config(s)->output;
    Status status = STATUS_OK;
    Error *err = NULL;

    output_write(output, strbuf_str(text), text->len);
    if (!output_check(output, &err)) {
        /* the words for it come at the end */
        status = status_of_error(error_kind(err));
        error_free(err);
    }
    return status;
}

/* --- .tree --------------------------------------------------------------- */

typedef struct Tree {
    Session *session;
    QomStyle style;
    StrBuf path;   /* of the object whose children are listed */
    StrBuf indent; /* what stands before them */
    size_t n_objects;
    unsigned depth;
} Tree;

static Status print_children(Tree *t);

/* Go into the child @name of the object, whose path is as it was after. */
static Status print_below(Tree *t, const char *name, bool last)
{
    size_t path = t->path.len, indent = t->indent.len;
    Status status;

    if (t->depth == MAX_DEPTH) {
        return STATUS_OK;
    }
    if (path && t->path.data[path - 1] != '/') {
        strbuf_putc(&t->path, '/');
    }
    strbuf_puts(&t->path, name);
    strbuf_puts(&t->indent, qom_indent(last, &t->style));
    t->depth++;
    status = print_children(t);
    t->depth--;
    strbuf_truncate(&t->path, path);
    strbuf_truncate(&t->indent, indent);
    return status;
}

static Status print_child(Tree *t, const QomChild *child, bool last)
{
    autofree_strbuf StrBuf line = STRBUF_INIT;
    Status status;

    if (++t->n_objects > MAX_OBJECTS) {
        output_note(session_config(t->session)->output,
                    "more than %d objects: the rest is left out", MAX_OBJECTS);
        return STATUS_FAILED;
    }
    strbuf_append(&line, strbuf_str(&t->indent), t->indent.len);
    strbuf_puts(&line, qom_branch(last, &t->style));
    qom_append_object(&line, child->name, child->type, &t->style);
    status = write_out(t->session, &line);
    return status ? status : print_below(t, child->name, last);
}

static Status print_children(Tree *t)
{
    autofree_children QomChildren children = { 0 };
    Status status = STATUS_OK;
    QmpReply *reply;
    size_t i;

    reply = call(t->session, "qom-list", strbuf_str(&t->path), NULL, &status);
    if (!reply) {
        return status;
    }
    /* an object may have gone since its parent was listed */
    if (!reply->error_class) {
        qom_children(reply->value, &children);
    }
    for (i = 0; i < children.n && !status; i++) {
        status = print_child(t, &children.list[i], i + 1 == children.n);
    }
    qmp_reply_free(reply);
    return status;
}

/* The object at the tree's path itself: a path that is none shows here. */
static Status print_root(Tree *t)
{
    autofree_strbuf StrBuf line = STRBUF_INIT;
    const char *path = strbuf_str(&t->path);
    Status status = STATUS_OK;
    QmpReply *reply = call(t->session, "qom-get", path, "type", &status);

    if (!reply) {
        return status;
    }
    status = check(t->session, reply);
    if (!status) {
        qom_append_object(&line, path,
                          json_object_is_type(reply->value, json_type_string) ?
                              json_object_get_string(reply->value) :
                              "?",
                          &t->style);
        status = write_out(t->session, &line);
    }
    qmp_reply_free(reply);
    return status;
}

Status qom_run_tree(Session *s, const char *rest)
{
    Tree t = { .session = s, .style = style_for(s) };
    autofree char *path = NULL;
    Error *err = NULL;
    Status status;

    path = take_path(rest, &err);
    if (!path) {
        return status_report(session_config(s)->output, err);
    }
    strbuf_puts(&t.path, path);
    status = print_root(&t);
    if (!status) {
        status = print_children(&t);
    }
    strbuf_free(&t.path);
    strbuf_free(&t.indent);
    return status;
}

/* --- .ls ----------------------------------------------------------------- */

/* Add to @entry its value, if it can be read. */
static Status add_value(Session *s, const char *path, json_object *entry)
{
    const char *name = json_get_string(entry, "name");
    Status status = STATUS_OK;
    QmpReply *reply = name ? call(s, "qom-get", path, name, &status) : NULL;

    if (reply && !reply->error_class) {
        json_set(entry, "value", json_object_get(reply->value));
    }
    qmp_reply_free(reply);
    return status;
}

/* QEMU 10 and older have no qom-list-get: a question for each value. */
static Status list_slowly(Session *s, const char *path, json_object **list)
{
    Status status = STATUS_OK;
    QmpReply *reply = call(s, "qom-list", path, NULL, &status);
    size_t i;

    if (!reply) {
        return status;
    }
    status = check(s, reply);
    if (!status && json_object_is_type(reply->value, json_type_array)) {
        *list = json_object_get(reply->value);
    }
    qmp_reply_free(reply);
    for (i = 0; *list && i < json_object_array_length(*list) && !status; i++) {
        status = add_value(s, path, json_object_array_get_idx(*list, i));
    }
    return status;
}

/*
 * The properties of the object at @path with their values; *@list is owned,
 * and may be NULL.
 */
static Status list_properties(Session *s, const char *path, json_object **list)
{
    json_object *arguments = json_object_new_object();
    json_object *paths = json_object_new_array();
    Status status = STATUS_OK;
    QmpReply *reply;

    json_object_array_add(paths, json_object_new_string(path));
    json_set(arguments, "paths", paths);
    reply = session_call(s, "qom-list-get", arguments, &status);
    if (!reply) {
        return status;
    }
    if (reply->error_class &&
        strcmp(reply->error_class, "CommandNotFound") == 0) {
        status = list_slowly(s, path, list);
    } else {
        status = check(s, reply);
    }
    if (!status && !*list &&
        json_object_is_type(reply->value, json_type_array)) {
        *list = json_object_get(json_get_array(
            json_object_array_get_idx(reply->value, 0), "properties"));
    }
    qmp_reply_free(reply);
    return status;
}

Status qom_run_ls(Session *s, const char *rest)
{
    autofree_strbuf StrBuf text = STRBUF_INIT;
    autoput json_object *list = NULL;
    QomStyle style = style_for(s);
    autofree char *path = NULL;
    Error *err = NULL;
    Status status;

    path = take_path(rest, &err);
    if (!path) {
        return status_report(session_config(s)->output, err);
    }
    status = list_properties(s, path, &list);
    if (status) {
        return status;
    }
    qom_append_properties(&text, list, &style);
    return write_out(s, &text);
}
