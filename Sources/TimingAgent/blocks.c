/// The functions of `_seriema_agent` that the module `seriema` times blocks of its program with.
///
/// Several blocks may be open, one in another or in several threads. With the first the agent takes a tool id and
/// measures what timing costs; with the last it gives back all that it took.

#include "blocks.h"

#include <errno.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "calibration.h"
#include "frames.h"
#include "resolution.h"
#include "segments.h"
#include "tools.h"

/// The only state beside `seriema_agent`.
static struct {
  /// Null while no block is open.
  struct seriema_interpreter *interpreter;
  uint32_t open_blocks;
  bool is_prepared;
  /// The first block is being opened, which runs code in Python, so that other threads come in between.
  bool is_opening;
  /// When the first block was opened.
  struct seriema_timing_anchor first;
  /// Entries of the target table that a block has.
  bool is_target_taken[SERIEMA_TIMING_TARGETS];
} blocks;

/// Gets memory for the results, which forked children share; returns 0, or -1 with an exception set.
static int make_region(void) {
  // A file in memory, because that is not charged for as a whole where memory may not be overcommitted.
  int fd = (int)syscall(SYS_memfd_create, "seriema-blocks", 1U /* MFD_CLOEXEC */);
  struct seriema_timing_region *region = MAP_FAILED;
  if (fd >= 0 && ftruncate(fd, sizeof *region) == 0) {
    region = mmap(NULL, sizeof *region, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_NORESERVE, fd, 0);
  }
  int error = errno;
  if (fd >= 0) close(fd);
  if (region == MAP_FAILED) {
    errno = error;
    PyErr_SetFromErrno(PyExc_OSError);
    return -1;
  }
  memcpy(region->header.magic, SERIEMA_TIMING_MAGIC, sizeof region->header.magic);
  region->header.wire_version = SERIEMA_TIMING_WIRE_VERSION;
  region->header.clock = seriema_agent.clock;
  region->header.python_version = (uint32_t)Py_Version;
  region->header.status = SERIEMA_TIMING_RUNNING;
  // Nobody else has to live for it.
  region->header.lease = UINT64_MAX;
  seriema_agent.region = region;
  return 0;
}

/// Makes a part of the memory zeros again.
static void clear(void *start, size_t size) {
  enum { PAGE = 4096 };
  uintptr_t first = ((uintptr_t)start + PAGE - 1) / PAGE * PAGE, end = (uintptr_t)start + size;
  uintptr_t last = end / PAGE * PAGE;
  if (last <= first || madvise((void *)first, last - first, MADV_REMOVE) != 0) {
    memset(start, 0, size);
    return;
  }
  memset(start, 0, first - (uintptr_t)start);
  memset((void *)last, 0, end - last);
}

static size_t used(uint32_t count, uint32_t limit, size_t size) { return (count < limit ? count : limit) * size; }

/// Forgets slots after the last that a thread has: threads that are told apart take slots that nobody had.
static void forget_slots(void) {
  struct seriema_timing_region *region = seriema_agent.region;
  uint32_t *count = &region->header.slot_count;
  if (*count > SERIEMA_TIMING_SLOTS) *count = SERIEMA_TIMING_SLOTS;
  while (*count > 0 && region->slots[*count - 1].state == SERIEMA_TIMING_SLOT_FREE) --*count;
}

/// Forgets what was measured. Threads keep their slots; what forked children may still write to is left to them.
static void clear_region(void) {
  struct seriema_timing_region *region = seriema_agent.region;
  struct seriema_timing_header *header = &region->header;
  bool is_shared = seriema_agent.has_forked;
  for (uint32_t i = 0; i < header->slot_count && i < SERIEMA_TIMING_SLOTS; i++) {
    struct seriema_timing_slot *slot = &region->slots[i];
    if (is_shared && slot->process != seriema_agent.process) continue;
    memset(slot->records, 0, sizeof slot->records);
    slot->depth = 0;
    slot->overflow = 0;
    if (slot->state == SERIEMA_TIMING_SLOT_CUT) slot->state = SERIEMA_TIMING_SLOT_FREE;
  }
  if (is_shared) {
    seriema_agent.region = NULL;
    seriema_agent.has_forked = false;
    return;
  }
  clear(region->targets, sizeof region->targets);
  clear(region->functions, used(header->function_count, SERIEMA_TIMING_FUNCTIONS, sizeof *region->functions));
  clear(region->text, used(header->text_used, SERIEMA_TIMING_TEXT_BYTES, 1));
  clear(region->records, used(header->record_count, SERIEMA_TIMING_RECORDS, sizeof *region->records));
  clear(
      region->activations, used(header->activation_count, SERIEMA_TIMING_ACTIVATIONS, sizeof *region->activations));
  header->target_count = header->function_count = header->record_count = header->text_used = 0;
  header->activation_count = 0;
  header->lost_calls = 0;
  header->flags = 0;
  forget_slots();
}

/// Gives back all that the agent took from the interpreter.
///
/// Returns its tables, to be dropped last: objects that they hold may run code of the program as they go, and that may
/// begin a block.
static struct seriema_interpreter *leave_interpreter(PyObject *monitoring) {
  struct seriema_interpreter *interpreter = blocks.interpreter;
  seriema_leave_tools(interpreter, monitoring);
  seriema_free_retired();
  blocks.interpreter = NULL;
  memset(blocks.is_target_taken, 0, sizeof blocks.is_target_taken);
  seriema_forget_segments();
  return interpreter;
}

static void drop(struct seriema_interpreter *interpreter) {
  if (--interpreter->callbacks == 0) seriema_drop_interpreter(interpreter);
}

/// What is needed once in a process; returns 0, or -1 with an exception set.
static int prepare(PyObject *monitoring) {
  if (blocks.is_prepared) return 0;
  seriema_agent.clock = seriema_timing_best_clock();
  if (seriema_read_events(monitoring) != 0 || seriema_prepare_slots() != 0) return -1;
  seriema_find_frames();
  blocks.first = seriema_timing_anchor_now(seriema_agent.clock);
  seriema_agent.is_active = true;
  blocks.is_prepared = true;
  return 0;
}

/// Opens the first block. Returns 1; 0 when no tool id is free; -1 with an exception set.
///
/// - Parameter flags: Those of the shared memory.
static int enter_interpreter(PyObject *monitoring, uint32_t flags) {
  if (prepare(monitoring) != 0 || (seriema_agent.region == NULL && make_region() != 0)) return -1;
  seriema_agent.region->header.flags = flags;
  // Of the blocks before; raw ones leave them at zero.
  seriema_agent.bias = seriema_agent.pair_cost = seriema_agent.inner_cost = 0;
  seriema_agent.process = getpid();
  seriema_agent.is_forked = false;
  seriema_agent.region->header.process_count = 1;
  struct seriema_interpreter *interpreter = seriema_make_interpreter();
  if (interpreter == NULL) return -1;
  // Ours, so that it does not go with the callbacks.
  interpreter->callbacks = 1;
  int entered = seriema_enter(interpreter, monitoring, false);
  if (entered == 0) {
    seriema_drop_interpreter(interpreter);
    return 0;
  }
  blocks.interpreter = interpreter;
  if (entered < 0) {
    PyObject *type, *value, *traceback;
    PyErr_Fetch(&type, &value, &traceback);
    drop(leave_interpreter(monitoring));
    PyErr_Restore(type, value, traceback);
    return -1;
  }
  seriema_calibrate(interpreter);
  PyObject *jit = PySys_GetObject("_jit");
  PyObject *answer = jit != NULL ? PyObject_CallMethod(jit, "is_enabled", NULL) : NULL;
  seriema_agent.region->header.has_jit = answer == Py_True;
  Py_DecRef(answer);
  PyErr_Clear();
  return 1;
}

const char seriema_open_block_doc[] =
    "open(raw, threads): begin a block: the time in ticks and the calls lost so far, or None when no tool id is free.";

PyObject *seriema_open_block(PyObject *module, PyObject *arguments) {
  (void)module;
  int is_raw, is_apart;
  if (!PyArg_ParseTuple(arguments, "pp", &is_raw, &is_apart)) return NULL;
  uint32_t flags = (is_raw ? SERIEMA_TIMING_RAW : 0) | (is_apart ? SERIEMA_TIMING_APART : 0);
  if (PyInterpreterState_GetID(PyInterpreterState_Get()) != 0) {
    PyErr_SetString(PyExc_RuntimeError, "only code of the main interpreter can be timed");
    return NULL;
  }
  if (blocks.is_opening) {
    // The module keeps other threads out, so that this is a signal handler or the like.
    PyErr_SetString(PyExc_RuntimeError, "another block is being opened");
    return NULL;
  }
  if (blocks.open_blocks == 0) {
    PyObject *monitoring = seriema_monitoring();
    blocks.is_opening = true;
    int entered = monitoring != NULL ? enter_interpreter(monitoring, flags) : -1;
    blocks.is_opening = false;
    Py_DecRef(monitoring);
    if (entered < 0) return NULL;
    if (entered == 0) {
      Py_IncRef(Py_None);
      return Py_None;
    }
  }
  uint32_t *all = &seriema_agent.region->header.flags;
  if ((*all ^ flags) & SERIEMA_TIMING_RAW) {
    // It is subtracted as calls end, for all blocks at once.
    PyErr_Format(
        PyExc_RuntimeError, "raw is %s in a block that is open, and must be the same in this one",
        *all & SERIEMA_TIMING_RAW ? "True" : "False");
    return NULL;
  }
  *all |= flags;
  blocks.open_blocks++;
  return Py_BuildValue(
      "KK", (unsigned long long)seriema_timing_now(seriema_agent.clock),
      (unsigned long long)seriema_agent.region->header.lost_calls);
}

static bool is_text(const struct seriema_timing_text text, const char *bytes, size_t length) {
  return seriema_equal(seriema_text_name(text), (struct seriema_name){bytes, length});
}

/// Takes an entry of the target table, if there is one that has had the same names, so that these need no more room.
/// Returns -1 when the table is full.
static int take_target(const char *place, const char *name) {
  struct seriema_timing_region *region = seriema_agent.region;
  size_t place_length = strlen(place), name_length = strlen(name);
  int unused = -1;
  for (int i = 0; i < SERIEMA_TIMING_TARGETS; i++) {
    struct seriema_timing_target *target = &region->targets[i];
    if (blocks.is_target_taken[i]) continue;
    bool had_names = target->qualified_name.length > 0 && is_text(target->place, place, place_length) &&
                     is_text(target->qualified_name, name, name_length);
    if (had_names) return i;
    if (unused < 0) unused = i;
  }
  if (unused < 0) return -1;
  struct seriema_timing_target *target = &region->targets[unused];
  if (seriema_timing_add_text(region, place, place_length, &target->place) != 0 ||
      seriema_timing_add_text(region, name, name_length, &target->qualified_name) != 0) {
    return -1;
  }
  return unused;
}

const char seriema_add_target_doc[] =
    "add(object, module, qualname): time an object; its number, or minus the reason why that cannot be.";

PyObject *seriema_add_target(PyObject *module, PyObject *arguments) {
  (void)module;
  PyObject *object;
  const char *place, *name;
  if (!PyArg_ParseTuple(arguments, "Oss", &object, &place, &name)) return NULL;
  if (blocks.interpreter == NULL) {
    PyErr_SetString(PyExc_RuntimeError, "no block is open");
    return NULL;
  }
  int index = take_target(place, name);
  if (index < 0) return PyLong_FromLong(-SERIEMA_TIMING_FINDING_NO_ROOM);
  struct seriema_timing_target *target = &seriema_agent.region->targets[index];
  target->flags = SERIEMA_TIMING_TARGET_IS_OBJECT;
  target->finding = SERIEMA_TIMING_FINDING_NONE;
  struct seriema_timing_header *header = &seriema_agent.region->header;
  if (header->target_count <= (uint32_t)index) header->target_count = (uint32_t)index + 1;
  if (seriema_take_object(blocks.interpreter, (uint32_t)index, object)) {
    target->finding = SERIEMA_TIMING_FINDING_FUNCTION;
    blocks.is_target_taken[index] = true;
    return PyLong_FromLong(index);
  }
  return PyLong_FromLong(-(long)target->finding);
}

/// Reads `(targets, start, lost_calls)`; returns false with an exception set.
static bool read_block(PyObject *arguments, struct seriema_block *block, uint32_t *indices, int *fd) {
  PyObject *targets;
  unsigned long long start, lost;
  if (!PyArg_ParseTuple(arguments, "iO!KK", fd, &PyTuple_Type, &targets, &start, &lost)) return false;
  Py_ssize_t count = PyTuple_Size(targets);
  if (count > SERIEMA_TIMING_TARGETS || blocks.interpreter == NULL) {
    PyErr_SetString(PyExc_ValueError, "no such block");
    return false;
  }
  for (Py_ssize_t i = 0; i < count; i++) {
    unsigned long index = PyLong_AsUnsignedLong(PyTuple_GetItem(targets, i));
    if (PyErr_Occurred()) return false;
    if (index >= SERIEMA_TIMING_TARGETS) {
      PyErr_SetString(PyExc_ValueError, "no such target");
      return false;
    }
    indices[i] = (uint32_t)index;
  }
  *block = (struct seriema_block){indices, (uint32_t)count, start, lost, blocks.first};
  return true;
}

const char seriema_write_block_doc[] =
    "write(fd, targets, start, lost): write what a block measured until now to a file.";

PyObject *seriema_write_block(PyObject *module, PyObject *arguments) {
  (void)module;
  uint32_t indices[SERIEMA_TIMING_TARGETS];
  struct seriema_block block;
  int fd;
  if (!read_block(arguments, &block, indices, &fd)) return NULL;
  int result = seriema_write_region(&block, fd);
  if (result != 0) {
    errno = -result;
    return PyErr_SetFromErrno(PyExc_OSError);
  }
  Py_IncRef(Py_None);
  return Py_None;
}

const char seriema_close_block_doc[] =
    "close(fd, targets, start, lost): end a block, and write what it measured to a file, unless that is -1.";

PyObject *seriema_close_block(PyObject *module, PyObject *arguments) {
  (void)module;
  uint32_t indices[SERIEMA_TIMING_TARGETS];
  struct seriema_block block;
  int fd;
  if (!read_block(arguments, &block, indices, &fd)) return NULL;
  int result = fd >= 0 ? seriema_write_region(&block, fd) : 0;
  struct seriema_targets targets = {{0}};
  for (uint32_t i = 0; i < block.count; i++) {
    targets.words[indices[i] / 64] |= UINT64_C(1) << (indices[i] % 64);
    blocks.is_target_taken[indices[i]] = false;
  }
  if (--blocks.open_blocks > 0) {
    seriema_drop_targets(blocks.interpreter, &targets);
  } else {
    PyObject *monitoring = seriema_monitoring();
    if (monitoring == NULL) return NULL;
    struct seriema_interpreter *left = leave_interpreter(monitoring);
    Py_DecRef(monitoring);
    clear_region();
    drop(left);
  }
  if (result != 0) {
    errno = -result;
    return PyErr_SetFromErrno(PyExc_OSError);
  }
  Py_IncRef(Py_None);
  return Py_None;
}

/// Whether another thread of this forked child counts into its parent's memory.
static bool other_threads_count(void) {
  const struct seriema_timing_region *region = seriema_agent.region;
  for (uint32_t i = 0; i < region->header.slot_count && i < SERIEMA_TIMING_SLOTS; i++) {
    const struct seriema_timing_slot *slot = &region->slots[i];
    if (slot != seriema_slot && slot->process == getpid() && slot->state == SERIEMA_TIMING_SLOT_OWNED) return true;
  }
  return false;
}

const char seriema_leave_blocks_doc[] =
    "leave(): in a forked child, leave the blocks to the parent: from now on the child may have its own.";

PyObject *seriema_leave_blocks(PyObject *module, PyObject *arguments) {
  (void)module, (void)arguments;
  // The thread that was opening one is not there.
  if (seriema_agent.is_forked) blocks.is_opening = false;
  if (blocks.interpreter != NULL && seriema_agent.is_forked) {
    // They would take their places in the parent's memory for such in the new one.
    if (other_threads_count()) {
      PyErr_SetString(PyExc_RuntimeError, "other threads of this forked process are timed by its parent's block");
      return NULL;
    }
    PyObject *monitoring = seriema_monitoring();
    if (monitoring == NULL) return NULL;
    struct seriema_interpreter *left = leave_interpreter(monitoring);
    Py_DecRef(monitoring);
    // The parent's memory stays mapped, with what this thread counted there.
    seriema_slot = NULL;
    pthread_setspecific(seriema_agent.slot_key, NULL);
    seriema_agent.region = NULL;
    seriema_agent.has_forked = false;
    blocks.open_blocks = 0;
    drop(left);
  }
  Py_IncRef(Py_None);
  return Py_None;
}
