/// Looks up what a target's name stands for: an inherited method, a class, a partial, an alias, a C function.
///
/// By the generic attribute access alone, so that no property, `__getattr__` or metaclass of the program runs.

#include "resolution.h"

#include "frames.h"
#include "pairing.h"
#include "segments.h"

PyAPI_DATA(PyTypeObject) PyFunction_Type;
PyAPI_DATA(PyTypeObject) PyMethodDescr_Type, PyClassMethodDescr_Type, PyWrapperDescr_Type, PyGetSetDescr_Type,
    PyMemberDescr_Type;

enum { WRAPPING_LIMIT = 16 };

static bool is_type(PyObject *object, PyTypeObject *type) { return Py_TYPE(object) == type; }

/// An attribute by the generic way; a new reference, or null without an exception.
static PyObject *plain_attribute(PyObject *object, const char *name) {
  PyObject *key = PyUnicode_FromString(name);
  PyObject *value = key != NULL ? PyObject_GenericGetAttr(object, key) : NULL;
  Py_DecRef(key);
  PyErr_Clear();
  return value;
}

/// What a class has under a name, by its order of bases; a new reference, or null.
static PyObject *class_attribute(PyObject *class, PyObject *name) {
  PyObject *order = plain_attribute(class, "__mro__");
  Py_ssize_t count = order != NULL && PyTuple_Check(order) ? PyTuple_Size(order) : 0;
  PyObject *value = NULL;
  for (Py_ssize_t i = 0; i < count && value == NULL; i++) {
    PyObject *names = plain_attribute(PyTuple_GetItem(order, i), "__dict__");
    value = names != NULL ? PyObject_GetItem(names, name) : NULL;
    Py_DecRef(names);
    PyErr_Clear();
  }
  Py_DecRef(order);
  return value;
}

static PyObject *class_method(PyObject *class, const char *name) {
  PyObject *key = PyUnicode_FromString(name);
  PyObject *value = key != NULL ? class_attribute(class, key) : NULL;
  Py_DecRef(key);
  return value;
}

/// An attribute of an object that is no class, unless the program's own code would have to give it.
static PyObject *own_attribute(PyObject *object, const char *name) {
  PyObject *descriptor = class_method((PyObject *)Py_TYPE(object), name);
  bool runs_no_python = descriptor == NULL || is_type(descriptor, &PyMemberDescr_Type) ||
                        is_type(descriptor, &PyGetSetDescr_Type);
  Py_DecRef(descriptor);
  return runs_no_python ? plain_attribute(object, name) : NULL;
}

/// The module of a target, borrowed; null while it is not there.
static PyObject *module_of(const struct seriema_wanted *wanted) {
  PyObject *modules = PySys_GetObject("modules");
  PyObject *module =
      modules != NULL && wanted->module != NULL ? PyDict_GetItemWithError(modules, wanted->module) : NULL;
  PyErr_Clear();
  return module != NULL && PyModule_Check(module) ? module : NULL;
}

/// What a dotted name stands for in a module; a new reference, or null.
static PyObject *look_up(PyObject *module, struct seriema_name name) {
  PyObject *object = NULL;
  for (size_t start = 0; start <= name.length;) {
    const char *dot = memchr(name.bytes + start, '.', name.length - start);
    size_t end = dot != NULL ? (size_t)(dot - name.bytes) : name.length;
    PyObject *part = PyUnicode_FromStringAndSize(name.bytes + start, (Py_ssize_t)(end - start));
    PyObject *next = NULL;
    if (part != NULL && start == 0) {
      next = PyDict_GetItemWithError(PyModule_GetDict(module), part);
      Py_IncRef(next);
    } else if (part != NULL && PyType_Check(object)) {
      next = class_attribute(object, part);
    }
    Py_DecRef(part);
    Py_DecRef(object);
    PyErr_Clear();
    object = next;
    if (object == NULL) return NULL;
    start = end + 1;
  }
  return object;
}

static void tell(struct seriema_timing_target *target, uint32_t finding, PyObject *detail) {
  if (target->finding == finding) return;
  struct seriema_name name = seriema_name_of(detail);
  struct seriema_timing_text text = {0, 0};
  seriema_timing_add_text(seriema_agent.region, name.bytes, name.length, &text);
  target->detail = text;
  __atomic_store_n(&target->finding, finding, __ATOMIC_RELEASE);
}

static void tell_type(struct seriema_timing_target *target, uint32_t finding, PyObject *object) {
  PyObject *name = plain_attribute((PyObject *)Py_TYPE(object), "__name__");
  tell(target, finding, name);
  Py_DecRef(name);
}

/// Has a function timed for a target that names it: by its code object, or by itself where that may be shared.
static void adopt_function(struct seriema_interpreter *interpreter, uint32_t index, PyObject *function) {
  struct seriema_timing_target *target = &seriema_agent.region->targets[index];
  PyObject *code = plain_attribute(function, "__code__");
  PyObject *globals = plain_attribute(function, "__globals__");
  PyObject *module = globals != NULL ? PyDict_GetItemWithError(globals, interpreter->module_key) : NULL;
  PyObject *qualified_name = code != NULL ? PyObject_GetAttr(code, interpreter->qualified_name_key) : NULL;
  if (qualified_name != NULL) {
    struct seriema_targets targets = {{0}}, none = {{0}};
    targets.words[index / 64] |= UINT64_C(1) << (index % 64);
    bool is_shared = seriema_integer_attribute(code, interpreter->flags_key) & SERIEMA_CODE_NESTED;
    struct seriema_code_entry *entry =
        seriema_adopt(interpreter, code, seriema_name_of(module), is_shared ? &none : &targets);
    if (entry != NULL) seriema_pair_code(interpreter, entry, &targets);
    seriema_pair_function(interpreter, index, function);
    if (entry != NULL && is_shared) {
      char label[512];
      struct seriema_name place = seriema_name_of(interpreter->wanted[index].module);
      struct seriema_name name = seriema_text_name(target->qualified_name);
      size_t length = place.length + 1 + name.length;
      if (length <= sizeof label) {
        memcpy(label, place.bytes, place.length);
        label[place.length] = ':';
        memcpy(label + place.length + 1, name.bytes, name.length);
        const struct seriema_identity identity = {code, seriema_name_of(module), {label, length}};
        int64_t number = seriema_function_of(interpreter, &identity, &targets);
        if (number >= 0) seriema_name_function(interpreter, entry, function, (uint32_t)number);
        seriema_share_targets(interpreter, entry);
      }
    }
    tell(target, SERIEMA_TIMING_FINDING_FUNCTION, qualified_name);
  }
  Py_DecRef(qualified_name);
  Py_DecRef(globals);
  Py_DecRef(code);
  PyErr_Clear();
}

/// The function that a function without `__wrapped__` closes over and that has the target's name: what it decorates.
static PyObject *decorated_by(struct seriema_interpreter *interpreter, PyObject *function, struct seriema_name name) {
  PyObject *cells = plain_attribute(function, "__closure__");
  Py_ssize_t count = cells != NULL && PyTuple_Check(cells) ? PyTuple_Size(cells) : 0;
  PyObject *found = NULL;
  for (Py_ssize_t i = 0; i < count && found == NULL; i++) {
    PyObject *content = plain_attribute(PyTuple_GetItem(cells, i), "cell_contents");
    PyObject *code = content != NULL && is_type(content, &PyFunction_Type) ? plain_attribute(content, "__code__") : NULL;
    PyObject *own = code != NULL ? PyObject_GetAttr(code, interpreter->qualified_name_key) : NULL;
    if (own != NULL && seriema_equal(seriema_name_of(own), name)) {
      found = content;
    } else {
      Py_DecRef(content);
    }
    Py_DecRef(own);
    Py_DecRef(code);
  }
  Py_DecRef(cells);
  PyErr_Clear();
  return found;
}

static bool is_in_c(PyObject *object) {
  return is_type(object, &PyCFunction_Type) || is_type(object, &PyMethodDescr_Type) ||
         is_type(object, &PyClassMethodDescr_Type) || is_type(object, &PyWrapperDescr_Type) ||
         is_type(object, &PyGetSetDescr_Type);
}

static bool take(struct seriema_interpreter *interpreter, uint32_t index, PyObject *object, int depth);

/// Takes what an object has under one of several names; returns whether there was a function.
static bool take_attributes(
    struct seriema_interpreter *interpreter, uint32_t index, PyObject *object, const char *const *names, size_t count,
    int depth) {
  bool found = false;
  for (size_t i = 0; i < count; i++) {
    PyObject *value = own_attribute(object, names[i]);
    found |= value != NULL && value != Py_None && take(interpreter, index, value, depth);
    Py_DecRef(value);
  }
  return found;
}

/// Takes the methods of a class that are functions in Python.
static bool take_methods(
    struct seriema_interpreter *interpreter, uint32_t index, PyObject *class, const char *const *names, size_t count,
    int depth) {
  bool found = false;
  for (size_t i = 0; i < count; i++) {
    PyObject *method = class_method(class, names[i]);
    bool is_python = method != NULL && !is_in_c(method) && !is_type(method, (PyTypeObject *)&PyType_Type);
    found |= is_python && take(interpreter, index, method, depth);
    Py_DecRef(method);
  }
  return found;
}

/// Has all functions timed that an object comes down to; returns whether there is one.
static bool take(struct seriema_interpreter *interpreter, uint32_t index, PyObject *object, int depth) {
  static const char *const wrapped[] = {"__wrapped__"};
  static const char *const inside[] = {"__func__", "fget", "fset", "fdel", "func"};
  static const char *const making[] = {"__new__", "__init__"};
  static const char *const calling[] = {"__call__"};
  if (depth == 0) return false;
  if (is_type(object, &PyFunction_Type)) {
    // An object stands for itself, and not for what it wraps.
    if (seriema_agent.region->targets[index].flags & SERIEMA_TIMING_TARGET_IS_OBJECT) {
      return seriema_adopt_object(interpreter, index, object);
    }
    if (take_attributes(interpreter, index, object, wrapped, 1, depth - 1)) return true;
    struct seriema_name name = seriema_text_name(seriema_agent.region->targets[index].qualified_name);
    PyObject *decorated = decorated_by(interpreter, object, name);
    adopt_function(interpreter, index, decorated != NULL ? decorated : object);
    Py_DecRef(decorated);
    return true;
  }
  if (PyType_Check(object)) return take_methods(interpreter, index, object, making, 2, depth - 1);
  if (is_in_c(object)) return false;
  // What wraps a function: lru_cache and singledispatch; then methods, properties, cached ones and partials.
  return take_attributes(interpreter, index, object, wrapped, 1, depth - 1) ||
         take_attributes(interpreter, index, object, inside, 5, depth - 1) ||
         take_methods(interpreter, index, (PyObject *)Py_TYPE(object), calling, 1, depth - 1);
}

/// Says why an object cannot be timed.
static void tell_untimed(struct seriema_timing_target *target, PyObject *object) {
  bool is_class = PyType_Check(object);
  tell_type(
      target,
      is_class ? SERIEMA_TIMING_FINDING_PLAIN_CLASS
               : PyCallable_Check(object) || is_in_c(object) ? SERIEMA_TIMING_FINDING_IS_C
                                                            : SERIEMA_TIMING_FINDING_NOT_CALLABLE,
      object);
}

bool seriema_take_object(struct seriema_interpreter *interpreter, uint32_t index, PyObject *object) {
  struct seriema_timing_target *target = &seriema_agent.region->targets[index];
  bool is_taken = take(interpreter, index, object, WRAPPING_LIMIT);
  if (!is_taken && target->finding == SERIEMA_TIMING_FINDING_NONE) tell_untimed(target, object);
  PyErr_Clear();
  return is_taken;
}

static void resolve_target(struct seriema_interpreter *interpreter, uint32_t index) {
  struct seriema_wanted *wanted = &interpreter->wanted[index];
  struct seriema_timing_target *target = &seriema_agent.region->targets[index];
  PyObject *module = module_of(wanted);
  PyObject *object = module != NULL ? look_up(module, seriema_text_name(target->qualified_name)) : NULL;
  if (object == NULL) {
    if (module != NULL && target->finding == SERIEMA_TIMING_FINDING_NONE) {
      tell(target, SERIEMA_TIMING_FINDING_NOT_DEFINED, NULL);
    }
    return;
  }
  if (object != wanted->last && !take(interpreter, index, object, WRAPPING_LIMIT) &&
      target->finding != SERIEMA_TIMING_FINDING_FUNCTION) {
    tell_untimed(target, object);
  }
  wanted->last = object;
  Py_DecRef(object);
  PyErr_Clear();
}

void seriema_resolve(struct seriema_interpreter *interpreter, bool new_modules) {
  for (uint32_t i = 0; i < seriema_agent.region->header.target_count; i++) {
    struct seriema_wanted *wanted = &interpreter->wanted[i];
    if (!wanted->can_be_looked_up) continue;
    if (!wanted->has_module && new_modules) wanted->has_module = module_of(wanted) != NULL;
    if (wanted->has_module) resolve_target(interpreter, i);
  }
}

/// Whether a module is the one of a target; its name is kept.
static bool has_target(
    struct seriema_interpreter *interpreter, uint32_t index, struct seriema_name module, PyObject *file) {
  const struct seriema_timing_target *target = &seriema_agent.region->targets[index];
  struct seriema_wanted *wanted = &interpreter->wanted[index];
  bool matches = target->flags & SERIEMA_TIMING_TARGET_IS_FILE
                     ? seriema_file_matches(target, seriema_name_of(file))
                     : seriema_module_matches(target, module);
  if (!matches || !wanted->can_be_looked_up) return false;
  Py_DecRef(wanted->module);
  wanted->module = PyUnicode_FromStringAndSize(module.bytes, (Py_ssize_t)module.length);
  wanted->has_module = true;
  return true;
}

void seriema_note_jit(void) {
  PyObject *jit = PySys_GetObject("_jit");
  PyObject *answer = jit != NULL ? PyObject_CallMethod(jit, "is_enabled", NULL) : NULL;
  if (answer == Py_True) __atomic_store_n(&seriema_agent.region->header.has_jit, 1, __ATOMIC_RELAXED);
  Py_DecRef(answer);
  PyErr_Clear();
}

void seriema_see_module(struct seriema_interpreter *interpreter, PyObject *code, struct seriema_name module) {
  if (SERIEMA_IS(module, "__main__")) seriema_note_jit();
  if (interpreter->has_lines) seriema_look_for_lines(interpreter, code);
  if (interpreter->lookups == 0) return;
  bool is_wanted = SERIEMA_IS(module, "__main__");
  PyObject *file = PyObject_GetAttr(code, interpreter->file_key);
  uint32_t count = seriema_agent.region->header.target_count;
  for (uint32_t i = 0; i < count; i++) is_wanted |= has_target(interpreter, i, module, file);
  Py_DecRef(file);
  bool is_full = interpreter->watched_count == SERIEMA_TIMING_TARGETS;
  if (is_wanted && interpreter->finder != interpreter->tool && !is_full) {
    seriema_set_events(interpreter, interpreter->finder, code, seriema_agent.events.return_);
    Py_IncRef(code);
    interpreter->watched[interpreter->watched_count++] = code;
  }
}

/// Looks for targets in a file that was imported before the agent came.
static void look_for_file(struct seriema_interpreter *interpreter, uint32_t index) {
  PyObject *modules = PySys_GetObject("modules");
  PyObject *key = PyUnicode_FromString("__file__");
  PyObject *name, *module;
  Py_ssize_t position = 0;
  while (modules != NULL && key != NULL && PyDict_Next(modules, &position, &name, &module)) {
    PyObject *file = PyModule_Check(module) ? PyDict_GetItemWithError(PyModule_GetDict(module), key) : NULL;
    if (file != NULL && has_target(interpreter, index, seriema_name_of(name), file)) break;
  }
  Py_DecRef(key);
  PyErr_Clear();
}

void seriema_prepare_targets(struct seriema_interpreter *interpreter) {
  struct seriema_timing_region *region = seriema_agent.region;
  for (uint32_t i = 0; i < region->header.target_count; i++) {
    const struct seriema_timing_target *target = &region->targets[i];
    struct seriema_wanted *wanted = &interpreter->wanted[i];
    struct seriema_name name = seriema_text_name(target->qualified_name);
    bool is_line = target->flags & SERIEMA_TIMING_TARGET_IS_LINE;
    interpreter->has_lines |= is_line;
    interpreter->has_patterns |= is_line || (target->flags & SERIEMA_TIMING_TARGET_IS_PATTERN);
    interpreter->name_lengths |= UINT64_C(1) << (name.length % 64);
    if (is_line || (target->flags & SERIEMA_TIMING_TARGET_IS_PATTERN) || memchr(name.bytes, '<', name.length)) continue;
    wanted->can_be_looked_up = true;
    interpreter->lookups++;
    if (target->flags & SERIEMA_TIMING_TARGET_IS_FILE) {
      look_for_file(interpreter, i);
    } else {
      struct seriema_name place = seriema_text_name(target->place);
      if (target->flags & SERIEMA_TIMING_TARGET_IS_MAIN) place = (struct seriema_name){"__main__", 8};
      wanted->module = PyUnicode_FromStringAndSize(place.bytes, (Py_ssize_t)place.length);
    }
  }
  seriema_resolve(interpreter, true);
  PyErr_Clear();
}
