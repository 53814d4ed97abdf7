/// The shared memory that the agent writes and Seriema reads, as a whole; for C only: Swift makes tuples of arrays.
///
/// A sparse memory file: only pages that were written take memory. Nothing in it is an address. The agent counts what
/// does not fit into a table as lost, and never writes past its end.
#ifndef SERIEMA_TIMING_LAYOUT_H
#define SERIEMA_TIMING_LAYOUT_H

#include <stddef.h>
#include <stdint.h>

#include "timing_clock.h"
#include "timing_histogram.h"
#include "timing_pairs.h"
#include "timing_wire.h"

#define SERIEMA_TIMING_MAGIC "SERIEMAT"

struct seriema_timing_header {
  char magic[8];
  uint32_t wire_version;
  /// The fields up to `detail` are also written by the bootstrap, which knows their offsets.
  uint32_t status;
  uint32_t reason;
  /// `PY_VERSION_HEX`.
  uint32_t python_version;
  /// Interpreters beside the main one that processes made, and those of them whose calls are not timed.
  uint32_t interpreter_count;
  uint32_t untimed_interpreters;
  char detail[SERIEMA_TIMING_DETAIL_BYTES];
  /// Who holds each tool id when all were taken; empty for nobody.
  char holders[SERIEMA_TIMING_TOOL_IDS][SERIEMA_TIMING_HOLDER_BYTES];
  /// Set before the program starts.
  uint32_t clock;
  uint32_t target_count;
  /// Taken entries of the tables; only ever rising, and beyond the table's size once it is full.
  uint32_t function_count;
  uint32_t record_count;
  uint32_t slot_count;
  uint32_t text_used;
  uint32_t seen_used;
  /// The launched process and those it forked that have made a timed call.
  uint32_t process_count;
  uint64_t lost_calls;
  /// Set before the program starts: those of `timing_wire.h`.
  uint32_t flags;
  /// Taken entries of `activations`; only ever rising.
  uint32_t activation_count;
  /// An interpreter compiles at run time: `sys._jit.is_enabled()`, from 3.14 on.
  uint32_t has_jit;
  struct seriema_timing_calibration calibration;
  /// Of a program that times blocks of itself: when the agent came, and when this was written.
  struct seriema_timing_anchor first, last;
  /// When the block began, in ticks.
  uint64_t block_start;
  /// Ticks up to which Seriema wants to time. Renewed while it lives, so that the agent leaves when it does not.
  uint64_t lease;
  /// Seriema has given up waiting for the agent: it must not begin any more.
  uint32_t is_cancelled;
  /// Set before the program starts: taken entries of `pairs`, and the program that finds other bodies in the process.
  uint32_t pair_count;
  struct seriema_timing_text helper;
  /// Taken bytes of `sources`, by Seriema alone.
  uint32_t source_used;
};

_Static_assert(offsetof(struct seriema_timing_header, status) == 12, "the bootstrap writes here");
_Static_assert(offsetof(struct seriema_timing_header, interpreter_count) == 24, "the bootstrap writes here");
_Static_assert(offsetof(struct seriema_timing_header, detail) == 32, "the bootstrap writes here");

enum {
  SERIEMA_TIMING_SLOT_FREE = 0,
  SERIEMA_TIMING_SLOT_OWNED = 1,
  /// Its thread was ended inside a call; kept, so that the call can be told.
  SERIEMA_TIMING_SLOT_CUT = 2,
};

/// What one thread writes; threads that come later reuse it and add to its records.
struct seriema_timing_slot {
  uint32_t state;
  int32_t process;
  uint32_t depth;
  /// Calls open beyond the last entry of `open`.
  uint32_t overflow;
  /// The kernel's id of the last thread that took it, and that thread's name in Python.
  int32_t thread;
  char thread_name[SERIEMA_TIMING_THREAD_NAME_BYTES];
  /// One more than the index of the function's record; 0 until it has one. The last is of the calibration's function.
  uint32_t records[SERIEMA_TIMING_FUNCTIONS + 1];
  struct seriema_timing_open_call open[SERIEMA_TIMING_OPEN_CALLS];
};

struct seriema_timing_record {
  /// Odd while the counters and buckets are being changed.
  uint32_t sequence;
  /// Entries of this function in its slot's `open`.
  uint32_t open;
  /// Self time of inner calls whose outermost call has not ended.
  int64_t pending_self;
  /// The shortest of `slowest`: calls up to it are none of them.
  uint64_t slowest_floor;
  struct seriema_timing_counters counters;
  uint32_t buckets[SERIEMA_TIMING_BUCKETS];
  /// What overflowed from `buckets`.
  uint16_t carries[SERIEMA_TIMING_BUCKETS];
};

/// A function with two bodies, and what its calls measured.
struct seriema_timing_pair_entry {
  struct seriema_timing_pair facts;
  struct seriema_timing_pair_cell cells[SERIEMA_TIMING_PAIR_COPIES];
};
// What a function with two bodies takes at most.
_Static_assert(sizeof(struct seriema_timing_pair_entry) < 64 << 10, "memory does not grow with the number of calls");

struct seriema_timing_region {
  struct seriema_timing_header header;
  struct seriema_timing_target targets[SERIEMA_TIMING_TARGETS];
  struct seriema_timing_function functions[SERIEMA_TIMING_FUNCTIONS];
  char text[SERIEMA_TIMING_TEXT_BYTES];
  /// Functions that ran, for near names: lengths of module and qualified name (two bytes each), then both.
  char seen[SERIEMA_TIMING_SEEN_BYTES];
  struct seriema_timing_slot slots[SERIEMA_TIMING_SLOTS];
  struct seriema_timing_record records[SERIEMA_TIMING_RECORDS];
  struct seriema_timing_activation activations[SERIEMA_TIMING_ACTIVATIONS];
  struct seriema_timing_pair_entry pairs[SERIEMA_TIMING_PAIRS];
  char sources[SERIEMA_TIMING_SOURCE_BYTES];
};

/// Copies text into the region.
///
/// Returns 0, or -1 when there is no room.
static inline int seriema_timing_add_text(
    struct seriema_timing_region *region, const char *bytes, size_t length, struct seriema_timing_text *out) {
  if (length > SERIEMA_TIMING_TEXT_BYTES) return -1;
  // Taken by compare and exchange, so that a text too long for the rest leaves the rest to shorter ones.
  uint32_t offset = __atomic_load_n(&region->header.text_used, __ATOMIC_RELAXED);
  do {
    if (offset > SERIEMA_TIMING_TEXT_BYTES - length) return -1;
  } while (!__atomic_compare_exchange_n(
      &region->header.text_used, &offset, offset + (uint32_t)length, 0, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  __builtin_memcpy(region->text + offset, bytes, length);
  *out = (struct seriema_timing_text){offset, (uint32_t)length};
  return 0;
}

#endif
