/// Functions whose body runs by turns with another one, in the shared memory and on Seriema's side of it.
#ifndef SERIEMA_TIMING_PAIRS_H
#define SERIEMA_TIMING_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#include "timing_wire.h"

enum {
  /// Copies of each of two bodies. Where a code object lies makes it faster or slower by some thousandths: pairs of
  /// copies are what differs by chance alone, and their number what this chance is known by.
  SERIEMA_TIMING_PAIR_COPIES = 16,
  /// Sums over pairs of calls that a pair of copies has at most. When all are full, two and two become one, of twice as
  /// many pairs.
  SERIEMA_TIMING_PAIR_BLOCKS = 32,
  /// Pairs of calls at the beginning of each pair of copies that are thrown away: CPython specialises a code object as it
  /// runs (PEP 659), which takes two calls, and sometimes one more.
  SERIEMA_TIMING_PAIR_WARM_UP = 3,
  /// Calls with different results that are kept.
  SERIEMA_TIMING_PAIR_DIFFERENCES = 4,
  /// The other body is that of no target.
  SERIEMA_TIMING_NO_TARGET = UINT32_MAX,
};

/// The body before, and the body after.
enum {
  SERIEMA_TIMING_BASE = 0,
  SERIEMA_TIMING_NEW = 1,
};

/// How far a pair has come.
enum {
  /// The function was not called in the launched process.
  SERIEMA_TIMING_PAIR_WAITING = 0,
  /// The agent waits for the source text of `path`.
  SERIEMA_TIMING_PAIR_WANTS_SOURCE = 1,
  /// Seriema has given the source text, or has none.
  SERIEMA_TIMING_PAIR_ANSWERED = 2,
  /// The bodies run by turns.
  SERIEMA_TIMING_PAIR_ACTIVE = 3,
  /// Only the function's own body runs, for a reason of those below.
  SERIEMA_TIMING_PAIR_REFUSED = 4,
  /// The bodies have run by turns, until the program gave the function another one.
  SERIEMA_TIMING_PAIR_ENDED = 5,
};

/// Why a function has no second body. The helper in the process knows these numbers: keep both in step.
enum {
  /// A generator, coroutine or asynchronous generator; `detail` is which.
  SERIEMA_TIMING_PAIR_SUSPENDS = 1,
  /// Made anew each time that the function around it runs.
  SERIEMA_TIMING_PAIR_IS_LOCAL = 2,
  /// The other source has no function of that name.
  SERIEMA_TIMING_PAIR_NOT_THERE = 3,
  /// The other source has several, and it cannot be told which.
  SERIEMA_TIMING_PAIR_AMBIGUOUS = 4,
  /// The other source is none; `detail` is the exception.
  SERIEMA_TIMING_PAIR_NOT_COMPILED = 5,
  /// Other arguments; `detail` is both lists, the base's first.
  SERIEMA_TIMING_PAIR_ARGUMENTS = 6,
  SERIEMA_TIMING_PAIR_DEFAULTS = 7,
  /// Other variables of functions around it; `detail` as of the arguments.
  SERIEMA_TIMING_PAIR_CLOSURE = 8,
  SERIEMA_TIMING_PAIR_DECORATORS = 9,
  /// It uses global names that mean nothing, or something else, in the function's module; `detail` is which.
  SERIEMA_TIMING_PAIR_GLOBALS = 10,
  /// The function's own source file could not be read; `detail` is the exception.
  SERIEMA_TIMING_PAIR_OWN_SOURCE = 11,
  /// Seriema gave no source.
  SERIEMA_TIMING_PAIR_NO_SOURCE = 12,
  /// What runs cannot be seen in this version of CPython, or it is no plain function.
  SERIEMA_TIMING_PAIR_NOT_A_FUNCTION = 13,
  /// The body could not be put in; `detail` is the exception.
  SERIEMA_TIMING_PAIR_FAILED = 14,
  /// A table is full.
  SERIEMA_TIMING_PAIR_NO_ROOM = 15,
};

/// UTF-8 in the region's `sources`.
struct seriema_timing_source {
  uint32_t offset;
  uint32_t length;
};

/// A call whose results differ.
struct seriema_timing_difference {
  struct seriema_timing_text call;
  /// What came of it, by body.
  struct seriema_timing_text results[2];
};

/// A function with two bodies.
struct seriema_timing_pair {
  /// Set before the program starts.
  uint32_t target;
  /// The target whose body is the other one; or `SERIEMA_TIMING_NO_TARGET`, and it comes from `source`.
  uint32_t other;
  /// Which of the two bodies the function has of its own.
  uint32_t own_side;
  /// Whether some calls are made with both bodies, to compare what they give.
  uint32_t checks_results;
  uint64_t seed;
  /// What the other body is called.
  struct seriema_timing_text label;
  /// Set before the program starts, or when the agent has asked for it.
  uint32_t has_source;
  struct seriema_timing_source source;

  uint32_t status;
  uint32_t reason;
  struct seriema_timing_text detail;
  /// The file that the function comes from.
  struct seriema_timing_text path;
  /// Both bodies do the same.
  uint32_t is_same;
  /// Pairs of calls that were thrown away to warm up.
  uint64_t warm_up_pairs;
  /// Calls in which both bodies ran, because several threads were in the function.
  uint64_t mixed_calls;
  /// What about half of the swaps take less than, in ticks.
  uint64_t swap_ticks;
  /// Calls whose results were compared, those of them that differ, and those that cannot be compared.
  uint64_t compared;
  uint64_t different;
  uint64_t incomparable;
  struct seriema_timing_difference differences[SERIEMA_TIMING_PAIR_DIFFERENCES];
};

/// Calls of both bodies, side by side in time; all times freed of the timer's bias, in ticks.
struct seriema_timing_pair_block {
  uint64_t calls[2];
  uint64_t sum[2];
  /// Sums of natural logarithms.
  double logarithms[2];
};

/// What one pair of copies measured.
struct seriema_timing_pair_cell {
  /// Odd while blocks are being joined.
  uint32_t sequence;
  /// Full blocks; the next one is being filled.
  uint32_t block_count;
  /// Pairs of calls in a block.
  uint64_t block_pairs;
  struct seriema_timing_pair_block blocks[SERIEMA_TIMING_PAIR_BLOCKS];
};

struct seriema_timing_region;

/// Adds a pair; of it only what is set before the program starts is taken, without `label` and `source`.
///
/// Returns its index, or -ENOSPC when a table is full.
int seriema_timing_add_pair(
    struct seriema_timing_region *region, const struct seriema_timing_pair *pair, const char *label);

/// Gives the agent the program that finds other bodies. Returns 0, or -ENOSPC.
int seriema_timing_set_helper(struct seriema_timing_region *region, const void *bytes, size_t count);

/// Gives the agent the source of a pair's other body. Returns 0, or -ENOSPC when it is too long.
int seriema_timing_give_source(
    struct seriema_timing_region *region, uint32_t index, const void *bytes, size_t count);

/// Tells an agent that waits for a source that it has all that it will get.
void seriema_timing_answer(struct seriema_timing_region *region, uint32_t index);

/// Copies a pair. Returns 0, or -ENOENT when there is none of that number.
int seriema_timing_read_pair(
    const struct seriema_timing_region *region, uint32_t index, struct seriema_timing_pair *out);

/// Copies the full blocks of a pair of copies, `blocks` being `SERIEMA_TIMING_PAIR_BLOCKS` long.
///
/// Returns how many; -EAGAIN when the process was ended while it joined them.
int seriema_timing_read_pair_blocks(
    const struct seriema_timing_region *region, uint32_t index, uint32_t copy,
    struct seriema_timing_pair_block *blocks);

#endif
