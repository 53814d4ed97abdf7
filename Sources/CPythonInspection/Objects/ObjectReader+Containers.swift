internal import LinuxProcess

extension ObjectReader {
  /// Some of what a container holds.
  struct Contents<Element> {
    var elements: [Element]
    /// How many it holds in all.
    var count: Int
  }

  /// Containers of more elements than this have been misread.
  private static let countLimit = 1 << 40
  /// Entries of a dict that are gone through, and slots of a set, in search of those in use.
  private static let slotLimit = 1 << 18

  /// The references that a tuple holds.
  func tuple(at address: UInt64, limit: Int) -> Contents<UInt64>? {
    guard let count: Int = word(address, layout.count), count >= 0, count < Self.countLimit,
      let items = words(address, layout.tupleItems, count: min(count, limit))
    else { return nil }
    return Contents(elements: items, count: count)
  }

  /// The references that a list holds.
  func list(at address: UInt64, limit: Int) -> Contents<UInt64>? {
    guard let count: Int = word(address, layout.count), count >= 0, count < Self.countLimit,
      let start: UInt64 = word(address, layout.listItems),
      let items = words(start, count: min(count, limit))
    else { return nil }
    return Contents(elements: items, count: count)
  }

  /// The references that a `set` or `frozenset` holds, in the order of its table.
  func set(at address: UInt64, limit: Int) -> Contents<UInt64>? {
    guard let used: Int = word(address, layout.set.used), used >= 0, used < Self.countLimit,
      let mask: Int = word(address, layout.set.mask), mask >= 0, mask < Self.countLimit,
      let table: UInt64 = word(address, layout.set.table)
    else { return nil }
    var keys: [UInt64] = []
    let slots = min(mask + 1, Self.slotLimit)
    let step = 512
    var next = 0
    while next < slots, keys.count < min(used, limit) {
      let count = min(step, slots - next)
      guard let words = words(table, 16 * next, count: 2 * count) else { return nil }
      for slot in 0..<count {
        let key = words[2 * slot]
        // A deleted key leaves a dummy, whose hash is -1 as no real one is.
        if key != 0, words[2 * slot + 1] != .max, keys.count < limit { keys.append(key) }
      }
      next += count
    }
    return Contents(elements: keys, count: used)
  }

  /// Keys and values of a dict, in its order.
  func dict(at address: UInt64, limit: Int) -> Contents<(key: UInt64, value: UInt64)>? {
    guard let used: Int = word(address, layout.dict.used), used >= 0, used < Self.countLimit,
      let keys: UInt64 = word(address, layout.dict.keys),
      let values: UInt64 = word(address, layout.dict.values)
    else { return nil }
    let shared = values == 0 ? nil : values &+ UInt64(layout.dict.valuesStart)
    guard let found = entries(keys, values: shared, limit: min(limit, used)) else { return nil }
    return Contents(elements: found, count: used)
  }

  /// The entries of a table of keys whose values are set.
  ///
  /// - Parameter values: Where the values stand, if not in the entries.
  func entries(_ keys: UInt64, values: UInt64?, limit: Int) -> [(key: UInt64, value: UInt64)]? {
    guard let table = keyTable(keys) else { return nil }
    var found: [(key: UInt64, value: UInt64)] = []
    let total = min(table.count, Self.slotLimit)
    let step = 512
    var next = 0
    while next < total, found.count < limit {
      let count = min(step, total - next)
      let words = words(table.start, 8 * table.words * next, count: table.words * count)
      let apart = values.flatMap { self.words($0, 8 * next, count: count) }
      guard let words, values == nil || apart != nil else { return nil }
      for entry in 0..<count {
        let key = words[table.words * entry + table.words - 2]
        let value = apart.map { $0[entry] } ?? words[table.words * entry + table.words - 1]
        if key != 0, value != 0, found.count < limit { found.append((key, value)) }
      }
      next += count
    }
    return found
  }

  /// Where the entries of a `PyDictKeysObject` begin, how many words each has, and how many there are.
  private func keyTable(_ keys: UInt64) -> (start: UInt64, words: Int, count: Int)? {
    guard keys != 0 else { return nil }
    switch layout.dict.form {
    case .sized(let sizeField, let entryCount, let indices):
      guard let size: Int = word(keys, sizeField), size > 0, size < Self.countLimit,
        let count: Int = word(keys, entryCount), count >= 0, count <= size
      else { return nil }
      let width = size <= 0xff ? 1 : size <= 0xffff ? 2 : size <= 0xffff_ffff ? 4 : 8
      return (keys &+ UInt64(indices + size * width), 3, count)
    case .logarithmic(let indexBytes, let kindField, let entryCount, let indices):
      guard let logarithm: UInt8 = word(keys, indexBytes), logarithm < 48,
        let kind: UInt8 = word(keys, kindField), kind < 8,
        let count: Int = word(keys, entryCount), count >= 0, count <= 1 << logarithm
      else { return nil }
      return (keys &+ UInt64(indices) &+ 1 << UInt64(logarithm), kind == 0 ? 3 : 2, count)
    }
  }

  /// What a dict has under a key that is a `str` of ASCII.
  func value(of key: String, inDict address: UInt64) -> UInt64? {
    guard let contents = dict(at: address, limit: .max) else { return nil }
    return Self.first(contents.elements, in: memory, objects, key)
  }

  /// Looks for a key, many in one call: a module's dict has dozens of names, and that of all modules hundreds.
  private static func first(
    _ entries: [(key: UInt64, value: UInt64)], in memory: ProcessMemory, _ objects: ObjectLayout, _ key: String
  ) -> UInt64? {
    let wanted = Array(key.utf8)
    let count = objects.asciiText + wanted.count
    var batch = ReadBatch(capacity: 512 * count)
    var next = 0
    while next < entries.count {
      batch.removeAll()
      let end = min(next + 512, entries.count)
      for entry in entries[next..<end] { _ = batch.add(RemoteAddress(entry.key), count: count) }
      guard let copied = try? batch.perform(on: memory.process) else { return nil }
      let whole = copied / count
      let match = batch.withBytes { bytes in
        (0..<whole).first { isKey(bytes, at: $0 * count, objects, wanted) }
      }
      if let match { return entries[next + match].value }
      // What could not be read is no key.
      next += whole == end - next ? whole : whole + 1
    }
    return nil
  }

  private static func isKey(_ bytes: RawSpan, at base: Int, _ objects: ObjectLayout, _ wanted: [UInt8]) -> Bool {
    guard let length: Int = try? bytes.read(Field(objects.stringLength), of: base), length == wanted.count,
      let word: UInt32 = try? bytes.read(Field(objects.stringState), of: base)
    else { return false }
    let state = StringState(word, kindBit: objects.stringKindBit)
    guard state.isCompact, state.isASCII else { return false }
    for (position, byte) in wanted.enumerated() {
      guard let found: UInt8 = try? bytes.read(Field(objects.asciiText + position), of: base), found == byte else {
        return false
      }
    }
    return true
  }
}
