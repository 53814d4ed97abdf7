/// Where the instructions of a code object begin, and what a compiler wrote there.
struct CodeInstructions {
  /// By unit, the first unit of the instruction that it belongs to; as far as that is certain.
  private var starts: [UInt32] = []
  /// By unit, the opcode of the instruction that begins there, as it was compiled; as long as `starts`.
  private var bases: [UInt8] = []
  /// Whether all of them are known: a tool that watches lines hides what was compiled.
  let isWhole: Bool

  /// - Parameter bytes: Its instructions as they are in memory, two bytes each with their inline caches.
  init(_ bytes: [UInt8], opcodes: OpcodeTable) {
    let unitCount = bytes.count / 2
    var unit = 0
    // How long an instruction is whose opcode is hidden is not known, and so not where those behind it begin.
    while unit < unitCount, let base = opcodes.bases[Int(bytes[2 * unit])] {
      let end = min(unitCount, unit + 1 + Int(opcodes.cacheCounts[Int(base)]))
      for _ in unit..<end {
        starts.append(UInt32(unit))
        bases.append(base)
      }
      unit = end
    }
    isWhole = unit == unitCount
  }

  /// The first unit of the instruction that a unit belongs to; nil where that is not certain.
  func start(of unit: UInt32) -> UInt32? {
    Int(unit) < starts.count ? starts[Int(unit)] : nil
  }

  /// What a unit's instruction was compiled to; nil where that is not certain.
  func base(of unit: UInt32) -> UInt8? {
    Int(unit) < bases.count ? bases[Int(unit)] : nil
  }
}
