/*
 * What a line means, before any server is asked
 *
 * Parsing gives a Command; request.h makes the JSON request of it.  Between
 * the two a schema can give values their types, so a Command keeps each
 * argument as it was written.
 */
#ifndef LANG_COMMAND_H
#define LANG_COMMAND_H

#include <stdbool.h>
#include <stddef.h>

#include <json-c/json.h>

#include "util/error.h"

typedef enum CommandKind {
    COMMAND_EMPTY,       /* blank or a comment */
    COMMAND_QMP,         /* command KEY=VALUE... */
    COMMAND_TRANSACTION, /* transaction( ACTION... ) */
    COMMAND_RAW,         /* { "execute": ... } */
    COMMAND_HMP,         /* a line for human-monitor-command */
    COMMAND_DOT,         /* .name ... */
} CommandKind;

/* How an argument's value was written. */
typedef enum ValueForm {
    VALUE_BARE,    /* to the next blank: its type is open */
    VALUE_STRING,  /* "quoted", 'quoted' or json:{...}: a string */
    VALUE_BRACKET, /* {...} or [...]: JSON, or its text where a string is due */
    VALUE_JSON,    /* KEY:=JSON */
    VALUE_FILE,    /* KEY:@FILE: a string to be read; text is the file */
} ValueForm;

/* A part of a dotted key. */
typedef struct KeyPart {
    char *name;  /* quotes taken off */
    bool quoted; /* literal: never an index */
    size_t at;   /* offset in Command.source */
} KeyPart;

typedef struct Arg {
    KeyPart *parts;
    size_t n_parts; /* at least 1 */
    ValueForm form;
    char *text;        /* BARE, STRING: the value; BRACKET: its source text;
                          FILE: the file's name */
    size_t text_len;   /* a quoted string may hold NULs */
    json_object *json; /* BRACKET, JSON: the value; NULL is null */
    bool is_json;      /* BRACKET: it can be read as JSON */
    size_t key_at, value_at; /* offsets in Command.source */
} Arg;

/* A command, or an action of a transaction. */
typedef struct Call {
    char *name;
    size_t name_at;
    Arg *args;
    size_t n_args;
    json_object *raw; /* an action written as {"type":...}; else NULL */
} Call;

/*
 * Could the action be sent, or (a call named "transaction") a transaction
 * with those arguments?  False with ERROR_PARSE, its place in *@error_at.
 */
typedef bool ActionCheckFn(void *opaque, const Call *action, size_t *error_at,
                           Error **errp);

typedef struct Command {
    CommandKind kind;
    char *source;  /* the text it was parsed from, newlines inside kept */
    unsigned line; /* the number of its first line, from 1 */
    Call call;     /* QMP: the command; TRANSACTION: name "transaction" and
                      its own arguments */
    Call *actions; /* TRANSACTION */
    size_t n_actions;
    json_object *raw; /* RAW: the request as written, an object */
    char *name;       /* DOT: without the dot */
    char *rest;       /* DOT: what follows the name; HMP: the line; both
                         from first to last non-blank, never NULL there;
                         a comment is still in it, a continuation is not */
    char *pipe;       /* the PROGRAM of "COMMAND | PROGRAM", or NULL */
} Command;

void command_free(Command *cmd);

static inline void command_autofree_(Command **cmd)
{
    command_free(*cmd);
}

#define autofree_command __attribute__((cleanup(command_autofree_)))

/* The name that goes on the wire ("query-status"), or NULL: EMPTY, DOT. */
const char *command_execute_name(const Command *cmd);

/*
 * What messages call the command: the name that goes on the wire, for a dot
 * command its name, for HMP the line, or its first word where it holds a
 * secret.  Owned; may hold anything that can be typed.
 */
char *command_title(const Command *cmd);

#endif
