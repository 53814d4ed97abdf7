/// What the shared memory holds, in pieces that both sides copy out of it.
#ifndef SERIEMA_TIMING_WIRE_H
#define SERIEMA_TIMING_WIRE_H

#include <stdint.h>

enum {
  SERIEMA_TIMING_WIRE_VERSION = 5,
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
  /// Generators and coroutines that have begun and not ended, at one time.
  SERIEMA_TIMING_ACTIVATIONS = 65536,
  SERIEMA_TIMING_SLOWEST = 8,
  SERIEMA_TIMING_THREAD_NAME_BYTES = 64,
  /// Functions whose body runs by turns with another.
  SERIEMA_TIMING_PAIRS = 32,
  /// Source text that Seriema gives to the agent.
  SERIEMA_TIMING_SOURCE_BYTES = 1 << 24,
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
  /// The function is the innermost one around `line`, and `qualified_name` is empty.
  SERIEMA_TIMING_TARGET_IS_LINE = 4,
  /// `place` and `qualified_name` are patterns: `*` is any text, `?` any byte.
  SERIEMA_TIMING_TARGET_IS_PATTERN = 8,
  /// It was given as an object, and `place` and `qualified_name` are what that is called.
  SERIEMA_TIMING_TARGET_IS_OBJECT = 16,
};

enum {
  /// Times are given as they were read.
  SERIEMA_TIMING_RAW = 1,
  /// Each thread and process gets a slot that no other has had, while there are any.
  SERIEMA_TIMING_APART = 2,
};

/// What the agent found out about a target beside the functions that ran.
enum {
  /// Nothing: its module was never seen.
  SERIEMA_TIMING_FINDING_NONE = 0,
  /// The module or file is there, but has nothing of that name.
  SERIEMA_TIMING_FINDING_NOT_DEFINED = 1,
  /// A function that can be timed; `detail` is its qualified name.
  SERIEMA_TIMING_FINDING_FUNCTION = 2,
  /// Written in C; `detail` is its type.
  SERIEMA_TIMING_FINDING_IS_C = 3,
  /// A class without an `__init__` or `__new__` in Python.
  SERIEMA_TIMING_FINDING_PLAIN_CLASS = 4,
  /// Nothing that can be called; `detail` is its type.
  SERIEMA_TIMING_FINDING_NOT_CALLABLE = 5,
  /// No function stands at the line.
  SERIEMA_TIMING_FINDING_NO_FUNCTION_AT_LINE = 6,
  /// A function given as an object, for which a table is full.
  SERIEMA_TIMING_FINDING_NO_ROOM = 7,
};

struct seriema_timing_target {
  uint32_t flags;
  int32_t line;
  uint32_t finding;
  struct seriema_timing_text detail;
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
  /// What tells it from others with the same code object, in the form of a target; empty for most.
  struct seriema_timing_text label;
  int32_t first_line;
  /// `co_flags`.
  uint32_t code_flags;
  /// Under which records of this function are the latencies of a generator or coroutine; 0 for others.
  uint32_t latency;
  /// Set last: the entry can be read.
  uint32_t ready;
};

/// An open call of one thread, or the stretch that a generator or coroutine is running; direct recursion stays in one.
struct seriema_timing_open_call {
  uint64_t start;
  /// Ticks in other targets called from it that have ended, corrected.
  int64_t children;
  /// Timed calls that have ended inside it, at any depth.
  uint64_t pairs;
  /// Calls inside it that were counted without reading the clock.
  uint64_t inner_pairs;
  uint32_t function;
  /// The function that its code object was found as; differs from `function` where several share the code object.
  uint32_t base;
  /// Calls of the same function directly inside it that have not ended.
  uint32_t nested;
  /// One more than the index of its activation; 0 for a plain function.
  uint32_t activation;
  /// Of a function whose body runs by turns: why this call is in no pair, as the agent's `enum seriema_apart` has it.
  uint32_t apart;
};

enum {
  SERIEMA_TIMING_ACTIVATION_FREE = 0,
  SERIEMA_TIMING_ACTIVATION_RUNNING = 1,
  SERIEMA_TIMING_ACTIVATION_SUSPENDED = 2,
};

/// A generator or coroutine that has begun and not ended.
struct seriema_timing_activation {
  uint32_t state;
  uint32_t function;
  int32_t process;
  /// Begun inside an open call of the same function: no call of its own.
  uint8_t is_inner;
  /// Is being closed: `GeneratorExit` was thrown into it.
  uint8_t is_closing;
  /// Where its frame is in the process: an identity, not to be read.
  uint64_t frame;
  uint64_t start;
  /// Ticks that it ran, corrected; may be a little below zero.
  int64_t busy;
};

/// A long call.
struct seriema_timing_slow_call {
  uint64_t start;
  uint64_t elapsed;
  int32_t thread;
  int32_t process;
};

/// The calls of one function in one slot, all times in ticks.
struct seriema_timing_counters {
  /// Outermost calls that ended; of a generator or coroutine, all the stretches that it ran are one call.
  uint64_t calls;
  /// Calls started inside an open call of the same function.
  uint64_t inner;
  /// Calls that ended and had begun before they were timed; not among `calls`.
  uint64_t begun_before;
  uint64_t errors;
  uint64_t suspensions;
  /// Calls that were closed or dropped before their end.
  uint64_t abandoned;
  uint64_t sum;
  uint64_t squares_low;
  uint64_t squares_high;
  uint64_t minimum;
  uint64_t maximum;
  int64_t self;
  struct seriema_timing_slow_call slowest[SERIEMA_TIMING_SLOWEST];
};

/// What timing costs, in ticks: of the first two, the lower quartile, median and upper quartile of several measurements.
struct seriema_timing_calibration {
  /// What a call reads beyond the time that its body takes.
  double bias[3];
  /// What a timed call adds to the time of the code around it.
  double pair[3];
  /// Ticks by which the clock advances at a time; 0 where that is not known.
  uint64_t step;
};

#endif
