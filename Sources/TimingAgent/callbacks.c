/// The callbacks of `sys.monitoring`: the fast path, taken at each call of a target.

#include "agent.h"

#include <structmember.h>

/// `vectorcallfunc` of CPython, which the limited API has from 3.12 on.
typedef PyObject *(*callback_function)(
    PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords);

/// A callable that CPython enters without building a tuple: the cheapest callback there is.
struct callback {
  PyObject ob_base;
  callback_function call;
};

/// In the limited API from 3.12 on; the headers may be older.
PyAPI_FUNC(PyObject *) PyVectorcall_Call(PyObject *callable, PyObject *tuple, PyObject *keywords);
#define CALLBACK_HAS_VECTORCALL (1UL << 11)

/// `None` as a result. Immortal in every version that has `sys.monitoring` (PEP 683), so it is not counted.
#define RETURN_NONE return Py_None

static inline struct seriema_timing_record *record_of(struct seriema_timing_slot *slot, uint32_t function) {
  uint32_t index = slot->records[function];
  return index != 0 ? &seriema_agent.region->records[index - 1] : NULL;
}

/// A stretch of a function starts to run: a call, or with `is_call` false the continuation of a suspended one.
static inline void begin(uint32_t function, bool is_call) {
  struct seriema_timing_slot *slot = seriema_slot;
  if (SERIEMA_UNLIKELY(slot == NULL)) slot = seriema_claim_slot();
  if (SERIEMA_UNLIKELY(slot == NULL)) {
    seriema_count_lost(1);
    return;
  }
  struct seriema_timing_record *record = record_of(slot, function);
  if (SERIEMA_UNLIKELY(record == NULL)) record = seriema_make_record(slot, function);
  if (SERIEMA_UNLIKELY(record == NULL)) {
    seriema_count_lost(1);
    return;
  }
  uint32_t depth = slot->depth;
  struct seriema_timing_open_call *call = &slot->open[depth];
  if (depth > 0 && call[-1].function == function && slot->overflow == 0) {
    call[-1].nested++;
    record->counters.starts += is_call;
    record->counters.inner += is_call;
    return;
  }
  if (SERIEMA_UNLIKELY(depth == SERIEMA_TIMING_OPEN_CALLS)) {
    slot->overflow++;
    seriema_count_lost(1);
    return;
  }
  record->counters.starts += is_call;
  record->counters.inner += is_call && record->open > 0;
  record->open++;
  call->function = function;
  call->nested = 0;
  call->children = 0;
  call->start = seriema_timing_now(seriema_agent.clock);
  __atomic_store_n(&slot->depth, depth + 1, __ATOMIC_RELEASE);
}

/// Adds an ended call. The counter is odd meanwhile, so that the reader in the other process tries again.
static inline void add(struct seriema_timing_record *record, uint64_t elapsed, uint64_t own, bool failed) {
  struct seriema_timing_counters *counters = &record->counters;
  uint32_t sequence = record->sequence;
  __atomic_store_n(&record->sequence, sequence + 1, __ATOMIC_RELAXED);
  __atomic_thread_fence(__ATOMIC_RELEASE);
  counters->calls++;
  counters->errors += failed;
  counters->sum += elapsed;
  counters->self += own;
  unsigned __int128 square = (unsigned __int128)elapsed * elapsed;
  uint64_t low = counters->squares_low + (uint64_t)square;
  counters->squares_high += (uint64_t)(square >> 64) + (low < (uint64_t)square);
  counters->squares_low = low;
  if (elapsed < counters->minimum) counters->minimum = elapsed;
  if (elapsed > counters->maximum) counters->maximum = elapsed;
  uint32_t bucket = seriema_timing_bucket(elapsed);
  if (++record->buckets[bucket] == 0) record->carries[bucket]++;
  __atomic_store_n(&record->sequence, sequence + 2, __ATOMIC_RELEASE);
}

/// Drops open calls above the innermost one of `function`, whose ends the interpreter did not tell.
///
/// Returns how many calls are open then; 0 when none of them is of `function`.
static uint32_t unwind_to(struct seriema_timing_slot *slot, uint32_t function) {
  struct seriema_timing_record *record = record_of(slot, function);
  if (record == NULL || record->open == 0) return 0;
  uint32_t depth = slot->depth;
  while (depth > 0 && slot->open[depth - 1].function != function) {
    struct seriema_timing_record *dropped = record_of(slot, slot->open[--depth].function);
    if (--dropped->open == 0) dropped->pending_self = 0;
    seriema_count_lost(1);
  }
  __atomic_store_n(&slot->depth, depth, __ATOMIC_RELEASE);
  return depth;
}

/// A stretch of a function has ended. One that nothing was noted of when it began is passed over.
static inline void end(uint32_t function, bool failed) {
  struct seriema_timing_slot *slot = seriema_slot;
  if (SERIEMA_UNLIKELY(slot == NULL)) return;
  if (SERIEMA_UNLIKELY(slot->overflow > 0)) {
    slot->overflow--;
    return;
  }
  uint32_t depth = slot->depth;
  if (SERIEMA_UNLIKELY(depth == 0)) return;
  if (SERIEMA_UNLIKELY(slot->open[depth - 1].function != function)) {
    depth = unwind_to(slot, function);
    if (depth == 0) return;
  }
  struct seriema_timing_open_call *call = &slot->open[depth - 1];
  if (call->nested > 0) {
    call->nested--;
    return;
  }
  uint64_t now = seriema_timing_now(seriema_agent.clock);
  // The counters of two cores may differ by a few ticks.
  uint64_t elapsed = now > call->start ? now - call->start : 0;
  uint64_t own = elapsed > call->children ? elapsed - call->children : 0;
  __atomic_store_n(&slot->depth, depth - 1, __ATOMIC_RELEASE);
  if (depth > 1) call[-1].children += elapsed;
  struct seriema_timing_record *record = record_of(slot, function);
  if (--record->open > 0) {
    record->pending_self += own;
    return;
  }
  own += record->pending_self;
  record->pending_self = 0;
  add(record, elapsed, own, failed);
}

/// `PY_START (code, offset)`: locally of targets; globally until the first answer, and that is how targets are found.
static PyObject *on_start(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
  (void)callable, (void)count, (void)keywords;
  PyObject *code = arguments[0];
  const struct seriema_code_entry *entry = seriema_find_code(code);
  if (SERIEMA_UNLIKELY(entry == NULL)) {
    switch (seriema_discover(code)) {
      case SERIEMA_NOT_A_TARGET:
        Py_IncRef(seriema_agent.disable);
        return seriema_agent.disable;
      case SERIEMA_TARGET_LOST:
        seriema_count_lost(1);
        RETURN_NONE;
      case SERIEMA_IS_TARGET:
        entry = seriema_find_code(code);
    }
  }
  begin(entry->function, true);
  RETURN_NONE;
}

/// `PY_RESUME (code, offset)` and `PY_THROW (code, offset, exception)`: a suspended target goes on.
static PyObject *on_resume(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
  (void)callable, (void)count, (void)keywords;
  const struct seriema_code_entry *entry = seriema_find_code(arguments[0]);
  if (entry != NULL) begin(entry->function, false);
  RETURN_NONE;
}

/// `PY_RETURN (code, offset, value)` and `PY_YIELD (code, offset, value)`.
static PyObject *on_return(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
  (void)callable, (void)count, (void)keywords;
  const struct seriema_code_entry *entry = seriema_find_code(arguments[0]);
  if (SERIEMA_LIKELY(entry != NULL)) end(entry->function, false);
  RETURN_NONE;
}

/// `PY_UNWIND (code, offset, exception)`: global before 3.15, so mostly of code that is no target.
static PyObject *on_unwind(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
  (void)callable, (void)count, (void)keywords;
  const struct seriema_code_entry *entry = seriema_find_code(arguments[0]);
  if (entry != NULL) end(entry->function, true);
  RETURN_NONE;
}

static PyMemberDef callback_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(struct callback, call), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot callback_slots[] = {
    {Py_tp_call, (void *)PyVectorcall_Call},
    {Py_tp_members, callback_members},
    {0, NULL},
};

static PyType_Spec callback_spec = {
    .name = "_seriema_agent.callback",
    .basicsize = sizeof(struct callback),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | CALLBACK_HAS_VECTORCALL,
    .slots = callback_slots,
};

static int register_callback(PyObject *monitoring, PyTypeObject *type, int event, callback_function function) {
  struct callback *callback = (struct callback *)PyType_GenericAlloc(type, 0);
  if (callback == NULL) return -1;
  callback->call = function;
  PyObject *previous =
      PyObject_CallMethod(monitoring, "register_callback", "iiN", seriema_agent.tool, event, (PyObject *)callback);
  if (previous == NULL) return -1;
  Py_DecRef(previous);
  return 0;
}

int seriema_register_callbacks(PyObject *monitoring) {
  PyObject *type = PyType_FromSpec(&callback_spec);
  if (type == NULL) return -1;
  const struct seriema_events *events = &seriema_agent.events;
  const struct {
    int event;
    callback_function function;
  } callbacks[] = {
      {events->start, on_start},   {events->resume, on_resume}, {events->throw_, on_resume},
      {events->yield, on_return},  {events->return_, on_return}, {events->unwind, on_unwind},
  };
  int result = 0;
  for (size_t i = 0; i < sizeof callbacks / sizeof *callbacks && result == 0; i++) {
    result = register_callback(monitoring, (PyTypeObject *)type, callbacks[i].event, callbacks[i].function);
  }
  Py_DecRef(type);
  return result;
}
