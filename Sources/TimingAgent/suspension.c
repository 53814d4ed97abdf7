/// Activations are kept in the shared memory, and found by their frame: a generator owns its frame and takes it along.

#include "suspension.h"

#include <string.h>
#include <sys/mman.h>

enum { FRAME_TABLE_SIZE = SERIEMA_TIMING_ACTIVATIONS * 2 };

/// A frame and one more than the index of its activation.
struct frame_entry {
  const void *frame;
  uint32_t activation;
};

/// Open addressing by address, at most half full. Of this process alone; pages that are not used take no memory.
static struct frame_entry frames[FRAME_TABLE_SIZE] __attribute__((aligned(4096)));
static bool is_used;

/// Activations of this process that have ended, to be used again: each free one's `start` is one more than the next.
static uint64_t first_free;

static uint32_t hash(const void *frame) {
  return (uint32_t)(((uintptr_t)frame >> 3) * UINT64_C(0x9E3779B97F4A7C15) >> 47);
}
_Static_assert(FRAME_TABLE_SIZE == 1 << (64 - 47), "the hash gives an index");

/// The entry of a frame, or the free one where it belongs.
static struct frame_entry *entry_of(const void *frame) {
  uint32_t i = hash(frame);
  while (frames[i].frame != NULL && frames[i].frame != frame) i = (i + 1) % FRAME_TABLE_SIZE;
  return &frames[i];
}

uint32_t seriema_find_activation(const void *frame) { return frame != NULL ? entry_of(frame)->activation : 0; }

/// One more than the index of an activation that nobody has; 0 when there is none.
static uint32_t take_activation(void) {
  if (first_free != 0) {
    uint32_t activation = (uint32_t)first_free;
    first_free = seriema_activation(activation)->start;
    return activation;
  }
  uint32_t *count = &seriema_agent.region->header.activation_count;
  if (__atomic_load_n(count, __ATOMIC_RELAXED) >= SERIEMA_TIMING_ACTIVATIONS) return 0;
  uint32_t index = __atomic_fetch_add(count, 1, __ATOMIC_RELAXED);
  return index < SERIEMA_TIMING_ACTIVATIONS ? index + 1 : 0;
}

uint32_t seriema_begin_activation(const void *frame, uint32_t function, bool is_inner) {
  if (frame == NULL) return 0;
  uint32_t index = take_activation();
  if (index == 0) return 0;
  struct seriema_timing_activation *activation = seriema_activation(index);
  *activation = (struct seriema_timing_activation){
      .function = function,
      .process = seriema_agent.process,
      .is_inner = is_inner,
      .frame = (uintptr_t)frame,
      .start = seriema_timing_now(seriema_agent.clock),
  };
  __atomic_store_n(&activation->state, SERIEMA_TIMING_ACTIVATION_RUNNING, __ATOMIC_RELEASE);
  is_used = true;
  struct frame_entry *entry = entry_of(frame);
  entry->frame = frame;
  entry->activation = index;
  return index;
}

/// Takes an entry out, and moves those up that were put behind it because it was there.
static void remove_entry(struct frame_entry *entry) {
  uint32_t hole = (uint32_t)(entry - frames);
  for (uint32_t i = (hole + 1) % FRAME_TABLE_SIZE; frames[i].frame != NULL; i = (i + 1) % FRAME_TABLE_SIZE) {
    uint32_t distance = (i - hash(frames[i].frame)) % FRAME_TABLE_SIZE;
    if (distance < (i - hole) % FRAME_TABLE_SIZE) continue;
    frames[hole] = frames[i];
    hole = i;
  }
  frames[hole] = (struct frame_entry){NULL, 0};
}

void seriema_end_activation(uint32_t index) {
  struct seriema_timing_activation *activation = seriema_activation(index);
  remove_entry(entry_of((const void *)(uintptr_t)activation->frame));
  __atomic_store_n(&activation->state, SERIEMA_TIMING_ACTIVATION_FREE, __ATOMIC_RELEASE);
  activation->start = first_free;
  first_free = index;
}

void seriema_forget_activations(void) {
  // Gives the pages back, and they read as zeros again.
  if (is_used && madvise(frames, sizeof frames, MADV_DONTNEED) != 0) memset(frames, 0, sizeof frames);
  is_used = false;
  first_free = 0;
}
