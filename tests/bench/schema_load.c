/*
 * Times a schema from text to model, and json-c's own parse beside it
 *
 *   schema_load ROUNDS FILE
 *
 * FILE is a reply to query-qmp-schema.  Rounds take turns; prints the medians
 * in milliseconds and the median of the rounds' ratios, as compare does.
 */
#include <stdio.h>
#include <stdlib.h>

#include "qmp/schema.h"
#include "timing.h"
#include "util/fd.h"
#include "util/json.h"
#include "util/mem.h"

static double load_ms(const StrBuf *text)
{
    autoput json_object *reply = NULL;
    double start = timing_now_ms(), took;
    QmpSchema *schema = NULL;

    if (json_read(text->data, text->len, 0, &reply, NULL, NULL)) {
        schema = qmp_schema_new(json_get_array(reply, "return"), NULL);
    }
    took = timing_now_ms() - start;
    if (!schema) {
        fprintf(stderr, "schema_load: this is no schema\n");
        exit(1);
    }
    qmp_schema_free(schema);
    return took;
}

static double parse_ms(const StrBuf *text)
{
    double start = timing_now_ms(), took;
    autoput json_object *reply = json_tokener_parse(text->data);

    took = timing_now_ms() - start;
    if (!reply) {
        fprintf(stderr, "schema_load: json-c cannot read this\n");
        exit(1);
    }
    return took;
}

int main(int argc, char **argv)
{
    int rounds = argc == 3 ? atoi(argv[1]) : 0, i;
    autofree double *a = NULL, *b = NULL, *ratio = NULL;
    autofree_strbuf StrBuf text = STRBUF_INIT;
    FILE *f;

    if (rounds < 1) {
        fprintf(stderr, "usage: schema_load ROUNDS FILE\n");
        return 2;
    }
    f = fopen(argv[2], "rb");
    if (!f) {
        perror(argv[2]);
        return 2;
    }
    while (!feof(f) && !ferror(f)) {
        char *room = strbuf_reserve(&text, 65536);

        strbuf_commit(&text, fread(room, 1, 65536, f));
    }
    fclose(f);
    a = mem_new0((size_t)rounds, sizeof(*a));
    b = mem_new0((size_t)rounds, sizeof(*b));
    ratio = mem_new0((size_t)rounds, sizeof(*ratio));
    for (i = 0; i < rounds; i++) {
        a[i] = load_ms(&text);
        b[i] = parse_ms(&text);
        ratio[i] = a[i] / b[i];
    }
    printf("%8.2f ms %8.2f ms %6.2f\n", timing_median(a, (size_t)rounds),
           timing_median(b, (size_t)rounds),
           timing_median(ratio, (size_t)rounds));
    return 0;
}
