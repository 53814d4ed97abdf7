/// Activations are kept in the shared memory, and found by their frame: a generator owns its frame and takes it along.

#include "suspension.h"

#include <string.h>
#include <sys/mman.h>

static uint32_t hash(const void *frame) {
  return (uint32_t)(((uintptr_t)frame >> 3) * UINT64_C(0x9E3779B97F4A7C15) >> 47);
}
_Static_assert(SERIEMA_FRAME_TABLE_SIZE == 1 << (64 - 47), "the hash gives an index");

/// The entry of a frame, or the free one where it belongs.
static struct seriema_frame_entry *entry_of(struct seriema_interpreter *interpreter, const void *frame) {
  struct seriema_frame_entry *frames = interpreter->frames;
  uint32_t i = hash(frame);
  while (frames[i].frame != NULL && frames[i].frame != frame) i = (i + 1) % SERIEMA_FRAME_TABLE_SIZE;
  return &frames[i];
}

/// Forgets those of the parent, in a forked child.
static void forget_if_forked(struct seriema_interpreter *interpreter) {
  if (SERIEMA_LIKELY(interpreter->frames_process == seriema_agent.process)) return;
  // Gives the pages back, and they read as zeros again.
  if (madvise(interpreter->frames, sizeof interpreter->frames, MADV_DONTNEED) != 0) {
    memset(interpreter->frames, 0, sizeof interpreter->frames);
  }
  interpreter->frames_process = seriema_agent.process;
  interpreter->first_free_activation = 0;
}

uint32_t seriema_find_activation(struct seriema_interpreter *interpreter, const void *frame) {
  forget_if_forked(interpreter);
  return frame != NULL ? entry_of(interpreter, frame)->activation : 0;
}

/// One more than the index of an activation that nobody has; 0 when there is none.
static uint32_t take_activation(struct seriema_interpreter *interpreter) {
  if (interpreter->first_free_activation != 0) {
    uint32_t activation = (uint32_t)interpreter->first_free_activation;
    interpreter->first_free_activation = seriema_activation(activation)->start;
    return activation;
  }
  uint32_t *count = &seriema_agent.region->header.activation_count;
  if (__atomic_load_n(count, __ATOMIC_RELAXED) >= SERIEMA_TIMING_ACTIVATIONS) return 0;
  uint32_t index = __atomic_fetch_add(count, 1, __ATOMIC_RELAXED);
  return index < SERIEMA_TIMING_ACTIVATIONS ? index + 1 : 0;
}

uint32_t seriema_begin_activation(
    struct seriema_interpreter *interpreter, const void *frame, uint32_t function, bool is_inner) {
  if (frame == NULL) return 0;
  forget_if_forked(interpreter);
  uint32_t index = take_activation(interpreter);
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
  struct seriema_frame_entry *entry = entry_of(interpreter, frame);
  entry->frame = frame;
  entry->activation = index;
  return index;
}

/// Takes an entry out, and moves those up that were put behind it because it was there.
static void remove_entry(struct seriema_interpreter *interpreter, struct seriema_frame_entry *entry) {
  struct seriema_frame_entry *frames = interpreter->frames;
  const uint32_t size = SERIEMA_FRAME_TABLE_SIZE;
  uint32_t hole = (uint32_t)(entry - frames);
  for (uint32_t i = (hole + 1) % size; frames[i].frame != NULL; i = (i + 1) % size) {
    uint32_t distance = (i - hash(frames[i].frame)) % size;
    if (distance < (i - hole) % size) continue;
    frames[hole] = frames[i];
    hole = i;
  }
  frames[hole] = (struct seriema_frame_entry){NULL, 0};
}

void seriema_end_activation(struct seriema_interpreter *interpreter, uint32_t index) {
  struct seriema_timing_activation *activation = seriema_activation(index);
  remove_entry(interpreter, entry_of(interpreter, (const void *)(uintptr_t)activation->frame));
  __atomic_store_n(&activation->state, SERIEMA_TIMING_ACTIVATION_FREE, __ATOMIC_RELEASE);
  activation->start = interpreter->first_free_activation;
  interpreter->first_free_activation = index;
}
