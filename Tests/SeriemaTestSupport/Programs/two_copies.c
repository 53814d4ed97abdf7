/* Loads the library at argv[1] twice, into namespaces of the loader's, and runs the text of argv[2] in the later one. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>

int main(int argc, char **argv) {
  if (argc < 3 || !dlmopen(LM_ID_NEWLM, argv[1], RTLD_NOW)) return 2;
  void *used = dlopen(argv[1], RTLD_NOW | RTLD_GLOBAL);
  void (*initialize)(void) = used ? (void (*)(void))dlsym(used, "Py_Initialize") : NULL;
  int (*run)(const char *) = used ? (int (*)(const char *))dlsym(used, "PyRun_SimpleString") : NULL;
  if (!initialize || !run) return 3;
  initialize();
  return run(argv[2]);
}
