#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "seriema_linux.h"

// Stopping takes about 5 µs when the thread runs on a processor of its own. After this long it is waiting for one,
// perhaps for ours, so sleeping is the quicker way.
enum { spin_ns = 40000, nap_ns = 50000 };

int seriema_stop_thread(pid_t thread, uint64_t timeout_ns, int reap, struct seriema_stop *result) {
  if (ptrace(PTRACE_SEIZE, thread, NULL, NULL) < 0) {
    if (errno == ESRCH) {
      *result = (struct seriema_stop){0, 0, 0};
      return 0;
    }
    return -errno;
  }
  // Fails only when the thread has gone meanwhile, which the wait below reports.
  ptrace(PTRACE_INTERRUPT, thread, NULL, NULL);
  return seriema_finish_stop(thread, timeout_ns, reap, result);
}

int seriema_finish_stop(pid_t thread, uint64_t timeout_ns, int reap, struct seriema_stop *result) {
  uint64_t start = seriema_monotonic_ns();
  uint64_t seen_running = start;
  for (;;) {
    // Before the look, so that one comes after the time is over, however long we were kept from it.
    uint64_t looked = seriema_monotonic_ns();
    siginfo_t info = {0};
    // WNOWAIT: an exit must stay for whoever owns the process.
    if (waitid(P_PID, (id_t)thread, &info, WSTOPPED | WEXITED | WNOHANG | WNOWAIT | __WALL) < 0) {
      if (errno == EINTR) continue;
      *result = (struct seriema_stop){0, 0, 0};
      return errno == ECHILD ? 0 : -errno;
    }
    if (info.si_pid == thread) {
      if (info.si_code != CLD_TRAPPED && info.si_code != CLD_STOPPED) {
        if (reap) waitpid(thread, NULL, WNOHANG | __WALL);
        *result = (struct seriema_stop){0, 0, 0};
        return 0;
      }
      int status = 0;
      if (waitpid(thread, &status, WNOHANG | __WALL) == thread && WIFSTOPPED(status)) {
        // Anything but a PTRACE_EVENT_STOP is a signal on its way: the thread stands still before it, and gets it back.
        int event = status >> 16;
        *result = (struct seriema_stop){1, event == 0 ? WSTOPSIG(status) : 0, seen_running};
        return 0;
      }
      continue;
    }
    seen_running = looked;
    if (looked - start > timeout_ns) return -ETIMEDOUT;
    if (looked - start > spin_ns) {
      struct timespec nap = {0, nap_ns};
      nanosleep(&nap, NULL);
    }
  }
}

int seriema_resume_thread(pid_t thread, int signal) {
  return ptrace(PTRACE_DETACH, thread, NULL, (void *)(intptr_t)signal) < 0 ? -errno : 0;
}

pid_t seriema_thread_id(void) { return gettid(); }
