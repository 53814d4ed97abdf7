/// The tables of an interpreter come with the agent, and go when the interpreter lets go of the callbacks.

#include "interpreter.h"

#include <sys/mman.h>

struct seriema_interpreter *seriema_make_interpreter(void) {
  struct seriema_interpreter *interpreter = mmap(
      NULL, sizeof *interpreter, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (interpreter == MAP_FAILED) {
    PyErr_SetFromErrno(PyExc_OSError);
    return NULL;
  }
  interpreter->tool = interpreter->finder = SERIEMA_NO_TOOL;
  return interpreter;
}

static void let_go(PyObject **reference) {
  PyObject *object = *reference;
  *reference = NULL;
  Py_DecRef(object);
}

void seriema_empty_interpreter(struct seriema_interpreter *interpreter) {
  for (uint32_t i = 0; i < SERIEMA_CODE_TABLE_SIZE && interpreter->code_count > 0; i++) {
    if (interpreter->codes[i].code == NULL) continue;
    PyObject *code = interpreter->codes[i].code;
    interpreter->codes[i] = (struct seriema_code_entry){0};
    interpreter->code_count--;
    Py_DecRef(code);
  }
  for (uint32_t i = 0; i < SERIEMA_VARIANT_TABLE_SIZE && interpreter->variant_count > 0; i++) {
    if (interpreter->variants[i].key.code == NULL) continue;
    struct seriema_variant_key key = interpreter->variants[i].key;
    interpreter->variants[i] = (struct seriema_variant){0};
    interpreter->variant_count--;
    Py_DecRef(key.name);
    Py_DecRef(key.wrapped);
  }
  for (uint32_t i = 0; i < SERIEMA_TIMING_TARGETS; i++) let_go(&interpreter->wanted[i].module);
  for (uint32_t i = 0; i < interpreter->watched_count; i++) let_go(&interpreter->watched[i]);
  interpreter->watched_count = 0;
  PyObject **references[] = {
      &interpreter->disable,        &interpreter->set_events, &interpreter->set_local_events,
      &interpreter->qualified_name_key, &interpreter->file_key,   &interpreter->first_line_key,
      &interpreter->flags_key,      &interpreter->constants_key, &interpreter->module_key,
  };
  for (size_t i = 0; i < sizeof references / sizeof *references; i++) let_go(references[i]);
}

void seriema_drop_interpreter(struct seriema_interpreter *interpreter) {
  seriema_empty_interpreter(interpreter);
  munmap(interpreter, sizeof *interpreter);
}
