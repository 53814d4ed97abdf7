/// How much of a program's time something took: in samples, and in time.
package struct Weight: Hashable, Sendable {
  /// Stacks, one for each thread and tick.
  package var samples: Int
  /// Time between these samples and the ones before them.
  package var time: Nanoseconds
  /// The part of `time` in which the thread did not run: it slept, waited for I/O, a lock, or a processor.
  package var idle: Nanoseconds

  package init(samples: Int = 0, time: Nanoseconds = .zero, idle: Nanoseconds = .zero) {
    self.samples = samples
    self.time = time
    self.idle = idle
  }

  package static let zero = Weight()

  package static func + (left: Weight, right: Weight) -> Weight {
    Weight(samples: left.samples + right.samples, time: left.time + right.time, idle: left.idle + right.idle)
  }

  package static func += (left: inout Weight, right: Weight) {
    left = left + right
  }
}
