/// What the agent knows of a function with two bodies, and what is done with it before the first turn.
#ifndef SERIEMA_PAIR_STATE_H
#define SERIEMA_PAIR_STATE_H

#include "pairing.h"

/// Not one of the copies: the body that the function was made with.
enum { SERIEMA_NO_COPY = SERIEMA_TIMING_PAIR_COPIES };

/// What the agent knows of a pair beside what the shared memory has.
struct seriema_pair_state {
  /// The function whose body is swapped; to be compared alone.
  const PyObject *function;
  /// Its bodies, which their entries hold, and the entries of the functions that they are counted for.
  PyObject *codes[2][SERIEMA_TIMING_PAIR_COPIES];
  PyObject *own;
  uint32_t functions[2];
  /// The function whose body is the other one, held until that has been taken.
  PyObject *source;
  /// Compares results; null where nobody asked.
  PyObject *checker;
  uint64_t random;
  uint64_t swaps;
  uint64_t calls;
  uint32_t lookups;
  /// The copies whose turn it is, how many pairs of calls a turn has now, and how many are left.
  uint32_t copy;
  uint32_t turn;
  uint32_t left;
  /// Pairs of calls, of each pair of copies: still to be thrown away, and in the block that is being filled.
  uint32_t warm_up[SERIEMA_TIMING_PAIR_COPIES];
  uint64_t block_pairs[SERIEMA_TIMING_PAIR_COPIES];
  /// The body of the next call, and whether that is the second of its pair.
  uint32_t next;
  bool is_second;
  bool has_begun;
  /// The helper is at work, in which other threads may run.
  bool is_preparing;
  /// Seriema's own program calls copies of both functions: no body is put into any function.
  bool is_called;
  /// Pairs of calls that were counted.
  uint64_t kept;
};

extern struct seriema_pair_state seriema_pairs[SERIEMA_TIMING_PAIRS];

/// The interpreter whose functions have them, and `"__code__"`; null until there are any.
extern struct seriema_interpreter *seriema_pairing_interpreter;
extern PyObject *seriema_code_key;

static inline struct seriema_timing_pair_entry *seriema_pair_entry(const struct seriema_pair_state *state) {
  return &seriema_agent.region->pairs[state - seriema_pairs];
}

void seriema_set_pair_status(struct seriema_pair_state *state, uint32_t status);

/// Copies a text of Python's into the shared memory; empty where there is no room.
void seriema_add_pair_text(PyObject *string, struct seriema_timing_text *out);

/// Ends the turns with the exception that is set.
void seriema_refuse_by_exception(struct seriema_pair_state *state);

/// Counts what was found out of the results of a call: `(0 same, 1 different, 2 not to be told, call, base, new)`.
void seriema_note_results(struct seriema_pair_state *state, PyObject *answer);

/// Takes blocks that are not full for what they are: no more pairs come.
void seriema_end_blocks(struct seriema_pair_state *state);

/// Draws which of two bodies runs first.
uint32_t seriema_draw_side(struct seriema_pair_state *state);

/// Finds the second body of a function that is called for the first time.
void seriema_prepare_pair(
    struct seriema_interpreter *interpreter, struct seriema_pair_state *state, const struct seriema_code_entry *entry,
    const struct seriema_frame *frame);

#endif
