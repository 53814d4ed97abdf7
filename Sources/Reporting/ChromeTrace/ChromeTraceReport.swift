package import ProfileModel

/// Trace events, for Perfetto and `chrome://tracing`: one slice for each stay in a function, thread by thread.
///
/// A slice begins (`B`) with what the first sample of it stands for, and ends (`E`) with the last: a function that returns
/// and is called again between two samples shows as one. Times are microseconds since the recording began, exact to the
/// nanosecond; the samples of one moment lie one behind the other before it, so that no time is counted twice. `(idle)`
/// inside of a function is time in which the thread did not run. The ledger is in `otherData`.
///
/// Source: "Trace Event Format", https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU.
package struct ChromeTraceReport: TimelineReport {
  private let profile: Profile
  private let origin: RecordingOrigin
  private let stacks: FunctionStacks
  private var threads: [ChromeTraceThread]
  private var events: ChromeTraceEvents

  package let passCount = 1

  package init(_ profile: Profile, origin: RecordingOrigin, currentDirectory: String) {
    self.profile = profile
    self.origin = origin
    let functions = FunctionTable(profile)
    stacks = FunctionStacks(profile, functions: functions)
    threads = Array(repeating: ChromeTraceThread(), count: profile.threads.count)
    events = ChromeTraceEvents(profile, functions: functions, currentDirectory: currentDirectory)
  }

  package mutating func begin<Failure>(
    pass: Int, into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    bytes.write("{\"displayTimeUnit\":\"ms\",\"otherData\":{")
    bytes.write(json: origin, of: profile)
    bytes.write(",\"ledger\":{")
    bytes.write(json: profile.ledger)
    bytes.write("}},\"traceEvents\":[")
    let processes = ProcessNames(profile, origin: origin)
    var named: Set<Int32> = []
    for (index, thread) in profile.threads.enumerated() {
      if named.insert(thread.process).inserted {
        events.name("process_name", processes.name(of: thread.process), of: index, into: &bytes)
      }
      events.name("thread_name", UntrustedText(thread.name).escaped, of: index, into: &bytes)
      if bytes.isLong { try drain(&bytes) }
    }
  }

  package mutating func add(_ sample: TimedSample, into bytes: inout [UInt8]) {
    let index = profile.nodes[sample.node].thread
    if threads[index].instant != sample.instant {
      threads[index].show(as: index, stacks, with: &events, into: &bytes)
      threads[index].instant = sample.instant
    }
    threads[index].add(stacks.places[sample.node], sample)
  }

  package mutating func end<Failure>(
    into bytes: inout [UInt8], drain: (inout [UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    for index in threads.indices {
      threads[index].show(as: index, stacks, with: &events, into: &bytes)
      threads[index].close(as: index, stacks, with: &events, into: &bytes)
      if bytes.isLong { try drain(&bytes) }
    }
    bytes.write("\n]}\n")
  }
}
