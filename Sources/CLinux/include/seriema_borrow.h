// Makes a stopped thread call functions of its own process, and puts it back as it was.
//
// A signal frame always lies where the thread's calls return to: should the tracer die, the thread finishes the call and
// goes back to what it was doing by itself. A system call that it was in then fails with EINTR, as by a signal, or is
// made again.
//
// Each returns 0 or -errno. What depends on the processor is in borrow.c alone.
#ifndef SERIEMA_BORROW_H
#define SERIEMA_BORROW_H

#include <stdint.h>
#include <sys/types.h>

// 1 where threads can be borrowed on this processor.
int seriema_can_borrow(void);

// A stopped thread, with what it was doing.
struct seriema_borrowed;

// Takes a thread that stands still (seriema_stop_thread); while it makes calls, signals are kept from it but for faults.
//
// `notice` is the signal that tells the end of a call: one that the process ignores by default and has no handler for.
// -EOPNOTSUPP: it has a shadow stack (CET), which these calls would violate.
int seriema_borrow(pid_t process, pid_t thread, int notice, struct seriema_borrowed **out);

// What it was doing.
struct seriema_doing {
  uint64_t instruction;
  uint64_t stack;
  // The system call that it is in, or -1.
  int64_t call;
};
struct seriema_doing seriema_doing_of(const struct seriema_borrowed *borrowed);

// A system call that the thread is likely to sleep in for long, holding no lock of an allocator or loader.
int seriema_is_waiting_call(int64_t call);

// Makes it do one system call on its own stack. `syscall` is the address of the instructions syscall, ret; `restorer`
// of those that call rt_sigreturn.
int seriema_borrowed_system_call(
    struct seriema_borrowed *borrowed, uint64_t syscall, uint64_t restorer, int64_t number, const uint64_t arguments[6],
    int64_t *result);

// The numbers of the system calls that are needed.
enum { seriema_call_memfd_create, seriema_call_mmap, seriema_call_munmap, seriema_call_close };
int64_t seriema_call_number(int call);

// What it takes to find the instructions: they end up at `found`, or -ENOENT.
int64_t seriema_find_system_call(const void *bytes, size_t size);
int64_t seriema_find_restorer(const void *bytes, size_t size);

// Makes it call a function by way of `stub` (`seriema_borrowed_call` of the agent), on the stack that ends at `top`.
//
// -ETIMEDOUT: it has not returned; -EFAULT: it failed by a fault. Both have to be followed by seriema_give_back, which
// leaves a thread that has not returned to itself.
int seriema_borrowed_function(
    struct seriema_borrowed *borrowed, uint64_t stub, uint64_t top, uint64_t function, const uint64_t arguments[4],
    uint64_t timeout_ns, uint64_t *result);

// Puts all back and lets it go; frees `borrowed`.
int seriema_give_back(struct seriema_borrowed *borrowed);

// Writes into the memory of a process; process_vm_writev(2).
ssize_t seriema_write_memory(pid_t process, const void *bytes, size_t size, uint64_t address);

#endif
