/// What one block measured, written as shared memory would look that had been made for it alone.

#include "blocks.h"

#include <errno.h>
#include <unistd.h>

#include "segments.h"

/// The file, and the first error.
struct output {
  int fd;
  int error;
};

static void write_at(struct output *output, const void *bytes, size_t count, size_t offset) {
  const char *next = bytes;
  while (output->error == 0 && count > 0) {
    ssize_t written = pwrite(output->fd, next, count, (off_t)offset);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) {
      output->error = written < 0 ? -errno : -EIO;
      return;
    }
    next += written;
    offset += (size_t)written;
    count -= (size_t)written;
  }
}

/// Writes a part of the memory to the same place in the file.
static void write_part(struct output *output, const void *part, size_t count) {
  write_at(output, part, count, (size_t)((const char *)part - (const char *)seriema_agent.region));
}

static uint32_t at_most(uint32_t value, uint32_t limit) { return value < limit ? value : limit; }

static void write_header(struct output *output, const struct seriema_block *block) {
  struct seriema_timing_header header = seriema_agent.region->header;
  header.target_count = block->count;
  header.first = block->first;
  header.last = seriema_timing_anchor_now(seriema_agent.clock);
  header.block_start = block->start;
  header.lost_calls -= block->lost_calls;
  write_at(output, &header, sizeof header, offsetof(struct seriema_timing_region, header));
}

/// A function as it is for the block alone: targets are numbered by their places in it.
static struct seriema_timing_function seen_from(
    const struct seriema_block *block, const struct seriema_timing_function *function) {
  struct seriema_timing_function copy = *function;
  memset(copy.targets, 0, sizeof copy.targets);
  for (uint32_t i = 0; i < block->count; i++) {
    uint32_t index = block->targets[i];
    uint64_t is_target = function->targets[index / 64] >> (index % 64) & 1;
    copy.targets[i / 64] |= is_target << (i % 64);
  }
  return copy;
}

static void write_records(struct output *output, const struct seriema_timing_slot *slot, uint32_t function) {
  uint32_t record = slot->records[function];
  if (record == 0) return;
  const struct seriema_timing_record *part = &seriema_agent.region->records[record - 1];
  write_part(output, part, sizeof *part);
}

int seriema_write_region(const struct seriema_block *block, int fd) {
  const struct seriema_timing_region *region = seriema_agent.region;
  const struct seriema_timing_header *header = &region->header;
  struct output output = {fd, 0};
  if (ftruncate(fd, sizeof *region) != 0) return -errno;
  write_header(&output, block);
  for (uint32_t i = 0; i < block->count; i++) {
    const struct seriema_timing_target *target = &region->targets[block->targets[i]];
    write_at(&output, target, sizeof *target, offsetof(struct seriema_timing_region, targets) + i * sizeof *target);
  }
  write_part(&output, region->text, at_most(header->text_used, SERIEMA_TIMING_TEXT_BYTES));
  uint32_t slots = at_most(header->slot_count, SERIEMA_TIMING_SLOTS);
  for (uint32_t i = 0; i < slots; i++) {
    const struct seriema_timing_slot *slot = &region->slots[i];
    write_part(&output, slot, offsetof(struct seriema_timing_slot, open));
    write_part(&output, slot->open, at_most(slot->depth, SERIEMA_TIMING_OPEN_CALLS) * sizeof *slot->open);
  }
  struct seriema_targets targets = {{0}};
  for (uint32_t i = 0; i < block->count; i++) {
    targets.words[block->targets[i] / 64] |= UINT64_C(1) << (block->targets[i] % 64);
  }
  for (uint32_t i = 0; i < at_most(header->function_count, SERIEMA_TIMING_FUNCTIONS); i++) {
    if (!region->functions[i].ready || !seriema_is_named_by(&region->functions[i], &targets)) continue;
    const struct seriema_timing_function function = seen_from(block, &region->functions[i]);
    write_at(
        &output, &function, sizeof function, offsetof(struct seriema_timing_region, functions) + i * sizeof function);
    for (uint32_t j = 0; j < slots; j++) {
      write_records(&output, &region->slots[j], i);
      if (function.latency != 0) write_records(&output, &region->slots[j], function.latency);
    }
  }
  uint32_t activations = at_most(header->activation_count, SERIEMA_TIMING_ACTIVATIONS);
  write_part(&output, region->activations, activations * sizeof *region->activations);
  return output.error;
}
