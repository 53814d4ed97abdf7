/// What `attachment.c` asks of the agent, under the interpreter's lock.
#ifndef SERIEMA_ENTRY_H
#define SERIEMA_ENTRY_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include <stdint.h>

/// Begins to time a process that runs already, as the shared memory behind a descriptor says, and closes that.
///
/// Returns 0 when the memory has what came of it; -errno when it could not be taken, and the descriptor is still open.
int seriema_enter_running(int fd);

/// Ends what `seriema_enter_running` began, and leaves nothing behind that is ever called.
void seriema_leave(void);

/// Says in the memory behind a descriptor why it was not taken. Returns -EBUSY, or another -errno.
int seriema_refuse(int fd, uint32_t reason);

/// `come` and `go` of the module.
PyObject *seriema_come_from_script(PyObject *module, PyObject *arguments);
PyObject *seriema_go_from_script(PyObject *module, PyObject *arguments);

#endif
