/// The timing agent: times calls of the target functions from inside the Python process.
///
/// Everything that is not the fast path runs under the GIL. Nothing here raises into the program.
#ifndef SERIEMA_AGENT_H
#define SERIEMA_AGENT_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <pthread.h>
#include <stdbool.h>

#include "timing_clock.h"
#include "timing_layout.h"
#include "timing_status.h"

#define SERIEMA_LIKELY(condition) __builtin_expect(!!(condition), 1)
#define SERIEMA_UNLIKELY(condition) __builtin_expect(!!(condition), 0)

enum { SERIEMA_CODE_TABLE_SIZE = 8192 };

enum {
  /// A generator, coroutine or asynchronous generator.
  SERIEMA_SUSPENDS = 1,
  /// Made anew each time that the function around it runs: several functions may have this code object.
  SERIEMA_SHARED = 2,
  /// Functions of this code object have been named one by one.
  SERIEMA_NAMED = 4,
};

/// A code object and the function that its calls are counted for.
struct seriema_code_entry {
  /// Held strongly, so that its address is not given to another. Null when the entry is free.
  PyObject *code;
  /// `co_qualname`, which `code` holds.
  PyObject *qualified_name;
  uint32_t function;
  uint32_t traits;
};

/// Bits of `sys.monitoring.events`, which differ between versions.
struct seriema_events {
  int start, resume, yield, return_, unwind, throw_;
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

/// The agent's only state besides the thread's slot; one interpreter of the process has one agent.
struct seriema_agent {
  struct seriema_timing_region *region;
  uint32_t clock;
  int process;
  /// The tool whose local events time the targets.
  int tool;
  /// The tool whose global `PY_START` finds them. The same as `tool` where only one id was free: then a code object
  /// that ran before it became a target is not timed, because its `PY_START` was answered with `DISABLE`.
  int finder;
  struct seriema_events events;
  /// Events of `tool` set for every code object.
  int global_events;
  /// Ticks to subtract from what encloses a timed call, a call counted without the clock, and a call itself.
  uint32_t pair_cost, inner_cost, bias;
  /// Where the current frame is found: 12 for CPython 3.12, 13 for 3.13 to 3.15, 0 where it is not known.
  int frame_form;
  /// Open addressing by address; at most three quarters full.
  struct seriema_code_entry codes[SERIEMA_CODE_TABLE_SIZE];
  uint32_t code_count;
  /// Bit `n % 64` is set when a target's qualified name has `n` bytes: most code objects are told apart by it.
  uint64_t name_lengths;
  /// Whether a target is a line or a pattern.
  bool has_patterns;
  struct seriema_wanted wanted[SERIEMA_TIMING_TARGETS];
  /// Targets that can be looked up.
  uint32_t lookups;
  bool has_lines;
  uint32_t discoveries;
  pthread_key_t slot_key;
  PyObject *disable;
  PyObject *set_events;
  PyObject *set_local_events;
  PyObject *qualified_name_key;
  PyObject *file_key;
  PyObject *first_line_key;
  PyObject *flags_key;
  PyObject *constants_key;
  PyObject *module_key;
};

extern struct seriema_agent seriema_agent;

/// The slot of the calling thread; null until it times its first call.
extern __thread struct seriema_timing_slot *seriema_slot;

/// Where the search for a code object begins.
static inline uint32_t seriema_code_hash(const PyObject *code) {
  return (uint32_t)(((uintptr_t)code >> 4) * UINT64_C(0x9E3779B97F4A7C15) >> 51);
}
_Static_assert(SERIEMA_CODE_TABLE_SIZE == 1 << (64 - 51), "the hash gives an index");

/// The entry of a target's code object, or null. By address: equal code objects are different functions.
static inline struct seriema_code_entry *seriema_find_code(const PyObject *code) {
  for (uint32_t i = seriema_code_hash(code);; i = (i + 1) % SERIEMA_CODE_TABLE_SIZE) {
    struct seriema_code_entry *entry = &seriema_agent.codes[i];
    if (entry->code == code) return entry;
    if (entry->code == NULL) return NULL;
  }
}

static inline void seriema_count_lost(uint64_t calls) {
  __atomic_fetch_add(&seriema_agent.region->header.lost_calls, calls, __ATOMIC_RELAXED);
}

/// Registers the callbacks of the agent's tools; returns 0, or -1 with an exception set.
int seriema_register_callbacks(PyObject *monitoring);

/// Prepares for threads that come and go, and for fork; returns 0, or -1 with an exception set.
int seriema_prepare_slots(void);

/// Gives the calling thread a slot; null when all are taken.
struct seriema_timing_slot *seriema_claim_slot(void);

/// The record of a function in a slot, made if need be; null when all are taken.
struct seriema_timing_record *seriema_make_record(struct seriema_timing_slot *slot, uint32_t function);

#endif
