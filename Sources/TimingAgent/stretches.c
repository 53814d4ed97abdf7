/// A generator or coroutine is one call, from its first stretch to its last.

#include "stretches.h"

#include "frames.h"
#include "suspension.h"

/// Adds a generator or coroutine that has ended: the time that it ran, and the time from its start to its end.
static void add_activation(
    struct seriema_interpreter *interpreter, struct seriema_timing_record *record, uint32_t function, uint32_t index,
    uint64_t now, bool failed) {
  const struct seriema_timing_activation *activation = seriema_activation(index);
  if (!activation->is_inner) {
    // Each stretch was freed of the bias, and the reader frees each call of it once more.
    int64_t busy = activation->busy + seriema_agent.bias;
    seriema_start_writing(record);
    record->counters.abandoned += activation->is_closing;
    record->counters.self += seriema_agent.bias;
    seriema_add(record, activation->start, busy > 0 ? (uint64_t)busy : 0, failed && !activation->is_closing);
    seriema_stop_writing(record);
    uint32_t latency = seriema_agent.region->functions[function].latency;
    struct seriema_timing_record *latencies = latency != 0 ? seriema_own_record(latency) : NULL;
    if (latencies != NULL) {
      seriema_start_writing(latencies);
      seriema_add(latencies, activation->start, now > activation->start ? now - activation->start : 0, failed);
      seriema_stop_writing(latencies);
    }
  }
  seriema_end_activation(interpreter, index);
}

void seriema_end_stretch(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry,
    const struct seriema_timing_open_call *call, struct seriema_timing_record *record,
    const struct seriema_stretch *stretch) {
  enum seriema_ending ending = stretch->ending;
  record->open--;
  seriema_start_writing(record);
  record->counters.self += stretch->own - seriema_agent.bias;
  record->counters.suspensions += ending == SERIEMA_ENDS_SUSPENDED;
  seriema_stop_writing(record);
  if (call->activation == 0) {
    // One that an exception was thrown into may never have begun.
    if (ending == SERIEMA_ENDS_BY_RETURN) seriema_end_of_earlier(entry->function, ending);
    return;
  }
  struct seriema_timing_activation *activation = seriema_activation(call->activation);
  activation->busy += (int64_t)stretch->elapsed - seriema_agent.bias;
  if (ending == SERIEMA_ENDS_SUSPENDED) {
    __atomic_store_n(&activation->state, SERIEMA_TIMING_ACTIVATION_SUSPENDED, __ATOMIC_RELEASE);
  } else {
    bool failed = ending == SERIEMA_ENDS_BY_EXCEPTION;
    add_activation(interpreter, record, call->function, call->activation, stretch->now, failed);
  }
}

/// Counts what was left of a generator that nobody told the end of, when its frame is given to another.
static void end_silently(struct seriema_interpreter *interpreter, uint32_t index) {
  struct seriema_timing_activation *activation = seriema_activation(index);
  uint32_t function = activation->function;
  activation->is_closing = true;
  struct seriema_timing_record *record = seriema_own_record(function);
  if (record != NULL) {
    add_activation(interpreter, record, function, index, activation->start, false);
  } else {
    seriema_end_activation(interpreter, index);
  }
}

void seriema_begin_special(struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry) {
  uint32_t function = entry->function;
  const struct seriema_frame *frame = seriema_running_frame(entry->code);
  if (frame != NULL && (entry->traits & SERIEMA_SHARED)) function = seriema_function_in(interpreter, entry, frame);
  enum seriema_apart apart = SERIEMA_IN_A_PAIR;
  if (entry->traits & SERIEMA_PAIRED) apart = seriema_begin_paired(interpreter, entry, frame);
  struct seriema_timing_record *record = seriema_own_record(function);
  if (record == NULL) return;
  uint32_t activation = 0;
  if (entry->traits & SERIEMA_SUSPENDS) {
    uint32_t old = seriema_find_activation(interpreter, frame);
    if (old != 0) end_silently(interpreter, old);
    activation = seriema_begin_activation(interpreter, frame, function, record->open > 0);
    if (activation == 0) {
      seriema_count_lost(1);
      return;
    }
  }
  seriema_begin(record, (struct seriema_beginning){function, entry->base, activation, true, apart});
}

void seriema_resume(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry, bool is_closing) {
  const struct seriema_frame *frame = seriema_running_frame(entry->code);
  uint32_t activation = seriema_find_activation(interpreter, frame);
  uint32_t function = entry->function;
  if (activation != 0) {
    struct seriema_timing_activation *resumed = seriema_activation(activation);
    function = resumed->function;
    resumed->is_closing |= is_closing;
    __atomic_store_n(&resumed->state, SERIEMA_TIMING_ACTIVATION_RUNNING, __ATOMIC_RELEASE);
  }
  struct seriema_timing_record *record = seriema_own_record(function);
  const struct seriema_beginning stretch = {function, entry->base, activation, false, SERIEMA_IN_A_PAIR};
  if (record != NULL) seriema_begin(record, stretch);
}
