import ProfileModel

/// When each node of a call tree was sampled by itself, and what its thread was at: what it took in equal stretches of time.
///
/// Memory grows with the nodes, states and stretches that have samples, not with samples.
struct NodeActivity: Sendable {
  /// Where a time belongs; in one number, as there may be millions.
  private struct Key: Hashable {
    let rawValue: Int

    /// - Parameter stretch: Below 256: `ThreadActivity` has fewer groups.
    init(_ node: Int, _ states: UInt8, _ stretch: Int) {
      rawValue = node << 16 | Int(states) << 8 | stretch
    }

    var node: Int { rawValue >> 16 }
    var states: UInt8 { UInt8(truncatingIfNeeded: rawValue >> 8) }
    var stretch: Int { rawValue & 0xff }
  }

  /// Nanoseconds, all and idle.
  private var times: [Key: SIMD2<Double>] = [:]

  mutating func add(_ time: Double, idle: Double, to node: Int, at states: SampleStates, in stretch: Int) {
    times[Key(node, states.rawValue, stretch), default: .zero] += SIMD2(time, idle)
  }

  /// Makes each stretch twice as long.
  mutating func halve() {
    var halved: [Key: SIMD2<Double>] = [:]
    halved.reserveCapacity(times.count)
    for (key, time) in times {
      halved[Key(key.node, key.states, key.stretch / 2), default: .zero] += time
    }
    times = halved
  }

  /// As `timeline.js` reads it: how many sets of states there are, and each with the time in it in microseconds; how many
  /// rows there are, one for each node with time and each of its sets, and for each how many nodes further it stands than
  /// the one before, its set, and in how many stretches it is; for each of these how much later it is, and its time as
  /// `RoundedTimes` has it.
  ///
  /// - Parameter places: By node, its place in the page.
  func packed(places: [Int]) -> PackedBytes {
    var rows: [(place: Int, states: UInt8, stretch: Int, time: SIMD2<Double>)] = []
    rows.reserveCapacity(times.count)
    for (key, time) in times { rows.append((places[key.node], key.states, key.stretch, time)) }
    rows.sort { ($0.place, $0.states, $0.stretch) < ($1.place, $1.states, $1.stretch) }
    var pack = PackedBytes()
    let sets = appendSets(of: rows.map { ($0.states, $0.time.x) }, to: &pack)
    var starts = rows.indices.filter {
      $0 == 0 || rows[$0 - 1].place != rows[$0].place || rows[$0 - 1].states != rows[$0].states
    }
    pack.append(starts.count)
    starts.append(rows.count)
    var rounded = RoundedTimes()
    var before = 0
    for (start, end) in zip(starts, starts.dropFirst()) {
      pack.append(rows[start].place - before)
      pack.append(sets[rows[start].states] ?? 0)
      pack.append(end - start)
      var stretch = 0
      for row in rows[start..<end] {
        pack.append(row.stretch - stretch)
        rounded.append(
          Weight(time: Nanoseconds(Int64(row.time.x)), idle: Nanoseconds(Int64(row.time.y))), to: &pack)
        stretch = row.stretch
      }
      before = rows[start].place
    }
    return pack
  }

  /// - Returns: The number of each set in the page.
  private func appendSets(of rows: [(states: UInt8, time: Double)], to pack: inout PackedBytes) -> [UInt8: Int] {
    var times: [UInt8: Double] = [:]
    for (states, time) in rows { times[states, default: 0] += time }
    let sets = times.keys.sorted()
    pack.append(sets.count)
    for states in sets {
      pack.append(Int(states))
      pack.append(Int(((times[states] ?? 0) / 1000).rounded()))
    }
    return Dictionary(uniqueKeysWithValues: zip(sets, 0...))
  }
}
