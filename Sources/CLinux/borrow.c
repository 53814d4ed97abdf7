#define _GNU_SOURCE
#include "seriema_borrow.h"

#include <elf.h>
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "seriema_linux.h"

ssize_t seriema_write_memory(pid_t process, const void *bytes, size_t size, uint64_t address) {
  struct iovec local = {(void *)bytes, size}, remote = {(void *)(uintptr_t)address, size};
  ssize_t copied = process_vm_writev(process, &local, 1, &remote, 1, 0);
  return copied < 0 ? -errno : copied;
}

#if defined(__x86_64__)

enum {
  // AMX has 8 KiB of tiles; AVX-512 takes 2.6 KiB in all.
  EXTENDED_BYTES = 16384,
  // Below a leaf function's stack pointer; System V ABI for AMD64, 3.2.2.
  RED_ZONE = 128,
  KEPT_SIGNALS = 32,
};

// Not in libc's headers. Source: include/uapi/linux/ptrace.h.
#define GET_SIGNAL_MASK 0x420a
#define SET_SIGNAL_MASK 0x420b

struct seriema_borrowed {
  pid_t process, thread;
  int notice;
  // It has not returned from a call, and will go back by itself.
  int is_away;
  struct user_regs_struct registers;
  uint64_t mask;
  size_t extended_size;
  // Signals that came although they were kept from it, to be sent again.
  int kept[KEPT_SIGNALS];
  int kept_count;
  uint8_t extended[EXTENDED_BYTES] __attribute__((aligned(64)));
};

int seriema_can_borrow(void) { return 1; }

static uint64_t bit(int number) { return UINT64_C(1) << (number - 1); }

// Faults come however they are blocked, and then lose their handlers.
static uint64_t faults(void) {
  return bit(SIGSEGV) | bit(SIGBUS) | bit(SIGILL) | bit(SIGFPE) | bit(SIGTRAP) | bit(SIGSYS);
}

// Once the frame is there that puts the mask back, whatever becomes of us.
static int set_mask(const struct seriema_borrowed *borrowed, uint64_t mask) {
  return ptrace(SET_SIGNAL_MASK, borrowed->thread, (void *)sizeof mask, &mask) < 0 ? -errno : 0;
}

// Whether the kernel guards its returns; `x86_Thread_features` of /proc/PID/status, Linux 6.6.
static int has_shadow_stack(pid_t process, pid_t thread) {
  char path[64], text[8192];
  snprintf(path, sizeof path, "/proc/%d/task/%d/status", process, thread);
  FILE *file = fopen(path, "re");
  if (file == NULL) return 0;
  size_t count = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[count] = 0;
  const char *line = strstr(text, "x86_Thread_features:");
  const char *end = line != NULL ? strchr(line, '\n') : NULL;
  const char *found = line != NULL ? strstr(line, "shstk") : NULL;
  return found != NULL && (end == NULL || found < end);
}

int seriema_borrow(pid_t process, pid_t thread, int notice, struct seriema_borrowed **out) {
  if (has_shadow_stack(process, thread)) return -EOPNOTSUPP;
  struct seriema_borrowed *borrowed = aligned_alloc(64, (sizeof *borrowed + 63) / 64 * 64);
  if (borrowed == NULL) return -ENOMEM;
  memset(borrowed, 0, sizeof *borrowed);
  borrowed->process = process;
  borrowed->thread = thread;
  borrowed->notice = notice;
  struct iovec extended = {borrowed->extended, sizeof borrowed->extended};
  // A stop at a system call that outlives its tracer must not turn into a SIGTRAP.
  if (ptrace(PTRACE_SETOPTIONS, thread, NULL, PTRACE_O_TRACESYSGOOD) < 0 ||
      ptrace(PTRACE_GETREGS, thread, NULL, &borrowed->registers) < 0 ||
      ptrace(PTRACE_GETREGSET, thread, (void *)NT_X86_XSTATE, &extended) < 0 ||
      ptrace(GET_SIGNAL_MASK, thread, (void *)sizeof borrowed->mask, &borrowed->mask) < 0) {
    int error = errno;
    free(borrowed);
    return -error;
  }
  borrowed->extended_size = extended.iov_len;
  *out = borrowed;
  return 0;
}

struct seriema_doing seriema_doing_of(const struct seriema_borrowed *borrowed) {
  const struct user_regs_struct *registers = &borrowed->registers;
  return (struct seriema_doing){registers->rip, registers->rsp, (int64_t)registers->orig_rax};
}

int seriema_is_waiting_call(int64_t call) {
  static const int calls[] = {
      SYS_futex,       SYS_select,      SYS_pselect6,  SYS_poll,          SYS_ppoll,        SYS_epoll_wait,
      SYS_epoll_pwait, SYS_epoll_pwait2, SYS_nanosleep, SYS_clock_nanosleep, SYS_read,       SYS_recvfrom,
      SYS_recvmsg,     SYS_accept,      SYS_accept4,   SYS_wait4,         SYS_waitid,       SYS_pause,
      SYS_rt_sigtimedwait, SYS_rt_sigsuspend, SYS_connect,
  };
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    if (calls[i] == call) return 1;
  }
  return 0;
}

int64_t seriema_call_number(int call) {
  static const int numbers[] = {SYS_memfd_create, SYS_mmap, SYS_munmap, SYS_close};
  return numbers[call];
}

int64_t seriema_find_system_call(const void *bytes, size_t size) {
  static const uint8_t instructions[] = {0x0f, 0x05, 0xc3};
  const uint8_t *found = memmem(bytes, size, instructions, sizeof instructions);
  return found != NULL ? found - (const uint8_t *)bytes : -ENOENT;
}

int64_t seriema_find_restorer(const void *bytes, size_t size) {
  // mov $15, %rax; syscall: `__restore_rt` of glibc, and of musl.
  static const uint8_t instructions[] = {0x48, 0xc7, 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05};
  const uint8_t *found = memmem(bytes, size, instructions, sizeof instructions);
  return found != NULL ? found - (const uint8_t *)bytes : -ENOENT;
}

// `struct ucontext` of the kernel for 64-bit programs.
// Source: arch/x86/include/uapi/asm/{ucontext.h,sigcontext.h}.
struct kernel_context {
  uint64_t flags, link;
  struct {
    uint64_t start;
    int32_t flags, padding;
    uint64_t size;
  } stack;
  uint64_t r8, r9, r10, r11, r12, r13, r14, r15, rdi, rsi, rbp, rbx, rdx, rax, rcx, rsp, rip, rflags;
  uint16_t cs, gs, fs, ss;
  uint64_t error, trap, old_mask, cr2;
  uint64_t extended;
  uint64_t reserved[8];
  uint64_t mask;
};
_Static_assert(offsetof(struct kernel_context, mask) == 296, "as the kernel has it");

// In the last 48 bytes of the legacy area: how much of the extended state follows. `struct _fpx_sw_bytes`.
struct extended_note {
  uint32_t magic, size_with_end;
  uint64_t features;
  uint32_t size;
  uint32_t padding[7];
};

static int is_restart(int64_t result) { return result == -512 || result == -513 || result == -514; }

// Writes the frame that rt_sigreturn goes back by, below `top`; `*start` is what the stack pointer has to be.
static int write_frame(struct seriema_borrowed *borrowed, uint64_t top, uint64_t *start) {
  struct {
    struct kernel_context context;
    uint8_t extended[EXTENDED_BYTES + 4];
  } __attribute__((packed)) frame;
  const struct user_regs_struct *r = &borrowed->registers;
  size_t extended_size = borrowed->extended_size;
  uint64_t extended = (top - extended_size - 64) & ~UINT64_C(63);
  uint64_t context = (extended - sizeof frame.context) & ~UINT64_C(15);
  frame.context = (struct kernel_context){
      // UC_FP_XSTATE, UC_SIGCONTEXT_SS, UC_STRICT_RESTORE_SS.
      .flags = 1 | 2 | 4,
      // A mode that there is not, so that the alternate stack stays as it is.
      .stack = {0, 0x40, 0, 0},
      .r8 = r->r8, .r9 = r->r9, .r10 = r->r10, .r11 = r->r11, .r12 = r->r12, .r13 = r->r13, .r14 = r->r14,
      .r15 = r->r15, .rdi = r->rdi, .rsi = r->rsi, .rbp = r->rbp, .rbx = r->rbx, .rdx = r->rdx, .rax = r->rax,
      .rcx = r->rcx, .rsp = r->rsp, .rip = r->rip, .rflags = r->eflags, .cs = (uint16_t)r->cs, .ss = (uint16_t)r->ss,
      .extended = extended, .mask = borrowed->mask,
  };
  if ((int64_t)r->orig_rax >= 0) {
    int64_t result = (int64_t)r->rax;
    if (is_restart(result)) {
      frame.context.rax = r->orig_rax;
      frame.context.rip -= 2;
    } else if (result == -516) {
      frame.context.rax = (uint64_t)-EINTR;
    }
  }
  memcpy(frame.extended, borrowed->extended, extended_size);
  uint64_t features;
  memcpy(&features, borrowed->extended + 464, sizeof features);
  struct extended_note note = {
      0x46505853, (uint32_t)extended_size + 4, features, (uint32_t)extended_size, {0},
  };
  memcpy(frame.extended + 464, &note, sizeof note);
  uint32_t end = 0x46505845;
  memcpy(frame.extended + extended_size, &end, sizeof end);
  ssize_t written = seriema_write_memory(borrowed->process, &frame.context, sizeof frame.context, context);
  if (written == (ssize_t)sizeof frame.context) {
    written = seriema_write_memory(borrowed->process, frame.extended, extended_size + 4, extended);
    if (written == (ssize_t)extended_size + 4) {
      *start = context;
      return 0;
    }
  }
  return written < 0 ? (int)written : -EFAULT;
}

// Waits for the thread's next stop. Returns its status; -ETIMEDOUT; -ESRCH when it is gone.
static int wait_for_stop(pid_t thread, uint64_t deadline, int *status) {
  uint64_t start = seriema_monotonic_ns();
  for (;;) {
    pid_t found = waitpid(thread, status, WNOHANG | __WALL);
    if (found == thread) return WIFSTOPPED(*status) ? 0 : -ESRCH;
    if (found < 0 && errno != EINTR) return -ESRCH;
    uint64_t now = seriema_monotonic_ns();
    if (now > deadline) return -ETIMEDOUT;
    if (now - start > 50000) {
      struct timespec nap = {0, 20000};
      nanosleep(&nap, NULL);
    }
  }
}

static void keep(struct seriema_borrowed *borrowed, int signal) {
  if (borrowed->kept_count < KEPT_SIGNALS) borrowed->kept[borrowed->kept_count++] = signal;
}

enum { CALL_LIMIT_NS = 500000000 };

enum { SIGNAL_STOP, SYSTEM_CALL_STOP, EVENT_STOP };

// Lets the thread run to its next stop. Returns of what kind that is, or -errno: -EFAULT after a fault.
static int run_to_stop(struct seriema_borrowed *borrowed, int request, uint64_t deadline) {
  if (ptrace(request, borrowed->thread, NULL, NULL) < 0) return -errno;
  int status;
  int error = wait_for_stop(borrowed->thread, deadline, &status);
  if (error < 0) return error;
  if (status >> 16 != 0) return EVENT_STOP;
  int signal = WSTOPSIG(status);
  if (signal == (SIGTRAP | 0x80)) return SYSTEM_CALL_STOP;
  if (bit(signal) & faults()) {
    borrowed->is_away = 0;
    return -EFAULT;
  }
  keep(borrowed, signal);
  return SIGNAL_STOP;
}

int seriema_borrowed_system_call(
    struct seriema_borrowed *borrowed, uint64_t syscall, uint64_t restorer, int64_t number, const uint64_t arguments[6],
    int64_t *result) {
  uint64_t start;
  // The frame first, then the address that the instruction behind the call returns to.
  int error = write_frame(borrowed, borrowed->registers.rsp - RED_ZONE, &start);
  if (error < 0) return error;
  uint64_t returning = start - sizeof restorer;
  ssize_t written = seriema_write_memory(borrowed->process, &restorer, sizeof restorer, returning);
  if (written != sizeof restorer) return written < 0 ? (int)written : -EFAULT;
  struct user_regs_struct registers = borrowed->registers;
  registers.rip = syscall;
  registers.rsp = returning;
  registers.rax = (uint64_t)number;
  registers.orig_rax = UINT64_MAX;
  registers.rdi = arguments[0];
  registers.rsi = arguments[1];
  registers.rdx = arguments[2];
  registers.r10 = arguments[3];
  registers.r8 = arguments[4];
  registers.r9 = arguments[5];
  if (ptrace(PTRACE_SETREGS, borrowed->thread, NULL, &registers) < 0) return -errno;
  error = set_mask(borrowed, ~(faults() | bit(borrowed->notice)));
  if (error < 0) return error;
  borrowed->is_away = 1;
  // Twice: as it enters the call, and as it leaves it. (A step instead would leave the trap flag set should we be killed,
  // and that ends the process.)
  uint64_t deadline = seriema_monotonic_ns() + CALL_LIMIT_NS;
  for (int stops = 0; stops < 2;) {
    error = run_to_stop(borrowed, PTRACE_SYSCALL, deadline);
    if (error < 0) return error;
    stops += error == SYSTEM_CALL_STOP;
  }
  if (ptrace(PTRACE_GETREGS, borrowed->thread, NULL, &registers) < 0) return -errno;
  // On, to where the kernel looks whether the call that it was in before is to be made again.
  ptrace(PTRACE_INTERRUPT, borrowed->thread, NULL, NULL);
  do {
    error = run_to_stop(borrowed, PTRACE_CONT, deadline);
    if (error < 0) return error;
  } while (error != EVENT_STOP);
  borrowed->is_away = 0;
  *result = (int64_t)registers.rax;
  return 0;
}

int seriema_borrowed_function(
    struct seriema_borrowed *borrowed, uint64_t stub, uint64_t top, uint64_t function, const uint64_t arguments[4],
    uint64_t timeout_ns, uint64_t *result) {
  // The result lies above the frame.
  uint64_t place = (top - 64) & ~UINT64_C(63);
  uint64_t start;
  int error = write_frame(borrowed, place, &start);
  if (error < 0) return error;
  struct user_regs_struct registers = borrowed->registers;
  registers.rip = stub;
  registers.rsp = start;
  registers.rax = 0;
  registers.orig_rax = UINT64_MAX;
  registers.r12 = function;
  registers.r13 = place;
  registers.rbx = (uint64_t)borrowed->notice;
  registers.rbp = 0;
  registers.rdi = arguments[0];
  registers.rsi = arguments[1];
  registers.rdx = arguments[2];
  registers.rcx = arguments[3];
  // The ABI has the direction flag clear; the trap flag is a debugger's.
  registers.eflags &= ~UINT64_C(0x500);
  if (ptrace(PTRACE_SETREGS, borrowed->thread, NULL, &registers) < 0) return -errno;
  error = set_mask(borrowed, ~(faults() | bit(borrowed->notice)));
  if (error < 0) return error;
  borrowed->is_away = 1;
  uint64_t deadline = seriema_monotonic_ns() + timeout_ns;
  for (;;) {
    if (ptrace(PTRACE_CONT, borrowed->thread, NULL, NULL) < 0) return -errno;
    int status;
    error = wait_for_stop(borrowed->thread, deadline, &status);
    if (error < 0) return error;
    if (status >> 16 != 0) continue;
    int signal = WSTOPSIG(status);
    if (signal == borrowed->notice) {
      if (ptrace(PTRACE_GETREGS, borrowed->thread, NULL, &registers) < 0) return -errno;
      // Somebody else may send it as well.
      if (registers.rip >= stub && registers.rip < stub + 256 && registers.orig_rax == SYS_tgkill) break;
    } else if (bit(signal) & faults()) {
      borrowed->is_away = 0;
      return -EFAULT;
    }
    keep(borrowed, signal);
  }
  borrowed->is_away = 0;
  struct iovec local = {result, sizeof *result}, remote = {(void *)(uintptr_t)place, sizeof *result};
  if (process_vm_readv(borrowed->process, &local, 1, &remote, 1, 0) != sizeof *result) return -EFAULT;
  return 0;
}

// Stops a thread that has not returned from its call, so that it can be let go.
static int stop_again(struct seriema_borrowed *borrowed) {
  ptrace(PTRACE_INTERRUPT, borrowed->thread, NULL, NULL);
  int status;
  int error = wait_for_stop(borrowed->thread, seriema_monotonic_ns() + CALL_LIMIT_NS, &status);
  if (error == 0 && status >> 16 == 0) keep(borrowed, WSTOPSIG(status));
  return error;
}

int seriema_give_back(struct seriema_borrowed *borrowed) {
  int error = 0;
  if (borrowed->is_away) {
    // It goes back by the frame, when it has done.
    error = stop_again(borrowed);
  } else {
    // The registers last: until then it would go back by the frame.
    int masked = set_mask(borrowed, borrowed->mask);
    if (masked < 0) error = masked;
    struct iovec extended = {borrowed->extended, borrowed->extended_size};
    if (ptrace(PTRACE_SETREGSET, borrowed->thread, (void *)NT_X86_XSTATE, &extended) < 0) error = -errno;
    if (ptrace(PTRACE_SETREGS, borrowed->thread, NULL, &borrowed->registers) < 0) error = -errno;
  }
  if (ptrace(PTRACE_DETACH, borrowed->thread, NULL, NULL) < 0 && error == 0) error = -errno;
  for (int i = 0; i < borrowed->kept_count; i++) {
    if (borrowed->kept[i] != SIGTRAP) syscall(SYS_tgkill, borrowed->process, borrowed->thread, borrowed->kept[i]);
  }
  free(borrowed);
  return error;
}

#else

int seriema_can_borrow(void) { return 0; }
int seriema_borrow(pid_t process, pid_t thread, int notice, struct seriema_borrowed **out) {
  (void)process, (void)thread, (void)notice, (void)out;
  return -EOPNOTSUPP;
}
struct seriema_doing seriema_doing_of(const struct seriema_borrowed *borrowed) {
  (void)borrowed;
  return (struct seriema_doing){0, 0, -1};
}
int seriema_is_waiting_call(int64_t call) { return (void)call, 0; }
int64_t seriema_call_number(int call) { return (void)call, -1; }
int64_t seriema_find_system_call(const void *bytes, size_t size) { return (void)bytes, (void)size, -ENOENT; }
int64_t seriema_find_restorer(const void *bytes, size_t size) { return (void)bytes, (void)size, -ENOENT; }
int seriema_borrowed_system_call(
    struct seriema_borrowed *borrowed, uint64_t syscall, uint64_t restorer, int64_t number, const uint64_t arguments[6],
    int64_t *result) {
  (void)borrowed, (void)syscall, (void)restorer, (void)number, (void)arguments, (void)result;
  return -EOPNOTSUPP;
}
int seriema_borrowed_function(
    struct seriema_borrowed *borrowed, uint64_t stub, uint64_t top, uint64_t function, const uint64_t arguments[4],
    uint64_t timeout_ns, uint64_t *result) {
  (void)borrowed, (void)stub, (void)top, (void)function, (void)arguments, (void)timeout_ns, (void)result;
  return -EOPNOTSUPP;
}
int seriema_give_back(struct seriema_borrowed *borrowed) { return (void)borrowed, -EOPNOTSUPP; }

#endif
