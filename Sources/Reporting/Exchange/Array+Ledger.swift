import ProfileModel

extension [UInt8] {
  /// Adds the members of the ledger, such as `"wanted_rate":1000.0,…`, without braces; times are in nanoseconds.
  mutating func write(json ledger: Ledger) {
    write("\"wanted_rate\":")
    write(json: ledger.wantedRate)
    write(",\"reached_rate\":")
    write(json: ledger.reachedRate)
    let numbers: KeyValuePairs<String, Int64> = [
      "elapsed": ledger.elapsed.rawValue, "ticks_wanted": Int64(ledger.ticksWanted),
      "ticks_taken": Int64(ledger.ticksTaken), "ticks_late": Int64(ledger.ticksLate),
      "ticks_missed": Int64(ledger.ticksMissed), "ticks_left_out": Int64(ledger.ticksYielded),
      "complete": Int64(ledger.complete), "partial": Int64(ledger.partial), "deferred": Int64(ledger.deferred),
      "failed": Int64(ledger.failed), "stopped": Int64(ledger.stopped), "refused": Int64(ledger.refused),
      "stopped_time": ledger.stoppedTime.rawValue, "own_cpu": ledger.ownCPU.rawValue,
    ]
    for (name, value) in numbers {
      write(",\"\(name)\":")
      write(value)
    }
    write(",\"effective\":")
    write(json: ledger.effective.count)
    write(",\"reasons\":{")
    for (index, reason) in ledger.reasons.sorted(by: { $0.key < $1.key }).enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      write(json: reason.key)
      append(UInt8(ascii: ":"))
      write(reason.value)
    }
    append(UInt8(ascii: "}"))
  }
}
