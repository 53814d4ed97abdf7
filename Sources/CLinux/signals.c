#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "seriema_linux.h"

// A handler can reach nothing but globals; this one is written once, before the handler is installed.
static int signal_pipe = -1;
static int signal_reader = -1;

static void handle(int number, siginfo_t *info, void *context) {
  (void)context;
  int saved = errno;
  struct seriema_signal record = {number, info->si_code == SI_KERNEL};
  ssize_t written = write(signal_pipe, &record, sizeof record);
  (void)written;  // Full: the reader has enough to do already.
  errno = saved;
}

static int catch_signal(int number) {
  struct sigaction old, action = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_RESTART};
  // What was ignored when we were started (nohup, a shell's background job) stays so, for us and for the target.
  if (sigaction(number, NULL, &old) == 0 && !(old.sa_flags & SA_SIGINFO) && old.sa_handler == SIG_IGN) return 0;
  sigemptyset(&action.sa_mask);
  return sigaction(number, &action, NULL) < 0 ? -errno : 0;
}

int seriema_catch_signals(void) {
  if (signal_reader >= 0) return signal_reader;
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0) return -errno;
  signal_pipe = ends[1];
  static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};
  for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
    int result = catch_signal(numbers[i]);
    if (result < 0) return result;
  }
  signal_reader = ends[0];
  return ends[0];
}

int seriema_catch_stop(void) { return catch_signal(SIGTSTP); }

void seriema_stop_self(void) {
  signal(SIGTSTP, SIG_DFL);
  raise(SIGTSTP);
  catch_signal(SIGTSTP);
}

void seriema_die_of_signal(int number) {
  struct rlimit none = {0, 0};
  setrlimit(RLIMIT_CORE, &none);
  signal(number, SIG_DFL);
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, number);
  sigprocmask(SIG_UNBLOCK, &set, NULL);
  raise(number);
  _exit(128 + number);  // Only for a signal that does not kill.
}
