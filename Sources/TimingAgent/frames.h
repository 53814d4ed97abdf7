/// The frame that is running, without making an object of it.
///
/// Source: `PyThreadState` and `_PyInterpreterFrame` of CPython 3.12 to 3.15, the same in their patch releases;
/// `seriema_frames_are_known` checks it in the process.
#ifndef SERIEMA_FRAMES_H
#define SERIEMA_FRAMES_H

#include "agent.h"

enum {
  /// `cframe` of 3.12, whose first field is `current_frame`.
  SERIEMA_THREAD_CFRAME = 56,
  /// `current_frame` from 3.13 on.
  SERIEMA_THREAD_CURRENT_FRAME = 72,
};

/// The beginning of `_PyInterpreterFrame`; from 3.14 on the words have tags in their two lowest bits.
struct seriema_frame {
  /// `f_code`; from 3.13 on `f_executable`.
  uintptr_t code;
  struct seriema_frame *previous;
  /// `f_funcobj`.
  uintptr_t function;
};

static inline PyObject *seriema_untagged(uintptr_t word) { return (PyObject *)(word & ~(uintptr_t)3); }

/// The frame that runs `code` in the calling thread; null when it cannot be told.
static inline const struct seriema_frame *seriema_running_frame(const PyObject *code) {
  const char *state = (const char *)PyThreadState_Get();
  const struct seriema_frame *frame = NULL;
  if (seriema_agent.frame_form == 13) {
    frame = *(const struct seriema_frame *const *)(state + SERIEMA_THREAD_CURRENT_FRAME);
  } else if (seriema_agent.frame_form == 12) {
    frame = **(const struct seriema_frame *const *const *)(state + SERIEMA_THREAD_CFRAME);
  }
  return frame != NULL && seriema_untagged(frame->code) == code ? frame : NULL;
}

/// The code object of a function; null when it is none.
const PyObject *seriema_code_of(const PyObject *object);

/// Finds out where frames are; to be called by a Python function.
void seriema_find_frames(void);

/// The function of the shared memory that a running frame of a shared code object is counted for.
uint32_t seriema_function_in(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry, const struct seriema_frame *frame);

/// Gives the targets of a shared code object to the functions that were told apart from its own.
void seriema_share_targets(struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry);

/// Has the calls of one function object counted apart from others with its code object. Returns false when a table is
/// full.
bool seriema_name_function(
    struct seriema_interpreter *interpreter, struct seriema_code_entry *entry, PyObject *function_object,
    uint32_t function);

/// What is known of a function object that is counted apart; null when it is not.
struct seriema_variant *seriema_named_variant(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry, PyObject *function_object);

#endif
