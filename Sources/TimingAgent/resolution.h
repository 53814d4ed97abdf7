/// Looks up what a target's name stands for in its module, without running code of the program.
#ifndef SERIEMA_RESOLUTION_H
#define SERIEMA_RESOLUTION_H

#include "discovery.h"

/// Prepares the targets; those of modules that were imported before the agent came are looked up.
void seriema_prepare_targets(struct seriema_interpreter *interpreter);

/// Notes whether the interpreter compiles at run time.
///
/// Not before the program begins, because the JIT is switched on after `site`.
void seriema_note_jit(void);

/// Notes that a module's code object starts.
void seriema_see_module(struct seriema_interpreter *interpreter, PyObject *code, struct seriema_name module);

/// Has all functions timed that an object comes down to, for a target that stands for it.
///
/// Returns false when there is none, which the target's finding then says, or when a table is full.
bool seriema_take_object(struct seriema_interpreter *interpreter, uint32_t index, PyObject *object);

/// Looks up the targets whose modules are there; with `new_modules`, after looking for those that were not.
///
/// A name that stands for something else than before, as after monkey-patching, adds to what is timed.
void seriema_resolve(struct seriema_interpreter *interpreter, bool new_modules);

#endif
