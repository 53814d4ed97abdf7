#define _GNU_SOURCE
#include <errno.h>
#include <sys/uio.h>

#include "seriema_linux.h"

ssize_t seriema_read_memory(pid_t process, void *buffer, size_t size, const struct iovec *ranges, size_t count) {
  struct iovec local = {buffer, size};
  ssize_t copied = process_vm_readv(process, &local, 1, ranges, count, 0);
  return copied < 0 ? -errno : copied;
}
