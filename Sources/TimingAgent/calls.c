/// What the fast path leaves to others: the first call of a thread, slow ones, and those that do not end as they began.

#include "calls.h"

/// Whether a slot is of the memory that is used now: a program that times itself and forks takes another afterwards.
static bool is_in_region(const struct seriema_timing_slot *slot) {
  const struct seriema_timing_region *region = seriema_agent.region;
  return slot >= region->slots && slot < region->slots + SERIEMA_TIMING_SLOTS;
}

struct seriema_timing_record *seriema_make_ready(uint32_t function) {
  struct seriema_timing_slot *slot = seriema_own_slot();
  if (slot == NULL || !is_in_region(slot)) slot = seriema_claim_slot();
  struct seriema_timing_record *record = slot != NULL ? seriema_record_of(slot, function) : NULL;
  if (record == NULL && slot != NULL) record = seriema_make_record(slot, function);
  if (record == NULL) seriema_count_lost(1);
  return record;
}

void seriema_keep_slow(struct seriema_timing_record *record, uint64_t start, uint64_t elapsed) {
  struct seriema_timing_slow_call *slowest = record->counters.slowest;
  uint32_t shortest = 0;
  for (uint32_t i = 1; i < SERIEMA_TIMING_SLOWEST; i++) {
    if (slowest[i].elapsed < slowest[shortest].elapsed) shortest = i;
  }
  slowest[shortest] =
      (struct seriema_timing_slow_call){start, elapsed, seriema_slot->thread, seriema_slot->process};
  uint64_t floor = UINT64_MAX;
  for (uint32_t i = 0; i < SERIEMA_TIMING_SLOWEST; i++) {
    if (slowest[i].elapsed < floor) floor = slowest[i].elapsed;
  }
  record->slowest_floor = floor;
}

void seriema_end_of_earlier(uint32_t function, enum seriema_ending ending) {
  if (ending == SERIEMA_ENDS_SUSPENDED || seriema_agent.is_forked) return;
  if (seriema_agent.region->header.lost_calls > 0) return;
  struct seriema_timing_record *record = seriema_own_record(function);
  if (record == NULL) return;
  seriema_start_writing(record);
  record->counters.begun_before++;
  seriema_stop_writing(record);
}

uint32_t seriema_unwind_to(struct seriema_timing_slot *slot, uint32_t base) {
  uint32_t depth = slot->depth;
  while (depth > 0 && slot->open[depth - 1].base != base) depth--;
  if (depth == 0) return 0;
  for (uint32_t above = slot->depth; above > depth; above--) {
    struct seriema_timing_record *dropped = seriema_record_of(slot, slot->open[above - 1].function);
    if (--dropped->open == 0) dropped->pending_self = 0;
    seriema_count_lost(1);
  }
  __atomic_store_n(&slot->depth, depth, __ATOMIC_RELEASE);
  return depth;
}
