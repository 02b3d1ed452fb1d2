/*
 * The last events of a connection, in order
 */
#include "qmp/event_ring.h"

#include "util/json.h"
#include "util/mem.h"

void event_ring_init(EventRing *ring, size_t limit)
{
    *ring = (EventRing){ .limit = limit };
}

void event_ring_free(EventRing *ring)
{
    uint64_t seq = event_ring_dropped(ring);

    while (seq < ring->count) {
        json_object_put(ring->slots[seq++ % ring->limit].message);
    }
    free(ring->slots);
}

void event_ring_add(EventRing *ring, json_object *message)
{
    json_object *timestamp = json_get_object(message, "timestamp");
    QmpEvent *e;

    if (!ring->slots) {
        ring->slots = mem_new0(ring->limit, sizeof(*ring->slots));
    }
    e = &ring->slots[ring->count++ % ring->limit];
    json_object_put(e->message);
    *e = (QmpEvent){
        .seq = ring->count,
        .name = json_get_string(message, "event"),
        .seconds = json_get_uint(timestamp, "seconds", -1),
        .microseconds = json_get_uint(timestamp, "microseconds", 0),
        .message = json_object_get(message),
    };
    json_has(message, "data", &e->data);
}

const QmpEvent *event_ring_after(const EventRing *ring, uint64_t seq)
{
    uint64_t dropped = event_ring_dropped(ring);

    if (seq < dropped) {
        seq = dropped;
    }
    return seq < ring->count ? &ring->slots[seq % ring->limit] : NULL;
}

uint64_t event_ring_dropped(const EventRing *ring)
{
    return ring->count > ring->limit ? ring->count - ring->limit : 0;
}
