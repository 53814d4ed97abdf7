/// The callbacks of `sys.monitoring`: the fast path, taken at each call of a target.

#include "callbacks.h"

#include "discovery.h"
#include "resolution.h"
#include "stretches.h"

static inline struct seriema_interpreter *interpreter_of(const PyObject *callable) {
  return ((const struct seriema_callback *)callable)->interpreter;
}

/// `None` as a result. Immortal in every version that has `sys.monitoring` (PEP 683), so it is not counted.
#define RETURN_NONE return Py_None

/// A stretch of a function has ended.
///
/// - Parameter result: What it gives, or the exception that it is left by.
static inline __attribute__((always_inline)) void end(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry, enum seriema_ending ending,
    bool suspends, PyObject *result) {
  uint32_t base = entry->base;
  struct seriema_timing_slot *slot = seriema_own_slot();
  if (SERIEMA_UNLIKELY(slot == NULL)) {
    seriema_end_of_earlier(entry->function, ending);
    return;
  }
  if (SERIEMA_UNLIKELY(slot->overflow > 0)) {
    slot->overflow--;
    return;
  }
  uint32_t depth = slot->depth;
  if (SERIEMA_UNLIKELY(depth == 0)) {
    seriema_end_of_earlier(entry->function, ending);
    return;
  }
  if (SERIEMA_UNLIKELY(slot->open[depth - 1].base != base)) {
    depth = seriema_unwind_to(slot, base);
    if (depth == 0) {
      seriema_end_of_earlier(entry->function, ending);
      return;
    }
  }
  struct seriema_timing_open_call *call = &slot->open[depth - 1];
  if (SERIEMA_UNLIKELY(call->nested > 0)) {
    call->nested--;
    return;
  }
  uint64_t now = seriema_timing_now(seriema_agent.clock);
  // The counters of two cores may differ by a few ticks.
  uint64_t elapsed = now > call->start ? now - call->start : 0;
  uint64_t cost = call->pairs * seriema_agent.pair_cost + call->inner_pairs * seriema_agent.inner_cost;
  elapsed = elapsed > cost ? elapsed - cost : 0;
  int64_t own = (int64_t)elapsed - call->children;
  __atomic_store_n(&slot->depth, depth - 1, __ATOMIC_RELEASE);
  if (depth > 1) {
    call[-1].children += (int64_t)elapsed - seriema_agent.bias;
    call[-1].pairs += call->pairs + 1;
    call[-1].inner_pairs += call->inner_pairs;
  }
  struct seriema_timing_record *record = &seriema_agent.region->records[slot->records[call->function] - 1];
  if (SERIEMA_UNLIKELY(suspends)) {
    const struct seriema_stretch stretch = {now, elapsed, own, ending};
    seriema_end_stretch(interpreter, entry, call, record, &stretch);
    return;
  }
  if (SERIEMA_UNLIKELY(--record->open > 0)) {
    record->pending_self += own - seriema_agent.bias;
    return;
  }
  uint32_t apart = call->apart;
  own += record->pending_self;
  record->pending_self = 0;
  seriema_start_writing(record);
  record->counters.self += own;
  seriema_add(record, call->start, elapsed, ending == SERIEMA_ENDS_BY_EXCEPTION);
  seriema_stop_writing(record);
  if (SERIEMA_UNLIKELY(entry->traits & SERIEMA_PAIRED)) {
    const struct seriema_paired_call ended = {elapsed, apart, result, ending == SERIEMA_ENDS_BY_EXCEPTION};
    seriema_end_paired(entry, &ended);
  }
}

static inline __attribute__((always_inline)) void begin_call(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry) {
  if (SERIEMA_UNLIKELY(entry->traits != 0)) {
    seriema_begin_special(interpreter, entry);
    return;
  }
  struct seriema_timing_record *record = seriema_own_record(entry->function);
  const struct seriema_beginning call = {entry->function, entry->base, 0, true, SERIEMA_IN_A_PAIR};
  if (SERIEMA_LIKELY(record != NULL)) seriema_begin(record, call);
}

SERIEMA_CALLBACK(seriema_on_start) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (SERIEMA_LIKELY(entry != NULL)) begin_call(interpreter, entry);
  RETURN_NONE;
}

static PyObject *disabled(struct seriema_interpreter *interpreter) {
  Py_IncRef(interpreter->disable);
  return interpreter->disable;
}

SERIEMA_CALLBACK(seriema_on_first_start) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  PyObject *code = arguments[0];
  bool is_apart = interpreter->finder != interpreter->tool;
  if (seriema_has_lapsed(seriema_timing_now(seriema_agent.clock))) seriema_leave_soon();
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, code);
  if (entry != NULL && !is_apart) {
    begin_call(interpreter, entry);
    RETURN_NONE;
  }
  if (SERIEMA_UNLIKELY(interpreter->is_calibrating)) return disabled(interpreter);
  enum seriema_discovery discovery = seriema_discover(interpreter, code);
  // Looked up before it ran, it has events of its own that tell of this call as well.
  if (entry != NULL) return disabled(interpreter);
  switch (discovery) {
    case SERIEMA_NOT_A_TARGET: return disabled(interpreter);
    case SERIEMA_TARGET_LOST: seriema_count_lost(1); RETURN_NONE;
    case SERIEMA_IS_TARGET: break;
  }
  // Its own events begin with the next call.
  entry = seriema_find_code(interpreter, code);
  if (entry != NULL) begin_call(interpreter, entry);
  if (is_apart) return disabled(interpreter);
  RETURN_NONE;
}

SERIEMA_CALLBACK(seriema_on_module_end) {
  (void)arguments, (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  seriema_resolve(interpreter, true);
  RETURN_NONE;
}

SERIEMA_CALLBACK(seriema_on_resume) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (entry != NULL && (entry->traits & SERIEMA_SUSPENDS)) seriema_resume(interpreter, entry, false);
  RETURN_NONE;
}

SERIEMA_CALLBACK(seriema_on_throw) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (entry != NULL && (entry->traits & (SERIEMA_SUSPENDS | SERIEMA_SILENT)) == SERIEMA_SUSPENDS) {
    seriema_resume(interpreter, entry, count > 2 && (PyObject *)Py_TYPE(arguments[2]) == PyExc_GeneratorExit);
  }
  RETURN_NONE;
}

SERIEMA_CALLBACK(seriema_on_return) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (SERIEMA_LIKELY(entry != NULL)) {
    end(interpreter, entry, SERIEMA_ENDS_BY_RETURN, entry->traits & SERIEMA_SUSPENDS, count > 2 ? arguments[2] : NULL);
  }
  RETURN_NONE;
}

SERIEMA_CALLBACK(seriema_on_yield) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (entry != NULL && (entry->traits & SERIEMA_SUSPENDS)) end(interpreter, entry, SERIEMA_ENDS_SUSPENDED, true, NULL);
  RETURN_NONE;
}

SERIEMA_CALLBACK(seriema_on_unwind) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (entry == NULL || (entry->traits & SERIEMA_SILENT)) RETURN_NONE;
  end(interpreter, entry, SERIEMA_ENDS_BY_EXCEPTION, entry->traits & SERIEMA_SUSPENDS, count > 2 ? arguments[2] : NULL);
  RETURN_NONE;
}
