import ProfileModel

/// When threads ran and waited, and when functions were at work: the time of a recording in equal stretches.
///
/// Their number is bounded: where the recording goes on beyond the last, two and two become one. So its memory grows with
/// threads and functions, not with samples.
struct ThreadActivity: Sendable {
  /// Stretches of a thread at most.
  static let limit = 512
  /// How many stretches of a thread make one of a function's.
  static let grouping = 4

  /// The length of a stretch.
  private(set) var stretch = Nanoseconds(100_000)
  /// How many stretches there are up to the last sample.
  private(set) var count = 0
  /// By thread, and by function, which have rows only when they have time: nanoseconds in each stretch.
  private var running: [Int: [Double]] = [:]
  private var idle: [Int: [Double]] = [:]
  private var functions: [Int: [Double]] = [:]
  private(set) var nodes = NodeActivity()

  /// Adds what a sample stands for, to the stretches that it reaches over.
  /// - Parameters:
  ///   - node: The one in the call tree.
  ///   - function: The innermost one; nil where there is none.
  ///   - states: What the thread was at.
  mutating func add(
    _ weight: Weight, until instant: Nanoseconds, thread: Int, node: Int, function: Int?,
    states: SampleStates = .unknown
  ) {
    let end = max(instant, .zero)
    while end.rawValue / stretch.rawValue >= Self.limit { halve() }
    let last = Int(end.rawValue / stretch.rawValue)
    count = max(count, last + 1)
    let start = max(.zero, end - weight.time)
    let first = Int(start.rawValue / stretch.rawValue)
    let length = (end - start).seconds
    for index in first...last {
      let from = max(start.seconds, Double(index) * stretch.seconds)
      let to = min(end.seconds, Double(index + 1) * stretch.seconds)
      let share = length > 0 ? max(0, to - from) / length : 1
      let time = Double(weight.time.rawValue) * share
      let waited = Double(weight.idle.rawValue) * share
      running[thread, default: Self.empty][index] += time - waited
      idle[thread, default: Self.empty][index] += waited
      nodes.add(time, idle: waited, to: node, at: states, in: index / Self.grouping)
      if let function { functions[function, default: Self.emptyGroups][index / Self.grouping] += time }
    }
  }

  /// Whole microseconds of each stretch in which the thread ran, or waited.
  func microseconds(ofThread thread: Int) -> (running: [Int], idle: [Int]) {
    (microseconds(running[thread] ?? Self.empty, count), microseconds(idle[thread] ?? Self.empty, count))
  }

  /// Functions with time of their own, rising, and for each whole microseconds of each group of stretches.
  var functionRows: [(function: Int, microseconds: [Int])] {
    let groups = (count + Self.grouping - 1) / Self.grouping
    return functions.sorted { $0.key < $1.key }.map { ($0.key, microseconds($0.value, groups)) }
  }

  private static let empty = [Double](repeating: 0, count: limit)
  private static let emptyGroups = [Double](repeating: 0, count: limit / grouping)

  private func microseconds(_ row: [Double], _ count: Int) -> [Int] {
    row.prefix(count).map { Int(($0 / 1000).rounded()) }
  }

  /// Makes each stretch twice as long.
  private mutating func halve() {
    stretch = stretch + stretch
    count = (count + 1) / 2
    running = running.mapValues(Self.halved)
    idle = idle.mapValues(Self.halved)
    functions = functions.mapValues(Self.halved)
    nodes.halve()
  }

  private static func halved(_ row: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: row.count)
    for index in row.indices { result[index / 2] += row[index] }
    return result
  }
}
