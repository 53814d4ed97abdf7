#define _GNU_SOURCE
#include <errno.h>
#include <linux/ioctl.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "seriema_linux.h"

// `struct pidfd_info` in its first form, and what asks for it. Source: include/uapi/linux/pidfd.h of Linux 6.15; older
// headers lack them.
struct pidfd_info_v0 {
  uint64_t mask;
  uint64_t cgroup;
  uint32_t pid, tgid, ppid;
  uint32_t ruid, rgid, euid, egid, suid, sgid, fsuid, fsgid;
  int32_t exit_code;
};
#define PIDFD_INFO_EXIT_BIT (UINT64_C(1) << 3)
#define PIDFD_GET_INFO_V0 _IOWR(0xFF, 11, struct pidfd_info_v0)

int seriema_exit_of(int pidfd, struct seriema_exit *result) {
  struct pidfd_info_v0 info = {.mask = PIDFD_INFO_EXIT_BIT};
  if (ioctl(pidfd, PIDFD_GET_INFO_V0, &info) < 0) return -errno;
  if (!(info.mask & PIDFD_INFO_EXIT_BIT)) return -ENODATA;
  result->signalled = WIFSIGNALED(info.exit_code);
  result->status = result->signalled ? WTERMSIG(info.exit_code) : WEXITSTATUS(info.exit_code);
  return 0;
}

int seriema_adopt_orphans(int whether) {
  return prctl(PR_SET_CHILD_SUBREAPER, (unsigned long)whether, 0, 0, 0) < 0 ? -errno : 0;
}

void seriema_collect_orphans(pid_t kept) {
  for (;;) {
    siginfo_t info = {0};
    // WNOWAIT: the exit of `kept` must stay, and so must the stop of a thread that another of our threads traces: the
    // kernel reports it here as well, although nobody asks for stops.
    if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 || info.si_pid == 0 || info.si_pid == kept) return;
    if (info.si_code != CLD_EXITED && info.si_code != CLD_KILLED && info.si_code != CLD_DUMPED) return;
    // The kernel tells the parent of a process that is merely traced from here all the same.
    if (waitpid(info.si_pid, NULL, WNOHANG) <= 0) return;
  }
}
