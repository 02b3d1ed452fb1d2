/*
 * The last events of a connection, in order; private to src/qmp
 */
#ifndef QMP_EVENT_RING_H
#define QMP_EVENT_RING_H

#include "qmp/client.h"

typedef struct EventRing {
    QmpEvent *slots; /* event number N is in slot (N - 1) % limit */
    size_t limit;
    uint64_t count; /* events that have come */
} EventRing;

void event_ring_init(EventRing *ring, size_t limit);
void event_ring_free(EventRing *ring);

/* Keep @message, which has the string "event"; it gets a reference. */
void event_ring_add(EventRing *ring, json_object *message);

/* As qmp_client_event_after(). */
const QmpEvent *event_ring_after(const EventRing *ring, uint64_t seq);

uint64_t event_ring_dropped(const EventRing *ring);

#endif
