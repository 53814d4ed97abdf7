/// The callbacks of `sys.monitoring`: the fast path, taken at each call of a target.

#include "agent.h"

#include <structmember.h>

#include "attachment.h"
#include "discovery.h"
#include "frames.h"
#include "resolution.h"
#include "suspension.h"

/// `vectorcallfunc` of CPython, which the limited API has from 3.12 on.
typedef PyObject *(*callback_function)(
    PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords);

/// A callable that CPython enters without building a tuple: the cheapest callback there is.
struct callback {
  PyObject ob_base;
  callback_function call;
  struct seriema_interpreter *interpreter;
};

static inline struct seriema_interpreter *interpreter_of(const PyObject *callable) {
  return ((const struct callback *)callable)->interpreter;
}

/// In the limited API from 3.12 on; the headers may be older.
PyAPI_FUNC(PyObject *) PyVectorcall_Call(PyObject *callable, PyObject *tuple, PyObject *keywords);
#define CALLBACK_HAS_VECTORCALL (1UL << 11)

/// `None` as a result. Immortal in every version that has `sys.monitoring` (PEP 683), so it is not counted.
#define RETURN_NONE return Py_None

static inline struct seriema_timing_record *record_of(struct seriema_timing_slot *slot, uint32_t function) {
  uint32_t index = slot->records[function];
  return index != 0 ? &seriema_agent.region->records[index - 1] : NULL;
}

/// Whether a slot is of the memory that is used now: a program that times itself and forks takes another afterwards.
static bool is_in_region(const struct seriema_timing_slot *slot) {
  const struct seriema_timing_region *region = seriema_agent.region;
  return slot >= region->slots && slot < region->slots + SERIEMA_TIMING_SLOTS;
}

/// Takes what the calling thread lacks: its slot, or the slot's record of the function.
static __attribute__((noinline)) struct seriema_timing_record *make_ready(uint32_t function) {
  struct seriema_timing_slot *slot = seriema_own_slot();
  if (slot == NULL || !is_in_region(slot)) slot = seriema_claim_slot();
  struct seriema_timing_record *record = slot != NULL ? record_of(slot, function) : NULL;
  if (record == NULL && slot != NULL) record = seriema_make_record(slot, function);
  if (record == NULL) seriema_count_lost(1);
  return record;
}

/// The record of a function in the thread's slot; null when there is no room for one.
static inline struct seriema_timing_record *own_record(uint32_t function) {
  struct seriema_timing_slot *slot = seriema_own_slot();
  if (SERIEMA_LIKELY(slot != NULL && slot->records[function] != 0)) return record_of(slot, function);
  return make_ready(function);
}

/// What begins to run.
struct beginning {
  uint32_t function;
  /// That of its code object's entry.
  uint32_t base;
  /// One more than the index of its activation; 0 for a plain function.
  uint32_t activation;
  /// False when a suspended one goes on.
  bool is_call;
};

/// A stretch of a function starts to run, whose record is `record`.
static inline __attribute__((always_inline)) void begin(
    struct seriema_timing_record *record, struct beginning beginning) {
  struct seriema_timing_slot *slot = seriema_slot;
  uint32_t depth = slot->depth;
  struct seriema_timing_open_call *call = &slot->open[depth];
  if (SERIEMA_UNLIKELY(depth > 0) && call[-1].function == beginning.function && beginning.activation == 0 &&
      slot->overflow == 0) {
    call[-1].nested++;
    call[-1].inner_pairs++;
    record->counters.inner += beginning.is_call;
    return;
  }
  if (SERIEMA_UNLIKELY(depth == SERIEMA_TIMING_OPEN_CALLS)) {
    slot->overflow++;
    seriema_count_lost(1);
    return;
  }
  if (SERIEMA_UNLIKELY(record->open++ > 0)) record->counters.inner += beginning.is_call;
  *call = (struct seriema_timing_open_call){
      .function = beginning.function, .base = beginning.base, .activation = beginning.activation};
  call->start = seriema_timing_now(seriema_agent.clock);
  if (seriema_has_lapsed(call->start)) seriema_leave_soon();
  __atomic_store_n(&slot->depth, depth + 1, __ATOMIC_RELEASE);
}

static inline void start_writing(struct seriema_timing_record *record) {
  __atomic_store_n(&record->sequence, record->sequence + 1, __ATOMIC_RELAXED);
  __atomic_thread_fence(__ATOMIC_RELEASE);
}

static inline void stop_writing(struct seriema_timing_record *record) {
  __atomic_store_n(&record->sequence, record->sequence + 1, __ATOMIC_RELEASE);
}

/// Keeps a call that is longer than the shortest of the slowest.
static __attribute__((noinline)) void keep_slow(
    struct seriema_timing_record *record, uint64_t start, uint64_t elapsed) {
  struct seriema_timing_slow_call *slowest = record->counters.slowest;
  uint32_t shortest = 0;
  for (uint32_t i = 1; i < SERIEMA_TIMING_SLOWEST; i++) {
    if (slowest[i].elapsed < slowest[shortest].elapsed) shortest = i;
  }
  slowest[shortest] =
      (struct seriema_timing_slow_call){start, elapsed, seriema_slot->thread, seriema_slot->process};
  uint64_t floor = UINT64_MAX;
  for (uint32_t i = 0; i < SERIEMA_TIMING_SLOWEST; i++) {
    if (slowest[i].elapsed < floor) floor = slowest[i].elapsed;
  }
  record->slowest_floor = floor;
}

/// Adds an ended call, between `start_writing` and `stop_writing`.
static inline void add(struct seriema_timing_record *record, uint64_t start, uint64_t elapsed, bool failed) {
  struct seriema_timing_counters *counters = &record->counters;
  counters->calls++;
  counters->errors += failed;
  counters->sum += elapsed;
  unsigned __int128 square = (unsigned __int128)elapsed * elapsed;
  uint64_t low = counters->squares_low + (uint64_t)square;
  counters->squares_high += (uint64_t)(square >> 64) + (low < (uint64_t)square);
  counters->squares_low = low;
  if (elapsed < counters->minimum) counters->minimum = elapsed;
  if (elapsed > counters->maximum) counters->maximum = elapsed;
  if (SERIEMA_UNLIKELY(elapsed > record->slowest_floor)) keep_slow(record, start, elapsed);
  uint32_t bucket = seriema_timing_bucket(elapsed);
  if (++record->buckets[bucket] == 0) record->carries[bucket]++;
}

/// Adds a generator or coroutine that has ended: the time that it ran, and the time from its start to its end.
static void add_activation(
    struct seriema_interpreter *interpreter, struct seriema_timing_record *record, uint32_t function, uint32_t index,
    uint64_t now, bool failed) {
  const struct seriema_timing_activation *activation = seriema_activation(index);
  if (!activation->is_inner) {
    // Each stretch was freed of the bias, and the reader frees each call of it once more.
    int64_t busy = activation->busy + seriema_agent.bias;
    start_writing(record);
    record->counters.abandoned += activation->is_closing;
    record->counters.self += seriema_agent.bias;
    add(record, activation->start, busy > 0 ? (uint64_t)busy : 0, failed && !activation->is_closing);
    stop_writing(record);
    uint32_t latency = seriema_agent.region->functions[function].latency;
    struct seriema_timing_record *latencies = latency != 0 ? own_record(latency) : NULL;
    if (latencies != NULL) {
      start_writing(latencies);
      add(latencies, activation->start, now > activation->start ? now - activation->start : 0, failed);
      stop_writing(latencies);
    }
  }
  seriema_end_activation(interpreter, index);
}

/// How a stretch ends.
enum ending {
  ENDS_BY_RETURN,
  ENDS_BY_EXCEPTION,
  ENDS_SUSPENDED,
};

/// Counts the end of a call that had begun before it was timed: of a code object that became a target as it ran.
///
/// Calls open at a fork are the parent's, and those that found a table full are counted as lost.
static __attribute__((noinline)) void end_of_earlier(uint32_t function, enum ending ending) {
  if (ending == ENDS_SUSPENDED || seriema_agent.is_forked || seriema_agent.region->header.lost_calls > 0) return;
  struct seriema_timing_record *record = own_record(function);
  if (record == NULL) return;
  start_writing(record);
  record->counters.begun_before++;
  stop_writing(record);
}

/// A stretch of a generator or coroutine has ended; of one whose beginning was not seen, `call->activation` is 0.
static __attribute__((noinline)) void end_stretch(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry,
    const struct seriema_timing_open_call *call, struct seriema_timing_record *record, uint64_t now,
    uint64_t elapsed, int64_t own, enum ending ending) {
  record->open--;
  start_writing(record);
  record->counters.self += own - seriema_agent.bias;
  record->counters.suspensions += ending == ENDS_SUSPENDED;
  stop_writing(record);
  if (call->activation == 0) {
    // One that an exception was thrown into may never have begun.
    if (ending == ENDS_BY_RETURN) end_of_earlier(entry->function, ending);
    return;
  }
  struct seriema_timing_activation *activation = seriema_activation(call->activation);
  activation->busy += (int64_t)elapsed - seriema_agent.bias;
  if (ending == ENDS_SUSPENDED) {
    __atomic_store_n(&activation->state, SERIEMA_TIMING_ACTIVATION_SUSPENDED, __ATOMIC_RELEASE);
  } else {
    add_activation(interpreter, record, call->function, call->activation, now, ending == ENDS_BY_EXCEPTION);
  }
}

/// Drops open calls above the innermost one of `base`, whose ends the interpreter did not tell.
///
/// Returns how many calls are open then; 0 when none of them is of `base`.
static __attribute__((noinline)) uint32_t unwind_to(struct seriema_timing_slot *slot, uint32_t base) {
  uint32_t depth = slot->depth;
  while (depth > 0 && slot->open[depth - 1].base != base) depth--;
  if (depth == 0) return 0;
  for (uint32_t above = slot->depth; above > depth; above--) {
    struct seriema_timing_record *dropped = record_of(slot, slot->open[above - 1].function);
    if (--dropped->open == 0) dropped->pending_self = 0;
    seriema_count_lost(1);
  }
  __atomic_store_n(&slot->depth, depth, __ATOMIC_RELEASE);
  return depth;
}

/// A stretch of a function has ended.
static inline __attribute__((always_inline)) void end(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry, enum ending ending,
    bool suspends) {
  uint32_t base = entry->base;
  struct seriema_timing_slot *slot = seriema_own_slot();
  if (SERIEMA_UNLIKELY(slot == NULL)) {
    end_of_earlier(entry->function, ending);
    return;
  }
  if (SERIEMA_UNLIKELY(slot->overflow > 0)) {
    slot->overflow--;
    return;
  }
  uint32_t depth = slot->depth;
  if (SERIEMA_UNLIKELY(depth == 0)) {
    end_of_earlier(entry->function, ending);
    return;
  }
  if (SERIEMA_UNLIKELY(slot->open[depth - 1].base != base)) {
    depth = unwind_to(slot, base);
    if (depth == 0) {
      end_of_earlier(entry->function, ending);
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
    end_stretch(interpreter, entry, call, record, now, elapsed, own, ending);
    return;
  }
  if (SERIEMA_UNLIKELY(--record->open > 0)) {
    record->pending_self += own - seriema_agent.bias;
    return;
  }
  own += record->pending_self;
  record->pending_self = 0;
  start_writing(record);
  record->counters.self += own;
  add(record, call->start, elapsed, ending == ENDS_BY_EXCEPTION);
  stop_writing(record);
}

/// Counts what was left of a generator that nobody told the end of, when its frame is given to another.
static void end_silently(struct seriema_interpreter *interpreter, uint32_t index) {
  struct seriema_timing_activation *activation = seriema_activation(index);
  uint32_t function = activation->function;
  activation->is_closing = true;
  struct seriema_timing_record *record = own_record(function);
  if (record != NULL) {
    add_activation(interpreter, record, function, index, activation->start, false);
  } else {
    seriema_end_activation(interpreter, index);
  }
}

/// Begins a call of a generator or coroutine, or of one of several functions with one code object.
static __attribute__((noinline)) void begin_special(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry) {
  uint32_t function = entry->function;
  const struct seriema_frame *frame = seriema_running_frame(entry->code);
  if (frame != NULL && (entry->traits & SERIEMA_SHARED)) function = seriema_function_in(interpreter, entry, frame);
  struct seriema_timing_record *record = own_record(function);
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
  begin(record, (struct beginning){function, entry->base, activation, true});
}

static inline __attribute__((always_inline)) void begin_call(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry) {
  if (SERIEMA_UNLIKELY(entry->traits != 0)) {
    begin_special(interpreter, entry);
    return;
  }
  struct seriema_timing_record *record = own_record(entry->function);
  if (SERIEMA_LIKELY(record != NULL)) begin(record, (struct beginning){entry->function, entry->base, 0, true});
}

/// `PY_START (code, offset)` of a target.
static PyObject *on_start(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
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

/// `PY_START (code, offset)` of every code object, until the first answer: that is how targets are found.
static PyObject *on_first_start(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
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

/// `PY_RETURN (code, offset, value)` of a module that has a target: its names are there now.
static PyObject *on_module_end(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
  (void)arguments, (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  seriema_resolve(interpreter, true);
  RETURN_NONE;
}

/// A suspended target goes on; of one whose beginning was not seen, only the time is kept out of others.
static void resume(struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry, bool is_closing) {
  const struct seriema_frame *frame = seriema_running_frame(entry->code);
  uint32_t activation = seriema_find_activation(interpreter, frame);
  uint32_t function = entry->function;
  if (activation != 0) {
    struct seriema_timing_activation *resumed = seriema_activation(activation);
    function = resumed->function;
    resumed->is_closing |= is_closing;
    __atomic_store_n(&resumed->state, SERIEMA_TIMING_ACTIVATION_RUNNING, __ATOMIC_RELEASE);
  }
  struct seriema_timing_record *record = own_record(function);
  if (record != NULL) begin(record, (struct beginning){function, entry->base, activation, false});
}

/// `PY_RESUME (code, offset)`.
static PyObject *on_resume(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (entry != NULL && (entry->traits & SERIEMA_SUSPENDS)) resume(interpreter, entry, false);
  RETURN_NONE;
}

/// `PY_THROW (code, offset, exception)`: global before 3.15.
static PyObject *on_throw(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (entry != NULL && (entry->traits & (SERIEMA_SUSPENDS | SERIEMA_SILENT)) == SERIEMA_SUSPENDS) {
    resume(interpreter, entry, count > 2 && (PyObject *)Py_TYPE(arguments[2]) == PyExc_GeneratorExit);
  }
  RETURN_NONE;
}

/// `PY_RETURN (code, offset, value)`.
static PyObject *on_return(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (SERIEMA_LIKELY(entry != NULL)) {
    end(interpreter, entry, ENDS_BY_RETURN, entry->traits & SERIEMA_SUSPENDS);
  }
  RETURN_NONE;
}

/// `PY_YIELD (code, offset, value)`.
static PyObject *on_yield(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (entry != NULL && (entry->traits & SERIEMA_SUSPENDS)) end(interpreter, entry, ENDS_SUSPENDED, true);
  RETURN_NONE;
}

/// `PY_UNWIND (code, offset, exception)`: global before 3.15, so mostly of code that is no target.
static PyObject *on_unwind(PyObject *callable, PyObject *const *arguments, size_t count, PyObject *keywords) {
  (void)count, (void)keywords;
  struct seriema_interpreter *interpreter = interpreter_of(callable);
  const struct seriema_code_entry *entry = seriema_find_code(interpreter, arguments[0]);
  if (entry == NULL || (entry->traits & SERIEMA_SILENT)) RETURN_NONE;
  end(interpreter, entry, ENDS_BY_EXCEPTION, entry->traits & SERIEMA_SUSPENDS);
  RETURN_NONE;
}

/// The interpreter is ending, or has another callback instead.
static void drop_callback(PyObject *self) {
  PyTypeObject *type = Py_TYPE(self);
  struct seriema_interpreter *interpreter = interpreter_of(self);
  if (--interpreter->callbacks == 0) seriema_drop_interpreter(interpreter);
  ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
  Py_DecRef((PyObject *)type);
}

static PyMemberDef callback_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(struct callback, call), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot callback_slots[] = {
    {Py_tp_call, (void *)PyVectorcall_Call},
    {Py_tp_dealloc, (void *)drop_callback},
    {Py_tp_members, callback_members},
    {0, NULL},
};

static PyType_Spec callback_spec = {
    .name = "_seriema_agent.callback",
    .basicsize = sizeof(struct callback),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | CALLBACK_HAS_VECTORCALL,
    .slots = callback_slots,
};

/// Callbacks of the time before, which nothing calls any more.
static PyObject *retired[8];

void seriema_free_retired(void) {
  for (size_t i = 0; i < sizeof retired / sizeof *retired; i++) {
    PyObject *callback = retired[i];
    retired[i] = NULL;
    Py_DecRef(callback);
  }
}

void seriema_retire_callbacks(struct seriema_interpreter *interpreter, PyObject *monitoring) {
  const struct seriema_events *events = &seriema_agent.events;
  const int all[] = {events->start,  events->resume,  events->throw_, events->yield,
                     events->return_, events->unwind};
  size_t count = 0;
  const int tools[] = {interpreter->tool, interpreter->finder};
  for (size_t t = 0; t < 2; t++) {
    if (tools[t] < 0 || (t == 1 && tools[1] == tools[0])) continue;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
      PyObject *callback =
          PyObject_CallMethod(monitoring, "register_callback", "iiO", tools[t], all[i], Py_None);
      if (callback == NULL) PyErr_Clear();
      if (callback == NULL || callback == Py_None || count == sizeof retired / sizeof *retired) {
        Py_DecRef(callback);
      } else {
        retired[count++] = callback;
      }
    }
  }
}

static int register_callback(
    struct seriema_interpreter *interpreter, PyObject *monitoring, PyTypeObject *type, int tool, int event,
    callback_function function) {
  struct callback *callback = (struct callback *)PyType_GenericAlloc(type, 0);
  if (callback == NULL) return -1;
  callback->call = function;
  callback->interpreter = interpreter;
  interpreter->callbacks++;
  PyObject *previous =
      PyObject_CallMethod(monitoring, "register_callback", "iiN", tool, event, (PyObject *)callback);
  if (previous == NULL) return -1;
  Py_DecRef(previous);
  return 0;
}

int seriema_register_callbacks(struct seriema_interpreter *interpreter, PyObject *monitoring) {
  PyObject *type = PyType_FromSpec(&callback_spec);
  if (type == NULL) return -1;
  const struct seriema_events *events = &seriema_agent.events;
  int tool = interpreter->tool, finder = interpreter->finder;
  bool is_apart = finder != tool, has_finder = is_apart && finder != SERIEMA_NO_FINDER;
  const struct {
    int tool, event;
    callback_function function;
  } callbacks[] = {
      {tool, events->start, is_apart ? on_start : on_first_start},
      {tool, events->resume, on_resume},
      {tool, events->throw_, on_throw},
      {tool, events->yield, on_yield},
      {tool, events->return_, on_return},
      {tool, events->unwind, on_unwind},
      // With one tool id alone, the last two are not there.
      {finder, events->start, on_first_start},
      {finder, events->return_, on_module_end},
  };
  size_t number = sizeof callbacks / sizeof *callbacks - (has_finder ? 0 : 2);
  int result = 0;
  for (size_t i = 0; i < number && result == 0; i++) {
    result = register_callback(
        interpreter, monitoring, (PyTypeObject *)type, callbacks[i].tool, callbacks[i].event, callbacks[i].function);
  }
  Py_DecRef(type);
  return result;
}

void seriema_unregister_callbacks(struct seriema_interpreter *interpreter, PyObject *monitoring) {
  const struct seriema_events *events = &seriema_agent.events;
  const int numbers[] = {events->start, events->resume, events->throw_, events->yield, events->return_, events->unwind};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    PyObject *previous =
        PyObject_CallMethod(monitoring, "register_callback", "iiO", interpreter->tool, numbers[i], Py_None);
    Py_DecRef(previous);
    PyErr_Clear();
  }
  Py_DecRef(PyObject_CallMethod(monitoring, "free_tool_id", "i", interpreter->tool));
  PyErr_Clear();
}
