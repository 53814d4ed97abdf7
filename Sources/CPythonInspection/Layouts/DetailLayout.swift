internal import LinuxProcess

/// Where everything lies that is looked at now and then only: objects, variables, names and states of threads.
struct DetailLayout: Hashable, Sendable {
  var values: ValueLayout
  var locals: LocalsLayout
  var threads: ThreadStateLayout

  /// By minor version; from 3.13 on the target's own table, where it has an offset, is laid over it.
  static let measured: [Int: DetailLayout] = [
    8: DetailLayout(values: .python3_8, locals: .python3_8, threads: .python3_8),
    9: DetailLayout(values: .python3_9, locals: .python3_8, threads: .python3_9),
    10: DetailLayout(values: .python3_10, locals: .python3_10, threads: .python3_9),
    11: DetailLayout(values: .python3_11, locals: .python3_11, threads: .python3_11),
    12: DetailLayout(values: .python3_12, locals: .python3_12, threads: .python3_12),
    13: DetailLayout(values: .python3_13, locals: .python3_12, threads: .python3_13),
    14: DetailLayout(values: .python3_14, locals: .python3_14, threads: .python3_14),
    15: DetailLayout(values: .python3_15, locals: .python3_14, threads: .python3_15),
  ]

  /// The layout of a version; a newer one than any that we know has the newest.
  init(minor: Int) {
    let newest = DetailLayout(values: .python3_15, locals: .python3_14, threads: .python3_15)
    self = Self.measured[minor] ?? newest
  }

  private init(values: ValueLayout, locals: LocalsLayout, threads: ThreadStateLayout) {
    self.values = values
    self.locals = locals
    self.threads = threads
  }

  /// Takes over what `_Py_DebugOffsets` says.
  ///
  /// - Parameter table: From its start.
  mutating func apply(_ table: [UInt8], form: DetailOffsetsForm) {
    for member in form.members {
      guard let offset = Self.offset(in: table, at: member.place) else { continue }
      self[keyPath: member.field] = offset
    }
    if let collector = Self.offset(in: table, at: form.collector),
      let collecting = Self.offset(in: table, at: form.collecting)
    {
      threads.collecting = .interpreter(collector + collecting)
      if let member = form.collectingFrame, let frame = Self.offset(in: table, at: member) {
        threads.collectingFrame = collector + frame
      }
    }
    if let member = form.gilRequested, let requested = Self.offset(in: table, at: member) {
      threads.gilRequested = requested
    }
    if let member = form.holdsGIL, let holds = Self.offset(in: table, at: member) { threads.holdsGIL = holds }
  }

  /// An offset that may be one: of a structure that is smaller than a megabyte.
  private static func offset(in table: [UInt8], at place: Int) -> Int? {
    guard let value: UInt64 = try? table.read(Field(place)), value < 1 << 20 else { return nil }
    return Int(value)
  }
}
