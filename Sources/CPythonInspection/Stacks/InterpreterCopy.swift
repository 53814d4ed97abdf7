/// An interpreter, and where in the batch the copies of its list heads, its GIL and its garbage collection begin.
struct InterpreterCopy {
  var address: UInt64
  /// `_gil_runtime_state`
  var gil: UInt64
  var offset = 0
  var gilOffset: Int?
  /// Before the threads' stacks, and behind them.
  var collectorRanges = (first: CollectorReader.Ranges(), last: CollectorReader.Ranges())
  var collector = CollectorCopy()
}
