/// Blocks of a program that time functions by themselves: the C side of the module `seriema`.
#ifndef SERIEMA_BLOCKS_H
#define SERIEMA_BLOCKS_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "discovery.h"

#define SERIEMA_BLOCK_FUNCTION(name) \
  PyObject *name(PyObject *module, PyObject *arguments); \
  extern const char name##_doc[]

SERIEMA_BLOCK_FUNCTION(seriema_open_block);
SERIEMA_BLOCK_FUNCTION(seriema_add_target);
SERIEMA_BLOCK_FUNCTION(seriema_write_block);
SERIEMA_BLOCK_FUNCTION(seriema_close_block);
SERIEMA_BLOCK_FUNCTION(seriema_leave_blocks);

/// What is written of a block.
struct seriema_block {
  /// The table's index of each of its targets.
  const uint32_t *targets;
  uint32_t count;
  /// When it began, in ticks, and how many calls had been lost until then.
  uint64_t start;
  uint64_t lost_calls;
  /// When the agent came.
  struct seriema_timing_anchor first;
};

/// Writes what a block measured until now to a file, as shared memory that has no other targets. Returns 0 or -errno.
int seriema_write_region(const struct seriema_block *block, int fd);

#endif
