/// The clocks that calls are timed with.
#ifndef SERIEMA_TIMING_CLOCK_H
#define SERIEMA_TIMING_CLOCK_H

#include <stdint.h>
#include <time.h>

enum {
  /// Ticks are nanoseconds of `CLOCK_MONOTONIC`.
  SERIEMA_TIMING_CLOCK_MONOTONIC = 0,
  /// Ticks are counts of the processor's time-stamp counter.
  SERIEMA_TIMING_CLOCK_TSC = 1,
};

/// One moment on both clocks.
struct seriema_timing_anchor {
  uint64_t ticks;
  uint64_t nanoseconds;
};

static inline uint64_t seriema_timing_monotonic(void) {
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return (uint64_t)now.tv_sec * UINT64_C(1000000000) + (uint64_t)now.tv_nsec;
}

/// The time in ticks of `clock`.
///
/// The counter is read without a fence: medians do not move by one, and it would cost as much as the read itself.
static inline uint64_t seriema_timing_now(uint32_t clock) {
#if defined(__x86_64__)
  if (clock == SERIEMA_TIMING_CLOCK_TSC) return __builtin_ia32_rdtsc();
#else
  (void)clock;
#endif
  return seriema_timing_monotonic();
}

/// The best clock of this machine: the counter where it runs at one rate, never stops, and the kernel keeps time by it.
uint32_t seriema_timing_best_clock(void);

/// Reads both clocks at one moment: of several tries, the one in which the least time passed.
struct seriema_timing_anchor seriema_timing_anchor_now(uint32_t clock);

#endif
