package import ProfileModel

/// A file for Python's `pstats`, and for what reads such files, as snakeviz does.
///
/// A dictionary from `(file, line of def, name)` to `(primitive calls, calls, own time, cumulative time, callers)`, times in
/// seconds. A sampler counts no calls. In their place stand samples: *calls* are those in which the function is on the
/// stack (once, however often it is there), *primitive calls* those in the function itself. So the "primitive calls" of
/// all functions are the number of samples, and `pstats` shows `on the stack/in itself` in its column `ncalls`. What
/// stands for no function has the file `~`, as built-in functions have. `pstats` refuses a file without any function, as
/// that of a profile without samples is.
///
/// Source: `Lib/pstats.py` and `Lib/cProfile.py` of CPython 3.8 to 3.15; a caller's own tuple begins with the calls, the
/// others with the primitive ones.
package struct PstatsReport: Sendable {
  private let functions: FunctionTable
  private let table: CallerTable

  package init(_ profile: Profile) {
    functions = FunctionTable(profile)
    table = CallerTable(profile, functions: functions)
  }

  /// Hands the report to `sink` piece by piece.
  package func write<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    var bytes: [UInt8] = []
    var keys = PstatsKeys(functions)
    bytes.beginMarshalledDictionary()
    for (place, row) in table.functions.enumerated() where row.total != .zero {
      keys.write(place, into: &bytes)
      bytes.write(marshalledTuple: 5)
      bytes.write(marshalling: row.own.samples)
      bytes.write(marshalling: row.total.samples)
      bytes.write(marshalling: row.own.time.seconds)
      bytes.write(marshalling: row.total.time.seconds)
      bytes.beginMarshalledDictionary()
      for (caller, row) in table.callers[place] where row.total != .zero {
        keys.write(caller, into: &bytes)
        bytes.write(marshalledTuple: 4)
        bytes.write(marshalling: row.total.samples)
        bytes.write(marshalling: row.own.samples)
        bytes.write(marshalling: row.own.time.seconds)
        bytes.write(marshalling: row.total.time.seconds)
      }
      bytes.endMarshalledDictionary()
      if bytes.isLong {
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    bytes.endMarshalledDictionary()
    try sink(bytes)
  }
}

/// The names of functions as `pstats` has them; what was written once is referred to.
private struct PstatsKeys {
  private let functions: FunctionTable
  /// By function: its place among the objects that can be referred to.
  private var references: [Int?]
  private var referableCount = 0

  init(_ functions: FunctionTable) {
    self.functions = functions
    references = Array(repeating: nil, count: functions.entries.count)
  }

  mutating func write(_ place: Int, into bytes: inout [UInt8]) {
    if let reference = references[place] { return bytes.write(marshalledReference: reference) }
    references[place] = referableCount
    referableCount += 1
    let entry = functions.entries[place]
    bytes.write(marshalledTuple: 3, isReferable: true)
    bytes.write(marshalling: entry.file.isEmpty ? "~" : UntrustedText(entry.file).escaped)
    bytes.write(marshalling: entry.line)
    bytes.write(marshalling: UntrustedText(entry.name).escaped)
  }
}
