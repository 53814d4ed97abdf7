#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "seriema_linux.h"

int seriema_open_file_in(const char *root, const char *path) {
  int folder = open(root, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return -errno;
  struct open_how how = {
      // A pipe or a terminal under a file's name must not keep us waiting, nor become ours.
      .flags = O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY,
      .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS,
  };
  int file = (int)syscall(SYS_openat2, folder, path, &how, sizeof how);
  int error = errno;
  close(folder);
  if (file < 0) return -error;
  struct stat status;
  if (fstat(file, &status) < 0 || !S_ISREG(status.st_mode)) {
    close(file);
    return -EINVAL;
  }
  return file;
}
