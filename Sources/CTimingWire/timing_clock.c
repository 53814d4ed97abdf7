#include "timing_clock.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <cpuid.h>

/// Whether the kernel keeps time by the counter, which it stops doing when the counters of two cores drift apart.
static int kernel_trusts_counter(void) {
  char name[8] = {0};
  int fd = open("/sys/devices/system/clocksource/clocksource0/current_clocksource", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return 0;
  ssize_t length = read(fd, name, sizeof name - 1);
  close(fd);
  return length > 0 && strcmp(name, "tsc\n") == 0;
}

/// Whether the counter runs at one rate in every power state (`constant_tsc` and `nonstop_tsc` of /proc/cpuinfo).
///
/// Source: Intel SDM volume 3B, 18.17.1 "Invariant TSC"; AMD APM volume 3, Fn8000_0007 EDX bit 8.
static int counter_is_invariant(void) {
  unsigned int a, b, c, d;
  return __get_cpuid(0x80000007, &a, &b, &c, &d) && (d & (1U << 8));
}
#endif

uint32_t seriema_timing_best_clock(void) {
#if defined(__x86_64__)
  if (counter_is_invariant() && kernel_trusts_counter()) return SERIEMA_TIMING_CLOCK_TSC;
#endif
  return SERIEMA_TIMING_CLOCK_MONOTONIC;
}

struct seriema_timing_anchor seriema_timing_anchor_now(uint32_t clock) {
  struct seriema_timing_anchor best = {0, 0};
  uint64_t narrowest = UINT64_MAX;
  for (int attempt = 0; attempt < 16; attempt++) {
    uint64_t before = seriema_timing_now(clock);
    uint64_t nanoseconds = seriema_timing_monotonic();
    uint64_t width = seriema_timing_now(clock) - before;
    if (width < narrowest) {
      narrowest = width;
      best = (struct seriema_timing_anchor){before + width / 2, nanoseconds};
    }
  }
  return best;
}
