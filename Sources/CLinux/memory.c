#define _GNU_SOURCE
#include <errno.h>
#include <limits.h>
#include <malloc.h>
#include <sys/ptrace.h>
#include <sys/uio.h>

#include "seriema_linux.h"

ssize_t seriema_read_memory(pid_t process, void *buffer, size_t size, const struct iovec *ranges, size_t count) {
  struct iovec local = {buffer, size};
  ssize_t copied = process_vm_readv(process, &local, 1, ranges, count, 0);
  return copied < 0 ? -errno : copied;
}

void seriema_return_freed_memory(void) { mallopt(M_MMAP_THRESHOLD, 128 * 1024); }

int seriema_probe_call(int call) {
  char byte = 0;
  struct iovec local = {&byte, 1}, remote = {&byte, 1};
  // Above the highest id that there can be.
  pid_t nobody = INT_MAX;
  long result = call == seriema_call_read    ? process_vm_readv(nobody, &local, 1, &remote, 1, 0)
                : call == seriema_call_write ? process_vm_writev(nobody, &local, 1, &remote, 1, 0)
                                             : ptrace(PTRACE_SEIZE, nobody, NULL, NULL);
  return result < 0 ? -errno : 0;
}
