/// Coming into a process that runs already, and leaving it without a trace.
///
/// A borrowed thread calls the exported functions: it may have been stopped anywhere outside allocators and the loader,
/// and may hold the interpreter's lock. So they do nothing but start a thread, which waits for that lock like any other
/// thread of the program, does the work, and ends: one that stayed would make every fork of the program warn.

#include "attachment.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "entry.h"

#define SERIEMA_EXPORTED __attribute__((visibility("default")))

/// Where a borrowed thread's calls run, so that its own stack need not have room.
SERIEMA_EXPORTED char seriema_borrowed_stack[1 << 17] __attribute__((aligned(64)));

/// What the loader knows the library by, written by whoever had it loaded: the same name gives the same library again.
SERIEMA_EXPORTED char seriema_origin[512];

#if defined(__x86_64__)
/// Calls `r12(rdi, rsi, rdx, rcx)`, writes the result to `*r13`, tells a tracer by sending signal `rbx` to its own
/// thread, and returns to where the thread was: a signal frame lies at the stack's top.
///
/// The last is for a tracer that has died meanwhile. One that lives puts the registers back itself.
/// Source: signal(7), sigreturn(2): 39 getpid, 186 gettid, 234 tgkill, 15 rt_sigreturn.
__asm__(
    ".text\n"
    ".p2align 8\n"
    ".globl seriema_borrowed_call\n"
    ".type seriema_borrowed_call, @function\n"
    "seriema_borrowed_call:\n"
    "  call *%r12\n"
    "  mov %rax, (%r13)\n"
    "  mov $39, %eax\n"
    "  syscall\n"
    "  mov %rax, %r14\n"
    "  mov $186, %eax\n"
    "  syscall\n"
    "  mov %r14, %rdi\n"
    "  mov %rax, %rsi\n"
    "  mov %rbx, %rdx\n"
    "  mov $234, %eax\n"
    "  syscall\n"
    "  mov $15, %eax\n"
    "  syscall\n"
    "  ud2\n"
    ".size seriema_borrowed_call, . - seriema_borrowed_call\n");
#endif

/// What the thread is to do.
enum task { COME, GO };

struct errand {
  enum task task;
  int file;
};

/// Of the last errand; the next is taken when it is done.
static struct errand errand;
static int is_busy;

void seriema_forget_errand(void) { is_busy = 0; }

/// Nobody else comes or goes until it ends.
static bool take_turn(void) {
  int nobody = 0;
  return __atomic_compare_exchange_n(&is_busy, &nobody, 1, false, __ATOMIC_ACQUIRE, __ATOMIC_RELAXED);
}

static void end_turn(void) { __atomic_store_n(&is_busy, 0, __ATOMIC_RELEASE); }

static void come(int file) {
  int error = seriema_enter_running(file);
  if (error != 0) close(file);
}

/// Waits for the interpreter's lock, unless there is no interpreter any more.
static void *run_errand(void *unused) {
  (void)unused;
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, NULL);
  if (Py_IsInitialized()) {
    PyGILState_STATE state = PyGILState_Ensure();
    if (errand.task == COME) {
      come(errand.file);
    } else {
      seriema_leave();
    }
    // With the lock: a script that runs next must not find us busy with what has been done.
    end_turn();
    PyGILState_Release(state);
  } else {
    if (errand.task == COME) close(errand.file);
    end_turn();
  }
  return NULL;
}

static int start_errand(struct errand next) {
  if (!take_turn()) return -EAGAIN;
  errand = next;
  pthread_attr_t attributes;
  pthread_t thread;
  int error = pthread_attr_init(&attributes);
  if (error == 0) {
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    error = pthread_create(&thread, &attributes, run_errand, NULL);
    pthread_attr_destroy(&attributes);
  }
  if (error != 0) end_turn();
  return -error;
}

/// Makes the memory file of the results. Returns its descriptor or -errno.
SERIEMA_EXPORTED int seriema_borrowed_make_file(void) {
  int saved = errno;
  int file = memfd_create("seriema-timing", MFD_CLOEXEC);
  int result = file < 0 ? -errno : file;
  errno = saved;
  return result;
}

/// Has the timing begin as the memory file says. Returns 0, -EAGAIN while another such request is under way, or another
/// -errno; how it went on is in the file.
SERIEMA_EXPORTED int seriema_borrowed_come(int file) {
  int saved = errno;
  int result = start_errand((struct errand){COME, file});
  if (result != 0) close(file);
  errno = saved;
  return result;
}

/// Has the timing end. Returns as `seriema_borrowed_come`.
SERIEMA_EXPORTED int seriema_borrowed_go(void) {
  int saved = errno;
  int result = start_errand((struct errand){GO, -1});
  errno = saved;
  return result;
}

PyObject *seriema_come_from_script(PyObject *module, PyObject *arguments) {
  (void)module;
  int file;
  const char *origin;
  if (!PyArg_ParseTuple(arguments, "is", &file, &origin)) return NULL;
  if (take_turn()) {
    size_t length = strlen(origin);
    if (length < sizeof seriema_origin) memcpy(seriema_origin, origin, length + 1);
    come(file);
    end_turn();
  } else {
    seriema_refuse(file, SERIEMA_TIMING_REASON_BUSY);
    close(file);
  }
  Py_IncRef(Py_None);
  return Py_None;
}

PyObject *seriema_go_from_script(PyObject *module, PyObject *arguments) {
  (void)module, (void)arguments;
  if (take_turn()) {
    seriema_leave();
    end_turn();
  }
  Py_IncRef(Py_None);
  return Py_None;
}

static int leave_pending(void *unused) {
  (void)unused;
  seriema_leave();
  return 0;
}

void seriema_leave_soon(void) {
  int no = 0;
  if (!__atomic_compare_exchange_n(&seriema_agent.is_leaving, &no, 1, false, __ATOMIC_RELAXED, __ATOMIC_RELAXED)) return;
  // Full: the next callback tries again.
  if (Py_AddPendingCall(leave_pending, NULL) != 0) seriema_agent.is_leaving = 0;
}
