/// What timing itself costs, measured in the process whose calls will be corrected.

#include "calibration.h"

#include "discovery.h"

enum {
  BLOCKS = 25,
  CALLS = 200,
  /// The function whose calls are counted meanwhile: one that no target can have.
  CALIBRATED_FUNCTION = SERIEMA_TIMING_FUNCTIONS,
};

/// Two functions alike, because switching events on and off would measure what that costs.
static const char program[] =
    "def timed(): pass\n"
    "def free(): pass\n"
    "def call_timed(r):\n for _ in r: timed()\n"
    "def call_free(r):\n for _ in r: free()\n";

static double ticks_of(PyObject *function, PyObject *range) {
  uint64_t start = seriema_timing_now(seriema_agent.clock);
  PyObject *result = PyObject_CallFunctionObjArgs(function, range, NULL);
  uint64_t end = seriema_timing_now(seriema_agent.clock);
  Py_DecRef(result);
  return (double)(end - start);
}

static void sort(double *values, int count) {
  for (int i = 1; i < count; i++) {
    for (int j = i; j > 0 && values[j - 1] > values[j]; j--) {
      double value = values[j];
      values[j] = values[j - 1];
      values[j - 1] = value;
    }
  }
}

static void quartiles(double *values, double *out) {
  sort(values, BLOCKS);
  for (int i = 0; i < 3; i++) out[i] = values[BLOCKS * (i + 1) / 4] > 0 ? values[BLOCKS * (i + 1) / 4] : 0;
}

/// What one reading of the clock takes.
static double clock_cost(void) {
  double costs[BLOCKS];
  for (int block = 0; block < BLOCKS; block++) {
    uint64_t start = seriema_timing_now(seriema_agent.clock), end = start;
    for (int i = 0; i < CALLS; i++) {
      end = seriema_timing_now(seriema_agent.clock);
      __asm__ volatile("" : : "r"(end));
    }
    costs[block] = (double)(end - start) / CALLS;
  }
  double result[3];
  quartiles(costs, result);
  return result[1];
}

void seriema_take_calibration(void) {
  const struct seriema_timing_header *header = &seriema_agent.region->header;
  if (header->flags & SERIEMA_TIMING_RAW) return;
  double pair = header->calibration.pair[1];
  double inner = pair - 2 * clock_cost();
  seriema_agent.bias = (uint32_t)(header->calibration.bias[1] + 0.5);
  seriema_agent.pair_cost = (uint32_t)(pair + 0.5);
  seriema_agent.inner_cost = inner > 0 ? (uint32_t)(inner + 0.5) : 0;
}

static void measure(PyObject *call_timed, PyObject *call_free, PyObject *range) {
  struct seriema_timing_calibration *calibration = &seriema_agent.region->header.calibration;
  double bias[BLOCKS], pair[BLOCKS];
  // The first blocks let the interpreter specialise the loops.
  for (int block = -5; block < BLOCKS; block++) {
    double free_ticks = ticks_of(call_free, range);
    uint32_t index = seriema_slot != NULL ? seriema_slot->records[CALIBRATED_FUNCTION] : 0;
    const struct seriema_timing_counters *counters =
        index != 0 ? &seriema_agent.region->records[index - 1].counters : NULL;
    uint64_t before = counters != NULL ? counters->sum : 0;
    double timed_ticks = ticks_of(call_timed, range);
    if (block < 0) continue;
    if (counters == NULL || PyErr_Occurred()) return;
    bias[block] = (double)(counters->sum - before) / CALLS;
    pair[block] = (timed_ticks - free_ticks) / CALLS;
  }
  quartiles(bias, calibration->bias);
  quartiles(pair, calibration->pair);
}

/// Leaves no trace of what was counted.
static void clear(void) {
  if (seriema_slot == NULL || seriema_slot->records[CALIBRATED_FUNCTION] == 0) return;
  memset(
      &seriema_agent.region->records[seriema_slot->records[CALIBRATED_FUNCTION] - 1], 0,
      sizeof(struct seriema_timing_record));
  seriema_slot->records[CALIBRATED_FUNCTION] = 0;
}

static void measure_in(PyObject *space) {
  PyObject *timed = PyDict_GetItemString(space, "timed");
  PyObject *call_timed = PyDict_GetItemString(space, "call_timed");
  PyObject *call_free = PyDict_GetItemString(space, "call_free");
  PyObject *code = timed != NULL ? PyObject_GetAttrString(timed, "__code__") : NULL;
  PyObject *range = PyObject_CallFunction((PyObject *)&PyRange_Type, "i", CALLS);
  if (code == NULL || range == NULL || call_timed == NULL || call_free == NULL) return;
  // Alone in the code table, which is empty again afterwards.
  struct seriema_code_entry *entry = &seriema_agent.codes[seriema_code_hash(code)];
  *entry = (struct seriema_code_entry){.code = code, .function = CALIBRATED_FUNCTION};
  int events = seriema_agent.events.start | seriema_agent.events.return_;
  if (seriema_set_events(seriema_agent.tool, code, events) == 0) {
    measure(call_timed, call_free, range);
    seriema_set_events(seriema_agent.tool, code, 0);
  }
  *entry = (struct seriema_code_entry){0};
  clear();
  Py_DecRef(range);
  Py_DecRef(code);
}

void seriema_calibrate(void) {
  PyObject *space = PyDict_New();
  PyObject *code = Py_CompileString(program, "<seriema>", Py_file_input);
  if (space != NULL && code != NULL) {
    PyDict_SetItemString(space, "__builtins__", PyEval_GetBuiltins());
    PyObject *result = PyEval_EvalCode(code, space, space);
    if (result != NULL) measure_in(space);
    Py_DecRef(result);
  }
  Py_DecRef(code);
  Py_DecRef(space);
  PyErr_Clear();
  seriema_take_calibration();
}
