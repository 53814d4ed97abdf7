/// Seriema's side of the shared memory.
#ifndef SERIEMA_TIMING_REGION_H
#define SERIEMA_TIMING_REGION_H

#include <stddef.h>
#include <stdint.h>

#include "timing_clock.h"
#include "timing_pairs.h"
#include "timing_wire.h"

/// The shared memory: `timing_layout.h`.
struct seriema_timing_region;

/// Makes a memory file, closed on exec and numbered from 100 on, out of the way of shell scripts that lie between.
///
/// Returns its descriptor or -errno.
int seriema_timing_file(const char *name);

/// Appends bytes to a file. Returns 0 or -errno.
int seriema_timing_write(int fd, const void *bytes, size_t count);

/// Gives the memory file `fd` its size and maps it. Returns 0 or -errno.
int seriema_timing_map(int fd, struct seriema_timing_region **out);

/// Maps what a program wrote that timed a block of itself, to be read only. Returns 0; -EINVAL when it is nothing of that
/// kind, or of another version; or -errno.
int seriema_timing_map_block(int fd, struct seriema_timing_region **out);

void seriema_timing_unmap(struct seriema_timing_region *region);

/// Makes the region ready for the agent.
void seriema_timing_prepare(struct seriema_timing_region *region, uint32_t clock, uint32_t flags);

/// Sets up to when, in ticks, the agent may time without hearing again; for ever after `seriema_timing_prepare`.
void seriema_timing_lease(struct seriema_timing_region *region, uint64_t until);

/// Keeps an agent that has not begun from beginning.
void seriema_timing_cancel(struct seriema_timing_region *region);

/// Adds a target; `flags` are those of `timing_wire.h`. Returns 0, or -ENOSPC when a table is full.
int seriema_timing_add_target(
    struct seriema_timing_region *region, uint32_t flags, const char *place, const char *real_place,
    const char *qualified_name, int32_t line);

/// Copies a target. Returns 0, or -ENOENT when there is none of that number.
int seriema_timing_read_target(
    const struct seriema_timing_region *region, uint32_t index, struct seriema_timing_target *out);

/// What the agent found out about a target; `SERIEMA_TIMING_FINDING_NONE` for one that there is not.
uint32_t seriema_timing_finding(const struct seriema_timing_region *region, uint32_t target);

/// The header's numbers at one moment, table sizes cut to the tables.
struct seriema_timing_facts {
  uint32_t status;
  uint32_t reason;
  uint32_t python_version;
  uint32_t function_count;
  uint32_t slot_count;
  uint32_t process_count;
  uint32_t interpreter_count;
  uint32_t untimed_interpreters;
  uint32_t activation_count;
  uint32_t has_jit;
  uint64_t lost_calls;
  struct seriema_timing_calibration calibration;
  uint32_t clock;
  uint32_t target_count;
  /// Of a block: when the agent came, when the block began (in ticks), and when this was written.
  struct seriema_timing_anchor first;
  uint64_t block_start;
  struct seriema_timing_anchor last;
};
struct seriema_timing_facts seriema_timing_read_facts(const struct seriema_timing_region *region);

/// UTF-8 in the region that ends where it says; empty when it points outside.
struct seriema_timing_bytes {
  const char *start;
  size_t count;
};
struct seriema_timing_bytes seriema_timing_detail(const struct seriema_timing_region *region);
struct seriema_timing_bytes seriema_timing_finding_detail(
    const struct seriema_timing_region *region, uint32_t target);
struct seriema_timing_bytes seriema_timing_holder(const struct seriema_timing_region *region, uint32_t tool);
struct seriema_timing_bytes seriema_timing_text(
    const struct seriema_timing_region *region, struct seriema_timing_text text);
struct seriema_timing_bytes seriema_timing_seen(const struct seriema_timing_region *region);

/// Copies a function's entry. Returns 0, or -ENOENT when it is not complete.
int seriema_timing_read_function(
    const struct seriema_timing_region *region, uint32_t index, struct seriema_timing_function *out);

/// Copies what a slot counted for a function, `buckets` being `SERIEMA_TIMING_BUCKETS` long.
///
/// Returns 0; -ENOENT when it counted nothing; -EAGAIN when the thread was ended while it wrote, so that the last call
/// may be there in part.
int seriema_timing_read_record(
    const struct seriema_timing_region *region, uint32_t slot, uint32_t function,
    struct seriema_timing_counters *counters, uint64_t *buckets);

/// The process and thread that a slot was last taken by.
struct seriema_timing_owner {
  int32_t process;
  int32_t thread;
  struct seriema_timing_bytes thread_name;
};
struct seriema_timing_owner seriema_timing_owner(const struct seriema_timing_region *region, uint32_t slot);

/// Copies a generator or coroutine that has begun. Returns 0, or -ENOENT when the entry is free.
int seriema_timing_read_activation(
    const struct seriema_timing_region *region, uint32_t index, struct seriema_timing_activation *out);

/// Open calls of a slot.
uint32_t seriema_timing_open_count(const struct seriema_timing_region *region, uint32_t slot);

/// Copies an open call. Returns 0; -ENOENT when it is an inner one of a function open below it, or has ended.
int seriema_timing_read_open(
    const struct seriema_timing_region *region, uint32_t slot, uint32_t index, struct seriema_timing_open_call *out);

#endif
