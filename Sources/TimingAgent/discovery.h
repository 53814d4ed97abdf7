/// From code objects and names to the functions of the shared memory.
#ifndef SERIEMA_DISCOVERY_H
#define SERIEMA_DISCOVERY_H

#include "names.h"

enum {
  SERIEMA_CODE_OPTIMIZED = 0x1,
  SERIEMA_CODE_NESTED = 0x10,
  SERIEMA_CODE_GENERATOR = 0x20,
  SERIEMA_CODE_COROUTINE = 0x80,
  SERIEMA_CODE_ASYNC_GENERATOR = 0x200,
};

/// What a code object that started for the first time is to the agent.
enum seriema_discovery {
  SERIEMA_NOT_A_TARGET,
  /// In the code table now, and its events are set.
  SERIEMA_IS_TARGET,
  /// A target that no table has room for.
  SERIEMA_TARGET_LOST,
};
enum seriema_discovery seriema_discover(struct seriema_interpreter *interpreter, PyObject *code);

/// Names of the targets, one bit each.
struct seriema_targets {
  uint64_t words[SERIEMA_TIMING_TARGET_WORDS];
};

/// What is to be known of a function to give it an entry.
struct seriema_identity {
  PyObject *code;
  struct seriema_name module;
  /// Empty for a function that has its code object to itself.
  struct seriema_name label;
};

/// Takes entries of functions that lie side by side; -1 when the table is full.
int64_t seriema_take_functions(uint32_t count);

/// The index of a function, made if need be, for `targets`; a new one where they are null. -1 when the table is full.
int64_t seriema_function_of(
    struct seriema_interpreter *interpreter, const struct seriema_identity *identity,
    const struct seriema_targets *targets);

/// Puts a code object into the code table, with its function as of `seriema_function_of`, and has its events sent.
///
/// Returns null when a table is full.
struct seriema_code_entry *seriema_adopt(
    struct seriema_interpreter *interpreter, PyObject *code, struct seriema_name module,
    const struct seriema_targets *targets);

/// The same for a code object that is not in the table, with what its function is to be known by.
struct seriema_code_entry *seriema_adopt_as(
    struct seriema_interpreter *interpreter, const struct seriema_identity *identity,
    const struct seriema_targets *targets);

/// Has the events sent of a code object that is in the table; returns 0 or -1.
int seriema_time_code(struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry);

/// Whether a path is the one that a target names.
bool seriema_file_matches(const struct seriema_timing_target *target, struct seriema_name file);

bool seriema_module_matches(const struct seriema_timing_target *target, struct seriema_name module);

long seriema_integer_attribute(PyObject *object, PyObject *key);

/// Sets the events of a tool for a code object, or for all when it is null; returns 0 or -1.
int seriema_set_events(struct seriema_interpreter *interpreter, int tool, PyObject *code, int events);

/// Whether the innermost function around a line has this code object.
bool seriema_is_function_at(
    struct seriema_interpreter *interpreter, PyObject *code, struct seriema_name qualified_name, int32_t line);

/// Says of the targets that name lines of a file whether there are functions, from its module's code object.
void seriema_look_for_lines(struct seriema_interpreter *interpreter, PyObject *module_code);

#endif
