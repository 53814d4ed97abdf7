/// What the agent tells about itself. The bootstrap writes these numbers as well: keep both in step.
#ifndef SERIEMA_TIMING_STATUS_H
#define SERIEMA_TIMING_STATUS_H

#include <stdint.h>

enum {
  /// No interpreter came as far as the bootstrap.
  SERIEMA_TIMING_NOT_STARTED = 0,
  SERIEMA_TIMING_RUNNING = 1,
  /// The interpreter that was launched finalised itself.
  SERIEMA_TIMING_FINISHED = 2,
  /// The program runs, untimed; the reason is one of those below.
  SERIEMA_TIMING_REFUSED = 3,
  /// No `sys.monitoring`: older than 3.12.
  SERIEMA_TIMING_TOO_OLD = 4,
  /// The agent has left a process that runs on: nothing of it is called any more.
  SERIEMA_TIMING_LEFT = 5,
};

enum {
  /// Every monitoring tool id that the agent may take has a holder.
  SERIEMA_TIMING_REASON_TOOL_IDS_TAKEN = 1,
  /// A build without the GIL; the agent's library does not fit its object layout.
  SERIEMA_TIMING_REASON_FREE_THREADED = 2,
  /// The interpreter could not load the library; `detail` has its words.
  SERIEMA_TIMING_REASON_NOT_LOADED = 3,
  /// The agent could not start; `detail` has the exception.
  SERIEMA_TIMING_REASON_NOT_STARTED = 4,
  /// Another Seriema times the process.
  SERIEMA_TIMING_REASON_BUSY = 5,
  /// Its C library is musl, whose loader refuses the agent's thread-local variables.
  SERIEMA_TIMING_REASON_MUSL = 6,
};

#endif
