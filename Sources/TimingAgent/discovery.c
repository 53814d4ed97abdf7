/// Finds the targets among the code objects that start for the first time, and gives them their entries.

#include "discovery.h"

#include "frames.h"
#include "pairing.h"
#include "resolution.h"
#include "segments.h"

/// Whether `path` is `tail`, or ends in it after a slash.
static bool ends_in_path(struct seriema_name path, struct seriema_name tail) {
  if (tail.length == 0 || path.length < tail.length) return false;
  size_t before = path.length - tail.length;
  return memcmp(path.bytes + before, tail.bytes, tail.length) == 0 && (before == 0 || path.bytes[before - 1] == '/');
}

/// Whether a text is as a pattern says: `*` is any text, `?` any byte.
static bool fits(struct seriema_name pattern, struct seriema_name text) {
  size_t p = 0, t = 0, star = SIZE_MAX, after = 0;
  while (t < text.length) {
    if (p < pattern.length && pattern.bytes[p] == '*') {
      star = p++;
      after = t;
    } else if (p < pattern.length && (pattern.bytes[p] == '?' || pattern.bytes[p] == text.bytes[t])) {
      p++;
      t++;
    } else if (star != SIZE_MAX) {
      p = star + 1;
      t = ++after;
    } else {
      return false;
    }
  }
  while (p < pattern.length && pattern.bytes[p] == '*') p++;
  return p == pattern.length;
}

/// Whether a path, or the end of it after a slash, is as a pattern says.
static bool path_fits(struct seriema_name pattern, struct seriema_name path) {
  if (fits(pattern, path)) return true;
  for (size_t i = 0; i < path.length; i++) {
    if (path.bytes[i] != '/') continue;
    if (fits(pattern, (struct seriema_name){path.bytes + i + 1, path.length - i - 1})) return true;
  }
  return false;
}

bool seriema_file_matches(const struct seriema_timing_target *target, struct seriema_name file) {
  struct seriema_name place = seriema_text_name(target->place);
  if (target->flags & SERIEMA_TIMING_TARGET_IS_PATTERN) return path_fits(place, file);
  if (ends_in_path(file, place)) return true;
  struct seriema_name real = seriema_text_name(target->real_place);
  if (seriema_equal(file, real)) return true;
  // The script is compiled under the path that it was started with, which may be relative.
  while (file.length > 2 && memcmp(file.bytes, "./", 2) == 0) {
    file = (struct seriema_name){file.bytes + 2, file.length - 2};
  }
  return file.length > 0 && file.bytes[0] != '/' && ends_in_path(real, file);
}

/// What the module of a script is called where `multiprocessing` has it imported by a child.
static bool is_main(struct seriema_name module) {
  return SERIEMA_IS(module, "__main__") || SERIEMA_IS(module, "__mp_main__");
}

bool seriema_module_matches(const struct seriema_timing_target *target, struct seriema_name module) {
  struct seriema_name place = seriema_text_name(target->place);
  if (target->flags & SERIEMA_TIMING_TARGET_IS_PATTERN ? fits(place, module) : seriema_equal(module, place)) return true;
  return (target->flags & SERIEMA_TIMING_TARGET_IS_MAIN) && is_main(module);
}

/// Whether a qualified name is the one that a target names.
static bool name_matches(const struct seriema_timing_target *target, struct seriema_name name, uint32_t flags) {
  struct seriema_name wanted = seriema_text_name(target->qualified_name);
  // The bodies of classes are no functions; that of a module is named by nobody who does not mean it.
  bool is_function = flags & SERIEMA_CODE_OPTIMIZED;
  if (!(target->flags & SERIEMA_TIMING_TARGET_IS_PATTERN)) {
    return seriema_equal(name, wanted) && (is_function || seriema_ends_in_angle(name));
  }
  // Comprehensions and lambdas have to be meant as well.
  bool wants_angle = memchr(wanted.bytes, '<', wanted.length) != NULL;
  return is_function && (wants_angle || !seriema_ends_in_angle(name)) && fits(wanted, name);
}

/// `__name__` of the globals of the frame that is starting.
static struct seriema_name starting_module(struct seriema_interpreter *interpreter) {
  PyObject *globals = PyEval_GetGlobals();
  return seriema_name_of(globals != NULL ? PyDict_GetItemWithError(globals, interpreter->module_key) : NULL);
}

/// Notes a function for near names. A full table keeps what it has.
static void note_seen(struct seriema_name module, struct seriema_name qualified_name) {
  struct seriema_timing_region *region = seriema_agent.region;
  // `<module>`, `<lambda>` and comprehensions cannot be what somebody meant to write.
  if (qualified_name.length == 0 || seriema_ends_in_angle(qualified_name)) return;
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

long seriema_integer_attribute(PyObject *object, PyObject *key) {
  PyObject *number = PyObject_GetAttr(object, key);
  long value = number != NULL && PyLong_Check(number) ? PyLong_AsLong(number) : 0;
  Py_DecRef(number);
  return value;
}

static bool is_suspending(uint32_t code_flags) {
  return seriema_agent.frame_form != 0 &&
         code_flags & (SERIEMA_CODE_GENERATOR | SERIEMA_CODE_COROUTINE | SERIEMA_CODE_ASYNC_GENERATOR);
}

static void add_targets(struct seriema_timing_function *function, const struct seriema_targets *targets) {
  for (size_t i = 0; i < SERIEMA_TIMING_TARGET_WORDS; i++) {
    __atomic_fetch_or(&function->targets[i], targets->words[i], __ATOMIC_RELEASE);
  }
}

/// What a new entry is filled with.
struct description {
  struct seriema_name qualified_name, file, module, label;
  int32_t first_line;
  uint32_t flags;
};

static bool is_described(const struct seriema_timing_function *known, const struct description *description) {
  return __atomic_load_n(&known->ready, __ATOMIC_ACQUIRE) && known->first_line == description->first_line &&
         known->code_flags == description->flags &&
         seriema_equal(seriema_text_name(known->qualified_name), description->qualified_name) &&
         seriema_equal(seriema_text_name(known->file), description->file) &&
         seriema_equal(seriema_text_name(known->module), description->module) &&
         seriema_equal(seriema_text_name(known->label), description->label);
}

int64_t seriema_take_functions(uint32_t count) {
  int64_t freed = seriema_reuse_functions(count);
  if (freed >= 0) return freed;
  uint32_t *used = &seriema_agent.region->header.function_count;
  // Checked before it is raised, so that a program that makes functions without end does not wrap it around.
  if (__atomic_load_n(used, __ATOMIC_RELAXED) + count > SERIEMA_TIMING_FUNCTIONS) return -1;
  uint32_t index = __atomic_fetch_add(used, count, __ATOMIC_RELAXED);
  return index + count <= SERIEMA_TIMING_FUNCTIONS ? index : -1;
}

/// The function with the same names and line, as after a reload; -1 when there is none.
static int64_t described_function(const struct description *wanted) {
  struct seriema_timing_region *region = seriema_agent.region;
  uint32_t count = __atomic_load_n(&region->header.function_count, __ATOMIC_ACQUIRE);
  for (uint32_t i = 0; i < count && i < SERIEMA_TIMING_FUNCTIONS; i++) {
    if (is_described(&region->functions[i], wanted)) return i;
  }
  return -1;
}

static int64_t make_function(const struct description *new) {
  struct seriema_timing_region *region = seriema_agent.region;
  // One that suspends has a second place, for its latencies.
  uint32_t places = is_suspending(new->flags) ? 2 : 1;
  int64_t index = seriema_take_functions(places);
  if (index < 0) return -1;
  struct seriema_timing_function *function = &region->functions[index];
  const struct {
    struct seriema_name name;
    struct seriema_timing_text *text;
  } texts[] = {
      {new->qualified_name, &function->qualified_name},
      {new->file, &function->file},
      {new->module, &function->module},
      {new->label, &function->label},
  };
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    if (seriema_timing_add_text(region, texts[i].name.bytes, texts[i].name.length, texts[i].text) != 0) return -1;
  }
  function->first_line = new->first_line;
  function->code_flags = new->flags;
  function->latency = places == 2 ? (uint32_t)index + 1 : 0;
  __atomic_store_n(&function->ready, 1, __ATOMIC_RELEASE);
  return index;
}

int64_t seriema_function_of(
    struct seriema_interpreter *interpreter, const struct seriema_identity *identity,
    const struct seriema_targets *targets) {
  PyObject *qualified_name = PyObject_GetAttr(identity->code, interpreter->qualified_name_key);
  PyObject *file = PyObject_GetAttr(identity->code, interpreter->file_key);
  const struct description description = {
      .qualified_name = seriema_name_of(qualified_name),
      .file = seriema_name_of(file),
      .module = is_main(identity->module) ? (struct seriema_name){"__main__", 8} : identity->module,
      .label = identity->label,
      .first_line = (int32_t)seriema_integer_attribute(identity->code, interpreter->first_line_key),
      .flags = (uint32_t)seriema_integer_attribute(identity->code, interpreter->flags_key),
  };
  int64_t index = targets != NULL ? described_function(&description) : -1;
  if (index < 0) index = make_function(&description);
  if (index >= 0 && targets != NULL) add_targets(&seriema_agent.region->functions[index], targets);
  Py_DecRef(qualified_name);
  Py_DecRef(file);
  return index;
}

int seriema_set_events(struct seriema_interpreter *interpreter, int tool, PyObject *code, int events) {
  PyObject *result = code != NULL
                         ? PyObject_CallFunction(interpreter->set_local_events, "iOi", tool, code, events)
                         : PyObject_CallFunction(interpreter->set_events, "ii", tool, events);
  if (result == NULL) {
    PyErr_Clear();
    return -1;
  }
  Py_DecRef(result);
  return 0;
}

/// Sets the events of a target's code object. Those of exceptions can be local from 3.15 on (gh-142186); before,
/// they are set for the whole interpreter, once a target has been found.
static int set_target_events(struct seriema_interpreter *interpreter, PyObject *code, bool suspends) {
  const struct seriema_events *events = &seriema_agent.events;
  int tool = interpreter->tool;
  int local = events->start | events->return_ | (suspends ? events->resume | events->yield : 0);
  int exceptional = events->unwind | events->throw_;
  if (!(interpreter->global_events & events->unwind)) {
    if (seriema_set_events(interpreter, tool, code, local | exceptional) == 0) return 0;
    int global = interpreter->global_events | exceptional;
    if (seriema_set_events(interpreter, tool, NULL, global) != 0) return -1;
    interpreter->global_events = global;
  }
  return seriema_set_events(interpreter, tool, code, local);
}

/// Puts a code object into the table; returns null when that is full.
static struct seriema_code_entry *remember(
    struct seriema_interpreter *interpreter, PyObject *code, uint32_t function, uint32_t flags) {
  if (interpreter->code_count >= SERIEMA_CODE_TABLE_SIZE / 4 * 3) return NULL;
  PyObject *qualified_name = PyObject_GetAttr(code, interpreter->qualified_name_key);
  if (qualified_name == NULL) return NULL;
  uint32_t i = seriema_code_hash(code);
  while (interpreter->codes[i].code != NULL) i = (i + 1) % SERIEMA_CODE_TABLE_SIZE;
  struct seriema_code_entry *entry = &interpreter->codes[i];
  entry->function = function;
  entry->base = function;
  entry->pair = 0;
  entry->qualified_name = qualified_name;
  Py_DecRef(qualified_name);
  entry->traits = (is_suspending(flags) ? SERIEMA_SUSPENDS : 0) | (flags & SERIEMA_CODE_NESTED ? SERIEMA_SHARED : 0);
  Py_IncRef(code);
  entry->code = code;
  interpreter->code_count++;
  return entry;
}

int seriema_time_code(struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry) {
  return set_target_events(interpreter, entry->code, entry->traits & SERIEMA_SUSPENDS);
}

struct seriema_code_entry *seriema_adopt_as(
    struct seriema_interpreter *interpreter, const struct seriema_identity *identity,
    const struct seriema_targets *targets) {
  PyObject *code = identity->code;
  int64_t function = seriema_function_of(interpreter, identity, targets);
  uint32_t flags = (uint32_t)seriema_integer_attribute(code, interpreter->flags_key);
  if (function < 0 || set_target_events(interpreter, code, is_suspending(flags)) != 0) return NULL;
  struct seriema_code_entry *remembered = remember(interpreter, code, (uint32_t)function, flags);
  // A full table: nobody would take its events away again.
  if (remembered == NULL) seriema_set_events(interpreter, interpreter->tool, code, 0);
  return remembered;
}

struct seriema_code_entry *seriema_adopt(
    struct seriema_interpreter *interpreter, PyObject *code, struct seriema_name module,
    const struct seriema_targets *targets) {
  struct seriema_code_entry *entry = seriema_find_code(interpreter, code);
  if (entry != NULL) {
    add_targets(&seriema_agent.region->functions[entry->function], targets);
    if (entry->traits & SERIEMA_SHARED) seriema_share_targets(interpreter, entry);
  } else {
    entry = seriema_adopt_as(interpreter, &(struct seriema_identity){code, module, {"", 0}}, targets);
  }
  if (entry != NULL) seriema_pair_code(interpreter, entry, targets);
  return entry;
}

/// Collects the targets that name a function; returns whether there is any.
static bool find_targets(
    struct seriema_interpreter *interpreter, PyObject *code, struct seriema_name qualified_name,
    struct seriema_name module, struct seriema_targets *targets) {
  struct seriema_timing_region *region = seriema_agent.region;
  if (!interpreter->has_patterns && !(interpreter->name_lengths >> (qualified_name.length % 64) & 1)) return false;
  bool found = false;
  PyObject *file = NULL;
  uint32_t flags = (uint32_t)seriema_integer_attribute(code, interpreter->flags_key);
  for (uint32_t i = 0; i < region->header.target_count; i++) {
    const struct seriema_timing_target *target = &region->targets[i];
    bool is_line = target->flags & SERIEMA_TIMING_TARGET_IS_LINE;
    if (!is_line && !name_matches(target, qualified_name, flags)) continue;
    if (target->flags & SERIEMA_TIMING_TARGET_IS_FILE) {
      if (file == NULL) file = PyObject_GetAttr(code, interpreter->file_key);
      if (!seriema_file_matches(target, seriema_name_of(file))) continue;
      bool is_function = flags & SERIEMA_CODE_OPTIMIZED;
      if (is_line && !(is_function && seriema_is_function_at(interpreter, code, qualified_name, target->line))) {
        continue;
      }
    } else if (!seriema_module_matches(target, module)) {
      continue;
    }
    targets->words[i / 64] |= UINT64_C(1) << (i % 64);
    found = true;
  }
  Py_DecRef(file);
  return found;
}

enum seriema_discovery seriema_discover(struct seriema_interpreter *interpreter, PyObject *code) {
  PyObject *string = PyObject_GetAttr(code, interpreter->qualified_name_key);
  struct seriema_name qualified_name = seriema_name_of(string);
  struct seriema_name module = starting_module(interpreter);
  struct seriema_targets targets = {{0}};
  enum seriema_discovery result = SERIEMA_NOT_A_TARGET;
  // Targets too: one may be what another was meant to be.
  note_seen(module, qualified_name);
  if (SERIEMA_IS(qualified_name, "<module>")) seriema_see_module(interpreter, code, module);
  if (interpreter->lookups > 0) seriema_resolve(interpreter, interpreter->discoveries++ % 64 == 0);
  if (find_targets(interpreter, code, qualified_name, module, &targets)) {
    result = seriema_adopt(interpreter, code, module, &targets) != NULL ? SERIEMA_IS_TARGET : SERIEMA_TARGET_LOST;
  } else if (seriema_find_code(interpreter, code) != NULL) {
    result = SERIEMA_IS_TARGET;
  }
  Py_DecRef(string);
  PyErr_Clear();
  return result;
}
