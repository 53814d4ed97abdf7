/// Functions by the lines that they stand on.

#include "discovery.h"

/// The next code object among constants, borrowed; null at their end.
static PyObject *nested_code(PyObject *constants, Py_ssize_t *next, PyTypeObject *code_type) {
  Py_ssize_t count = constants != NULL ? PyTuple_Size(constants) : 0;
  while (*next < count) {
    PyObject *constant = PyTuple_GetItem(constants, (*next)++);
    if (constant != NULL && Py_TYPE(constant) == code_type) return constant;
  }
  return NULL;
}

/// The last line of a code object itself, from `co_lines`.
static int32_t last_line_of(PyObject *code) {
  int32_t last = 0;
  PyObject *lines = PyObject_CallMethod(code, "co_lines", NULL);
  PyObject *iterator = lines != NULL ? PyObject_GetIter(lines) : NULL;
  PyObject *range;
  while (iterator != NULL && (range = PyIter_Next(iterator)) != NULL) {
    PyObject *line = PyTuple_GetItem(range, 2);
    if (line != NULL && PyLong_Check(line)) {
      int32_t number = (int32_t)PyLong_AsLong(line);
      if (number > last) last = number;
    }
    Py_DecRef(range);
  }
  Py_DecRef(iterator);
  Py_DecRef(lines);
  PyErr_Clear();
  return last;
}

/// Whether a line is one of a code object's or of those in it.
static bool has_line(struct seriema_interpreter *interpreter, PyObject *code, int32_t line, int depth) {
  if (seriema_integer_attribute(code, interpreter->first_line_key) > line) return false;
  if (last_line_of(code) >= line) return true;
  if (depth == 0) return false;
  bool found = false;
  PyObject *constants = PyObject_GetAttr(code, interpreter->constants_key);
  Py_ssize_t next = 0;
  PyObject *inner;
  while (!found && (inner = nested_code(constants, &next, Py_TYPE(code))) != NULL) {
    found = has_line(interpreter, inner, line, depth - 1);
  }
  Py_DecRef(constants);
  return found;
}

/// The innermost function with a name at a line, of those in a code object; a new reference, or null.
static PyObject *named_function_at(
    struct seriema_interpreter *interpreter, PyObject *code, int32_t line, bool is_in_function, int depth) {
  PyObject *constants = PyObject_GetAttr(code, interpreter->constants_key);
  PyObject *result = NULL;
  Py_ssize_t next = 0;
  PyObject *inner;
  while (result == NULL && depth > 0 && (inner = nested_code(constants, &next, Py_TYPE(code))) != NULL) {
    if (!has_line(interpreter, inner, line, depth)) continue;
    bool is_function = seriema_integer_attribute(inner, interpreter->flags_key) & SERIEMA_CODE_OPTIMIZED;
    result = named_function_at(interpreter, inner, line, is_in_function || is_function, depth - 1);
    PyObject *name = PyObject_GetAttr(inner, interpreter->qualified_name_key);
    // A lambda or comprehension is a part of the function that it is in.
    bool counts = is_function && !(is_in_function && seriema_ends_in_angle(seriema_name_of(name)));
    Py_DecRef(name);
    if (result == NULL && counts) {
      Py_IncRef(inner);
      result = inner;
    }
  }
  Py_DecRef(constants);
  PyErr_Clear();
  return result;
}

enum { NESTING_LIMIT = 20 };

bool seriema_is_function_at(
    struct seriema_interpreter *interpreter, PyObject *code, struct seriema_name qualified_name, int32_t line) {
  static const char locals[] = "<locals>.";
  if (seriema_ends_in_angle(qualified_name) &&
      memmem(qualified_name.bytes, qualified_name.length, locals, sizeof locals - 1) != NULL) {
    return false;
  }
  if (!has_line(interpreter, code, line, NESTING_LIMIT)) return false;
  PyObject *inner = named_function_at(interpreter, code, line, true, NESTING_LIMIT);
  Py_DecRef(inner);
  return inner == NULL;
}

void seriema_look_for_lines(struct seriema_interpreter *interpreter, PyObject *module_code) {
  struct seriema_timing_region *region = seriema_agent.region;
  PyObject *file = PyObject_GetAttr(module_code, interpreter->file_key);
  for (uint32_t i = 0; i < region->header.target_count; i++) {
    struct seriema_timing_target *target = &region->targets[i];
    if (!(target->flags & SERIEMA_TIMING_TARGET_IS_LINE)) continue;
    if (!seriema_file_matches(target, seriema_name_of(file))) continue;
    PyObject *function = named_function_at(interpreter, module_code, target->line, false, NESTING_LIMIT);
    uint32_t finding = SERIEMA_TIMING_FINDING_NO_FUNCTION_AT_LINE;
    if (function != NULL) {
      PyObject *string = PyObject_GetAttr(function, interpreter->qualified_name_key);
      struct seriema_name name = seriema_name_of(string);
      seriema_timing_add_text(region, name.bytes, name.length, &target->detail);
      Py_DecRef(string);
      finding = SERIEMA_TIMING_FINDING_FUNCTION;
    }
    __atomic_store_n(&target->finding, finding, __ATOMIC_RELEASE);
    Py_DecRef(function);
  }
  Py_DecRef(file);
  PyErr_Clear();
}
