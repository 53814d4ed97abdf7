#define _GNU_SOURCE
#include "timing_region.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "timing_layout.h"

enum {
  LOWEST_DESCRIPTOR = 100,
  /// Tries to find a record at rest. Its thread changes it for some nanoseconds at a time, unless it was ended there.
  READ_ATTEMPTS = 10000,
};

int seriema_timing_file(const char *name) {
  int low = memfd_create(name, MFD_CLOEXEC);
  if (low < 0) return -errno;
  int fd = fcntl(low, F_DUPFD_CLOEXEC, LOWEST_DESCRIPTOR);
  int error = errno;
  close(low);
  return fd < 0 ? -error : fd;
}

int seriema_timing_write(int fd, const void *bytes, size_t count) {
  const char *next = bytes;
  while (count > 0) {
    ssize_t written = write(fd, next, count);
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return -errno;
    next += written;
    count -= (size_t)written;
  }
  return 0;
}

int seriema_timing_map(int fd, struct seriema_timing_region **out) {
  if (ftruncate(fd, sizeof **out) != 0) return -errno;
  void *address = mmap(NULL, sizeof **out, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);
  if (address == MAP_FAILED) return -errno;
  *out = address;
  return 0;
}

int seriema_timing_map_block(int fd, struct seriema_timing_region **out) {
  struct stat status;
  if (fstat(fd, &status) != 0) return -errno;
  if (!S_ISREG(status.st_mode) || status.st_size != (off_t)sizeof **out) return -EINVAL;
  void *address = mmap(NULL, sizeof **out, PROT_READ, MAP_SHARED | MAP_NORESERVE, fd, 0);
  if (address == MAP_FAILED) return -errno;
  const struct seriema_timing_header *header = address;
  if (memcmp(header->magic, SERIEMA_TIMING_MAGIC, sizeof header->magic) != 0 ||
      header->wire_version != SERIEMA_TIMING_WIRE_VERSION) {
    munmap(address, sizeof **out);
    return -EINVAL;
  }
  *out = address;
  return 0;
}

void seriema_timing_unmap(struct seriema_timing_region *region) { munmap(region, sizeof *region); }

void seriema_timing_prepare(struct seriema_timing_region *region, uint32_t clock, uint32_t flags) {
  memcpy(region->header.magic, SERIEMA_TIMING_MAGIC, sizeof region->header.magic);
  region->header.wire_version = SERIEMA_TIMING_WIRE_VERSION;
  region->header.clock = clock;
  region->header.flags = flags;
  region->header.lease = UINT64_MAX;
}

void seriema_timing_lease(struct seriema_timing_region *region, uint64_t until) {
  __atomic_store_n(&region->header.lease, until, __ATOMIC_RELEASE);
}

void seriema_timing_cancel(struct seriema_timing_region *region) {
  __atomic_store_n(&region->header.is_cancelled, 1, __ATOMIC_RELEASE);
}

static int add_string(struct seriema_timing_region *region, const char *string, struct seriema_timing_text *out) {
  return seriema_timing_add_text(region, string, strlen(string), out);
}

int seriema_timing_add_target(
    struct seriema_timing_region *region, uint32_t flags, const char *place, const char *real_place,
    const char *qualified_name, int32_t line) {
  uint32_t index = region->header.target_count;
  if (index >= SERIEMA_TIMING_TARGETS) return -ENOSPC;
  struct seriema_timing_target *target = &region->targets[index];
  target->flags = flags;
  target->line = line;
  if (add_string(region, place, &target->place) != 0 || add_string(region, real_place, &target->real_place) != 0 ||
      add_string(region, qualified_name, &target->qualified_name) != 0) {
    return -ENOSPC;
  }
  region->header.target_count = index + 1;
  return 0;
}

static uint32_t at_most(uint32_t value, uint32_t limit) { return value < limit ? value : limit; }

struct seriema_timing_facts seriema_timing_read_facts(const struct seriema_timing_region *region) {
  const struct seriema_timing_header *header = &region->header;
  // The status first: what it promises was written before it.
  uint32_t status = __atomic_load_n(&header->status, __ATOMIC_ACQUIRE);
  return (struct seriema_timing_facts){
      .status = status,
      .reason = header->reason,
      .python_version = header->python_version,
      .function_count =
          at_most(__atomic_load_n(&header->function_count, __ATOMIC_ACQUIRE), SERIEMA_TIMING_FUNCTIONS),
      .slot_count = at_most(__atomic_load_n(&header->slot_count, __ATOMIC_ACQUIRE), SERIEMA_TIMING_SLOTS),
      .process_count = __atomic_load_n(&header->process_count, __ATOMIC_RELAXED),
      .interpreter_count = __atomic_load_n(&header->interpreter_count, __ATOMIC_RELAXED),
      .untimed_interpreters = __atomic_load_n(&header->untimed_interpreters, __ATOMIC_RELAXED),
      .activation_count =
          at_most(__atomic_load_n(&header->activation_count, __ATOMIC_ACQUIRE), SERIEMA_TIMING_ACTIVATIONS),
      .has_jit = header->has_jit,
      .lost_calls = __atomic_load_n(&header->lost_calls, __ATOMIC_RELAXED),
      .calibration = header->calibration,
      .clock = header->clock,
      .target_count = at_most(header->target_count, SERIEMA_TIMING_TARGETS),
      .first = header->first,
      .block_start = header->block_start,
      .last = header->last,
  };
}

static struct seriema_timing_bytes terminated(const char *start, size_t limit) {
  return (struct seriema_timing_bytes){start, strnlen(start, limit)};
}

struct seriema_timing_bytes seriema_timing_detail(const struct seriema_timing_region *region) {
  return terminated(region->header.detail, SERIEMA_TIMING_DETAIL_BYTES);
}

struct seriema_timing_bytes seriema_timing_holder(const struct seriema_timing_region *region, uint32_t tool) {
  if (tool >= SERIEMA_TIMING_TOOL_IDS) return (struct seriema_timing_bytes){"", 0};
  return terminated(region->header.holders[tool], SERIEMA_TIMING_HOLDER_BYTES);
}

struct seriema_timing_bytes seriema_timing_text(
    const struct seriema_timing_region *region, struct seriema_timing_text text) {
  if (text.offset > SERIEMA_TIMING_TEXT_BYTES || text.length > SERIEMA_TIMING_TEXT_BYTES - text.offset) {
    return (struct seriema_timing_bytes){"", 0};
  }
  return (struct seriema_timing_bytes){region->text + text.offset, text.length};
}

int seriema_timing_read_target(
    const struct seriema_timing_region *region, uint32_t index, struct seriema_timing_target *out) {
  if (index >= at_most(region->header.target_count, SERIEMA_TIMING_TARGETS)) return -ENOENT;
  *out = region->targets[index];
  return 0;
}

uint32_t seriema_timing_finding(const struct seriema_timing_region *region, uint32_t target) {
  if (target >= SERIEMA_TIMING_TARGETS) return SERIEMA_TIMING_FINDING_NONE;
  return __atomic_load_n(&region->targets[target].finding, __ATOMIC_ACQUIRE);
}

struct seriema_timing_bytes seriema_timing_finding_detail(
    const struct seriema_timing_region *region, uint32_t target) {
  if (target >= SERIEMA_TIMING_TARGETS) return (struct seriema_timing_bytes){"", 0};
  return seriema_timing_text(region, region->targets[target].detail);
}

struct seriema_timing_bytes seriema_timing_seen(const struct seriema_timing_region *region) {
  uint32_t used = __atomic_load_n(&region->header.seen_used, __ATOMIC_ACQUIRE);
  return (struct seriema_timing_bytes){region->seen, at_most(used, SERIEMA_TIMING_SEEN_BYTES)};
}

int seriema_timing_read_function(
    const struct seriema_timing_region *region, uint32_t index, struct seriema_timing_function *out) {
  if (index >= SERIEMA_TIMING_FUNCTIONS) return -ENOENT;
  if (!__atomic_load_n(&region->functions[index].ready, __ATOMIC_ACQUIRE)) return -ENOENT;
  *out = region->functions[index];
  return 0;
}

/// The record of a function in a slot; null when there is none.
static const struct seriema_timing_record *find_record(
    const struct seriema_timing_region *region, uint32_t slot, uint32_t function) {
  if (slot >= SERIEMA_TIMING_SLOTS || function >= SERIEMA_TIMING_FUNCTIONS) return NULL;
  uint32_t index = __atomic_load_n(&region->slots[slot].records[function], __ATOMIC_ACQUIRE);
  return index != 0 && index <= SERIEMA_TIMING_RECORDS ? &region->records[index - 1] : NULL;
}

static void copy_record(
    const struct seriema_timing_record *record, struct seriema_timing_counters *counters, uint64_t *buckets) {
  *counters = record->counters;
  for (uint32_t i = 0; i < SERIEMA_TIMING_BUCKETS; i++) {
    buckets[i] = record->buckets[i] | (uint64_t)record->carries[i] << 32;
  }
}

int seriema_timing_read_record(
    const struct seriema_timing_region *region, uint32_t slot, uint32_t function,
    struct seriema_timing_counters *counters, uint64_t *buckets) {
  const struct seriema_timing_record *record = find_record(region, slot, function);
  if (record == NULL) return -ENOENT;
  for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
    uint32_t before = __atomic_load_n(&record->sequence, __ATOMIC_ACQUIRE);
    if (before % 2 != 0) continue;
    copy_record(record, counters, buckets);
    __atomic_thread_fence(__ATOMIC_ACQUIRE);
    if (__atomic_load_n(&record->sequence, __ATOMIC_RELAXED) == before) return 0;
  }
  copy_record(record, counters, buckets);
  return -EAGAIN;
}

struct seriema_timing_owner seriema_timing_owner(const struct seriema_timing_region *region, uint32_t slot) {
  if (slot >= SERIEMA_TIMING_SLOTS) return (struct seriema_timing_owner){0, 0, {"", 0}};
  const struct seriema_timing_slot *owner = &region->slots[slot];
  return (struct seriema_timing_owner){
      owner->process, owner->thread, terminated(owner->thread_name, SERIEMA_TIMING_THREAD_NAME_BYTES)};
}

int seriema_timing_read_activation(
    const struct seriema_timing_region *region, uint32_t index, struct seriema_timing_activation *out) {
  if (index >= SERIEMA_TIMING_ACTIVATIONS) return -ENOENT;
  *out = region->activations[index];
  return out->state == SERIEMA_TIMING_ACTIVATION_FREE ? -ENOENT : 0;
}

uint32_t seriema_timing_open_count(const struct seriema_timing_region *region, uint32_t slot) {
  if (slot >= SERIEMA_TIMING_SLOTS) return 0;
  const struct seriema_timing_slot *owner = &region->slots[slot];
  if (__atomic_load_n(&owner->state, __ATOMIC_ACQUIRE) == SERIEMA_TIMING_SLOT_FREE) return 0;
  return at_most(__atomic_load_n(&owner->depth, __ATOMIC_ACQUIRE), SERIEMA_TIMING_OPEN_CALLS);
}

int seriema_timing_read_open(
    const struct seriema_timing_region *region, uint32_t slot, uint32_t index, struct seriema_timing_open_call *out) {
  if (index >= seriema_timing_open_count(region, slot)) return -ENOENT;
  const struct seriema_timing_open_call *open = region->slots[slot].open;
  *out = open[index];
  for (uint32_t below = 0; below < index; below++) {
    if (open[below].function == out->function) return -ENOENT;
  }
  return 0;
}
