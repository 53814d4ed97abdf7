import ProfileModel

/// A format that has, for each thread, all samples of one column before the first of the next.
protocol ColumnFormat {
  /// Columns of a thread.
  var columnCount: Int { get }

  /// Writes what stands before the first column of a thread.
  mutating func open(thread: Int, into bytes: inout [UInt8])
  /// Writes what stands before the first value of a column.
  mutating func open(column: Int, into bytes: inout [UInt8])
  /// Writes the value that a sample has in a column, if it is known yet.
  mutating func add(_ sample: TimedSample, to column: Int, into bytes: inout [UInt8])
  /// Writes what stands after the last value of a column.
  mutating func close(column: Int, into bytes: inout [UInt8])
  /// Writes what stands after the last column of a thread.
  mutating func close(thread: Int, into bytes: inout [UInt8])
}
