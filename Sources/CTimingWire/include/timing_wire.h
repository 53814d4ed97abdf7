/// What the shared memory holds, in pieces that both sides copy out of it.
#ifndef SERIEMA_TIMING_WIRE_H
#define SERIEMA_TIMING_WIRE_H

#include <stdint.h>

enum {
  SERIEMA_TIMING_WIRE_VERSION = 1,
  SERIEMA_TIMING_TARGETS = 256,
  SERIEMA_TIMING_TARGET_WORDS = SERIEMA_TIMING_TARGETS / 64,
  SERIEMA_TIMING_FUNCTIONS = 1024,
  SERIEMA_TIMING_SLOTS = 1024,
  SERIEMA_TIMING_RECORDS = 16384,
  SERIEMA_TIMING_OPEN_CALLS = 4096,
  SERIEMA_TIMING_TEXT_BYTES = 1 << 20,
  SERIEMA_TIMING_SEEN_BYTES = 1 << 20,
  SERIEMA_TIMING_TOOL_IDS = 6,
  SERIEMA_TIMING_HOLDER_BYTES = 64,
  SERIEMA_TIMING_DETAIL_BYTES = 256,
};

/// UTF-8 without a terminator, in the region's `text`.
struct seriema_timing_text {
  uint32_t offset;
  uint32_t length;
};

enum {
  /// `place` is a file's path, and `real_place` the same without symbolic links.
  SERIEMA_TIMING_TARGET_IS_FILE = 1,
  /// `place` is also the module that runs as `__main__`.
  SERIEMA_TIMING_TARGET_IS_MAIN = 2,
};

struct seriema_timing_target {
  uint32_t flags;
  struct seriema_timing_text place;
  struct seriema_timing_text real_place;
  struct seriema_timing_text qualified_name;
};

/// A function that ran and that one or more targets name.
struct seriema_timing_function {
  /// One bit for each target.
  uint64_t targets[SERIEMA_TIMING_TARGET_WORDS];
  struct seriema_timing_text qualified_name;
  struct seriema_timing_text file;
  struct seriema_timing_text module;
  int32_t first_line;
  /// `co_flags`.
  uint32_t code_flags;
  /// Set last: the entry can be read.
  uint32_t ready;
};

/// An open call of one thread; direct recursion stays in one entry.
struct seriema_timing_open_call {
  uint64_t start;
  /// Ticks in other targets called from it that have ended.
  uint64_t children;
  uint32_t function;
  /// Calls of the same function directly inside it that have not ended.
  uint32_t nested;
};

/// The calls of one function in one slot, all times in ticks.
struct seriema_timing_counters {
  /// Outermost calls that ended; for a generator or coroutine, stretches that it ran.
  uint64_t calls;
  /// Calls started, outermost or not.
  uint64_t starts;
  /// Calls started inside an open call of the same function.
  uint64_t inner;
  uint64_t errors;
  uint64_t sum;
  uint64_t squares_low;
  uint64_t squares_high;
  uint64_t minimum;
  uint64_t maximum;
  uint64_t self;
};

#endif
