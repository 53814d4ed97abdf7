#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "seriema_linux.h"

int seriema_pidfd_open(pid_t process) {
  long descriptor = syscall(SYS_pidfd_open, process, 0);
  return descriptor < 0 ? -errno : (int)descriptor;
}

int seriema_wait_exit(pid_t child, struct seriema_exit *result) {
  siginfo_t info = {0};
  while (waitid(P_PID, (id_t)child, &info, WEXITED) < 0) {
    if (errno != EINTR) return -errno;
  }
  result->signalled = info.si_code != CLD_EXITED;
  result->status = info.si_status;
  return 0;
}

// Runs in the child, after fork: only async-signal-safe calls.
static void run_child(
    const char *path, char *const arguments[], char *const environment[], const int *keep, size_t keep_count,
    const struct seriema_placement *placement, int held, int failure) {
  char go;
  ssize_t count;
  do count = read(held, &go, 1);
  while (count < 0 && errno == EINTR);
  if (count != 1) _exit(127);
  for (size_t i = 0; i < keep_count; i++) fcntl(keep[i], F_SETFD, 0);
  const int streams[] = {placement->input, placement->output, placement->error};
  for (int i = 0; i < 3; i++) {
    if (streams[i] >= 0) dup2(streams[i], i);
  }
  if (placement->detached) {
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    setsid();
  }
  // Swift's runtime and our own handlers leave dispositions that execve resets; only SIGPIPE may be ignored by us.
  if (placement->directory == NULL || chdir(placement->directory) == 0) execve(path, arguments, environment);
  int error = errno;
  count = write(failure, &error, sizeof error);
  _exit(127);
}

int seriema_spawn_held(
    const char *path, char *const arguments[], char *const environment[], const int *keep, size_t keep_count,
    const struct seriema_placement *placement, struct seriema_child *child) {
  int held[2], failure[2];
  if (pipe2(held, O_CLOEXEC) < 0) return -errno;
  if (pipe2(failure, O_CLOEXEC) < 0) {
    int error = errno;
    close(held[0]);
    close(held[1]);
    return -error;
  }
  pid_t process = fork();
  if (process == 0) {
    close(held[1]);
    run_child(path, arguments, environment, keep, keep_count, placement, held[0], failure[1]);
  }
  int error = errno;
  close(held[0]);
  close(failure[1]);
  if (process < 0) {
    close(held[1]);
    close(failure[0]);
    return -error;
  }
  *child = (struct seriema_child){process, held[1], failure[0]};
  return 0;
}
