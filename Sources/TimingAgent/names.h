/// Text of the process and of the shared memory, compared byte by byte.
#ifndef SERIEMA_NAMES_H
#define SERIEMA_NAMES_H

#include "agent.h"

#include <string.h>

/// Bytes of a Python string, which owns them, or of the shared memory.
struct seriema_name {
  const char *bytes;
  size_t length;
};

static inline struct seriema_name seriema_name_of(PyObject *string) {
  Py_ssize_t length = 0;
  const char *bytes =
      string != NULL && PyUnicode_Check(string) ? PyUnicode_AsUTF8AndSize(string, &length) : NULL;
  // Names with lone surrogates have no UTF-8; no target can be written that way.
  if (bytes == NULL) {
    PyErr_Clear();
    return (struct seriema_name){"", 0};
  }
  return (struct seriema_name){bytes, (size_t)length};
}

static inline struct seriema_name seriema_text_name(struct seriema_timing_text text) {
  return (struct seriema_name){seriema_agent.region->text + text.offset, text.length};
}

static inline bool seriema_equal(struct seriema_name a, struct seriema_name b) {
  return a.length == b.length && memcmp(a.bytes, b.bytes, a.length) == 0;
}

static inline bool seriema_ends_in_angle(struct seriema_name name) {
  return name.length > 0 && name.bytes[name.length - 1] == '>';
}

/// `seriema_equal` for a literal.
#define SERIEMA_IS(name, literal) seriema_equal(name, (struct seriema_name){literal, sizeof literal - 1})

#endif
