/// Takes tool ids and registers callbacks, and takes both back.

#include "tools.h"

#include <structmember.h>

#include "callbacks.h"
#include "discovery.h"

/// In the limited API from 3.12 on; the headers may be older.
PyAPI_FUNC(PyObject *) PyVectorcall_Call(PyObject *callable, PyObject *tuple, PyObject *keywords);
#define CALLBACK_HAS_VECTORCALL (1UL << 11)

/// Of the six ids, 0 belongs to debuggers, 1 to coverage and 2 to profilers such as cProfile, which fail without it.
static const int preferred_tools[] = {4, 3, 5, 2};
static const int finding_tools[] = {3, 5};

/// The interpreter is ending, or has another callback instead.
static void drop_callback(PyObject *self) {
  PyTypeObject *type = Py_TYPE(self);
  struct seriema_interpreter *interpreter = ((struct seriema_callback *)self)->interpreter;
  if (--interpreter->callbacks == 0) seriema_drop_interpreter(interpreter);
  ((freefunc)PyType_GetSlot(type, Py_tp_free))(self);
  Py_DecRef((PyObject *)type);
}

static PyMemberDef callback_members[] = {
    {"__vectorcalloffset__", T_PYSSIZET, offsetof(struct seriema_callback, call), READONLY, NULL},
    {NULL, 0, 0, 0, NULL},
};

static PyType_Slot callback_slots[] = {
    {Py_tp_call, (void *)PyVectorcall_Call},
    {Py_tp_dealloc, (void *)drop_callback},
    {Py_tp_members, callback_members},
    {0, NULL},
};

static PyType_Spec callback_spec = {
    .name = "_seriema_agent.callback",
    .basicsize = sizeof(struct seriema_callback),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_DISALLOW_INSTANTIATION | CALLBACK_HAS_VECTORCALL,
    .slots = callback_slots,
};

static int register_callback(
    struct seriema_interpreter *interpreter, PyObject *monitoring, PyTypeObject *type, int tool, int event,
    SERIEMA_CALLBACK((*function))) {
  struct seriema_callback *callback = (struct seriema_callback *)PyType_GenericAlloc(type, 0);
  if (callback == NULL) return -1;
  callback->call = function;
  callback->interpreter = interpreter;
  interpreter->callbacks++;
  PyObject *previous =
      PyObject_CallMethod(monitoring, "register_callback", "iiN", tool, event, (PyObject *)callback);
  if (previous == NULL) return -1;
  Py_DecRef(previous);
  return 0;
}

/// Registers the callbacks of an interpreter's tools; returns 0, or -1 with an exception set.
static int register_callbacks(struct seriema_interpreter *interpreter, PyObject *monitoring) {
  PyObject *type = PyType_FromSpec(&callback_spec);
  if (type == NULL) return -1;
  const struct seriema_events *events = &seriema_agent.events;
  int tool = interpreter->tool, finder = interpreter->finder;
  bool is_apart = finder != tool, has_finder = is_apart && finder != SERIEMA_NO_TOOL;
  const struct {
    int tool, event;
    SERIEMA_CALLBACK((*function));
  } callbacks[] = {
      {tool, events->start, is_apart ? seriema_on_start : seriema_on_first_start},
      {tool, events->resume, seriema_on_resume},
      {tool, events->throw_, seriema_on_throw},
      {tool, events->yield, seriema_on_yield},
      {tool, events->return_, seriema_on_return},
      {tool, events->unwind, seriema_on_unwind},
      // With one tool id alone, the last two are not there.
      {finder, events->start, seriema_on_first_start},
      {finder, events->return_, seriema_on_module_end},
  };
  size_t number = sizeof callbacks / sizeof *callbacks - (has_finder ? 0 : 2);
  int result = 0;
  for (size_t i = 0; i < number && result == 0; i++) {
    result = register_callback(
        interpreter, monitoring, (PyTypeObject *)type, callbacks[i].tool, callbacks[i].event, callbacks[i].function);
  }
  Py_DecRef(type);
  return result;
}

/// Takes the first free id of a list. Returns 1 with it in `out`, 0 when all have holders, -1 with an exception set.
static int take_tool(PyObject *monitoring, const char *name, const int *ids, size_t count, int *out) {
  for (size_t i = 0; i < count; i++) {
    PyObject *result = PyObject_CallMethod(monitoring, "use_tool_id", "is", ids[i], name);
    if (result != NULL) {
      Py_DecRef(result);
      *out = ids[i];
      return 1;
    }
    if (!PyErr_ExceptionMatches(PyExc_ValueError)) return -1;
    PyErr_Clear();
  }
  return 0;
}

/// Takes an id to time with and, where targets are to be found and there is another, one for that. Returns as
/// `take_tool`.
static int take_tools(struct seriema_interpreter *interpreter, PyObject *monitoring, bool is_finding) {
  int taken = take_tool(
      monitoring, is_finding ? "seriema" : "seriema.timed", preferred_tools,
      sizeof preferred_tools / sizeof *preferred_tools, &interpreter->tool);
  interpreter->finder = is_finding ? interpreter->tool : SERIEMA_NO_TOOL;
  if (taken <= 0 || !is_finding) return taken;
  return take_tool(
             monitoring, "seriema", finding_tools, sizeof finding_tools / sizeof *finding_tools,
             &interpreter->finder) < 0
             ? -1
             : 1;
}

static int keep_references(struct seriema_interpreter *interpreter, PyObject *monitoring) {
  const struct {
    PyObject **place;
    PyObject *object;
  } references[] = {
      {&interpreter->disable, PyObject_GetAttrString(monitoring, "DISABLE")},
      {&interpreter->set_events, PyObject_GetAttrString(monitoring, "set_events")},
      {&interpreter->set_local_events, PyObject_GetAttrString(monitoring, "set_local_events")},
      {&interpreter->qualified_name_key, PyUnicode_InternFromString("co_qualname")},
      {&interpreter->file_key, PyUnicode_InternFromString("co_filename")},
      {&interpreter->first_line_key, PyUnicode_InternFromString("co_firstlineno")},
      {&interpreter->flags_key, PyUnicode_InternFromString("co_flags")},
      {&interpreter->constants_key, PyUnicode_InternFromString("co_consts")},
      {&interpreter->module_key, PyUnicode_InternFromString("__name__")},
  };
  for (size_t i = 0; i < sizeof references / sizeof *references; i++) {
    if (references[i].object == NULL) return -1;
    *references[i].place = references[i].object;
  }
  return 0;
}

int seriema_enter(struct seriema_interpreter *interpreter, PyObject *monitoring, bool is_finding) {
  int taken = take_tools(interpreter, monitoring, is_finding);
  if (taken <= 0) return taken;
  if (keep_references(interpreter, monitoring) != 0) return -1;
  return register_callbacks(interpreter, monitoring) == 0 ? 1 : -1;
}

/// Callbacks of the time before, which nothing calls any more.
static PyObject *retired[8];

void seriema_free_retired(void) {
  for (size_t i = 0; i < sizeof retired / sizeof *retired; i++) {
    PyObject *callback = retired[i];
    retired[i] = NULL;
    Py_DecRef(callback);
  }
}

/// Takes the callbacks of an interpreter's tools away.
static void retire_callbacks(struct seriema_interpreter *interpreter, PyObject *monitoring) {
  const struct seriema_events *events = &seriema_agent.events;
  const int all[] = {events->start,  events->resume,  events->throw_, events->yield,
                     events->return_, events->unwind};
  size_t count = 0;
  const int tools[] = {interpreter->tool, interpreter->finder};
  for (size_t t = 0; t < 2; t++) {
    if (tools[t] < 0 || (t == 1 && tools[1] == tools[0])) continue;
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
      PyObject *callback =
          PyObject_CallMethod(monitoring, "register_callback", "iiO", tools[t], all[i], Py_None);
      if (callback == NULL) PyErr_Clear();
      if (callback == NULL || callback == Py_None || count == sizeof retired / sizeof *retired) {
        Py_DecRef(callback);
      } else {
        retired[count++] = callback;
      }
    }
  }
}

/// Frees a tool's id, whose callbacks are gone.
static void free_tool(PyObject *monitoring, int tool) {
  Py_DecRef(PyObject_CallMethod(monitoring, "free_tool_id", "i", tool));
  PyErr_Clear();
}

/// Local events first: `free_tool_id` leaves them on 3.12 and 3.13, and whoever has the id next would get them
/// (gh-111963).
void seriema_leave_tools(struct seriema_interpreter *interpreter, PyObject *monitoring) {
  for (uint32_t i = 0; i < SERIEMA_CODE_TABLE_SIZE; i++) {
    PyObject *code = interpreter->codes[i].code;
    if (code != NULL) seriema_set_events(interpreter, interpreter->tool, code, 0);
  }
  for (uint32_t i = 0; i < interpreter->watched_count; i++) {
    seriema_set_events(interpreter, interpreter->finder, interpreter->watched[i], 0);
  }
  bool is_apart = interpreter->finder != interpreter->tool;
  if (interpreter->tool >= 0 && interpreter->set_events != NULL) {
    seriema_set_events(interpreter, interpreter->tool, NULL, 0);
    if (is_apart && interpreter->finder >= 0) seriema_set_events(interpreter, interpreter->finder, NULL, 0);
  }
  retire_callbacks(interpreter, monitoring);
  if (interpreter->tool >= 0) free_tool(monitoring, interpreter->tool);
  if (is_apart && interpreter->finder >= 0) free_tool(monitoring, interpreter->finder);
}
