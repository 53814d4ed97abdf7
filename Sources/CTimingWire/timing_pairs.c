#include "timing_pairs.h"

#include <errno.h>
#include <string.h>

#include "timing_layout.h"

enum {
  /// Tries to find blocks at rest; they are joined in some microseconds.
  READ_ATTEMPTS = 100000,
};

int seriema_timing_add_pair(
    struct seriema_timing_region *region, const struct seriema_timing_pair *pair, const char *label) {
  uint32_t index = region->header.pair_count;
  if (index >= SERIEMA_TIMING_PAIRS) return -ENOSPC;
  struct seriema_timing_pair *facts = &region->pairs[index].facts;
  *facts = (struct seriema_timing_pair){
      .target = pair->target,
      .other = pair->other,
      .own_side = pair->own_side,
      .checks_results = pair->checks_results,
      .seed = pair->seed,
  };
  if (seriema_timing_add_text(region, label, strlen(label), &facts->label) != 0) return -ENOSPC;
  region->header.pair_count = index + 1;
  return (int)index;
}

int seriema_timing_set_helper(struct seriema_timing_region *region, const void *bytes, size_t count) {
  return seriema_timing_add_text(region, bytes, count, &region->header.helper) == 0 ? 0 : -ENOSPC;
}

int seriema_timing_give_source(
    struct seriema_timing_region *region, uint32_t index, const void *bytes, size_t count) {
  if (index >= region->header.pair_count) return -ENOENT;
  uint32_t used = region->header.source_used;
  if (used > SERIEMA_TIMING_SOURCE_BYTES || count > SERIEMA_TIMING_SOURCE_BYTES - used) return -ENOSPC;
  memcpy(region->sources + used, bytes, count);
  region->header.source_used = used + (uint32_t)count;
  region->pairs[index].facts.source = (struct seriema_timing_source){used, (uint32_t)count};
  region->pairs[index].facts.has_source = 1;
  return 0;
}

void seriema_timing_answer(struct seriema_timing_region *region, uint32_t index) {
  if (index >= SERIEMA_TIMING_PAIRS) return;
  uint32_t wanting = SERIEMA_TIMING_PAIR_WANTS_SOURCE;
  __atomic_compare_exchange_n(
      &region->pairs[index].facts.status, &wanting, SERIEMA_TIMING_PAIR_ANSWERED, 0, __ATOMIC_RELEASE,
      __ATOMIC_RELAXED);
}

int seriema_timing_read_pair(
    const struct seriema_timing_region *region, uint32_t index, struct seriema_timing_pair *out) {
  if (index >= region->header.pair_count || index >= SERIEMA_TIMING_PAIRS) return -ENOENT;
  const struct seriema_timing_pair *facts = &region->pairs[index].facts;
  uint32_t status = __atomic_load_n(&facts->status, __ATOMIC_ACQUIRE);
  *out = *facts;
  out->status = status;
  return 0;
}

int seriema_timing_read_pair_blocks(
    const struct seriema_timing_region *region, uint32_t index, uint32_t copy,
    struct seriema_timing_pair_block *blocks) {
  if (index >= SERIEMA_TIMING_PAIRS || copy >= SERIEMA_TIMING_PAIR_COPIES) return 0;
  const struct seriema_timing_pair_cell *cell = &region->pairs[index].cells[copy];
  for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
    uint32_t before = __atomic_load_n(&cell->sequence, __ATOMIC_ACQUIRE);
    if (before % 2 != 0) continue;
    uint32_t count = __atomic_load_n(&cell->block_count, __ATOMIC_ACQUIRE);
    if (count > SERIEMA_TIMING_PAIR_BLOCKS) count = SERIEMA_TIMING_PAIR_BLOCKS;
    memcpy(blocks, cell->blocks, count * sizeof *blocks);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    if (__atomic_load_n(&cell->sequence, __ATOMIC_RELAXED) == before) return (int)count;
  }
  return -EAGAIN;
}
