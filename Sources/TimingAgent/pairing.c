/// Finds functions with two bodies, and the second body of each, before the first turn.

#include "pair_state.h"

#include <string.h>
#include <time.h>

#include "resolution.h"

enum {
  /// Milliseconds that the first call waits for the source of the other body.
  SOURCE_PATIENCE = 10000,
  /// Times that the second of two functions is looked for while the first is called.
  LOOKUPS = 1000,
};

struct seriema_pair_state seriema_pairs[SERIEMA_TIMING_PAIRS];
struct seriema_interpreter *seriema_pairing_interpreter;
PyObject *seriema_code_key;
static PyObject *helper;

void seriema_begin_pairs(struct seriema_interpreter *interpreter) {
  const struct seriema_timing_region *region = seriema_agent.region;
  if (region->header.pair_count > 0) seriema_pairing_interpreter = interpreter;
  for (uint32_t i = 0; i < region->header.pair_count && i < SERIEMA_TIMING_PAIRS; i++) {
    struct seriema_pair_state *state = &seriema_pairs[i];
    // Zero would stay zero.
    *state = (struct seriema_pair_state){
        .random = region->pairs[i].facts.seed | 1, .turn = 1, .left = 1 + SERIEMA_TIMING_PAIR_WARM_UP};
    for (uint32_t copy = 0; copy < SERIEMA_TIMING_PAIR_COPIES; copy++) {
      state->warm_up[copy] = SERIEMA_TIMING_PAIR_WARM_UP;
      seriema_pair_entry(state)->cells[copy].block_pairs = 1;
    }
  }
}

void seriema_pair_code(
    struct seriema_interpreter *interpreter, struct seriema_code_entry *entry,
    const struct seriema_targets *targets) {
  if (interpreter != seriema_pairing_interpreter || entry->pair != 0) return;
  const struct seriema_timing_region *region = seriema_agent.region;
  for (uint32_t i = 0; i < region->header.pair_count; i++) {
    const struct seriema_timing_pair *pair = &region->pairs[i].facts;
    if (seriema_pairs[i].is_called || !(targets->words[pair->target / 64] >> (pair->target % 64) & 1)) continue;
    entry->pair = (uint8_t)(i + 1);
    entry->side = (uint8_t)pair->own_side;
    entry->copy = SERIEMA_NO_COPY;
    entry->traits |= SERIEMA_PAIRED;
    return;
  }
}

void seriema_pair_function(
    const struct seriema_interpreter *interpreter, uint32_t target, PyObject *function) {
  if (interpreter != seriema_pairing_interpreter) return;
  const struct seriema_timing_region *region = seriema_agent.region;
  for (uint32_t i = 0; i < region->header.pair_count; i++) {
    if (region->pairs[i].facts.other != target || seriema_pairs[i].function != NULL) continue;
    Py_IncRef(function);
    Py_DecRef(seriema_pairs[i].source);
    seriema_pairs[i].source = function;
  }
}

void seriema_set_pair_status(struct seriema_pair_state *state, uint32_t status) {
  __atomic_store_n(&seriema_pair_entry(state)->facts.status, status, __ATOMIC_RELEASE);
}

void seriema_add_pair_text(PyObject *string, struct seriema_timing_text *out) {
  struct seriema_name name = seriema_name_of(string);
  struct seriema_timing_text text = {0, 0};
  seriema_timing_add_text(seriema_agent.region, name.bytes, name.length, &text);
  *out = text;
}

static void refuse(struct seriema_pair_state *state, uint32_t reason, PyObject *detail) {
  struct seriema_timing_pair *facts = &seriema_pair_entry(state)->facts;
  seriema_add_pair_text(detail, &facts->detail);
  facts->reason = reason;
  seriema_set_pair_status(state, SERIEMA_TIMING_PAIR_REFUSED);
}

void seriema_refuse_by_exception(struct seriema_pair_state *state) {
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyErr_NormalizeException(&type, &value, &traceback);
  PyObject *text = value != NULL ? PyObject_Repr(value) : NULL;
  PyErr_Clear();
  refuse(state, SERIEMA_TIMING_PAIR_FAILED, text);
  Py_DecRef(text);
  Py_DecRef(type);
  Py_DecRef(value);
  Py_DecRef(traceback);
}

/// The namespace of the helper, borrowed; null with an exception set.
static PyObject *helper_space(void) {
  if (helper != NULL) return helper;
  struct seriema_name text = seriema_text_name(seriema_agent.region->header.helper);
  PyObject *string = PyUnicode_FromStringAndSize(text.bytes, (Py_ssize_t)text.length);
  PyObject *bytes = string != NULL ? PyUnicode_AsUTF8String(string) : NULL;
  PyObject *code = bytes != NULL ? Py_CompileString(PyBytes_AsString(bytes), "<seriema>", Py_file_input) : NULL;
  PyObject *space = code != NULL ? PyDict_New() : NULL;
  PyObject *result = NULL;
  if (space != NULL && PyDict_SetItemString(space, "__builtins__", PyEval_GetBuiltins()) == 0) {
    result = PyEval_EvalCode(code, space, space);
  }
  if (seriema_code_key == NULL) seriema_code_key = PyUnicode_InternFromString("__code__");
  if (result != NULL && seriema_code_key != NULL) {
    helper = space;
  } else {
    Py_DecRef(space);
  }
  Py_DecRef(result);
  Py_DecRef(code);
  Py_DecRef(bytes);
  Py_DecRef(string);
  return helper;
}

/// Calls a function of the helper with up to three arguments, which it takes over; null with an exception set.
static PyObject *call_helper(const char *name, PyObject *first, PyObject *second, PyObject *third) {
  PyObject *space = helper_space();
  PyObject *function = space != NULL ? PyDict_GetItemString(space, name) : NULL;
  PyObject *result =
      function != NULL ? PyObject_CallFunctionObjArgs(function, first, second, third, NULL) : NULL;
  if (function == NULL && !PyErr_Occurred()) PyErr_SetString(PyExc_LookupError, name);
  Py_DecRef(first);
  Py_DecRef(second);
  Py_DecRef(third);
  return result;
}

/// Has Seriema give the source of the other body. The whole program waits, so that no call is missed.
static bool ask_for_source(struct seriema_pair_state *state, PyObject *function) {
  struct seriema_timing_pair *facts = &seriema_pair_entry(state)->facts;
  Py_IncRef(function);
  PyObject *path = call_helper("path_of", function, NULL, NULL);
  if (path == NULL) {
    seriema_refuse_by_exception(state);
    return false;
  }
  seriema_add_pair_text(path, &facts->path);
  Py_DecRef(path);
  seriema_set_pair_status(state, SERIEMA_TIMING_PAIR_WANTS_SOURCE);
  const struct timespec millisecond = {0, 1000000};
  for (int i = 0; i < SOURCE_PATIENCE; i++) {
    if (__atomic_load_n(&facts->status, __ATOMIC_ACQUIRE) != SERIEMA_TIMING_PAIR_WANTS_SOURCE) break;
    nanosleep(&millisecond, NULL);
  }
  if (facts->has_source) return true;
  refuse(state, SERIEMA_TIMING_PAIR_NO_SOURCE, NULL);
  return false;
}

static PyObject *text_object(struct seriema_timing_text text) {
  struct seriema_name name = seriema_text_name(text);
  return PyUnicode_DecodeUTF8(name.bytes, (Py_ssize_t)name.length, "replace");
}

/// What the helper says of the other body; null when there is nothing to ask about, with the reason told.
static PyObject *find_other(struct seriema_pair_state *state, PyObject *function) {
  const struct seriema_timing_pair *facts = &seriema_pair_entry(state)->facts;
  PyObject *answer;
  if (facts->other != SERIEMA_TIMING_NO_TARGET) {
    Py_IncRef(function);
    answer = call_helper("with_function", function, state->source, NULL);
    state->source = NULL;
  } else {
    if (!facts->has_source && !ask_for_source(state, function)) return NULL;
    PyObject *source = PyBytes_FromStringAndSize(
        seriema_agent.region->sources + facts->source.offset, (Py_ssize_t)facts->source.length);
    Py_IncRef(function);
    answer = call_helper("with_source", function, source, text_object(facts->label));
  }
  if (answer == NULL) seriema_refuse_by_exception(state);
  return answer;
}

/// Has the calls of a copy of a body timed. Returns false when a table is full.
static bool adopt_copy(
    struct seriema_interpreter *interpreter, struct seriema_pair_state *state, PyObject *code, uint32_t side,
    uint32_t copy) {
  const struct seriema_timing_pair *facts = &seriema_pair_entry(state)->facts;
  const struct seriema_timing_function *own =
      &seriema_agent.region->functions[state->functions[facts->own_side]];
  bool is_own = side == facts->own_side;
  uint32_t target = is_own || facts->other == SERIEMA_TIMING_NO_TARGET ? facts->target : facts->other;
  struct seriema_targets targets = {{0}};
  targets.words[target / 64] |= UINT64_C(1) << (target % 64);
  const struct seriema_identity identity = {
      code, seriema_text_name(own->module),
      is_own ? seriema_text_name(own->label) : seriema_text_name(facts->label)};
  struct seriema_code_entry *entry = seriema_adopt_as(interpreter, &identity, &targets);
  if (entry == NULL) return false;
  entry->pair = (uint8_t)(state - seriema_pairs + 1);
  entry->side = (uint8_t)side;
  entry->copy = (uint8_t)copy;
  entry->traits |= SERIEMA_PAIRED;
  state->functions[side] = entry->function;
  state->codes[side][copy] = entry->code;
  return true;
}

/// Makes the copies of both bodies; returns false when a table is full, or with an exception set.
static bool adopt_copies(
    struct seriema_interpreter *interpreter, struct seriema_pair_state *state, const struct seriema_code_entry *entry,
    PyObject *other) {
  uint32_t own_side = seriema_pair_entry(state)->facts.own_side;
  PyObject *bodies[2] = {other, other};
  bodies[own_side] = entry->code;
  PyObject *space = helper_space();
  PyObject *maker = space != NULL ? PyDict_GetItemString(space, "copies") : NULL;
  PyObject *made = maker != NULL ? PyObject_CallFunction(
                                       maker, "OOiK", bodies[0], bodies[1], SERIEMA_TIMING_PAIR_COPIES,
                                       (unsigned long long)state->random)
                                 : NULL;
  bool is_done = made != NULL;
  state->own = entry->code;
  state->functions[own_side] = entry->function;
  for (uint32_t i = 0; i < 2 * SERIEMA_TIMING_PAIR_COPIES && is_done; i++) {
    uint32_t side = i % 2, copy = i / 2;
    PyObject *code = PyList_GetItem(PyTuple_GetItem(made, side), copy);
    is_done = adopt_copy(interpreter, state, code, side, copy);
  }
  Py_DecRef(made);
  return is_done;
}

static void make_checker(struct seriema_pair_state *state, PyObject *function) {
  PyObject *base = state->codes[SERIEMA_TIMING_BASE][0], *new = state->codes[SERIEMA_TIMING_NEW][0];
  Py_IncRef(function);
  Py_IncRef(base);
  Py_IncRef(new);
  state->checker = call_helper("Checker", function, base, new);
}

void seriema_prepare_pair(
    struct seriema_interpreter *interpreter, struct seriema_pair_state *state, const struct seriema_code_entry *entry,
    const struct seriema_frame *frame) {
  struct seriema_timing_pair *facts = &seriema_pair_entry(state)->facts;
  PyObject *function = frame != NULL ? seriema_untagged(frame->function) : NULL;
  if (seriema_code_of(function) != entry->code) {
    refuse(state, SERIEMA_TIMING_PAIR_NOT_A_FUNCTION, NULL);
    return;
  }
  bool has_source_function = facts->other == SERIEMA_TIMING_NO_TARGET || state->source != NULL;
  if (!has_source_function && state->lookups++ < LOOKUPS) {
    seriema_resolve(interpreter, true);
    has_source_function = state->source != NULL;
  }
  if (!has_source_function) return;
  PyObject *answer = find_other(state, function);
  if (answer == NULL) return;
  long reason = PyLong_AsLong(PyTuple_GetItem(answer, 0));
  facts->is_same = PyTuple_GetItem(answer, 3) == Py_True;
  if (reason != 0) {
    refuse(state, (uint32_t)reason, PyTuple_GetItem(answer, 1));
  } else if (adopt_copies(interpreter, state, entry, PyTuple_GetItem(answer, 2))) {
    state->function = function;
    if (facts->checks_results) make_checker(state, function);
    seriema_set_pair_status(state, SERIEMA_TIMING_PAIR_ACTIVE);
  } else if (PyErr_Occurred()) {
    seriema_refuse_by_exception(state);
  } else {
    refuse(state, SERIEMA_TIMING_PAIR_NO_ROOM, NULL);
  }
  Py_DecRef(answer);
  PyErr_Clear();
}
