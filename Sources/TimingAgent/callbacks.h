/// What `sys.monitoring` calls, and the Python objects that stand for it.
#ifndef SERIEMA_CALLBACKS_H
#define SERIEMA_CALLBACKS_H

#include "agent.h"

/// A callable that CPython enters without building a tuple: the cheapest callback there is.
struct seriema_callback {
  PyObject ob_base;
  /// `vectorcallfunc` of CPython, which the limited API has from 3.12 on.
  PyObject *(*call)(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords);
  struct seriema_interpreter *interpreter;
};

#define SERIEMA_CALLBACK(name) \
  PyObject *name(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords)

/// `PY_START (code, offset)` of a target.
SERIEMA_CALLBACK(seriema_on_start);
/// `PY_START (code, offset)` of every code object, until the first answer: that is how targets are found.
SERIEMA_CALLBACK(seriema_on_first_start);
/// `PY_RETURN (code, offset, value)` of a module that has a target: its names are there now.
SERIEMA_CALLBACK(seriema_on_module_end);
/// `PY_RESUME (code, offset)`.
SERIEMA_CALLBACK(seriema_on_resume);
/// `PY_THROW (code, offset, exception)`: global before 3.15.
SERIEMA_CALLBACK(seriema_on_throw);
/// `PY_YIELD (code, offset, value)`.
SERIEMA_CALLBACK(seriema_on_yield);
/// `PY_RETURN (code, offset, value)`.
SERIEMA_CALLBACK(seriema_on_return);
/// `PY_UNWIND (code, offset, exception)`: global before 3.15, so mostly of code that is no target.
SERIEMA_CALLBACK(seriema_on_unwind);

#endif
