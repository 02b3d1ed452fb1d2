/*
 * A test's hold on an editor_driver
 */
#include "editor_session.h"

#include <stdarg.h>
#include <string.h>

#include "util/fd.h"
#include "util/mem.h"

#define DRIVER TEST_PROGRAMS "/editor_driver"
#define JOB_PARENT TEST_PROGRAMS "/job_parent"

static EditorSession start(char *const argv[], int rows, int cols)
{
    EditorSession e = { 0 };

    e.screen = screen_start_controlled(argv, rows, cols, &e.control);
    screen_wait_text(e.screen, "(vm)");
    return e;
}

EditorSession editor_start(int rows, int cols)
{
    char *argv[] = { (char *)DRIVER, NULL };

    return start(argv, rows, cols);
}

EditorSession editor_start_job(int rows, int cols)
{
    char *argv[] = { (char *)JOB_PARENT, (char *)DRIVER, NULL };

    return start(argv, rows, cols);
}

void editor_free(EditorSession *e)
{
    fd_close(&e->control);
    screen_free(e->screen);
}

void editor_command(EditorSession *e, const char *fmt, ...)
{
    autofree char *text = NULL, *line = NULL;
    va_list ap;

    va_start(ap, fmt);
    text = mem_vprintf(fmt, ap);
    va_end(ap);
    line = mem_printf("%s\n", text);
    screen_send(e->screen, e->control, line, strlen(line));
}

/*
 * Twice: a command may be carried out before what came with it is drawn, but
 * between two commands the editor draws.
 */
void editor_settle(EditorSession *e)
{
    int i;

    for (i = 0; i < 2; i++) {
        autofree char *answer = mem_printf("\033]777;settled %u\a",
                                           ++e->n_syncs);

        editor_command(e, "sync settled %u", e->n_syncs);
        screen_wait_bytes(e->screen, answer);
    }
}

void editor_settle_keys(EditorSession *e)
{
    screen_type(e->screen, "\t");
    screen_wait_bytes(e->screen, "\033]777;completed\a");
    editor_settle(e);
}

void editor_enter(EditorSession *e, const char *keys)
{
    autofree char *result = mem_printf("line: %s", keys);

    screen_type(e->screen, keys);
    screen_type(e->screen, "\r");
    screen_wait_bytes(e->screen, result);
    editor_settle(e);
}
