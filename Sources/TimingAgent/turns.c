/// The turns of two bodies: what is done at each call of a function that has them.

#include "pair_state.h"

#include <string.h>

enum {
  /// Calls that are made with both bodies: so many at first, and then one of so many.
  CHECKED_FIRST = 100,
  CHECKED_OF = 64,
  /// One of so many swaps is timed.
  TIMED_SWAP_OF = 16,
  /// Pairs of calls that one pair of copies runs before the next has its turn: twice as many each round, up to this, so
  /// that a function that is called seldom runs in all, and the copies of one that is called often lie in the caches.
  LONGEST_TURN = 64,
};

/// Whether a call of a function is open in the calling thread, whichever body it has.
static bool is_open(const struct seriema_pair_state *state) {
  const struct seriema_timing_slot *slot = seriema_own_slot();
  if (slot == NULL) return false;
  for (int side = 0; side < 2; side++) {
    uint32_t record = slot->records[state->functions[side]];
    if (record != 0 && seriema_agent.region->records[record - 1].open > 0) return true;
  }
  return false;
}

/// Calls the other body as well, and keeps what it gives.
static bool check(struct seriema_pair_state *state, const struct seriema_code_entry *entry) {
  uint64_t call = state->calls++;
  if (call >= CHECKED_FIRST && call % CHECKED_OF != 0) return false;
  PyObject *frame = (PyObject *)PyEval_GetFrame();
  PyObject *result =
      frame != NULL ? PyObject_CallMethod(state->checker, "begin", "Oi", frame, (int)entry->side) : NULL;
  Py_DecRef(result);
  PyErr_Clear();
  return result != NULL;
}

enum seriema_apart seriema_begin_paired(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry,
    const struct seriema_frame *frame) {
  struct seriema_pair_state *state = &seriema_pairs[entry->pair - 1];
  uint32_t status = seriema_pair_entry(state)->facts.status;
  if (status == SERIEMA_TIMING_PAIR_WAITING && !seriema_agent.is_forked) {
    if (!state->is_preparing) {
      state->is_preparing = true;
      seriema_prepare_pair(interpreter, state, entry, frame);
      state->is_preparing = false;
    }
    return SERIEMA_IN_A_PAIR;
  }
  if (SERIEMA_LIKELY(state->checker == NULL) || status != SERIEMA_TIMING_PAIR_ACTIVE || seriema_agent.is_forked) {
    return SERIEMA_IN_A_PAIR;
  }
  if (is_open(state) || frame == NULL || seriema_untagged(frame->function) != state->function) {
    return SERIEMA_IN_A_PAIR;
  }
  return check(state, entry) ? SERIEMA_IS_CHECKED : SERIEMA_IN_A_PAIR;
}

/// The natural logarithm of a time of at least 1, without the mathematical library.
///
/// Source: ln m = 2 artanh((m − 1)/(m + 1)); with m between √½ and √2 four terms leave 1e-8.
static double logarithm(uint64_t value) {
  union {
    double number;
    uint64_t bits;
  } parts = {(double)value};
  int exponent = (int)(parts.bits >> 52) - 1023;
  parts.bits = (parts.bits & UINT64_C(0xFFFFFFFFFFFFF)) | UINT64_C(0x3FF0000000000000);
  double m = parts.number;
  if (m > 1.4142135623730951) {
    m *= 0.5;
    exponent++;
  }
  double z = (m - 1) / (m + 1), square = z * z;
  double series = z * (1 + square * (1.0 / 3 + square * (1.0 / 5 + square * (1.0 / 7 + square / 9))));
  return exponent * 0.6931471805599453 + 2 * series;
}

/// A time without the timer's share. Where that is most of it, a quarter is left: no verdict is given there anyway, and
/// a logarithm of nothing would be without bounds.
static uint64_t unbiased(uint64_t elapsed) {
  uint64_t bias = seriema_agent.bias;
  uint64_t rest = elapsed > bias ? elapsed - bias : 0;
  if (rest < elapsed / 4) rest = elapsed / 4;
  return rest > 0 ? rest : 1;
}

/// Makes one block of two, for all: the table is half full then, and a block has twice as many pairs.
static void join_blocks(struct seriema_timing_pair_cell *cell) {
  __atomic_store_n(&cell->sequence, cell->sequence + 1, __ATOMIC_RELAXED);
  __atomic_thread_fence(__ATOMIC_RELEASE);
  for (uint32_t i = 0; i < SERIEMA_TIMING_PAIR_BLOCKS / 2; i++) {
    const struct seriema_timing_pair_block first = cell->blocks[2 * i], second = cell->blocks[2 * i + 1];
    for (int side = 0; side < 2; side++) {
      cell->blocks[i].calls[side] = first.calls[side] + second.calls[side];
      cell->blocks[i].sum[side] = first.sum[side] + second.sum[side];
      cell->blocks[i].logarithms[side] = first.logarithms[side] + second.logarithms[side];
    }
  }
  memset(
      cell->blocks + SERIEMA_TIMING_PAIR_BLOCKS / 2, 0, SERIEMA_TIMING_PAIR_BLOCKS / 2 * sizeof *cell->blocks);
  cell->block_pairs *= 2;
  cell->block_count = SERIEMA_TIMING_PAIR_BLOCKS / 2;
  __atomic_store_n(&cell->sequence, cell->sequence + 1, __ATOMIC_RELEASE);
}

void seriema_end_blocks(struct seriema_pair_state *state) {
  for (uint32_t copy = 0; copy < SERIEMA_TIMING_PAIR_COPIES; copy++) {
    struct seriema_timing_pair_cell *cell = &seriema_pair_entry(state)->cells[copy];
    if (state->block_pairs[copy] == 0) continue;
    state->block_pairs[copy] = 0;
    __atomic_store_n(&cell->block_count, cell->block_count + 1, __ATOMIC_RELEASE);
    if (cell->block_count == SERIEMA_TIMING_PAIR_BLOCKS) join_blocks(cell);
  }
}

/// A pair of calls is complete.
static void end_pair(struct seriema_pair_state *state) {
  struct seriema_timing_pair_entry *entry = seriema_pair_entry(state);
  struct seriema_timing_pair_cell *cell = &entry->cells[state->copy];
  struct seriema_timing_pair_block *block = &cell->blocks[cell->block_count];
  if (state->warm_up[state->copy] > 0) {
    state->warm_up[state->copy]--;
    entry->facts.warm_up_pairs++;
    memset(block, 0, sizeof *block);
  } else {
    state->kept++;
    if (++state->block_pairs[state->copy] >= cell->block_pairs && block->calls[0] > 0 && block->calls[1] > 0) {
      state->block_pairs[state->copy] = 0;
      __atomic_store_n(&cell->block_count, cell->block_count + 1, __ATOMIC_RELEASE);
      if (cell->block_count == SERIEMA_TIMING_PAIR_BLOCKS) join_blocks(cell);
    }
  }
  if (--state->left > 0) return;
  if (++state->copy == SERIEMA_TIMING_PAIR_COPIES) {
    state->copy = 0;
    if (state->turn < LONGEST_TURN) state->turn *= 2;
  }
  state->left = state->turn + state->warm_up[state->copy];
}

/// Source: G. Marsaglia, "Xorshift RNGs", Journal of Statistical Software 8 (2003); the upper bit of the product: S.
/// Vigna, "An experimental exploration of Marsaglia's xorshift generators, scrambled", ACM TOMS 42 (2016).
uint32_t seriema_draw_side(struct seriema_pair_state *state) {
  uint64_t x = state->random;
  x ^= x >> 12;
  x ^= x << 25;
  x ^= x >> 27;
  state->random = x;
  return (uint32_t)(x * UINT64_C(0x2545F4914F6CDD1D) >> 63);
}

static void count(struct seriema_pair_state *state, const struct seriema_code_entry *entry, uint64_t elapsed) {
  // A call of another thread may have begun in the turn of other copies.
  struct seriema_timing_pair_cell *cell = &seriema_pair_entry(state)->cells[entry->copy];
  struct seriema_timing_pair_block *block = &cell->blocks[cell->block_count];
  uint32_t side = entry->side;
  uint64_t own = unbiased(elapsed);
  block->calls[side]++;
  block->sum[side] += own;
  block->logarithms[side] += logarithm(own);
  if (state->is_second) {
    end_pair(state);
    state->next = seriema_draw_side(state);
  } else {
    state->next = 1 - state->next;
  }
  state->is_second = !state->is_second;
}

/// Moves the typical swap by a step towards the last one: half of them are longer then, and interruptions count as any
/// other.
static void note_swap(struct seriema_timing_pair *facts, uint64_t ticks) {
  uint64_t step = facts->swap_ticks / 32 + 1;
  if (facts->swap_ticks == 0 || ticks < facts->swap_ticks / 4) {
    facts->swap_ticks = ticks;
  } else if (ticks > facts->swap_ticks) {
    facts->swap_ticks += step;
  } else if (ticks < facts->swap_ticks) {
    facts->swap_ticks -= step;
  }
}

/// Puts a body into the function; ends the turns where somebody else has put one in, or forbids it.
static void put_in(struct seriema_pair_state *state, PyObject *function, PyObject *body) {
  struct seriema_timing_pair *facts = &seriema_pair_entry(state)->facts;
  const struct seriema_code_entry *present = seriema_find_code(seriema_pairing_interpreter, seriema_code_of(function));
  if (present == NULL || present->pair != state - seriema_pairs + 1) {
    seriema_set_pair_status(state, SERIEMA_TIMING_PAIR_ENDED);
    return;
  }
  bool is_timed = state->swaps++ % TIMED_SWAP_OF == 0;
  uint64_t start = is_timed ? seriema_timing_now(seriema_agent.clock) : 0;
  int result = PyObject_SetAttr(function, seriema_code_key, body);
  if (result != 0) {
    seriema_refuse_by_exception(state);
  } else if (is_timed) {
    note_swap(facts, seriema_timing_now(seriema_agent.clock) - start);
  }
}

void seriema_note_results(struct seriema_pair_state *state, PyObject *answer) {
  struct seriema_timing_pair *facts = &seriema_pair_entry(state)->facts;
  long outcome = answer != NULL ? PyLong_AsLong(PyTuple_GetItem(answer, 0)) : 2;
  if (outcome == 1 && facts->different < SERIEMA_TIMING_PAIR_DIFFERENCES) {
    struct seriema_timing_difference *difference = &facts->differences[facts->different];
    seriema_add_pair_text(PyTuple_GetItem(answer, 1), &difference->call);
    for (int side = 0; side < 2; side++) {
      seriema_add_pair_text(PyTuple_GetItem(answer, 2 + side), &difference->results[side]);
    }
  }
  facts->compared++;
  facts->different += outcome == 1;
  facts->incomparable += outcome == 2;
  PyErr_Clear();
}

/// Tells what the checker makes of the results of both bodies.
static void compare(struct seriema_pair_state *state, const struct seriema_paired_call *call) {
  PyObject *answer = PyObject_CallMethod(
      state->checker, "end", "Oi", call->result != NULL ? call->result : Py_None, (int)call->is_exception);
  seriema_note_results(state, answer);
  Py_DecRef(answer);
}

/// A body has ended inside a call of the other: that call is in no pair.
static void note_mixed(const struct seriema_pair_state *state) {
  struct seriema_timing_slot *slot = seriema_slot;
  for (uint32_t i = 0; i < slot->depth; i++) {
    struct seriema_timing_open_call *open = &slot->open[i];
    bool is_ours = open->function == state->functions[0] || open->function == state->functions[1];
    if (is_ours && open->apart == SERIEMA_IN_A_PAIR) open->apart = SERIEMA_IS_MIXED;
  }
}

void seriema_end_paired(const struct seriema_code_entry *entry, const struct seriema_paired_call *call) {
  struct seriema_pair_state *state = &seriema_pairs[entry->pair - 1];
  if (seriema_pair_entry(state)->facts.status != SERIEMA_TIMING_PAIR_ACTIVE) return;
  if (is_open(state)) {
    note_mixed(state);
    return;
  }
  if (state->is_called) {
    if (call->apart == SERIEMA_IN_A_PAIR && !seriema_agent.is_forked) count(state, entry, call->elapsed);
    return;
  }
  const struct seriema_frame *frame = seriema_running_frame(entry->code);
  PyObject *function = frame != NULL ? seriema_untagged(frame->function) : NULL;
  if (function == NULL || function != state->function) return;
  if (SERIEMA_UNLIKELY(seriema_agent.is_forked)) {
    // The child counts for itself: from now on it has the function as it was written.
    put_in(state, function, state->own);
    return;
  }
  if (SERIEMA_UNLIKELY(entry->copy == SERIEMA_NO_COPY)) {
    // The call that it was prepared in, or one that another thread had begun before.
    if (!state->has_begun) state->next = seriema_draw_side(state);
    state->has_begun = true;
  } else if (call->apart == SERIEMA_IN_A_PAIR) {
    count(state, entry, call->elapsed);
  } else if (call->apart == SERIEMA_IS_CHECKED) {
    compare(state, call);
  } else {
    seriema_pair_entry(state)->facts.mixed_calls++;
  }
  put_in(state, function, state->codes[state->next][state->copy]);
}
