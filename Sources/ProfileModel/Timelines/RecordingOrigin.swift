/// When, where and of what a recording was made.
package struct RecordingOrigin: Hashable, Sendable {
  /// The moment that `TimedSample.instant` counts from, since 1970-01-01 00:00 UTC; zero where it is not known.
  package var startedAt: Nanoseconds
  /// The host's name.
  package var host: String
  /// The program word by word, as `seriema run` and `seriema time` start it; `process 4242` where it ran already.
  package var program: [String]
  /// It ran already.
  package var isAttached: Bool
  /// The process that was started or attached to, as seen from the profiler's PID namespace.
  package var process: Int32
  /// What recorded it, such as `seriema 0.1.0`.
  package var recorder: String

  package init(
    startedAt: Nanoseconds, host: String, program: [String], process: Int32, recorder: String, isAttached: Bool = false
  ) {
    self.startedAt = startedAt
    self.host = host
    self.program = program
    self.process = process
    self.recorder = recorder
    self.isAttached = isAttached
  }
}

extension RecordingOrigin {
  /// What a reader calls the program: without the interpreter that it was to be started with.
  package var title: String {
    var words = program[...]
    if words.first == "--python" { words = words.dropFirst(2) }
    if words.first == "--" { words = words.dropFirst() }
    return words.joined(separator: " ")
  }
}
