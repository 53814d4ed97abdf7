/// Calls copies of two functions by turns, so that neither has to take the other's place: they may differ in all but the
/// arguments that they are given.
///
/// The loop is in C, because what a caller written in Python specialises to would depend on whose turn it is.

#include "by_turns.h"

#include "pair_state.h"
#include "resolution.h"

/// What is called: of each side copies of one function, and their code objects.
struct called {
  PyObject *callables[2];
  PyObject *codes[2];
  /// `__name__` of the functions' globals.
  const char *modules[2];
  /// Gives the positional and keyword arguments of the next call.
  PyObject *make_arguments;
};

/// The function's own code object is timed as well, for calls from within, but is none of the bodies.
static void forget_own_code(struct seriema_interpreter *interpreter, uint32_t pair) {
  for (uint32_t i = 0; i < SERIEMA_CODE_TABLE_SIZE; i++) {
    struct seriema_code_entry *entry = &interpreter->codes[i];
    if (entry->code == NULL || entry->pair != pair + 1) continue;
    entry->pair = 0;
    entry->traits &= ~(uint32_t)SERIEMA_PAIRED;
  }
}

/// Has the calls of a copy timed. Returns false when a table is full.
static bool adopt(struct seriema_pair_state *state, const struct called *called, uint32_t side, uint32_t copy) {
  const struct seriema_timing_pair *facts = &seriema_pair_entry(state)->facts;
  PyObject *code = PyTuple_GetItem(called->codes[side], copy);
  const char *module = called->modules[side];
  const struct seriema_identity identity = {code, {module, strlen(module)}, {"", 0}};
  uint32_t target = side == facts->own_side ? facts->target : facts->other;
  struct seriema_targets targets = {{0}};
  targets.words[target / 64] |= UINT64_C(1) << (target % 64);
  struct seriema_code_entry *entry = seriema_adopt_as(seriema_pairing_interpreter, &identity, &targets);
  if (entry == NULL) return false;
  entry->pair = (uint8_t)(state - seriema_pairs + 1);
  entry->side = (uint8_t)side;
  entry->copy = (uint8_t)copy;
  // All copies are one function, also of one that is made anew each time that the function around it runs.
  entry->traits = (entry->traits & ~(uint32_t)SERIEMA_SHARED) | SERIEMA_PAIRED;
  state->functions[side] = entry->function;
  state->codes[side][copy] = entry->code;
  return true;
}

/// Returns 0, or -1 with an exception set.
static int prepare(struct seriema_pair_state *state, const struct called *called) {
  state->is_called = true;
  forget_own_code(seriema_pairing_interpreter, (uint32_t)(state - seriema_pairs));
  for (uint32_t i = 0; i < 2 * SERIEMA_TIMING_PAIR_COPIES; i++) {
    if (adopt(state, called, i % 2, i / 2)) continue;
    PyErr_SetString(PyExc_RuntimeError, "a table of the agent is full");
    return -1;
  }
  seriema_note_jit();
  state->next = seriema_draw_side(state);
  seriema_set_pair_status(state, SERIEMA_TIMING_PAIR_ACTIVE);
  return 0;
}

/// Makes the next call. Returns 0, or -1 with the function's exception set.
static int call(const struct seriema_pair_state *state, const struct called *called) {
  PyObject *made = PyObject_CallObject(called->make_arguments, NULL);
  PyObject *positional = made != NULL ? PyTuple_GetItem(made, 0) : NULL;
  PyObject *keywords = made != NULL ? PyTuple_GetItem(made, 1) : NULL;
  PyObject *callable = PyTuple_GetItem(called->callables[state->next], state->copy);
  PyObject *result =
      positional != NULL && keywords != NULL ? PyObject_Call(callable, positional, keywords) : NULL;
  Py_DecRef(made);
  Py_DecRef(result);
  return result != NULL ? 0 : -1;
}

static bool has_copies(PyObject *tuple) { return PyTuple_Size(tuple) == SERIEMA_TIMING_PAIR_COPIES; }

const char seriema_call_by_turns_doc[] =
    "call_by_turns(pair, callables, codes, modules, make_arguments, pairs, is_same, results): call copies of two "
    "functions by turns, until so many pairs are counted; of each of the first three what belongs to the one and to the "
    "other. Returns False when calls were not seen.";

PyObject *seriema_call_by_turns(PyObject *module, PyObject *arguments) {
  (void)module;
  unsigned int pair;
  struct called called;
  PyObject *results;
  unsigned long long pairs;
  int is_same;
  if (!PyArg_ParseTuple(
          arguments, "I(O!O!)(O!O!)(ss)OKpO!", &pair, &PyTuple_Type, &called.callables[0], &PyTuple_Type,
          &called.callables[1], &PyTuple_Type, &called.codes[0], &PyTuple_Type, &called.codes[1], &called.modules[0],
          &called.modules[1], &called.make_arguments, &pairs, &is_same, &PyTuple_Type, &results)) {
    return NULL;
  }
  bool fits = seriema_agent.is_active && seriema_pairing_interpreter != NULL &&
              pair < seriema_agent.region->header.pair_count && has_copies(called.callables[0]) &&
              has_copies(called.callables[1]) && has_copies(called.codes[0]) && has_copies(called.codes[1]);
  if (!fits) {
    PyErr_SetString(PyExc_ValueError, "no such pair");
    return NULL;
  }
  struct seriema_pair_state *state = &seriema_pairs[pair];
  seriema_pair_entry(state)->facts.is_same = is_same != 0;
  for (Py_ssize_t i = 0; i < PyTuple_Size(results); i++) seriema_note_results(state, PyTuple_GetItem(results, i));
  if (prepare(state, &called) != 0) return NULL;
  // Where calls are not counted, because something has switched the events off, it must end all the same.
  const uint64_t warm_up = SERIEMA_TIMING_PAIR_WARM_UP * SERIEMA_TIMING_PAIR_COPIES;
  for (uint64_t i = 0; i < 2 * (pairs + warm_up) && state->kept < pairs; i++) {
    if (call(state, &called) != 0) return NULL;
  }
  seriema_end_blocks(state);
  return PyBool_FromLong(state->kept >= pairs);
}
