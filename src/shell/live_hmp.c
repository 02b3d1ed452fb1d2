/*
 * Live names that only the human monitor tells: buses, NICs and backends of the
 * network; which device types the VM has
 *
 * `info qtree` and `info network` print what is in memory, in forms that
 * have stayed the same from QEMU 7.2 to 11.
 */
#include <string.h>

#include "shell/live_priv.h"
#include "util/json.h"
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
void live_parse_types(const char *text, json_object *types)
{
    char *line;

    for (; (line = take_line(&text)); free(line)) {
        const char *name = behind(line, "dev: ");
        size_t len = name ? strcspn(name, ",") : 0;

        if (len && name[len]) {
            autofree char *type = mem_strndup(name, len);

            json_set(types, type, NULL);
        }
    }
}

/* What "index=0,type=TYPE,..." says; owned, or NULL. */
static char *client_type(const char *info)
{
    const char *type = strstr(info, "type=");

    return type ? mem_strndup(type + strlen("type="),
                              strcspn(type + strlen("type="), ",")) :
                  NULL;
}

/* Add @name, if a client of @type (of a hub's port: NULL) is asked for. */
static void add_client(const char *name, const char *type,
                       const LiveQuery *query, LiveNames *out)
{
    bool nic = type && strcmp(type, "nic") == 0;

    if (query->kind != (nic ? LIVE_NETDEV : LIVE_NIC)) {
        live_add(out, query, name, type ? type : "hubport");
    }
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

        add_client(hub, NULL, query, out);
        name = port + strlen(": ");
    }
    own = mem_strndup(name, info ? (size_t)(info - name) : strlen(name));
    if (type || (peer && !info)) {
        add_client(own, type, query, out);
    }
}

void live_parse_net_clients(const char *text, const LiveQuery *query,
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

void live_net_clients(Session *s, const LiveQuery *query, LiveNames *out)
{
    autofree char *text = session_query_hmp(s, "info network");

    live_parse_net_clients(text ? text : "", query, out);
}
