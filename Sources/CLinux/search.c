#define _GNU_SOURCE
#include <string.h>

#include "seriema_linux.h"

ssize_t seriema_find_bytes(const void *bytes, size_t size, const void *pattern, size_t length) {
  const char *found = memmem(bytes, size, pattern, length);
  return found ? found - (const char *)bytes : -1;
}
