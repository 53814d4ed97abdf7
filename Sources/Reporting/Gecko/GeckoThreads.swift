import ProfileModel

/// The threads of a profile for the Firefox Profiler, and the columns of their samples.
struct GeckoThreads: ColumnFormat {
  private let threads: [SampledThread]
  private let processes: ProcessNames
  private let idleStacks: IdleStacks
  /// Whether it is known how much of its time each thread had a processor.
  private let knowsCPU: Bool
  private var threadsWritten = 0
  private var valuesWritten = 0

  init(_ profile: Profile, origin: RecordingOrigin, idleStacks: IdleStacks) {
    threads = profile.threads
    processes = ProcessNames(profile, origin: origin)
    self.idleStacks = idleStacks
    knowsCPU = profile.sampledTime == .wall || profile.sampledTime == .cpu
  }

  var columnCount: Int { knowsCPU ? 4 : 3 }

  mutating func open(thread index: Int, into bytes: inout [UInt8]) {
    let thread = threads[index]
    if threadsWritten > 0 { bytes.append(UInt8(ascii: ",")) }
    threadsWritten += 1
    bytes.write("\n{\"name\":")
    bytes.write(jsonShown: thread.name)
    bytes.write(",\"isMainThread\":\(thread.isMain),\"pid\":\"\(thread.process)\",\"tid\":\(thread.thread)")
    bytes.write(",\"processName\":")
    bytes.write(json: processes.name(of: thread.process))
    bytes.write(",\"processType\":\"default\",\"processStartupTime\":0,\"processShutdownTime\":null")
    bytes.write(",\"registerTime\":0,\"unregisterTime\":null,\"pausedRanges\":[],\"markers\":{\"data\":[],\"name\":[]")
    bytes.write(",\"startTime\":[],\"endTime\":[],\"phase\":[],\"category\":[],\"length\":0}")
    bytes.write(",\"samples\":{\"weightType\":\"samples\"")
  }

  mutating func open(column: Int, into bytes: inout [UInt8]) {
    let names = ["stack", "time", "weight", "threadCPUDelta"]
    bytes.write(",\"\(names[column])\":[")
    valuesWritten = 0
  }

  mutating func add(_ sample: TimedSample, to column: Int, into bytes: inout [UInt8]) {
    if valuesWritten > 0 { bytes.append(UInt8(ascii: ",")) }
    valuesWritten += 1
    switch column {
    case 0:
      bytes.write(sample.isIdle ? idleStacks.stack(of: sample.node) ?? sample.node : sample.node)
    case 1: bytes.write(sample.instant.rawValue, decimals: 6)
    case 2: bytes.write(sample.weight.samples)
    default: bytes.write((sample.weight.time - sample.weight.idle).rawValue)
    }
  }

  mutating func close(column: Int, into bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "]"))
  }

  mutating func close(thread: Int, into bytes: inout [UInt8]) {
    bytes.write(",\"length\":\(valuesWritten)}}")
  }
}
