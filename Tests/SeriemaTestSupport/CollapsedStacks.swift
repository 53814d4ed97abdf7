package import Foundation

/// Parsed collapsed stacks.
package struct CollapsedStacks: Sendable {
  /// One distinct stack.
  package struct Stack: Hashable, Sendable {
    /// Outermost first, as `qualname (file.py:line)`.
    package let frames: [String]
    package let samples: Int

    /// The frames' names without their places, outermost first.
    package var functions: [String] { frames.map(CollapsedStacks.function) }

    /// The leaf is the mark of a partial sample.
    package var isCut: Bool { frames.last == "<cut>" }

    /// The names of the frames that were read: all but the mark of a partial sample.
    package var proven: [String] { isCut ? functions.dropLast() : functions }
  }

  package let stacks: [Stack]

  /// - Throws: `MalformedReport` on a line that is not `frames count`.
  package init(_ text: String) throws {
    stacks = try text.split(separator: "\n").map { line in
      guard let space = line.lastIndex(of: " "), let samples = Int(line[line.index(after: space)...]), samples > 0
      else { throw MalformedReport(line: String(line)) }
      return Stack(frames: line[..<space].split(separator: ";").map(String.init), samples: samples)
    }
  }

  package init(contentsOf file: URL) throws {
    try self.init(String(contentsOf: file, encoding: .utf8))
  }

  package var total: Int { stacks.reduce(0) { $0 + $1.samples } }

  /// How many samples have a stack for which this holds.
  package func samples(where predicate: (Stack) -> Bool) -> Int {
    stacks.reduce(0) { $0 + (predicate($1) ? $1.samples : 0) }
  }

  /// Which part of the samples has a stack for which this holds, 0 … 1; 0 when there are none.
  package func share(where predicate: (Stack) -> Bool) -> Double {
    total > 0 ? Double(samples(where: predicate)) / Double(total) : 0
  }

  /// The name in `qualname (file.py:line)`.
  package static func function(_ frame: String) -> String {
    guard frame.hasSuffix(")"), let place = frame.range(of: " (", options: .backwards) else { return frame }
    return String(frame[..<place.lowerBound])
  }
}

/// A report that does not read as it should.
package struct MalformedReport: Error {
  package let line: String
}
