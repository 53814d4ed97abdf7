import ProfileModel

/// The names of the opcodes of a profile's instructions, each once.
struct OpcodeNames: Sendable {
  /// In alphabetical order; none where there are no instructions.
  let names: [String]
  private let numbers: [String: Int]

  init(_ profile: Profile) {
    var known: Set<String> = []
    for frame in profile.frames {
      guard let instruction = frame.instruction else { continue }
      known.formUnion([instruction.opcode, instruction.form])
    }
    known.remove("")
    names = known.sorted()
    numbers = Dictionary(uniqueKeysWithValues: zip(names, 1...))
  }

  /// The number of a name, from 1; 0 for the empty one.
  func number(of name: String) -> Int { numbers[name] ?? 0 }
}
