internal import Glibc

/// What `/proc/PID/status` says of a process.
package struct ProcessStatus: Hashable, Sendable {
  /// `State`: `R`, `S`, `D`, `T`, `Z` and others of proc(5).
  package var state: Character
  /// Real user id.
  package var user: UInt32
  /// `TracerPid`; nil when nobody traces it.
  package var tracer: ProcessID?
  package var parent: ProcessID

  /// - Throws: `.noSuchProcess` when there is none.
  package init(of process: ProcessID) throws(ProcessError) {
    let bytes: [UInt8]
    do throws(ProcessError) {
      bytes = try Descriptor(readingFrom: "/proc/\(process)/status").readAll()
    } catch .system(_, let number) where number == ENOENT || number == ESRCH {
      throw .noSuchProcess(process)
    }
    var fields: [Substring: Substring] = [:]
    let text = String(decoding: bytes, as: UTF8.self)
    for line in text.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      fields[line[..<colon]] = line[line.index(after: colon)...]
    }
    func number(_ name: Substring) -> Int32 {
      fields[name].flatMap { $0.split(whereSeparator: \.isWhitespace).first }.flatMap { Int32($0) } ?? 0
    }
    state = fields["State"]?.first { !$0.isWhitespace } ?? "?"
    user = UInt32(bitPattern: number("Uid"))
    let tracer = number("TracerPid")
    self.tracer = tracer > 0 ? ProcessID(tracer) : nil
    parent = ProcessID(number("PPid"))
  }

  /// Whether a process has ended, collected by its parent or not.
  ///
  /// While it executes another program a process has no memory for a moment and looks like one that is gone.
  package static func hasEnded(_ process: ProcessID) -> Bool {
    guard let status = try? ProcessStatus(of: process) else { return true }
    return status.state == "Z" || status.state == "X"
  }
}
