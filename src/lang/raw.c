/*
 * Requests and actions that are written as JSON
 */
#include "lang/raw.h"

#include <string.h>

#include "util/json.h"
#include "util/mem.h"

typedef struct RawMember {
    const char *key;
    json_type type; /* json_type_null: any */
} RawMember;

typedef struct RawForm {
    const RawMember *members;
    size_t n_members;
    const char *known; /* the members, for a message */
} RawForm;

static const RawMember request_members[] = {
    { "execute", json_type_string },
    { "exec-oob", json_type_string },
    { "arguments", json_type_object },
    { "id", json_type_null },
};

static const RawMember action_members[] = {
    { "type", json_type_string },
    { "data", json_type_object },
};

static const RawForm request_form = {
    request_members,
    ARRAY_SIZE(request_members),
    "execute, exec-oob, arguments and id",
};

static const RawForm action_form = {
    action_members,
    ARRAY_SIZE(action_members),
    "type and data",
};

/*
 * The offset of member number @n in the text of an object that has it.  The
 * object was read before, so nothing here can fail.
 */
static size_t member_at(const char *text, size_t len, size_t n)
{
    static const char between[] = " \t\r\n,:=";
    size_t at = 1, end;

    /* a key and a value for each member before, then the key */
    for (n = 2 * n;; n--) {
        autoput json_object *skipped = NULL;

        at += strspn(text + at, between);
        if (n == 0 || !json_read(text + at, len - at,
                                 JSON_READ_LITERAL | JSON_READ_PREFIX, &skipped,
                                 &end, NULL)) {
            return at;
        }
        at += end;
    }
}

/* Are all members of the form, and of its types? */
static bool check_members(json_object *obj, const RawForm *form, size_t *nth,
                          Error **errp)
{
    *nth = 0;
    json_object_object_foreach(obj, key, value)
    {
        const RawMember *m = form->members;
        const RawMember *end = m + form->n_members;

        while (m < end && strcmp(m->key, key) != 0) {
            m++;
        }
        if (m == end) {
            error_set(errp, ERROR_PARSE, "member '%s' is none of %s", key,
                      form->known);
            return false;
        }
        if (m->type != json_type_null && !json_object_is_type(value, m->type)) {
            error_set(errp, ERROR_PARSE, "'%s' must be %s", key,
                      m->type == json_type_string ? "a string" : "an object");
            return false;
        }
        ++*nth;
    }
    return true;
}

static json_object *read_form(const char *text, const Word *w,
                              const RawForm *form, size_t *error_at,
                              Error **errp)
{
    autoput json_object *obj = NULL;
    size_t at = 0, nth;

    if (!json_read(text + w->at, w->end - w->at, JSON_READ_LITERAL, &obj, &at,
                   errp)) {
        *error_at = w->at + at;
        return NULL;
    }
    if (!check_members(obj, form, &nth, errp)) {
        *error_at = w->at + member_at(text + w->at, w->end - w->at, nth);
        return NULL;
    }
    *error_at = w->at;
    return STEAL(obj);
}

json_object *raw_request(const char *text, const Word *w, size_t *error_at,
                         Error **errp)
{
    autoput json_object *obj = read_form(text, w, &request_form, error_at,
                                         errp);

    if (!obj) {
        return NULL;
    }
    if (json_has(obj, "execute", NULL) == json_has(obj, "exec-oob", NULL)) {
        error_set(errp, ERROR_PARSE,
                  "expected one member \"execute\" (or \"exec-oob\")");
        return NULL;
    }
    return STEAL(obj);
}

json_object *raw_action(const char *text, const Word *w, size_t *error_at,
                        Error **errp)
{
    autoput json_object *obj = read_form(text, w, &action_form, error_at, errp);

    if (obj && !json_has(obj, "type", NULL)) {
        error_set(errp, ERROR_PARSE, "expected a member \"type\"");
        return NULL;
    }
    return STEAL(obj);
}

const char *raw_request_name(json_object *request)
{
    const char *name = json_get_string(request, "execute");

    return name ? name : json_get_string(request, "exec-oob");
}
