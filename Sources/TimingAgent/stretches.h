/// Calls of generators and coroutines, stretch by stretch, and of functions that share a code object.
#ifndef SERIEMA_STRETCHES_H
#define SERIEMA_STRETCHES_H

#include "calls.h"

/// Begins a call of a generator or coroutine, or of one of several functions with one code object.
void seriema_begin_special(struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry);

/// A suspended target goes on; of one whose beginning was not seen, only the time is kept out of others.
void seriema_resume(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry, bool is_closing);

/// What a stretch took: in all, and without other targets called in it.
struct seriema_stretch {
  uint64_t now;
  uint64_t elapsed;
  int64_t own;
  enum seriema_ending ending;
};

/// A stretch of a generator or coroutine has ended; of one whose beginning was not seen, `call->activation` is 0.
void seriema_end_stretch(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry,
    const struct seriema_timing_open_call *call, struct seriema_timing_record *record,
    const struct seriema_stretch *stretch);

#endif
