#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

// What follows takes the addresses of functions that this header would otherwise make macros of.
#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

#include "seriema_curl.h"

// A function of the library by its own type.
#define FUNCTION(library, name) ((__typeof__(&name))dlsym(library, #name))

static const char *const functions[] = {
    "curl_global_init", "curl_easy_init",    "curl_easy_setopt",  "curl_easy_perform",
    "curl_easy_getinfo", "curl_easy_cleanup", "curl_slist_append", "curl_slist_free_all",
};

static int is_complete(void *library) {
  for (size_t index = 0; index < sizeof functions / sizeof *functions; index++) {
    if (!dlsym(library, functions[index])) return 0;
  }
  return 1;
}

void *seriema_curl_open(void) {
  static const char *const names[] = {"libcurl.so.4", "libcurl-gnutls.so.4"};
  for (size_t index = 0; index < sizeof names / sizeof *names; index++) {
    void *library = dlopen(names[index], RTLD_NOW | RTLD_LOCAL);
    if (!library) continue;
    if (is_complete(library) && FUNCTION(library, curl_global_init)(CURL_GLOBAL_DEFAULT) == CURLE_OK) return library;
    dlclose(library);
  }
  return NULL;
}

static size_t keep_beginning(char *data, size_t size, size_t count, void *context) {
  struct seriema_answer *answer = context;
  size_t kept = strlen(answer->text);
  size_t room = sizeof answer->text - 1 - kept;
  size_t taken = size * count < room ? size * count : room;
  memcpy(answer->text + kept, data, taken);
  answer->text[kept + taken] = 0;
  return size * count;
}

static int ask(void *context, curl_off_t total, curl_off_t now, curl_off_t upload_total, curl_off_t uploaded) {
  (void)total, (void)now, (void)upload_total, (void)uploaded;
  const struct seriema_patience *patience = context;
  return patience->is_over(patience->context);
}

// Null when there is no memory.
static struct curl_slist *list_of(void *library, const char *headers) {
  // Without an `Expect`, for whose answer the library would wait.
  struct curl_slist *list = FUNCTION(library, curl_slist_append)(NULL, "Expect:");
  while (list && *headers) {
    size_t length = strcspn(headers, "\n");
    char *line = strndup(headers, length);
    struct curl_slist *longer = line ? FUNCTION(library, curl_slist_append)(list, line) : NULL;
    free(line);
    if (!longer) FUNCTION(library, curl_slist_free_all)(list);
    list = longer;
    headers += length + (headers[length] == '\n');
  }
  return list;
}

int seriema_curl_post(
    void *library, const char *url, const char *credentials, const char *headers, const uint8_t *body, size_t size,
    const struct seriema_patience *patience, struct seriema_answer *answer) {
  memset(answer, 0, sizeof *answer);
  CURL *handle = FUNCTION(library, curl_easy_init)();
  struct curl_slist *list = handle ? list_of(library, headers) : NULL;
  if (!list) {
    if (handle) FUNCTION(library, curl_easy_cleanup)(handle);
    return -ENOMEM;
  }
  char message[CURL_ERROR_SIZE] = "";
  __typeof__(&curl_easy_setopt) set = FUNCTION(library, curl_easy_setopt);
  set(handle, CURLOPT_URL, url);
  if (*credentials) set(handle, CURLOPT_USERPWD, credentials);
  set(handle, CURLOPT_HTTPHEADER, list);
  set(handle, CURLOPT_POST, 1L);
  set(handle, CURLOPT_POSTFIELDS, (const char *)body);
  set(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)size);
  set(handle, CURLOPT_TIMEOUT_MS, patience->timeout_milliseconds);
  set(handle, CURLOPT_CONNECTTIMEOUT_MS, patience->connect_milliseconds);
  // Authorities of one's own, where OpenSSL and the curl program look for them: the library alone does not.
  const char *file = getenv("SSL_CERT_FILE"), *folder = getenv("SSL_CERT_DIR");
  if (file && *file) set(handle, CURLOPT_CAINFO, file);
  if (folder && *folder) set(handle, CURLOPT_CAPATH, folder);
  // No signal for timeouts: this is one of several threads.
  set(handle, CURLOPT_NOSIGNAL, 1L);
  set(handle, CURLOPT_NOPROGRESS, 0L);
  set(handle, CURLOPT_XFERINFOFUNCTION, ask);
  set(handle, CURLOPT_XFERINFODATA, (void *)patience);
  set(handle, CURLOPT_WRITEFUNCTION, keep_beginning);
  set(handle, CURLOPT_WRITEDATA, answer);
  set(handle, CURLOPT_ERRORBUFFER, message);
  CURLcode code = FUNCTION(library, curl_easy_perform)(handle);
  int result = 0;
  if (code == CURLE_OK) {
    curl_off_t pause = 0;
    FUNCTION(library, curl_easy_getinfo)(handle, CURLINFO_RESPONSE_CODE, &answer->status);
    // Known since 7.66; an older library leaves the 0.
    FUNCTION(library, curl_easy_getinfo)(handle, CURLINFO_RETRY_AFTER, &pause);
    answer->retry_after_seconds = (long)pause;
  } else {
    result = code == CURLE_OPERATION_TIMEDOUT         ? -ETIMEDOUT
             : code == CURLE_ABORTED_BY_CALLBACK      ? -ECANCELED
             : code == CURLE_OUT_OF_MEMORY            ? -ENOMEM
             : code == CURLE_PEER_FAILED_VERIFICATION ? -EKEYREJECTED
                                                      : -EIO;
    strncpy(answer->text, message, sizeof answer->text - 1);
    answer->text[sizeof answer->text - 1] = 0;
  }
  FUNCTION(library, curl_easy_cleanup)(handle);
  FUNCTION(library, curl_slist_free_all)(list);
  return result;
}
