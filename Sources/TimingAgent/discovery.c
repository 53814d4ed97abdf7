/// Finds the targets among the code objects that start for the first time.

#include <string.h>

#include "agent.h"

enum { CODE_FLAG_GENERATOR = 0x20, CODE_FLAG_COROUTINE = 0x80, CODE_FLAG_ASYNC_GENERATOR = 0x200 };

/// Bytes of a Python string, which owns them.
struct name {
  const char *bytes;
  size_t length;
};

static struct name name_of(PyObject *string) {
  Py_ssize_t length = 0;
  const char *bytes = string != NULL ? PyUnicode_AsUTF8AndSize(string, &length) : NULL;
  // Names with lone surrogates have no UTF-8; no target can be written that way.
  if (bytes == NULL) {
    PyErr_Clear();
    return (struct name){"", 0};
  }
  return (struct name){bytes, (size_t)length};
}

static struct name text_name(struct seriema_timing_text text) {
  return (struct name){seriema_agent.region->text + text.offset, text.length};
}

static bool equal(struct name a, struct name b) {
  return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

/// Whether `path` is `tail`, or ends in it after a slash.
static bool ends_in_path(struct name path, struct name tail) {
  if (tail.length == 0 || path.length < tail.length) return false;
  size_t before = path.length - tail.length;
  return memcmp(path.bytes + before, tail.bytes, tail.length) == 0 && (before == 0 || path.bytes[before - 1] == '/');
}

static bool file_matches(const struct seriema_timing_target *target, struct name file) {
  if (ends_in_path(file, text_name(target->place))) return true;
  struct name real = text_name(target->real_place);
  if (equal(file, real)) return true;
  // The script is compiled under the path that it was started with, which may be relative.
  while (file.length > 2 && memcmp(file.bytes, "./", 2) == 0) {
    file = (struct name){file.bytes + 2, file.length - 2};
  }
  return file.length > 0 && file.bytes[0] != '/' && ends_in_path(real, file);
}

static bool module_matches(const struct seriema_timing_target *target, struct name module) {
  static const struct name main_module = {"__main__", 8};
  if (equal(module, text_name(target->place))) return true;
  return (target->flags & SERIEMA_TIMING_TARGET_IS_MAIN) && equal(module, main_module);
}

/// `__name__` of the globals of the frame that is starting.
static struct name starting_module(void) {
  PyObject *globals = PyEval_GetGlobals();
  PyObject *module = globals != NULL ? PyDict_GetItemWithError(globals, seriema_agent.module_key) : NULL;
  return module != NULL && PyUnicode_Check(module) ? name_of(module) : (struct name){"", 0};
}

/// Notes a function for near names. A full table keeps what it has.
static void note_seen(struct name module, struct name qualified_name) {
  struct seriema_timing_region *region = seriema_agent.region;
  // `<module>`, `<lambda>` and comprehensions cannot be what somebody meant to write.
  if (qualified_name.length == 0 || qualified_name.bytes[qualified_name.length - 1] == '>') return;
  if (module.length > UINT16_MAX || qualified_name.length > UINT16_MAX) return;
  uint16_t lengths[2] = {(uint16_t)module.length, (uint16_t)qualified_name.length};
  uint32_t size = (uint32_t)(sizeof lengths + module.length + qualified_name.length);
  uint32_t offset = __atomic_load_n(&region->header.seen_used, __ATOMIC_RELAXED);
  do {
    if (offset + size > SERIEMA_TIMING_SEEN_BYTES) return;
  } while (!__atomic_compare_exchange_n(
      &region->header.seen_used, &offset, offset + size, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED));
  char *entry = region->seen + offset;
  memcpy(entry, lengths, sizeof lengths);
  memcpy(entry + sizeof lengths, module.bytes, module.length);
  memcpy(entry + sizeof lengths + module.length, qualified_name.bytes, qualified_name.length);
}

static long integer_attribute(PyObject *code, PyObject *key) {
  PyObject *number = PyObject_GetAttr(code, key);
  long value = number != NULL ? PyLong_AsLong(number) : 0;
  Py_DecRef(number);
  return value;
}

/// The function of a code object: the one with the same names and line, as after a reload, or a new one.
///
/// Returns its index, or -1 when the table is full.
static int64_t function_of(
    const uint64_t *targets, struct name qualified_name, struct name file, struct name module, int32_t first_line,
    uint32_t code_flags) {
  struct seriema_timing_region *region = seriema_agent.region;
  uint32_t count = __atomic_load_n(&region->header.function_count, __ATOMIC_ACQUIRE);
  if (count > SERIEMA_TIMING_FUNCTIONS) count = SERIEMA_TIMING_FUNCTIONS;
  for (uint32_t i = 0; i < count; i++) {
    const struct seriema_timing_function *known = &region->functions[i];
    if (__atomic_load_n(&known->ready, __ATOMIC_ACQUIRE) && known->first_line == first_line &&
        known->code_flags == code_flags && equal(text_name(known->qualified_name), qualified_name) &&
        equal(text_name(known->file), file) && equal(text_name(known->module), module)) {
      return i;
    }
  }
  // Checked before it is raised, so that a program that makes functions without end does not wrap it around.
  if (count == SERIEMA_TIMING_FUNCTIONS) return -1;
  uint32_t index = __atomic_fetch_add(&region->header.function_count, 1, __ATOMIC_RELAXED);
  if (index >= SERIEMA_TIMING_FUNCTIONS) return -1;
  struct seriema_timing_function *function = &region->functions[index];
  if (seriema_timing_add_text(region, qualified_name.bytes, qualified_name.length, &function->qualified_name) != 0 ||
      seriema_timing_add_text(region, file.bytes, file.length, &function->file) != 0 ||
      seriema_timing_add_text(region, module.bytes, module.length, &function->module) != 0) {
    return -1;
  }
  memcpy(function->targets, targets, sizeof function->targets);
  function->first_line = first_line;
  function->code_flags = code_flags;
  __atomic_store_n(&function->ready, 1, __ATOMIC_RELEASE);
  return index;
}

static int call_to_set(PyObject *setter, PyObject *code, int events) {
  PyObject *result = code != NULL ? PyObject_CallFunction(setter, "iOi", seriema_agent.tool, code, events)
                                  : PyObject_CallFunction(setter, "ii", seriema_agent.tool, events);
  if (result == NULL) {
    PyErr_Clear();
    return -1;
  }
  Py_DecRef(result);
  return 0;
}

/// Sets the events of a target's code object. Those of exceptions can be local from 3.15 on (gh-142186); before,
/// they are set for the whole interpreter, once a target has been found.
static int set_events(PyObject *code, bool suspends) {
  const struct seriema_events *events = &seriema_agent.events;
  int local = events->start | events->return_ | (suspends ? events->resume | events->yield : 0);
  int exceptional = events->unwind | events->throw_;
  if (!(seriema_agent.global_events & events->unwind)) {
    if (call_to_set(seriema_agent.set_local_events, code, local | exceptional) == 0) return 0;
    int global = seriema_agent.global_events | exceptional;
    if (call_to_set(seriema_agent.set_events, NULL, global) != 0) return -1;
    seriema_agent.global_events = global;
  }
  return call_to_set(seriema_agent.set_local_events, code, local);
}

/// Puts a code object into the table; returns false when that is full.
static bool remember(PyObject *code, uint32_t function) {
  if (seriema_agent.code_count >= SERIEMA_CODE_TABLE_SIZE / 4 * 3) return false;
  uint32_t i = seriema_code_hash(code);
  while (seriema_agent.codes[i].code != NULL) i = (i + 1) % SERIEMA_CODE_TABLE_SIZE;
  seriema_agent.codes[i].function = function;
  Py_IncRef(code);
  seriema_agent.codes[i].code = code;
  seriema_agent.code_count++;
  return true;
}

/// Collects the targets that name a function; returns whether there is any.
static bool find_targets(PyObject *code, struct name qualified_name, struct name module, uint64_t *targets) {
  struct seriema_timing_region *region = seriema_agent.region;
  if (!(seriema_agent.name_lengths >> (qualified_name.length % 64) & 1)) return false;
  bool found = false;
  PyObject *file = NULL;
  for (uint32_t i = 0; i < region->header.target_count; i++) {
    const struct seriema_timing_target *target = &region->targets[i];
    if (!equal(qualified_name, text_name(target->qualified_name))) continue;
    if (target->flags & SERIEMA_TIMING_TARGET_IS_FILE) {
      if (file == NULL) file = PyObject_GetAttr(code, seriema_agent.file_key);
      if (!file_matches(target, name_of(file))) continue;
    } else if (!module_matches(target, module)) {
      continue;
    }
    targets[i / 64] |= UINT64_C(1) << (i % 64);
    found = true;
  }
  Py_DecRef(file);
  return found;
}

/// Takes a code object that is a target into the tables, and has its events sent.
static enum seriema_discovery adopt(
    PyObject *code, struct name qualified_name, struct name module, const uint64_t *targets) {
  uint32_t flags = (uint32_t)integer_attribute(code, seriema_agent.flags_key);
  bool suspends = flags & (CODE_FLAG_GENERATOR | CODE_FLAG_COROUTINE | CODE_FLAG_ASYNC_GENERATOR);
  int32_t first_line = (int32_t)integer_attribute(code, seriema_agent.first_line_key);
  PyObject *file = PyObject_GetAttr(code, seriema_agent.file_key);
  int64_t function = function_of(targets, qualified_name, name_of(file), module, first_line, flags);
  Py_DecRef(file);
  if (function < 0 || set_events(code, suspends) != 0) return SERIEMA_TARGET_LOST;
  return remember(code, (uint32_t)function) ? SERIEMA_IS_TARGET : SERIEMA_TARGET_LOST;
}

enum seriema_discovery seriema_discover(PyObject *code) {
  PyObject *string = PyObject_GetAttr(code, seriema_agent.qualified_name_key);
  struct name qualified_name = name_of(string);
  struct name module = starting_module();
  uint64_t targets[SERIEMA_TIMING_TARGET_WORDS] = {0};
  enum seriema_discovery result = SERIEMA_NOT_A_TARGET;
  // Targets too: one may be what another was meant to be.
  note_seen(module, qualified_name);
  if (find_targets(code, qualified_name, module, targets)) result = adopt(code, qualified_name, module, targets);
  Py_DecRef(string);
  PyErr_Clear();
  return result;
}
