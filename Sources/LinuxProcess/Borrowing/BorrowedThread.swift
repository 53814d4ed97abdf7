internal import CLinux
internal import Glibc

/// A stopped thread that calls functions of its own process for us, until this goes out of scope: then everything is as it
/// was, down to the system call that it was in.
///
/// Should we be killed meanwhile, it finishes the call and goes back by itself.
@safe package struct BorrowedThread: ~Copyable {
  private let handle: OpaquePointer
  package let thread: ThreadID

  /// Where a thread was when it was stopped.
  package struct Doing: Hashable, Sendable {
    package var instruction: RemoteAddress
    /// Its stack pointer.
    package var stack: RemoteAddress
    /// The number of the system call that it is in; nil when it is in none.
    package var systemCall: Int64?
    /// That call waits for something, and is none that allocators and the loader make.
    package var isWaiting: Bool
  }

  /// Whether threads can be borrowed on this processor.
  package static var isPossible: Bool { seriema_can_borrow() == 1 }

  /// Stops a thread.
  ///
  /// - Parameter notice: A signal that the process neither handles nor is ended by.
  /// - Throws: `.timedOut` when a signal is about to be delivered to it: try again.
  init(
    stopping thread: ThreadID, of process: ProcessID, notice: Int32, timeoutNanoseconds: UInt64
  ) throws(BorrowError) {
    var stop = seriema_stop()
    let code = unsafe seriema_stop_thread(thread.rawValue, timeoutNanoseconds, 1, &stop)
    // After a timeout it will still stop, and go on when we have ended: it was seized.
    guard code == 0 else { throw .refused(errno: -code) }
    guard stop.stopped == 1 else { throw .exited }
    guard stop.signal == 0 else {
      // It is about to receive a signal: let it.
      _ = seriema_resume_thread(thread.rawValue, stop.signal)
      throw .timedOut
    }
    var taken: OpaquePointer?
    let result = unsafe seriema_borrow(process.rawValue, thread.rawValue, notice, &taken)
    guard result == 0, let borrowed = unsafe taken else {
      _ = seriema_resume_thread(thread.rawValue, 0)
      throw result == -EOPNOTSUPP ? .shadowStack : .refused(errno: -result)
    }
    unsafe handle = borrowed
    self.thread = thread
  }

  deinit {
    // Taken by `init`; fails only when the thread is gone.
    _ = unsafe seriema_give_back(handle)
  }

  package var doing: Doing {
    let doing = unsafe seriema_doing_of(handle)
    return Doing(
      instruction: RemoteAddress(doing.instruction), stack: RemoteAddress(doing.stack),
      systemCall: doing.call >= 0 ? doing.call : nil,
      isWaiting: seriema_is_waiting_call(doing.call) == 1)
  }

  /// System calls that it can be made to do.
  package enum SystemCall: Hashable, Sendable {
    /// memfd_create(2), closed on exec.
    case makeMemoryFile(name: RemoteAddress)
    /// mmap(2), private: of anonymous memory to write in, or of a file to execute.
    case map(count: UInt64)
    case mapExecutable(file: Int32, offset: UInt64, count: UInt64)
    case unmap(RemoteAddress, count: UInt64)
    case close(file: Int32)
  }

  /// `MFD_CLOEXEC`, which is not imported.
  private static let closeOnExec: UInt64 = 1

  /// - Throws: `.call` with the errno of the call.
  package func perform(_ call: SystemCall, with instructions: SystemCallInstructions) throws(BorrowError) -> UInt64 {
    let (name, kind, arguments): (String, Int, [UInt64]) =
      switch call {
      case .makeMemoryFile(let name):
        ("memfd_create", seriema_call_memfd_create, [name.rawValue, Self.closeOnExec, 0, 0, 0, 0])
      case .map(let count):
        (
          "mmap", seriema_call_mmap,
          [0, count, UInt64(PROT_READ | PROT_WRITE), UInt64(MAP_PRIVATE | MAP_ANONYMOUS), UInt64.max, 0]
        )
      case .mapExecutable(let file, let offset, let count):
        (
          "mmap", seriema_call_mmap,
          [0, count, UInt64(PROT_READ | PROT_EXEC), UInt64(MAP_PRIVATE), UInt64(file), offset]
        )
      case .unmap(let address, let count): ("munmap", seriema_call_munmap, [address.rawValue, count, 0, 0, 0, 0])
      case .close(let file): ("close", seriema_call_close, [UInt64(file), 0, 0, 0, 0, 0])
      }
    var result: Int64 = 0
    // Six arguments, which the array has, and the result, which lives through the call.
    let code = unsafe seriema_borrowed_system_call(
      handle, instructions.call.rawValue, instructions.restorer.rawValue, seriema_call_number(Int32(kind)), arguments,
      &result)
    try Self.check(code)
    guard result >= 0 || result < -4095 else { throw .call(name, errno: Int32(-result)) }
    return UInt64(bitPattern: result)
  }

  /// A place in the process where calls are made from.
  package struct CallSite: Hashable, Sendable {
    /// `seriema_borrowed_call` of the agent, or a copy of it.
    package var stub: RemoteAddress
    /// Where a stack ends that nobody else uses.
    package var stackEnd: RemoteAddress

    package init(stub: RemoteAddress, stackEnd: RemoteAddress) {
      self.stub = stub
      self.stackEnd = stackEnd
    }
  }

  /// Makes it call a function.
  ///
  /// - Returns: What the function returned, as the register had it.
  package func call(
    _ function: RemoteAddress, _ arguments: [UInt64] = [], at site: CallSite, timeoutNanoseconds: UInt64
  ) throws(BorrowError) -> UInt64 {
    let four = Array((arguments + [0, 0, 0, 0]).prefix(4))
    var result: UInt64 = 0
    // Four arguments, which the array has, and the result, which lives through the call.
    let code = unsafe seriema_borrowed_function(
      handle, site.stub.rawValue, site.stackEnd.rawValue, function.rawValue, four, timeoutNanoseconds, &result)
    try Self.check(code)
    return result
  }

  private static func check(_ code: Int32) throws(BorrowError) {
    switch code {
    case 0: return
    case -ETIMEDOUT: throw .timedOut
    case -ESRCH: throw .exited
    case -EFAULT: throw .faulted
    default: throw .refused(errno: -code)
    }
  }
}

/// A tracer is bound to its OS thread.
@available(*, unavailable) extension BorrowedThread: Sendable {}
