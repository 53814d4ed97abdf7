/// Stacks as JSON arrays of their functions, outermost first, those that come often kept.
struct StackTexts: Sendable {
  private let stacks: FunctionStacks
  /// The texts that are kept, one after the other.
  private var kept: [UInt8] = []
  /// By stack: where its text begins and ends in `kept`; nothing where it is not there.
  private var places: [Range<Int>]
  private var path: [Int32] = []

  /// Bytes that are kept at the most: a stack may be 50,000 functions deep.
  private static let limit = 8_000_000

  init(_ stacks: FunctionStacks) {
    self.stacks = stacks
    places = Array(repeating: 0..<0, count: stacks.parents.count)
  }

  /// Adds the text of `stack`.
  mutating func write(_ stack: Int32, into bytes: inout [UInt8]) {
    let place = places[Int(stack)]
    guard place.isEmpty else { return bytes.append(contentsOf: kept[place]) }
    stacks.path(to: stack, into: &path)
    let start = bytes.count
    bytes.append(UInt8(ascii: "["))
    for (depth, function) in path.enumerated() {
      if depth > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes.write(function)
    }
    bytes.append(UInt8(ascii: "]"))
    guard kept.count + bytes.count - start <= Self.limit else { return }
    places[Int(stack)] = kept.count..<(kept.count + bytes.count - start)
    kept.append(contentsOf: bytes[start...])
  }
}
