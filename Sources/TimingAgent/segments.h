/// Entries of functions for blocks that overlap.
///
/// The calls of a function are counted at one place, for all open blocks that name it. When a block begins or ends, the
/// function goes on in another entry, a segment. So what a block measured is the sum of the segments that carry its
/// targets: exact, shortest and slowest calls included. Segments that no longer differ become one again.
#ifndef SERIEMA_SEGMENTS_H
#define SERIEMA_SEGMENTS_H

#include "discovery.h"

/// Has a function object timed for a target, beside those that it is timed for already. Returns false when a table is
/// full.
bool seriema_adopt_object(struct seriema_interpreter *interpreter, uint32_t index, PyObject *function);

/// Lets go of targets: functions that nobody else names are not timed any more, and their entries are free.
void seriema_drop_targets(struct seriema_interpreter *interpreter, const struct seriema_targets *targets);

/// Forgets which entries are free: there are none any more.
void seriema_forget_segments(void);

/// Takes entries that lie side by side and were freed; returns -1 when there are none.
int64_t seriema_reuse_functions(uint32_t count);

/// Whether a function is timed for one of several targets.
static inline bool seriema_is_named_by(
    const struct seriema_timing_function *function, const struct seriema_targets *targets) {
  for (size_t i = 0; i < SERIEMA_TIMING_TARGET_WORDS; i++) {
    if (function->targets[i] & targets->words[i]) return true;
  }
  return false;
}

#endif
