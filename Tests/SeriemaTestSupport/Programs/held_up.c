/* Waits for a child to execute a program, which takes its time. The child runs nothing of Python's. */
#include <unistd.h>

void hold(unsigned microseconds) {
  if (vfork() == 0) {
    usleep(microseconds);
    _exit(0);
  }
}
