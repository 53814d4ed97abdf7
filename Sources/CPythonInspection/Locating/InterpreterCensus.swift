package import LinuxProcess

/// How many interpreters a process has and had beside the main one, since this was made.
package struct InterpreterCensus: Sendable {
  private let runtime: PythonRuntime
  private let before: Int
  private let first: Int64
  private var last: Int64

  /// Far more than a process has.
  private static let limit = 4096

  /// - Throws: `.unreadable` also where what is read cannot be true.
  package init(_ runtime: PythonRuntime) throws(ProcessError) {
    self.runtime = runtime
    let memory = ProcessMemory(of: runtime.process)
    first = try Self.nextNumber(of: runtime, memory)
    last = first
    var living = 0
    var next = try memory.readPointer(runtime.address + runtime.layout.interpretersHead)
    while !next.isNull, living < Self.limit {
      living += 1
      next = try memory.readPointer(next + runtime.layout.interpreter.next)
    }
    before = max(0, living - 1)
  }

  /// Looks again; what it cannot see it does not change.
  package mutating func look() {
    guard let number = try? Self.nextNumber(of: runtime, ProcessMemory(of: runtime.process)) else { return }
    last = max(last, number)
  }

  /// Those that were there at first, and those that have come since, as of the last look.
  package var others: Int { before + Int(clamping: last - first) }

  /// `interpreters.next_id`: interpreters are numbered as they are made, and a number is not given twice.
  ///
  /// Source: `struct pyinterpreters` in `Include/internal/pycore_runtime.h` (3.14 and later: `pycore_runtime_structs.h`),
  /// where it stands behind `head` and `main` from 3.8 to 3.15.
  private static func nextNumber(of runtime: PythonRuntime, _ memory: ProcessMemory) throws(ProcessError) -> Int64 {
    let place = runtime.address + runtime.layout.interpretersHead + 16
    let number: Int64 = try memory.readInteger(place)
    guard number > 0, number < 1 << 40 else { throw .unreadable(place) }
    return number
  }
}
