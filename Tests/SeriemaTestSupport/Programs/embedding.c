/* Runs the Python text that it is given, as an application with Python inside does; with `--loaded-only` it never
   starts an interpreter. */
#include <Python.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  if (strcmp(argv[1], "--loaded-only") == 0) {
    if (Py_IsInitialized()) return 1;
    puts("READY");
    fflush(stdout);
    pause();
  }
  Py_Initialize();
  return PyRun_SimpleString(argv[1]);
}
