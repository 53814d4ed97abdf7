/// Calls that Seriema's own program in the process makes: the C side of `calls.py`.
#ifndef SERIEMA_BY_TURNS_H
#define SERIEMA_BY_TURNS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

PyObject *seriema_call_by_turns(PyObject *module, PyObject *arguments);
extern const char seriema_call_by_turns_doc[];

#endif
