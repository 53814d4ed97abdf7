/// Slots of the shared memory: one for each thread that times a call, reused when the thread has ended.

#include <errno.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "attachment.h"
#include "names.h"

__thread struct seriema_timing_slot *seriema_slot;
__thread uint32_t seriema_slot_epoch;

/// Set when no slot was free, so that a thread without one does not search again at every call.
static __thread bool slotless;

/// glibc's registration for fork. `pthread_atfork` itself is a static part of libc, which the agent is not linked
/// with; musl has it in its shared library. Hence both, whichever is there.
extern int __register_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void), void *library)
    __attribute__((weak));
extern int pthread_atfork(void (*prepare)(void), void (*parent)(void), void (*child)(void)) __attribute__((weak));

/// Runs in the forked child: the slot stays its parent's, and calls open at the fork are the parent's calls.
static void forget_slot(void) {
  seriema_slot = NULL;
  slotless = false;
  pthread_setspecific(seriema_agent.slot_key, NULL);
  seriema_agent.process = 0;
  seriema_agent.is_forked = true;
  seriema_forget_errand();
}

/// Runs in the parent.
static void note_fork(void) { seriema_agent.has_forked = true; }

/// Runs as a thread ends.
static void release_slot(void *value) {
  struct seriema_timing_slot *slot = value;
  seriema_slot = NULL;
  // The slot of an earlier time may be another thread's by now.
  if (!seriema_agent.is_active || seriema_slot_epoch != seriema_agent.epoch) return;
  bool cut = slot->depth > 0;
  __atomic_store_n(&slot->state, cut ? SERIEMA_TIMING_SLOT_CUT : SERIEMA_TIMING_SLOT_FREE, __ATOMIC_RELEASE);
}

int seriema_prepare_slots(void) {
  static bool is_prepared;
  if (is_prepared) return 0;
  int error = pthread_key_create(&seriema_agent.slot_key, release_slot);
  if (error == 0 && __register_atfork) {
    error = __register_atfork(NULL, note_fork, forget_slot, NULL);
  } else if (error == 0 && pthread_atfork) {
    error = pthread_atfork(NULL, note_fork, forget_slot);
  }
  is_prepared = error == 0;
  if (is_prepared) return 0;
  errno = error;
  PyErr_SetFromErrno(PyExc_OSError);
  return -1;
}

/// Whether the process that owns a slot is gone without having released it, as after `os._exit` in a forked child.
static bool is_orphaned(const struct seriema_timing_slot *slot) {
  return slot->depth == 0 && kill(slot->process, 0) != 0 && errno == ESRCH;
}

static bool take(struct seriema_timing_slot *slot, uint32_t expected) {
  return __atomic_compare_exchange_n(
      &slot->state, &expected, SERIEMA_TIMING_SLOT_OWNED, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

/// Puts records right that their thread did not finish writing to, because it was ended there.
static void mend(struct seriema_timing_slot *slot) {
  for (uint32_t i = 0; i <= SERIEMA_TIMING_FUNCTIONS; i++) {
    if (slot->records[i] == 0) continue;
    struct seriema_timing_record *record = &seriema_agent.region->records[slot->records[i] - 1];
    record->open = 0;
    record->pending_self = 0;
    if (record->sequence % 2 != 0) {
      record->sequence++;
      seriema_count_lost(1);
    }
  }
}

static struct seriema_timing_slot *take_slot(uint32_t i) {
  struct seriema_timing_region *region = seriema_agent.region;
  if (!take(&region->slots[i], SERIEMA_TIMING_SLOT_FREE)) return NULL;
  uint32_t known = __atomic_load_n(&region->header.slot_count, __ATOMIC_RELAXED);
  while (known <= i && !__atomic_compare_exchange_n(
                           &region->header.slot_count, &known, i + 1, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) {
  }
  return &region->slots[i];
}

/// A free slot, the lowest first, so that the reader and the memory stay within those that were needed at one time;
/// or one that nobody had, where threads are told apart.
static struct seriema_timing_slot *find_slot(void) {
  struct seriema_timing_region *region = seriema_agent.region;
  bool apart = region->header.flags & SERIEMA_TIMING_APART;
  uint32_t first = apart ? __atomic_load_n(&region->header.slot_count, __ATOMIC_RELAXED) : 0;
  for (uint32_t i = 0; i < SERIEMA_TIMING_SLOTS; i++) {
    struct seriema_timing_slot *slot = take_slot((first + i) % SERIEMA_TIMING_SLOTS);
    if (slot != NULL) return slot;
  }
  for (uint32_t i = 0; i < SERIEMA_TIMING_SLOTS; i++) {
    struct seriema_timing_slot *slot = &region->slots[i];
    int32_t process = slot->process;
    if (!is_orphaned(slot)) continue;
    // The owner's number is the lock: of two processes that find the same orphan, one changes it.
    if (__atomic_compare_exchange_n(
            &slot->process, &process, seriema_agent.process, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
      mend(slot);
      return slot;
    }
  }
  return NULL;
}

/// Notes what Python calls the thread: `threading._active[ident]._name`, if the program has that module.
static void name_thread(struct seriema_timing_slot *slot) {
  memset(slot->thread_name, 0, sizeof slot->thread_name);
  PyObject *modules = PySys_GetObject("modules");
  PyObject *module = modules != NULL ? PyDict_GetItemString(modules, "threading") : NULL;
  PyObject *threads = module != NULL && PyModule_Check(module)
                          ? PyDict_GetItemString(PyModule_GetDict(module), "_active")
                          : NULL;
  PyObject *identity = PyLong_FromUnsignedLong(PyThread_get_thread_ident());
  PyObject *thread = threads != NULL && PyDict_Check(threads) && identity != NULL
                         ? PyDict_GetItemWithError(threads, identity)
                         : NULL;
  PyObject *key = PyUnicode_FromString("_name");
  // The plain attribute: a subclass of Thread may have code for others.
  PyObject *string = thread != NULL && key != NULL ? PyObject_GenericGetAttr(thread, key) : NULL;
  struct seriema_name name = seriema_name_of(string);
  // The main thread may be seen before the program imports `threading`, which will call it so.
  if (name.length == 0 && slot->thread == slot->process) name = (struct seriema_name){"MainThread", 10};
  size_t length = name.length < sizeof slot->thread_name ? name.length : sizeof slot->thread_name;
  memcpy(slot->thread_name, name.bytes, length);
  Py_DecRef(string);
  Py_DecRef(key);
  Py_DecRef(identity);
  PyErr_Clear();
}

struct seriema_timing_slot *seriema_claim_slot(void) {
  if (seriema_slot_epoch != seriema_agent.epoch) {
    seriema_slot = NULL;
    slotless = false;
    seriema_slot_epoch = seriema_agent.epoch;
  }
  if (slotless) return NULL;
  int saved_errno = errno;
  int nobody = 0;
  if (seriema_agent.process == 0 &&
      __atomic_compare_exchange_n(
          &seriema_agent.process, &nobody, getpid(), false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) {
    __atomic_fetch_add(&seriema_agent.region->header.process_count, 1, __ATOMIC_RELAXED);
  }
  struct seriema_timing_slot *slot = find_slot();
  if (slot == NULL || pthread_setspecific(seriema_agent.slot_key, slot) != 0) {
    if (slot != NULL) __atomic_store_n(&slot->state, SERIEMA_TIMING_SLOT_FREE, __ATOMIC_RELEASE);
    slotless = true;
    errno = saved_errno;
    return NULL;
  }
  slot->process = seriema_agent.process;
  slot->thread = (int32_t)syscall(SYS_gettid);
  name_thread(slot);
  slot->depth = 0;
  slot->overflow = 0;
  seriema_slot = slot;
  errno = saved_errno;
  return slot;
}

struct seriema_timing_record *seriema_make_record(struct seriema_timing_slot *slot, uint32_t function) {
  struct seriema_timing_region *region = seriema_agent.region;
  // Read before it is raised, so that calls without a record do not make the count wrap around.
  uint32_t *count = &region->header.record_count;
  if (__atomic_load_n(count, __ATOMIC_RELAXED) >= SERIEMA_TIMING_RECORDS) return NULL;
  uint32_t index = __atomic_fetch_add(count, 1, __ATOMIC_RELAXED);
  if (index >= SERIEMA_TIMING_RECORDS) return NULL;
  region->records[index].counters.minimum = UINT64_MAX;
  __atomic_store_n(&slot->records[function], index + 1, __ATOMIC_RELEASE);
  return &region->records[index];
}
