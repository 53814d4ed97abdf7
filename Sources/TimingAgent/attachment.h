/// How the agent comes into a process that runs already, and leaves it.
#ifndef SERIEMA_ATTACHMENT_H
#define SERIEMA_ATTACHMENT_H

#include "agent.h"

/// Whether nobody has renewed the lease: Seriema is gone, and what it set must go as well.
static inline bool seriema_has_lapsed(uint64_t now) {
  return SERIEMA_UNLIKELY(now > __atomic_load_n(&seriema_agent.region->header.lease, __ATOMIC_RELAXED));
}

/// Has the timing undone at the main thread's next safe point; to be called by a callback.
void seriema_leave_soon(void);

/// Runs in the forked child: a thread that does an errand is its parent's.
void seriema_forget_errand(void);

#endif
