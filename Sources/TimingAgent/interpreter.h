/// What the agent knows of one interpreter: `sys.monitoring` and all objects are an interpreter's own.
///
/// Each is used by the threads that hold its interpreter's GIL, and by no other. What interpreters share, because a
/// thread may run in several, is in the shared memory.
#ifndef SERIEMA_INTERPRETER_H
#define SERIEMA_INTERPRETER_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdbool.h>

#include "timing_layout.h"

enum {
  SERIEMA_CODE_TABLE_SIZE = 8192,
  SERIEMA_VARIANT_TABLE_SIZE = 4096,
  SERIEMA_FRAME_TABLE_SIZE = SERIEMA_TIMING_ACTIVATIONS * 2,
};

enum {
  /// A generator, coroutine or asynchronous generator.
  SERIEMA_SUSPENDS = 1,
  /// Made anew each time that the function around it runs: several functions may have this code object.
  SERIEMA_SHARED = 2,
  /// Functions of this code object have been named one by one.
  SERIEMA_NAMED = 4,
  /// No block names it any more, and its events are off.
  SERIEMA_SILENT = 8,
  /// A function with two bodies has it, or may.
  SERIEMA_PAIRED = 16,
};

enum { SERIEMA_NO_TOOL = -1 };

/// A code object and the function that its calls are counted for.
struct seriema_code_entry {
  /// Held strongly, so that its address is not given to another. Null when the entry is free.
  PyObject *code;
  /// `co_qualname`, which `code` holds.
  PyObject *qualified_name;
  uint32_t function;
  /// The first that it had, which its open calls are known by: blocks that overlap have it counted elsewhere.
  uint32_t base;
  uint32_t traits;
  /// One more than the index of the pair that it is a body of, 0 for most; which body, and which copy of it.
  uint8_t pair;
  uint8_t side;
  uint8_t copy;
};

/// What the agent knows of a target beside what the shared memory has.
struct seriema_wanted {
  /// `__name__` of its module; null when it is not known yet.
  PyObject *module;
  /// The module is there: its names may be looked up.
  bool has_module;
  /// Its name can be looked up in a module: no pattern, no line, and nothing local to a function.
  bool can_be_looked_up;
  /// What the name stood for when it was last looked up; for comparison alone.
  const void *last;
};

/// What tells functions with one code object apart; its objects are held strongly, the code object by its entry.
struct seriema_variant_key {
  const void *code;
  /// `__qualname__`, which `functools.wraps` sets; or the function object itself, for one that was named.
  PyObject *name;
  /// The code object of the function that it closes over: what a decorator's wrapper wraps. May be null.
  PyObject *wrapped;
};

struct seriema_variant {
  struct seriema_variant_key key;
  uint32_t function;
  /// The first entry that it had.
  uint32_t base;
};

/// A frame and one more than the index of its activation.
struct seriema_frame_entry {
  const void *frame;
  uint32_t activation;
};

/// The tables are zeros until they are used, and pages that are not used take no memory.
struct seriema_interpreter {
  /// The tool whose local events time the targets; `SERIEMA_NO_TOOL` until it has one.
  int tool;
  /// The tool whose global `PY_START` finds them. The same as `tool` where only one id was free: then a code object
  /// that ran before it became a target is not timed, because its `PY_START` was answered with `DISABLE`.
  /// `SERIEMA_NO_TOOL` where the targets are given as objects.
  int finder;
  /// Events of `tool` set for every code object.
  int global_events;
  /// Callbacks that point here; with the last of them it goes.
  uint32_t callbacks;
  uint32_t code_count;
  uint32_t variant_count;
  uint32_t watched_count;
  /// Bit `n % 64` is set when a target's qualified name has `n` bytes: most code objects are told apart by it.
  uint64_t name_lengths;
  /// Whether a target is a line or a pattern.
  bool has_patterns;
  bool has_lines;
  /// Code objects that start now are the calibration's.
  bool is_calibrating;
  /// Targets that can be looked up.
  uint32_t lookups;
  uint32_t discoveries;
  PyObject *disable;
  PyObject *set_events;
  PyObject *set_local_events;
  PyObject *qualified_name_key;
  PyObject *file_key;
  PyObject *first_line_key;
  PyObject *flags_key;
  PyObject *constants_key;
  PyObject *module_key;
  /// The process whose frames are in `frames`; a forked child has none of them.
  int frames_process;
  /// Activations that have ended, to be used again: each free one's `start` is one more than the next.
  uint64_t first_free_activation;
  struct seriema_wanted wanted[SERIEMA_TIMING_TARGETS];
  /// Code objects of modules whose end is told to `finder`; held strongly.
  PyObject *watched[SERIEMA_TIMING_TARGETS];
  /// Open addressing by address; at most three quarters full.
  struct seriema_code_entry codes[SERIEMA_CODE_TABLE_SIZE];
  /// Open addressing; at most half full.
  struct seriema_variant variants[SERIEMA_VARIANT_TABLE_SIZE];
  /// Open addressing by address, at most half full.
  struct seriema_frame_entry frames[SERIEMA_FRAME_TABLE_SIZE] __attribute__((aligned(4096)));
};

/// The tables of one more interpreter; null with an exception set when there is no memory.
struct seriema_interpreter *seriema_make_interpreter(void);

/// Lets go of all that it holds.
void seriema_empty_interpreter(struct seriema_interpreter *interpreter);

/// Lets go of all that it holds, and of the tables.
void seriema_drop_interpreter(struct seriema_interpreter *interpreter);

/// Where the search for a code object begins.
static inline uint32_t seriema_code_hash(const PyObject *code) {
  return (uint32_t)(((uintptr_t)code >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 51);
}
_Static_assert(SERIEMA_CODE_TABLE_SIZE == 1 << (64 - 51), "the hash gives an index");

/// The entry of a target's code object, or null. By address: equal code objects are different functions.
static inline struct seriema_code_entry *seriema_find_code(
    struct seriema_interpreter *interpreter, const PyObject *code) {
  uint32_t i = seriema_code_hash(code);
  struct seriema_code_entry *entry = &interpreter->codes[i];
  // Nearly always, so that the processor need not wait for the comparison.
  if (__builtin_expect(entry->code == code, 1)) return entry;
  while (entry->code != NULL && entry->code != code) {
    i = (i + 1) % SERIEMA_CODE_TABLE_SIZE;
    entry = &interpreter->codes[i];
  }
  return entry->code != NULL ? entry : NULL;
}

#endif
