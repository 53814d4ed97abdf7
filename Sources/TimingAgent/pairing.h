/// Functions whose body runs by turns with another one: a random one of two calls in a row runs the one, and the other
/// call the other.
///
/// A body is put in as an outermost call ends, by `function.__code__ = body`, also where it is the same as before: what
/// that does to callers, which specialise anew, is the same for both. Recursion stays in one body; of several threads
/// each call counts for the body that it ran, and is left out where it ran both. Frames that are open keep their own code
/// object, so that no call is disturbed.
///
/// Each body has several copies, which take turns: where a code object lies in memory makes it faster or slower, and a
/// difference that comes from there must not be taken for one of the bodies.
///
/// Only the launched process does this, in its main interpreter. All of it runs under the GIL.
#ifndef SERIEMA_PAIRING_H
#define SERIEMA_PAIRING_H

#include "discovery.h"
#include "frames.h"

/// Why a call is in no pair.
enum seriema_apart {
  SERIEMA_IN_A_PAIR = 0,
  /// The other body ran inside it, because another thread put it in.
  SERIEMA_IS_MIXED = 1,
  /// The other body was called beside it, to compare their results.
  SERIEMA_IS_CHECKED = 2,
};

/// The launched process begins: its pairs are those of an interpreter.
void seriema_begin_pairs(struct seriema_interpreter *interpreter);

/// Notes that a code object is the function of targets, which may be one with two bodies.
void seriema_pair_code(
    struct seriema_interpreter *interpreter, struct seriema_code_entry *entry, const struct seriema_targets *targets);

/// Notes a function that a target names: its body may be another one's second.
void seriema_pair_function(
    const struct seriema_interpreter *interpreter, uint32_t target, PyObject *function);

/// A call of a function with two bodies is about to begin.
enum seriema_apart seriema_begin_paired(
    struct seriema_interpreter *interpreter, const struct seriema_code_entry *entry,
    const struct seriema_frame *frame);

/// A call of a function with two bodies that has ended.
struct seriema_paired_call {
  uint64_t elapsed;
  enum seriema_apart apart;
  /// What it gave, or the exception that it was left by.
  PyObject *result;
  bool is_exception;
};

/// Counts an ended call, unless it was inside another one of the function, and puts in the body of the next.
void seriema_end_paired(const struct seriema_code_entry *entry, const struct seriema_paired_call *call);

#endif
