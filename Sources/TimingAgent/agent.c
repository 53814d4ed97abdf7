/// The module `_seriema_agent`: takes the shared memory and switches the timing on.

#include "agent.h"

#include <errno.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "blocks.h"
#include "by_turns.h"
#include "calibration.h"
#include "discovery.h"
#include "entry.h"
#include "frames.h"
#include "pairing.h"
#include "resolution.h"
#include "tools.h"

struct seriema_agent seriema_agent;

/// Notes who holds each tool id, for the message.
static int describe_holders(PyObject *monitoring) {
  for (int id = 0; id < SERIEMA_TIMING_TOOL_IDS; id++) {
    PyObject *holder = PyObject_CallMethod(monitoring, "get_tool", "i", id);
    if (holder == NULL) return -1;
    Py_ssize_t length = 0;
    const char *name = PyUnicode_Check(holder) ? PyUnicode_AsUTF8AndSize(holder, &length) : NULL;
    char *copy = seriema_agent.region->header.holders[id];
    if (length > SERIEMA_TIMING_HOLDER_BYTES) length = SERIEMA_TIMING_HOLDER_BYTES;
    if (name != NULL) memcpy(copy, name, (size_t)length);
    PyErr_Clear();
    Py_DecRef(holder);
  }
  return 0;
}

static int read_event(PyObject *events, const char *name, int *out) {
  PyObject *number = PyObject_GetAttrString(events, name);
  if (number == NULL) return -1;
  *out = (int)PyLong_AsLong(number);
  Py_DecRef(number);
  return PyErr_Occurred() ? -1 : 0;
}

int seriema_read_events(PyObject *monitoring) {
  PyObject *numbers = PyObject_GetAttrString(monitoring, "events");
  if (numbers == NULL) return -1;
  struct seriema_events *events = &seriema_agent.events;
  int result = read_event(numbers, "PY_START", &events->start) | read_event(numbers, "PY_RESUME", &events->resume) |
               read_event(numbers, "PY_YIELD", &events->yield) | read_event(numbers, "PY_RETURN", &events->return_) |
               read_event(numbers, "PY_UNWIND", &events->unwind) | read_event(numbers, "PY_THROW", &events->throw_);
  Py_DecRef(numbers);
  return result;
}

/// Maps the shared memory, and checks that it is what this agent knows; in the place of what was mapped before.
static int map_region(int fd) {
  struct seriema_timing_header header;
  bool is_whole = pread(fd, &header, sizeof header, 0) == (ssize_t)sizeof header;
  if (!is_whole || memcmp(header.magic, SERIEMA_TIMING_MAGIC, sizeof header.magic) != 0 ||
      header.wire_version != SERIEMA_TIMING_WIRE_VERSION || header.target_count > SERIEMA_TIMING_TARGETS) {
    PyErr_SetString(PyExc_ValueError, "the shared memory is not of this version");
    return -1;
  }
  struct seriema_timing_region *region = seriema_agent.region;
  region = mmap(
      region, sizeof *region, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE | (region != NULL ? MAP_FIXED : 0), fd,
      0);
  if (region == MAP_FAILED) {
    PyErr_SetFromErrno(PyExc_OSError);
    return -1;
  }
  seriema_agent.region = region;
  seriema_agent.clock = header.clock;
  seriema_agent.epoch++;
  seriema_agent.is_leaving = 0;
  seriema_agent.is_forked = false;
  return 0;
}

/// Puts memory of nobody's in the place of what is shared: a thread that is just ending may still write there.
static void unmap_region(void) {
  // Where memory may not be promised, the shared one stays.
  mmap(
      seriema_agent.region, sizeof *seriema_agent.region, PROT_READ | PROT_WRITE,
      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE | MAP_FIXED, -1, 0);
}

PyObject *seriema_monitoring(void) {
  PyObject *sys = PyImport_ImportModule("sys");
  PyObject *monitoring = sys != NULL ? PyObject_GetAttrString(sys, "monitoring") : NULL;
  Py_DecRef(sys);
  return monitoring;
}

/// Has the code objects found that start from now on; returns 0, or -1 with an exception set.
static int find_from_now_on(struct seriema_interpreter *interpreter) {
  int events = seriema_agent.events.start;
  if (interpreter->finder == interpreter->tool) events = interpreter->global_events |= events;
  PyObject *result = PyObject_CallFunction(interpreter->set_events, "ii", interpreter->finder, events);
  Py_DecRef(result);
  return result != NULL ? 0 : -1;
}

/// The launched process; a child that it forks finishes without a word.
static int launched_process;

static void note_finish(void) {
  if (getpid() == launched_process && seriema_agent.is_active) {
    __atomic_store_n(&seriema_agent.region->header.status, SERIEMA_TIMING_FINISHED, __ATOMIC_RELEASE);
  }
}

/// Says how far it came; a process that the program started leaves that to the launched one.
static void tell_status(bool is_launched, uint32_t status) {
  if (is_launched) __atomic_store_n(&seriema_agent.region->header.status, status, __ATOMIC_RELEASE);
}

static int set_up(struct seriema_interpreter *interpreter, PyObject *monitoring, bool is_launched) {
  struct seriema_timing_header *header = &seriema_agent.region->header;
  if (is_launched) header->python_version = (uint32_t)Py_Version;
  if (seriema_read_events(monitoring) != 0 || seriema_prepare_slots() != 0) return -1;
  int entered = seriema_enter(interpreter, monitoring, true);
  if (entered < 0) return -1;
  if (entered == 0) {
    if (describe_holders(monitoring) != 0) return -1;
    if (is_launched) header->reason = SERIEMA_TIMING_REASON_TOOL_IDS_TAKEN;
    tell_status(is_launched, SERIEMA_TIMING_REFUSED);
    return 0;
  }
  if (is_launched) {
    launched_process = getpid();
    seriema_agent.process = launched_process;
    header->process_count = 1;
    static bool is_noted;
    if (!is_noted) is_noted = Py_AtExit(note_finish) == 0;
    // Among the events that the program will run with: what a callback costs depends on them.
    if (find_from_now_on(interpreter) != 0) return -1;
    seriema_calibrate(interpreter);
    seriema_begin_pairs(interpreter);
  } else {
    // Counted with its first timed call.
    seriema_take_calibration();
  }
  seriema_prepare_targets(interpreter);
  tell_status(is_launched, SERIEMA_TIMING_RUNNING);
  return find_from_now_on(interpreter);
}

PyDoc_STRVAR(
    start_doc,
    "start(fd, is_launched): take the shared memory behind the descriptor, close that, and time from now on.");

static PyObject *start(PyObject *module, PyObject *arguments) {
  (void)module;
  int fd, is_launched;
  if (!PyArg_ParseTuple(arguments, "ip", &fd, &is_launched)) return NULL;
  if (seriema_agent.is_active) {
    PyErr_SetString(PyExc_RuntimeError, "already started");
    return NULL;
  }
  if (map_region(fd) != 0) return NULL;
  struct seriema_interpreter *interpreter = seriema_make_interpreter();
  PyObject *monitoring = seriema_monitoring();
  seriema_agent.is_active = true;
  seriema_find_frames();
  int result = interpreter != NULL && monitoring != NULL ? set_up(interpreter, monitoring, is_launched) : -1;
  Py_DecRef(monitoring);
  if (result != 0) return NULL;
  close(fd);
  Py_IncRef(Py_None);
  return Py_None;
}

/// Times in one more interpreter; returns 0, or -1 with or without an exception set.
static int set_up_another(struct seriema_interpreter *interpreter, PyObject *monitoring) {
  if (seriema_enter(interpreter, monitoring, true) <= 0) return -1;
  seriema_prepare_targets(interpreter);
  return find_from_now_on(interpreter);
}

/// Where `seriema_enter_running` put the timing; null when the process was launched with it.
static struct seriema_interpreter *entered;

static PyObject *probe_frames(PyObject *self, PyObject *arguments) {
  (void)self, (void)arguments;
  seriema_find_frames();
  Py_IncRef(Py_None);
  return Py_None;
}

/// Finds out where frames are in a thread that has none.
static void find_frames_by_running(void) {
  static PyMethodDef method = {"probe", probe_frames, METH_NOARGS, NULL};
  seriema_agent.frame_form = 0;
  PyObject *function = PyCFunction_NewEx(&method, NULL, NULL);
  PyObject *space = PyDict_New();
  PyObject *code = Py_CompileString("probe()", "<seriema>", Py_file_input);
  if (function != NULL && space != NULL && code != NULL && PyDict_SetItemString(space, "probe", function) == 0 &&
      PyDict_SetItemString(space, "__builtins__", PyEval_GetBuiltins()) == 0) {
    Py_DecRef(PyEval_EvalCode(code, space, space));
  }
  Py_DecRef(code);
  Py_DecRef(space);
  Py_DecRef(function);
  PyErr_Clear();
}

/// Re-arms what was answered with `DISABLE` when the timing was here before: code that has not run since still has it.
static int restart_events(PyObject *monitoring) {
  static bool was_here;
  bool is_again = was_here;
  was_here = true;
  if (!is_again) return 0;
  PyObject *result = PyObject_CallMethod(monitoring, "restart_events", NULL);
  Py_DecRef(result);
  return result != NULL ? 0 : -1;
}

/// Says why the timing could not begin, with the exception's text.
static void tell_failure(void) {
  struct seriema_timing_header *header = &seriema_agent.region->header;
  PyObject *type, *value, *traceback;
  PyErr_Fetch(&type, &value, &traceback);
  PyObject *text = value != NULL ? PyObject_Str(value) : NULL;
  Py_ssize_t length = 0;
  const char *bytes = text != NULL ? PyUnicode_AsUTF8AndSize(text, &length) : NULL;
  if (length > SERIEMA_TIMING_DETAIL_BYTES) length = SERIEMA_TIMING_DETAIL_BYTES;
  if (bytes != NULL) memcpy(header->detail, bytes, (size_t)length);
  header->reason = SERIEMA_TIMING_REASON_NOT_STARTED;
  __atomic_store_n(&header->status, SERIEMA_TIMING_REFUSED, __ATOMIC_RELEASE);
  Py_DecRef(text);
  Py_DecRef(type);
  Py_DecRef(value);
  Py_DecRef(traceback);
  PyErr_Clear();
}

void seriema_leave(void) {
  if (!seriema_agent.is_active || entered == NULL) return;
  struct seriema_interpreter *interpreter = entered;
  PyObject *monitoring = seriema_monitoring();
  if (monitoring == NULL) {
    PyErr_Clear();
    return;
  }
  seriema_leave_tools(interpreter, monitoring);
  Py_DecRef(monitoring);
  entered = NULL;
  seriema_agent.is_active = false;
  struct seriema_timing_header *header = &seriema_agent.region->header;
  // Children that were forked meanwhile leave as well.
  __atomic_store_n(&header->lease, 0, __ATOMIC_RELEASE);
  uint32_t running = SERIEMA_TIMING_RUNNING;
  if (getpid() == launched_process) {
    __atomic_compare_exchange_n(
        &header->status, &running, SERIEMA_TIMING_LEFT, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED);
  }
  unmap_region();
  seriema_empty_interpreter(interpreter);
  // Without callbacks, as when none could be registered, nothing else would.
  if (interpreter->callbacks == 0) seriema_drop_interpreter(interpreter);
}

/// An earlier Seriema that died left its timing here, and no callback has come to notice.
static bool has_lapsed(void) {
  uint64_t lease = __atomic_load_n(&seriema_agent.region->header.lease, __ATOMIC_RELAXED);
  return entered != NULL && seriema_timing_now(seriema_agent.clock) > lease;
}

int seriema_refuse(int fd, uint32_t reason) {
  uint32_t words[2] = {SERIEMA_TIMING_REFUSED, reason};
  const off_t offset = offsetof(struct seriema_timing_header, status);
  return pwrite(fd, words, sizeof words, offset) == (ssize_t)sizeof words ? -EBUSY : -errno;
}

int seriema_enter_running(int fd) {
  if (seriema_agent.is_active && has_lapsed()) seriema_leave();
  if (seriema_agent.is_active) return seriema_refuse(fd, SERIEMA_TIMING_REASON_BUSY);
  seriema_free_retired();
  if (map_region(fd) != 0) {
    PyErr_Clear();
    return seriema_refuse(fd, SERIEMA_TIMING_REASON_NOT_STARTED);
  }
  close(fd);
  if (__atomic_load_n(&seriema_agent.region->header.is_cancelled, __ATOMIC_ACQUIRE)) {
    unmap_region();
    return 0;
  }
  struct seriema_interpreter *interpreter = seriema_make_interpreter();
  PyObject *monitoring = interpreter != NULL ? seriema_monitoring() : NULL;
  int result = -1;
  if (monitoring != NULL) {
    entered = interpreter;
    seriema_agent.is_active = true;
    find_frames_by_running();
    result = restart_events(monitoring) == 0 ? set_up(interpreter, monitoring, true) : -1;
    seriema_note_jit();
  }
  if (result != 0) tell_failure();
  Py_DecRef(monitoring);
  if (__atomic_load_n(&seriema_agent.region->header.status, __ATOMIC_RELAXED) != SERIEMA_TIMING_RUNNING) seriema_leave();
  return 0;
}

PyDoc_STRVAR(join_doc, "join(): time in this interpreter as well, of a process where the timing was started.");

static PyObject *join(PyObject *module, PyObject *arguments) {
  (void)module, (void)arguments;
  if (!seriema_agent.is_active) {
    PyErr_SetString(PyExc_RuntimeError, "not started");
    return NULL;
  }
  struct seriema_timing_header *header = &seriema_agent.region->header;
  __atomic_fetch_add(&header->interpreter_count, 1, __ATOMIC_RELAXED);
  struct seriema_interpreter *interpreter = seriema_make_interpreter();
  PyObject *monitoring = seriema_monitoring();
  if (interpreter == NULL || monitoring == NULL || set_up_another(interpreter, monitoring) != 0) {
    __atomic_fetch_add(&header->untimed_interpreters, 1, __ATOMIC_RELAXED);
  }
  Py_DecRef(monitoring);
  PyErr_Clear();
  Py_IncRef(Py_None);
  return Py_None;
}

PyDoc_STRVAR(
    come_doc,
    "come(fd, origin): time this process, which runs already, as the shared memory behind the descriptor says; the\n"
    "library is loaded as origin.");
PyDoc_STRVAR(go_doc, "go(): end what come() began.");

static PyMethodDef methods[] = {
    {"start", start, METH_VARARGS, start_doc},
    {"join", join, METH_NOARGS, join_doc},
    {"open", seriema_open_block, METH_VARARGS, seriema_open_block_doc},
    {"add", seriema_add_target, METH_VARARGS, seriema_add_target_doc},
    {"write", seriema_write_block, METH_VARARGS, seriema_write_block_doc},
    {"close", seriema_close_block, METH_VARARGS, seriema_close_block_doc},
    {"leave", seriema_leave_blocks, METH_NOARGS, seriema_leave_blocks_doc},
    {"call_by_turns", seriema_call_by_turns, METH_VARARGS, seriema_call_by_turns_doc},
    {"come", seriema_come_from_script, METH_VARARGS, come_doc},
    {"go", seriema_go_from_script, METH_NOARGS, go_doc},
    {NULL, NULL, 0, NULL},
};

/// `Py_mod_multiple_interpreters` and `Py_MOD_PER_INTERPRETER_GIL_SUPPORTED`, in the limited API from 3.12 on: the
/// headers may be older. The module is only loaded where they are known.
enum { MULTIPLE_INTERPRETERS = 3 };
#define PER_INTERPRETER_GIL_SUPPORTED ((void *)2)

/// Initialised in two phases (PEP 489), because a module of one phase leaves itself in `sys.modules`, and cannot come
/// into interpreters that have a GIL of their own.
static PyModuleDef_Slot module_slots[] = {{MULTIPLE_INTERPRETERS, PER_INTERPRETER_GIL_SUPPORTED}, {0, NULL}};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_seriema_agent",
    .m_methods = methods,
    .m_slots = module_slots,
};

PyMODINIT_FUNC PyInit__seriema_agent(void) { return PyModuleDef_Init(&definition); }
