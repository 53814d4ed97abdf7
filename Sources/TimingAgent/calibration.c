/// What timing itself costs, measured in the process whose calls will be corrected.

#include "calibration.h"

#include <math.h>

#include "discovery.h"

enum {
  /// Programs, and blocks of each.
  PROGRAMS = 5,
  BLOCKS_OF_PROGRAM = 8,
  BLOCKS = PROGRAMS * BLOCKS_OF_PROGRAM,
  CALLS = 100,
  /// Blocks before these that let the interpreter specialise the loops.
  WARM_UP = 3,
  PAGE = 4096,
  /// The function whose calls are counted meanwhile: one that no target can have.
  CALIBRATED_FUNCTION = SERIEMA_TIMING_FUNCTIONS,
};

/// Two functions alike, because switching events on and off would measure what that costs. They do a little, like all
/// that is worth timing.
#define PROGRAM(body) \
  "def timed(a): " body "\n" \
  "def free(a): " body "\n" \
  "def empty(a): pass\n" \
  "def call_timed(r):\n for _ in r: timed(5)\n" \
  "def call_free(r):\n for _ in r: free(5)\n" \
  "def call_empty(r):\n for _ in r: empty(5)\n"

/// How long a call reads beyond its body depends on the operations that this has, by up to 8 ns to either side, because the
/// processor does them beside the callbacks. So there are some of many kinds, and the median is of them all: results that
/// wait for one another and others that do not, an object, a decision, moves.
static const char *const programs[PROGRAMS] = {
    PROGRAM("b = a * 3 + 1; c = a ^ b; b = (c + a) & 1023; c = b * 3"),
    PROGRAM("a = (a * 3 + 1) & 1023; a = (a * 5 + 7) & 1023"),
    PROGRAM("b = [a, 7]; c = b[1]; return c + a"),
    PROGRAM("return a + 1 if a > 3 else a - 1"),
    PROGRAM("b = a; c = b; b = c; c = b; return c"),
};

/// The loops of the program.
struct loops {
  PyObject *timed, *free, *empty;
};

/// Ticks that a loop takes which begins `shift` bytes deeper in the stack.
static double ticks_of(PyObject *function, PyObject *range, int shift) {
  volatile char room[shift + 1];
  room[0] = 0;
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

static void quartiles(double *values, int count, double *out) {
  sort(values, count);
  for (int i = 0; i < 3; i++) out[i] = values[count * (i + 1) / 4] > 0 ? values[count * (i + 1) / 4] : 0;
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
  quartiles(costs, BLOCKS, result);
  return result[1];
}

/// Whether a difference is a multiple of a step, or nearly.
static bool is_multiple(uint64_t difference, uint64_t step) {
  uint64_t below = difference % step;
  return 8 * below <= step || 8 * (step - below) <= step;
}

/// What nearly all differences between readings are multiples of; 1 where that is nothing.
static uint64_t step_of(const uint64_t differences[CALLS]) {
  uint64_t step = 0;
  for (int i = 0; i < CALLS; i++) {
    // Euclid's algorithm, to the nearest multiple. What interrupts is no multiple of anything that matters.
    uint64_t rest = step != 0 && differences[i] > 16 * step ? 0 : differences[i];
    while (rest > 1 && 8 * rest > step) {
      uint64_t below = step % rest, next = rest - below < below ? rest - below : below;
      step = rest;
      rest = next;
    }
  }
  // So few ticks may be a multiple by chance.
  if (step < 4) return 1;
  int count = 0;
  for (int i = 0; i < CALLS; i++) count += is_multiple(differences[i], step);
  return count * 5 >= CALLS * 4 ? step : 1;
}

/// In which steps the clock advances, in ticks: some processors' counters do every 10 ns, now by 26 ticks and now by 25, and
/// by one where they are read again meanwhile. The median of some blocks, as a change of the processor breaks the series.
static uint64_t clock_step(void) {
  double steps[BLOCKS];
  for (int block = 0; block < BLOCKS; block++) {
    uint64_t differences[CALLS], last = seriema_timing_now(seriema_agent.clock);
    for (int i = 0; i < CALLS; i++) {
      // Or readings of a fine clock would lie as far apart as those of a coarse one, by what a reading takes.
      for (int pause = i % 32; pause > 0; pause--) __asm__ volatile("" : "+r"(pause));
      uint64_t now = seriema_timing_now(seriema_agent.clock);
      differences[i] = now - last;
      last = now;
    }
    steps[block] = (double)step_of(differences);
  }
  sort(steps, BLOCKS);
  return (uint64_t)steps[BLOCKS / 2];
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

/// What blocks have told, in ticks: of a call what it reads beyond its body and what its timing takes, and of an untimed
/// loop how long it took.
struct measurements {
  double bias[BLOCKS], pair[BLOCKS], speed[BLOCKS];
  int count;
};

/// Keeps the blocks of a program, from `first` on, in which the untimed loop ran about as fast as it can: a machine that is
/// shared is for some milliseconds several times slower.
static void keep_undisturbed(struct measurements *all, int first) {
  double fastest = INFINITY;
  for (int i = first; i < all->count; i++) {
    if (all->speed[i] < fastest) fastest = all->speed[i];
  }
  int count = first;
  for (int i = first; i < all->count; i++) {
    if (all->speed[i] > 1.25 * fastest) continue;
    all->bias[count] = all->bias[i];
    all->pair[count++] = all->pair[i];
  }
  all->count = count;
}

static void measure(const struct loops *loops, PyObject *range, struct measurements *all) {
  for (int block = -WARM_UP; block < BLOCKS_OF_PROGRAM; block++) {
    // Where the stack lies within a page makes a call up to 15 ns longer, as addresses look alike to the processor that
    // differ by pages: so every block lies elsewhere, and the median is of most of the places.
    int shift = (block < 0 ? 0 : all->count) * PAGE / BLOCKS / 16 * 16;
    double empty_ticks = ticks_of(loops->empty, range, shift);
    double free_ticks = ticks_of(loops->free, range, shift);
    uint32_t index = seriema_own_slot() != NULL ? seriema_slot->records[CALIBRATED_FUNCTION] : 0;
    const struct seriema_timing_counters *counters =
        index != 0 ? &seriema_agent.region->records[index - 1].counters : NULL;
    uint64_t before = counters != NULL ? counters->sum : 0;
    double timed_ticks = ticks_of(loops->timed, range, shift);
    if (block < 0) continue;
    if (counters == NULL || PyErr_Occurred()) return;
    all->speed[all->count] = free_ticks;
    all->bias[all->count] = ((double)(counters->sum - before) - (free_ticks - empty_ticks)) / CALLS;
    all->pair[all->count++] = (timed_ticks - free_ticks) / CALLS;
  }
}

/// Leaves no trace of what was counted.
static void clear(void) {
  if (seriema_own_slot() == NULL || seriema_slot->records[CALIBRATED_FUNCTION] == 0) return;
  memset(
      &seriema_agent.region->records[seriema_slot->records[CALIBRATED_FUNCTION] - 1], 0,
      sizeof(struct seriema_timing_record));
  seriema_slot->records[CALIBRATED_FUNCTION] = 0;
}

static void measure_in(struct seriema_interpreter *interpreter, PyObject *space, struct measurements *all) {
  PyObject *timed = PyDict_GetItemString(space, "timed");
  const struct loops loops = {
      PyDict_GetItemString(space, "call_timed"),
      PyDict_GetItemString(space, "call_free"),
      PyDict_GetItemString(space, "call_empty"),
  };
  PyObject *code = timed != NULL ? PyObject_GetAttrString(timed, "__code__") : NULL;
  PyObject *range = PyObject_CallFunction((PyObject *)&PyRange_Type, "i", CALLS);
  if (code == NULL || range == NULL || loops.timed == NULL || loops.free == NULL || loops.empty == NULL) return;
  // Alone in the code table, which is empty again afterwards.
  struct seriema_code_entry *entry = &interpreter->codes[seriema_code_hash(code)];
  *entry = (struct seriema_code_entry){.code = code, .function = CALIBRATED_FUNCTION};
  int events = seriema_agent.events.start | seriema_agent.events.return_;
  if (seriema_set_events(interpreter, interpreter->tool, code, events) == 0) {
    measure(&loops, range, all);
    seriema_set_events(interpreter, interpreter->tool, code, 0);
  }
  *entry = (struct seriema_code_entry){0};
  clear();
  Py_DecRef(range);
  Py_DecRef(code);
}

/// What a program defines; null where it cannot be run.
static PyObject *definitions_of(const char *program) {
  PyObject *space = PyDict_New();
  PyObject *code = Py_CompileString(program, "<seriema>", Py_file_input);
  PyObject *result = NULL;
  if (space != NULL && code != NULL) {
    PyDict_SetItemString(space, "__builtins__", PyEval_GetBuiltins());
    result = PyEval_EvalCode(code, space, space);
  }
  Py_DecRef(code);
  if (result == NULL) Py_DecRef(space);
  else Py_DecRef(result);
  return result == NULL ? NULL : space;
}

void seriema_calibrate(struct seriema_interpreter *interpreter) {
  interpreter->is_calibrating = true;
  PyObject *spaces[PROGRAMS] = {NULL};
  struct measurements all = {.count = 0};
  for (int i = 0; i < PROGRAMS; i++) {
    // They stay until the end, so that each lies elsewhere in memory.
    spaces[i] = definitions_of(programs[i]);
    int first = all.count;
    if (spaces[i] != NULL) measure_in(interpreter, spaces[i], &all);
    keep_undisturbed(&all, first);
  }
  for (int i = 0; i < PROGRAMS; i++) Py_DecRef(spaces[i]);
  if (all.count > 0) {
    struct seriema_timing_calibration *calibration = &seriema_agent.region->header.calibration;
    quartiles(all.bias, all.count, calibration->bias);
    quartiles(all.pair, all.count, calibration->pair);
    calibration->step = clock_step();
  }
  PyErr_Clear();
  interpreter->is_calibrating = false;
  seriema_take_calibration();
}
