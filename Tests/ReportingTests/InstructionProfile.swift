import ProfileModel

@testable import Reporting

/// A profile whose frames are told apart by their instructions, and the file that it is of.
enum InstructionProfile {
  static let file = "/home/ada/shop/sums.py"

  static let text = """
    def total(rows):
        return cheap(rows) + dear(rows)

    def dear(rows):
        sum = 0
        for row in rows:
            sum = sum + row; f = lambda: row
        return sum
    """

  static var sources: [String: SourceFile] { [file: .text(Array(text.utf8), changedAt: SourceDraft.changedAt)] }

  /// 1,000 samples: on line 2 two calls and their sum, on line 7 an addition that was specialised, and a function that a
  /// tool watches.
  static var profile: Profile {
    let functions = [
      Samples.function("total", file, 1), Samples.function("dear", file, 4),
      Samples.function("dear.<locals>.<lambda>", file, 7),
    ]
    let frames = [
      frame(0, 2, 20, "CALL", "CALL_PY_EXACT_ARGS", 25..<35),
      frame(1, 7, 12, "BINARY_OP", "BINARY_OP_ADD_INT", 14..<23),
      frame(1, 7, 12, "BINARY_OP", "BINARY_OP", 14..<23), frame(1, 7, 10, "LOAD_FAST", "LOAD_FAST", 14..<17),
      frame(0, 2, 8, "CALL", "", 11..<22), frame(0, 2, 30, "BINARY_OP", "BINARY_OP", 11..<35),
      frame(2, 7, 2, "", "INSTRUMENTED_LINE", nil),
    ]
    let samples = [0, 600, 20, 180, 100, 50, 50]
    let nodes = frames.indices.map { index in
      Profile.Node(
        parent: [1, 2, 3, 6].contains(index) ? 0 : nil, thread: 0, kind: .frame(index),
        own: Weight(samples: samples[index], time: Nanoseconds(Int64(samples[index]) * 1_000_000)))
    }
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    return draft.finished { profile in
      profile.functions = functions
      profile.frames = frames
      profile.nodes = NodeTable(nodes)
      profile.ledger.ticksWanted = 1000
      profile.ledger.ticksTaken = 1000
      profile.ledger.complete = 1000
      profile.ledger.elapsed = Nanoseconds(1_000_000_000)
      for _ in 0..<1000 { profile.ledger.effective.add(Nanoseconds(1_000_000)) }
    }
  }

  /// The same, with no instruction told of 20 samples on line 7: those of a recording without, or where it was not certain.
  static var partlyTold: Profile {
    var profile = profile
    profile.frames[2] = Frame(function: profile.frames[2].function, line: profile.frames[2].line)
    return profile
  }

  /// The same with the columns of instructions alone.
  static var placed: Profile {
    var profile = profile
    profile.frames = profile.frames.map { frame in frame.span.map { Frame(function: frame.function, at: $0) } ?? frame }
    return profile
  }

  private static func frame(
    _ function: Int, _ line: Int, _ offset: Int, _ opcode: String, _ form: String, _ columns: Range<Int>?
  ) -> Frame {
    Frame(
      function: function, line: line,
      instruction: Instruction(
        offset: offset, opcode: opcode, form: form,
        span: SourceSpan(line: line, column: columns?.lowerBound, endColumn: columns?.upperBound)))
  }
}
