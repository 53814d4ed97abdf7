/// The tool ids of `sys.monitoring` that an interpreter's timing has, and their callbacks.
#ifndef SERIEMA_TOOLS_H
#define SERIEMA_TOOLS_H

#include "agent.h"

/// Takes tool ids in an interpreter, one of them to find targets if those are not given as objects, and registers the
/// callbacks there.
///
/// Returns 1; 0 when all ids have holders; -1 with an exception set.
int seriema_enter(struct seriema_interpreter *interpreter, PyObject *monitoring, bool is_finding);

/// Takes everything back that was set in an interpreter; leaves no exception.
///
/// The callbacks stay in memory until `seriema_free_retired`, because a thread may be inside one.
void seriema_leave_tools(struct seriema_interpreter *interpreter, PyObject *monitoring);
void seriema_free_retired(void);

#endif
