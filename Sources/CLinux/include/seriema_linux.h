// Linux calls that Swift cannot import, or that must not run Swift code (a forked child).
//
// Each returns 0 or a count, or -errno. None keeps state.
#ifndef SERIEMA_LINUX_H
#define SERIEMA_LINUX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "seriema_borrow.h"

// Copies `count` remote ranges, in order, into `buffer`; process_vm_readv(2).
// Returns the bytes copied, short when a range could not be read.
ssize_t seriema_read_memory(pid_t process, void *buffer, size_t size, const struct iovec *ranges, size_t count);

// From now on memory of 128 kB and more goes back to the system as soon as it is freed; mallopt(3).
void seriema_return_freed_memory(void);

// Calls that look into another process.
enum { seriema_call_read, seriema_call_write, seriema_call_trace };

// Tries such a call on a process that cannot be: -ESRCH where it is permitted, another error where a filter refuses it.
int seriema_probe_call(int call);

// Where `pattern` first stands in `bytes`, or -1; memmem(3), a GNU extension.
ssize_t seriema_find_bytes(const void *bytes, size_t size, const void *pattern, size_t length);

// A descriptor that becomes readable when the process ends; pidfd_open(2).
int seriema_pidfd_open(pid_t process);

// How a process ended. `signalled` is 0 (status is an exit status) or 1 (status is a signal).
struct seriema_exit {
  int signalled;
  int status;
};

// Waits for a child without being disturbed by its ptrace stops.
int seriema_wait_exit(pid_t child, struct seriema_exit *result);

// How the process of a pidfd ended, although it is nobody's child here; Linux 6.15.
// 0 when it is known; -errno, -ENODATA while it runs or nobody has collected it.
int seriema_exit_of(int pidfd, struct seriema_exit *result);

// From now on processes whose parents have ended become children of this one, or no longer; PR_SET_CHILD_SUBREAPER.
int seriema_adopt_orphans(int whether);

// Collects children that have ended, all but `kept`.
void seriema_collect_orphans(pid_t kept);

// What a thread that was asked to stop came to.
struct seriema_stop {
  int stopped;  // 1: it stands still until seriema_resume_thread; 0: it was gone.
  int signal;   // A signal it was about to receive; pass it to seriema_resume_thread.
  uint64_t since_ns;  // CLOCK_MONOTONIC when it was last seen still running.
};

// Stops one thread (PTRACE_SEIZE, PTRACE_INTERRUPT) and waits until it stands still.
// `reap` says whether an exit that is seen on the way may be collected: not for our own child's main thread.
// -ETIMEDOUT: not within `timeout_ns`; it is still seized, and seriema_finish_stop must be called until it succeeds.
int seriema_stop_thread(pid_t thread, uint64_t timeout_ns, int reap, struct seriema_stop *result);

// Waits for a stop that was asked for earlier; as seriema_stop_thread.
int seriema_finish_stop(pid_t thread, uint64_t timeout_ns, int reap, struct seriema_stop *result);

// Lets a stopped thread go on, delivering `signal` unless it is 0; PTRACE_DETACH.
int seriema_resume_thread(pid_t thread, int signal);

// The calling thread's id; gettid(2), a GNU extension.
pid_t seriema_thread_id(void);

// A child that waits, before execve, until `release` is closed or written to.
struct seriema_child {
  pid_t process;
  int release;  // Write one byte to let it execute; close it unwritten to make it exit with 127.
  int failure;  // Yields the errno of a failed execve as an int, or nothing when it succeeded.
};

// Where a child runs: a folder or NULL, and descriptors to have as standard streams, -1 for ours. With `detached` it has a
// session of its own, so that no key of our terminal reaches it, and signals as a program of a shell's.
struct seriema_placement {
  const char *directory;
  int input;
  int output;
  int error;
  int detached;
};

// Forks a child that will execute `path`. It keeps our signal dispositions and the descriptors in `keep`, whose
// FD_CLOEXEC is cleared in the child alone.
int seriema_spawn_held(
    const char *path, char *const arguments[], char *const environment[], const int *keep, size_t keep_count,
    const struct seriema_placement *placement, struct seriema_child *child);

// Signals that ask Seriema to end: SIGINT, SIGTERM and SIGHUP.
struct seriema_signal {
  int number;
  int from_kernel;  // 1: the terminal sent it, so the whole foreground group has it.
};

// Catches them from now on; returns a descriptor that yields a `struct seriema_signal` for each.
int seriema_catch_signals(void);

// Has the terminal's stop (SIGTSTP) caught as well. Returns 0 or -errno.
int seriema_catch_stop(void);

// Stops this process as the terminal wanted it to, unless nobody could continue it; returns when it goes on.
void seriema_stop_self(void);

// Ends this process as if `signal` had killed it, without a core file.
void seriema_die_of_signal(int signal);

// The finest timer resolution for the calling thread; PR_SET_TIMERSLACK.
int seriema_set_timer_slack(uint64_t nanoseconds);

// CLOCK_MONOTONIC in nanoseconds.
uint64_t seriema_monotonic_ns(void);

// CLOCK_BOOTTIME in nanoseconds: since boot, time asleep included.
uint64_t seriema_boottime_ns(void);

// CPU time of this process (all its threads) in nanoseconds.
uint64_t seriema_own_cpu_ns(void);

// Sleeps until CLOCK_MONOTONIC reaches `deadline_ns`; returns at once when it has.
int seriema_sleep_until(uint64_t deadline_ns);

// Waits until a descriptor is readable or closed at its other end, at most until CLOCK_MONOTONIC reaches `deadline_ns`.
// Returns 1, or 0 when the time has come, or -errno; -EINTR after a signal.
int seriema_wait_readable_until(int descriptor, uint64_t deadline_ns);

// Opens a regular file for reading as a process sees it whose root folder is `root`: links and `..` do not lead out of
// it; openat2(2), Linux 5.6. Returns the descriptor, or -errno; -EINVAL for what is no regular file.
int seriema_open_file_in(const char *root, const char *path);

#endif
