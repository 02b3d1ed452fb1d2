/*
 * json-c's own parse plus print, to compare the printing of a reply with
 *
 *   parse_print FILE
 */
#include <stdio.h>

#include <json-c/json.h>

int main(int argc, char **argv)
{
    json_object *value;
    int result;

    if (argc != 2) {
        fprintf(stderr, "usage: parse_print FILE\n");
        return 2;
    }
    value = json_object_from_file(argv[1]);
    if (!value) {
        fprintf(stderr, "%s: %s\n", argv[1], json_util_get_last_err());
        return 1;
    }
    result = puts(json_object_to_json_string_ext(
        value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
    json_object_put(value);
    return result < 0;
}
