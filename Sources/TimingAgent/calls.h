/// A call begins, and ends: the fast path of the callbacks, and what they leave to others.
#ifndef SERIEMA_CALLS_H
#define SERIEMA_CALLS_H

#include "attachment.h"
#include "pairing.h"

static inline struct seriema_timing_record *seriema_record_of(struct seriema_timing_slot *slot, uint32_t function) {
  uint32_t index = slot->records[function];
  return index != 0 ? &seriema_agent.region->records[index - 1] : NULL;
}

/// Takes what the calling thread lacks: its slot, or the slot's record of the function. Null when there is no room.
struct seriema_timing_record *seriema_make_ready(uint32_t function);

/// The record of a function in the thread's slot; null when there is no room for one.
static inline struct seriema_timing_record *seriema_own_record(uint32_t function) {
  struct seriema_timing_slot *slot = seriema_own_slot();
  if (SERIEMA_LIKELY(slot != NULL && slot->records[function] != 0)) return seriema_record_of(slot, function);
  return seriema_make_ready(function);
}

/// What begins to run.
struct seriema_beginning {
  uint32_t function;
  /// That of its code object's entry.
  uint32_t base;
  /// One more than the index of its activation; 0 for a plain function.
  uint32_t activation;
  /// False when a suspended one goes on.
  bool is_call;
  /// Why it is in no pair.
  enum seriema_apart apart;
};

/// A stretch of a function starts to run, whose record is `record`.
static inline __attribute__((always_inline)) void seriema_begin(
    struct seriema_timing_record *record, struct seriema_beginning beginning) {
  struct seriema_timing_slot *slot = seriema_slot;
  uint32_t depth = slot->depth;
  struct seriema_timing_open_call *call = &slot->open[depth];
  if (SERIEMA_UNLIKELY(depth > 0) && call[-1].function == beginning.function && beginning.activation == 0 &&
      slot->overflow == 0) {
    call[-1].nested++;
    call[-1].inner_pairs++;
    record->counters.inner += beginning.is_call;
    return;
  }
  if (SERIEMA_UNLIKELY(depth == SERIEMA_TIMING_OPEN_CALLS)) {
    slot->overflow++;
    seriema_count_lost(1);
    return;
  }
  if (SERIEMA_UNLIKELY(record->open++ > 0)) record->counters.inner += beginning.is_call;
  *call = (struct seriema_timing_open_call){
      .function = beginning.function,
      .base = beginning.base,
      .activation = beginning.activation,
      .apart = beginning.apart};
  call->start = seriema_timing_now(seriema_agent.clock);
  if (seriema_has_lapsed(call->start)) seriema_leave_soon();
  __atomic_store_n(&slot->depth, depth + 1, __ATOMIC_RELEASE);
}

static inline void seriema_start_writing(struct seriema_timing_record *record) {
  __atomic_store_n(&record->sequence, record->sequence + 1, __ATOMIC_RELAXED);
  __atomic_thread_fence(__ATOMIC_RELEASE);
}

static inline void seriema_stop_writing(struct seriema_timing_record *record) {
  __atomic_store_n(&record->sequence, record->sequence + 1, __ATOMIC_RELEASE);
}

/// Keeps a call that is longer than the shortest of the slowest.
void seriema_keep_slow(struct seriema_timing_record *record, uint64_t start, uint64_t elapsed);

/// Adds an ended call, between `start_writing` and `stop_writing`.
static inline void seriema_add(struct seriema_timing_record *record, uint64_t start, uint64_t elapsed, bool failed) {
  struct seriema_timing_counters *counters = &record->counters;
  counters->calls++;
  counters->errors += failed;
  counters->sum += elapsed;
  unsigned __int128 square = (unsigned __int128)elapsed * elapsed;
  uint64_t low = counters->squares_low + (uint64_t)square;
  counters->squares_high += (uint64_t)(square >> 64) + (low < (uint64_t)square);
  counters->squares_low = low;
  if (elapsed < counters->minimum) counters->minimum = elapsed;
  if (elapsed > counters->maximum) counters->maximum = elapsed;
  if (SERIEMA_UNLIKELY(elapsed > record->slowest_floor)) seriema_keep_slow(record, start, elapsed);
  uint32_t bucket = seriema_timing_bucket(elapsed);
  if (++record->buckets[bucket] == 0) record->carries[bucket]++;
}

/// How a stretch ends.
enum seriema_ending {
  SERIEMA_ENDS_BY_RETURN,
  SERIEMA_ENDS_BY_EXCEPTION,
  SERIEMA_ENDS_SUSPENDED,
};

/// Counts the end of a call that had begun before it was timed: of a code object that became a target as it ran.
///
/// Calls open at a fork are the parent's, and those that found a table full are counted as lost.
void seriema_end_of_earlier(uint32_t function, enum seriema_ending ending);

/// Drops open calls above the innermost one of `base`, whose ends the interpreter did not tell.
///
/// Returns how many calls are open then; 0 when none of them is of `base`.
uint32_t seriema_unwind_to(struct seriema_timing_slot *slot, uint32_t base);

#endif
