/* A library that starts threads of which Python does not know, as OpenMP's do: they work a little and wait a little. */
#include <pthread.h>
#include <time.h>

static void *work(void *unused) {
  (void)unused;
  volatile unsigned sum = 0;
  for (;;) {
    for (unsigned number = 0; number < 2000; number++) sum += number;
    nanosleep(&(struct timespec){0, 20000000}, NULL);
  }
  return NULL;
}

int start_threads(int count) {
  for (int index = 0; index < count; index++) {
    pthread_t thread;
    if (pthread_create(&thread, NULL, work, NULL) != 0) return index;
  }
  return count;
}
