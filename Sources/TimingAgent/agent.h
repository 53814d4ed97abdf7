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

/// A code object and the function that its calls are counted for.
struct seriema_code_entry {
  /// Held strongly, so that its address is not given to another. Null when the entry is free.
  PyObject *code;
  uint32_t function;
};

/// Bits of `sys.monitoring.events`, which differ between versions.
struct seriema_events {
  int start, resume, yield, return_, unwind, throw_;
};

/// The agent's only state besides the thread's slot; one interpreter of the process has one agent.
struct seriema_agent {
  struct seriema_timing_region *region;
  uint32_t clock;
  int process;
  int tool;
  struct seriema_events events;
  /// Events set for every code object.
  int global_events;
  /// Open addressing by address; at most three quarters full.
  struct seriema_code_entry codes[SERIEMA_CODE_TABLE_SIZE];
  uint32_t code_count;
  /// Bit `n % 64` is set when a target's qualified name has `n` bytes: most code objects are told apart by it.
  uint64_t name_lengths;
  pthread_key_t slot_key;
  PyObject *disable;
  PyObject *set_events;
  PyObject *set_local_events;
  PyObject *qualified_name_key;
  PyObject *file_key;
  PyObject *first_line_key;
  PyObject *flags_key;
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
static inline const struct seriema_code_entry *seriema_find_code(const PyObject *code) {
  for (uint32_t i = seriema_code_hash(code);; i = (i + 1) % SERIEMA_CODE_TABLE_SIZE) {
    const struct seriema_code_entry *entry = &seriema_agent.codes[i];
    if (entry->code == code) return entry;
    if (entry->code == NULL) return NULL;
  }
}

static inline void seriema_count_lost(uint64_t calls) {
  __atomic_fetch_add(&seriema_agent.region->header.lost_calls, calls, __ATOMIC_RELAXED);
}

/// What a code object that started for the first time is to the agent.
enum seriema_discovery {
  SERIEMA_NOT_A_TARGET,
  /// In the code table now, and its events are set.
  SERIEMA_IS_TARGET,
  /// A target that no table has room for.
  SERIEMA_TARGET_LOST,
};
enum seriema_discovery seriema_discover(PyObject *code);

/// Registers the callbacks of the agent's tool; returns 0, or -1 with an exception set.
int seriema_register_callbacks(PyObject *monitoring);

/// Prepares for threads that come and go, and for fork; returns 0, or -1 with an exception set.
int seriema_prepare_slots(void);

/// Gives the calling thread a slot; null when all are taken.
struct seriema_timing_slot *seriema_claim_slot(void);

/// The record of a function in a slot, made if need be; null when all are taken.
struct seriema_timing_record *seriema_make_record(struct seriema_timing_slot *slot, uint32_t function);

#endif
