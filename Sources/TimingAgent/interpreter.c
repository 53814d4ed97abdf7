/// The tables of an interpreter come with the agent, and go when the interpreter lets go of the callbacks.

#include "interpreter.h"

#include <sys/mman.h>

struct seriema_interpreter *seriema_make_interpreter(void) {
  struct seriema_interpreter *interpreter = mmap(
      NULL, sizeof *interpreter, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (interpreter != MAP_FAILED) return interpreter;
  PyErr_SetFromErrno(PyExc_OSError);
  return NULL;
}

void seriema_drop_interpreter(struct seriema_interpreter *interpreter) {
  for (uint32_t i = 0; i < SERIEMA_CODE_TABLE_SIZE && interpreter->code_count > 0; i++) {
    if (interpreter->codes[i].code == NULL) continue;
    Py_DecRef(interpreter->codes[i].code);
    interpreter->code_count--;
  }
  for (uint32_t i = 0; i < SERIEMA_VARIANT_TABLE_SIZE && interpreter->variant_count > 0; i++) {
    if (interpreter->variants[i].key.code == NULL) continue;
    Py_DecRef(interpreter->variants[i].key.name);
    Py_DecRef(interpreter->variants[i].key.wrapped);
    interpreter->variant_count--;
  }
  for (uint32_t i = 0; i < SERIEMA_TIMING_TARGETS; i++) Py_DecRef(interpreter->wanted[i].module);
  PyObject *references[] = {
      interpreter->disable,        interpreter->set_events, interpreter->set_local_events,
      interpreter->qualified_name_key, interpreter->file_key,   interpreter->first_line_key,
      interpreter->flags_key,      interpreter->constants_key, interpreter->module_key,
  };
  for (size_t i = 0; i < sizeof references / sizeof *references; i++) Py_DecRef(references[i]);
  munmap(interpreter, sizeof *interpreter);
}
