#define _GNU_SOURCE
#include <errno.h>
#include <poll.h>
#include <sys/prctl.h>
#include <time.h>

#include "seriema_linux.h"

static uint64_t nanoseconds(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

uint64_t seriema_monotonic_ns(void) { return nanoseconds(CLOCK_MONOTONIC); }

uint64_t seriema_boottime_ns(void) { return nanoseconds(CLOCK_BOOTTIME); }

uint64_t seriema_own_cpu_ns(void) { return nanoseconds(CLOCK_PROCESS_CPUTIME_ID); }

int seriema_sleep_until(uint64_t deadline_ns) {
  struct timespec deadline = {(time_t)(deadline_ns / 1000000000u), (long)(deadline_ns % 1000000000u)};
  return -clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &deadline, NULL);
}

int seriema_wait_readable_until(int descriptor, uint64_t deadline_ns) {
  uint64_t now = seriema_monotonic_ns();
  uint64_t pause = deadline_ns > now ? deadline_ns - now : 0;
  struct timespec rest = {(time_t)(pause / 1000000000u), (long)(pause % 1000000000u)};
  struct pollfd event = {.fd = descriptor, .events = POLLIN};
  int count = ppoll(&event, 1, &rest, NULL);
  return count < 0 ? -errno : count;
}

int seriema_set_timer_slack(uint64_t slack) {
  return prctl(PR_SET_TIMERSLACK, (unsigned long)slack, 0, 0, 0) < 0 ? -errno : 0;
}
