/*
 * Live names that only the human monitor tells: buses, network backends
 *
 * `info qtree` and `info network` print what is in memory, in forms that
 * have stayed the same from QEMU 7.2 to 11.
 */
#include <string.h>

#include "shell/live_priv.h"
#include "util/mem.h"

/*
 * The next line of *@text without the blanks and line ends around it, owned;
 * NULL at the end.
 */
static char *take_line(const char **text)
{
    const char *line = *text + strspn(*text, " ");
    size_t len = strcspn(line, "\n");

    if (!*line) {
        return NULL;
    }
    *text = line + len + (line[len] ? 1 : 0);
    while (len && (line[len - 1] == '\r' || line[len - 1] == ' ')) {
        len--;
    }
    return mem_strndup(line, len);
}

/* What stands behind @front, or NULL. */
static const char *behind(const char *line, const char *front)
{
    size_t len = strlen(front);

    return strncmp(line, front, len) == 0 ? line + len : NULL;
}

/* system/qdev-monitor.c, qbus_print: "bus: NAME", below it "type TYPE". */
void live_parse_buses(const char *text, const LiveQuery *query, LiveNames *out)
{
    LiveName *last = NULL;
    char *line;

    for (; (line = take_line(&text)); free(line)) {
        const char *name = behind(line, "bus: ");
        const char *type = behind(line, "type ");

        if (last && type) {
            last->note = mem_strdup(type);
        }
        last = name ? live_add(out, query, name, NULL) : NULL;
    }
}

/* The same, qdev_print: "dev: TYPE, id "ID"". */
bool live_has_device(const char *text, const char *type)
{
    size_t len = strlen(type);
    bool found = false;
    char *line;

    for (; !found && (line = take_line(&text)); free(line)) {
        const char *name = behind(line, "dev: ");

        found = name && strncmp(name, type, len) == 0 && name[len] == ',';
    }
    return found;
}

/* What "index=0,type=TYPE,..." says; owned, or NULL. */
static char *client_type(const char *info)
{
    const char *type = strstr(info, "type=");

    return type ? mem_strndup(type + strlen("type="),
                              strcspn(type + strlen("type="), ",")) :
                  NULL;
}

/*
 * net/net.c, hmp_info_network, and net/hub.c, net_hub_info: "NAME: INFO" for
 * a NIC or for a backend without one, " \ NAME: INFO" for the backend of
 * a NIC, and " \ PORT: NAME: INFO" or " \ PORT" for the ports of a hub.
 */
static void add_clients(const char *line, const LiveQuery *query,
                        LiveNames *out)
{
    const char *peer = behind(line, "\\ ");
    const char *name = peer ? peer : line;
    const char *info = strstr(name, ": index=");
    const char *port = strstr(name, ": ");
    autofree char *type = info ? client_type(info) : NULL;
    autofree char *own = NULL;

    if (info && port < info) {
        autofree char *hub = mem_strndup(name, (size_t)(port - name));

        live_add(out, query, hub, "hubport");
        name = port + strlen(": ");
    }
    own = mem_strndup(name, info ? (size_t)(info - name) : strlen(name));
    if (type && strcmp(type, "nic") != 0) {
        live_add(out, query, own, type);
    } else if (peer && !info) {
        live_add(out, query, own, "hubport");
    }
}

void live_parse_netdevs(const char *text, const LiveQuery *query,
                        LiveNames *out)
{
    char *line;

    for (; (line = take_line(&text)); free(line)) {
        if (behind(line, "filters:") || behind(line, "- ")) {
            continue;
        }
        add_clients(line, query, out);
    }
}

void live_bus(Session *s, const LiveQuery *query, LiveNames *out)
{
    autofree char *text = session_query_hmp(s, "info qtree");

    live_parse_buses(text ? text : "", query, out);
}

void live_netdevs(Session *s, const LiveQuery *query, LiveNames *out)
{
    autofree char *text = session_query_hmp(s, "info network");

    live_parse_netdevs(text ? text : "", query, out);
}
