/// One thread's stack, and what the thread was at.
package struct ThreadDump: Hashable, Sendable {
  /// The kernel's thread id, as seen from our PID namespace.
  package var thread: Int32
  /// `threading.get_ident()`; nil where it could not be read.
  package var identifier: UInt64?
  /// `threading.Thread.name`; nil for a thread that Python has no object for.
  package var pythonName: String?
  /// `/proc/PID/task/TID/comm`; nil when the thread is gone.
  package var kernelName: String?
  package var states: States
  /// Whether it waits for the GIL; nil where that cannot be known.
  package var waitsForGIL: Bool?
  /// The exception that an `except` or `finally` is being run for, and the one that is on its way up the stack.
  package var handled: ValueText?
  package var raised: ValueText?
  /// Innermost first.
  package var frames: [DumpedFrame]
  package var reading: Reading

  package struct States: OptionSet, Hashable, Sendable {
    package let rawValue: Int

    package init(rawValue: Int) {
      self.rawValue = rawValue
    }

    /// It runs, or waits for a processor and for nothing else.
    package static let running = States(rawValue: 1)
    package static let holdsGIL = States(rawValue: 2)
    package static let collectsGarbage = States(rawValue: 4)
    /// The process began with it.
    package static let main = States(rawValue: 8)
  }

  /// How the frames came about.
  package enum Reading: Hashable, Sendable {
    /// All of them, and they were there at one moment.
    case whole
    /// The thread moved and could not be stopped: only the outer frames are certain.
    case cut
    case failed
  }

  package init(
    thread: Int32, identifier: UInt64? = nil, pythonName: String? = nil, kernelName: String? = nil,
    states: States = [], waitsForGIL: Bool? = nil, handled: ValueText? = nil, raised: ValueText? = nil,
    frames: [DumpedFrame] = [],
    reading: Reading = .whole
  ) {
    self.thread = thread
    self.identifier = identifier
    self.pythonName = pythonName
    self.kernelName = kernelName
    self.states = states
    self.waitsForGIL = waitsForGIL
    self.handled = handled
    self.raised = raised
    self.frames = frames
    self.reading = reading
  }
}
