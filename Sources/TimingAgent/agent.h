/// The timing agent: times calls of the target functions from inside the Python process.
///
/// Everything that is not the fast path runs under the GIL. Nothing here raises into the program.
#ifndef SERIEMA_AGENT_H
#define SERIEMA_AGENT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <pthread.h>
#include <stdbool.h>

#include "interpreter.h"
#include "timing_clock.h"
#include "timing_layout.h"
#include "timing_status.h"

#define SERIEMA_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define SERIEMA_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

/// Bits of `sys.monitoring.events`, which differ between versions.
struct seriema_events {
  int start, resume, yield, return_, unwind, throw_;
};

/// The agent's only state besides that of interpreters and the thread's slot.
struct seriema_agent {
  struct seriema_timing_region *region;
  uint32_t clock;
  int process;
  /// Timing is on. The region stays mapped when it is not, because a thread may still be about to write there.
  bool is_active;
  /// The end of the timing has been asked for.
  int is_leaving;
  /// Counts the times that it came, so that a thread knows a slot of an earlier time.
  uint32_t epoch;
  /// A child that was forked: calls may be open in it that are its parent's.
  bool is_forked;
  /// Another process may count into the same memory.
  bool has_forked;
  struct seriema_events events;
  /// Ticks to subtract from what encloses a timed call, a call counted without the clock, and a call itself.
  uint32_t pair_cost, inner_cost, bias;
  /// Where the current frame is found: 12 for CPython 3.12, 13 for 3.13 to 3.15, 0 where it is not known.
  int frame_form;
  pthread_key_t slot_key;
};

extern struct seriema_agent seriema_agent;

/// The slot of the calling thread and when it was taken; see `seriema_own_slot`.
extern __thread struct seriema_timing_slot *seriema_slot;
extern __thread uint32_t seriema_slot_epoch;

/// The slot of the calling thread; null until it times its first call.
static inline struct seriema_timing_slot *seriema_own_slot(void) {
  return SERIEMA_LIKELY(seriema_slot_epoch == seriema_agent.epoch) ? seriema_slot : NULL;
}

static inline void seriema_count_lost(uint64_t calls) {
  __atomic_fetch_add(&seriema_agent.region->header.lost_calls, calls, __ATOMIC_RELAXED);
}

/// `sys.monitoring`; a new reference, or null with an exception set.
PyObject *seriema_monitoring(void);

/// Reads the numbers of the events; returns 0, or -1 with an exception set.
int seriema_read_events(PyObject *monitoring);

/// Prepares for threads that come and go, and for fork; returns 0, or -1 with an exception set.
int seriema_prepare_slots(void);

/// Gives the calling thread a slot; null when all are taken.
struct seriema_timing_slot *seriema_claim_slot(void);

/// The record of a function in a slot, made if need be; null when all are taken.
struct seriema_timing_record *seriema_make_record(struct seriema_timing_slot *slot, uint32_t function);

#endif
