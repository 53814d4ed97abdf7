import ProfileModel

/// The threads of a profile for speedscope, and the two columns of each: stacks and their times.
struct SpeedscopeThreads: ColumnFormat {
  private let stacks: FunctionStacks
  private var texts: StackTexts
  private let names: [String]
  private var threadsWritten = 0
  private var valuesWritten = 0
  /// The samples in a row that are not written yet: their stack, or -1, and their time.
  private var stack: Int32 = -1
  private var time = Nanoseconds.zero
  /// When what the first sample of the thread stands for began, and the time of all.
  private var start: Nanoseconds?
  private var total = Nanoseconds.zero

  init(_ profile: Profile, origin: RecordingOrigin, stacks: FunctionStacks) {
    self.stacks = stacks
    texts = StackTexts(stacks)
    let processes = ProcessNames(profile, origin: origin)
    let hasSeveral = Set(profile.threads.map(\.process)).count > 1
    names = profile.threads.map { thread in
      let name = "\(UntrustedText(thread.name).escaped) (\(thread.thread))"
      return hasSeveral ? "\(name), \(processes.name(of: thread.process)) (\(thread.process))" : name
    }
  }

  let columnCount = 2

  mutating func open(thread: Int, into bytes: inout [UInt8]) {
    if threadsWritten > 0 { bytes.append(UInt8(ascii: ",")) }
    threadsWritten += 1
    bytes.write("\n{\"type\":\"sampled\",\"unit\":\"nanoseconds\",\"name\":")
    bytes.write(json: names[thread])
  }

  mutating func open(column: Int, into bytes: inout [UInt8]) {
    bytes.write(column == 0 ? ",\"samples\":[" : ",\"weights\":[")
    valuesWritten = 0
    start = nil
    total = .zero
  }

  mutating func add(_ sample: TimedSample, to column: Int, into bytes: inout [UInt8]) {
    let next = stacks.places[sample.node]
    if next != stack {
      writePending(column, into: &bytes)
      stack = next
    }
    if start == nil { start = max(.zero, sample.instant - sample.weight.time) }
    time = time + sample.weight.time
    total = total + sample.weight.time
  }

  mutating func close(column: Int, into bytes: inout [UInt8]) {
    writePending(column, into: &bytes)
    bytes.append(UInt8(ascii: "]"))
  }

  mutating func close(thread: Int, into bytes: inout [UInt8]) {
    let start = start ?? .zero
    bytes.write(",\"startValue\":\(start.rawValue),\"endValue\":\((start + total).rawValue)}")
  }

  private mutating func writePending(_ column: Int, into bytes: inout [UInt8]) {
    if stack >= 0 {
      if valuesWritten > 0 { bytes.append(UInt8(ascii: ",")) }
      valuesWritten += 1
      if column == 0 {
        texts.write(stack, into: &bytes)
      } else {
        bytes.write(time.rawValue)
      }
    }
    stack = -1
    time = .zero
  }
}
