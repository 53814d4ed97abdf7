#ifndef SERIEMA_CURL_H
#define SERIEMA_CURL_H

#include <stddef.h>
#include <stdint.h>

/// How long an answer may take.
struct seriema_patience {
  /// For all of it, and for connecting.
  long timeout_milliseconds;
  long connect_milliseconds;
  /// Asked at least about once a second; other than 0 breaks off.
  int (*is_over)(void *context);
  void *context;
};

/// What became of it.
struct seriema_answer {
  /// The HTTP status; 0 when there was none.
  long status;
  /// `Retry-After`; 0 when there was none.
  long retry_after_seconds;
  /// What the server said, or the library where there is no status; cut, ends in a zero.
  char text[256];
};

/// Loads libcurl (libcurl.so.4, or Debian's libcurl-gnutls.so.4), which stays until the process ends.
///
/// Returns what stands for it, or null: it is not there, or not usable.
void *seriema_curl_open(void);

/// Posts once, without following redirections.
///
/// `credentials` are `user:password` for basic authentication, or empty; `headers` are lines, each but the last with a line
/// feed. Returns 0 when there is an answer with a status, -ENOMEM, -ETIMEDOUT, -ECANCELED (`is_over`), or with a text
/// -EKEYREJECTED where the server's certificate is not trusted, else -EIO.
int seriema_curl_post(
    void *library, const char *url, const char *credentials, const char *headers, const uint8_t *body, size_t size,
    const struct seriema_patience *patience, struct seriema_answer *answer);

#endif
