import Testing

@testable import CPythonInspection
@testable import Sampling

/// Where the mark stands in stacks of which the truth is known. A frame is a letter, and a number for its instruction;
/// the innermost first. A `d` is a `__del__`, and `|` stands between a frame and the C code that called it.
struct CollectionTraceTests {
  /// Notes one stack after the other, each of the collection whose number it begins with, and gives the last its mark.
  private func mark(_ stacks: [String], knowsEntries: Bool = true, hasRunPython: Bool = false) -> String? {
    var trace = CollectionTrace()
    var before: [RawFrame] = []
    var inside: Int?
    for (index, text) in stacks.enumerated() {
      let stack = Stack(text)
      guard let collection = stack.collection else {
        trace.end()
        before = stack.frames
        continue
      }
      let isLast = index == stacks.count - 1
      trace.note(
        stack.frames.span, before: before, hasRunPython: isLast && hasRunPython, ended: collection)
      inside = trace.insideCount(stack.frames.span, entries: knowsEntries ? stack.entries.span : nil) {
        $0.code == Stack.finalizer
      }
      before = stack.frames
      if let inside { before.insert(.garbageCollection, at: inside) }
    }
    return inside.map { _ in Stack.text(before) }
  }

  @Test(arguments: [true, false])
  func marksWhatStandsStill(_ knowsEntries: Bool) {
    #expect(mark(["f1 m1", "1: f2 m1"], knowsEntries: knowsEntries) == "GC f2 m1")
    #expect(mark(["1: f2 m1"], knowsEntries: knowsEntries) == "GC f2 m1")
    #expect(mark(["m1", "1: k1 | f2 m1"], knowsEntries: knowsEntries) == "GC k1 f2 m1")
  }

  @Test(arguments: [true, false])
  func marksTheOutermostFinalizer(_ knowsEntries: Bool) {
    #expect(mark(["f1 m1", "1: b1 d1 | f2 m1"], knowsEntries: knowsEntries) == "b1 d1 GC f2 m1")
    #expect(mark(["f1 m1", "1: d2 | b1 d1 | f2 m1"], knowsEntries: knowsEntries) == "d2 b1 d1 GC f2 m1")
    #expect(mark(["1: b1 d1 |"], knowsEntries: knowsEntries) == "b1 d1 GC")
  }

  @Test(arguments: [true, false])
  func knowsAFinalizerFromBefore(_ knowsEntries: Bool) {
    // It ran for an object that was freed by itself, and allocates.
    #expect(mark(["b1 d1 | m1", "1: b2 d1 | m1"], knowsEntries: knowsEntries) == "GC b2 d1 m1")
  }

  @Test(arguments: [true, false])
  func marksNoCallThatNothingMade(_ knowsEntries: Bool) {
    #expect(mark(["1: m1 |", "1: m2 |"], knowsEntries: knowsEntries) == nil)
  }

  @Test func findsACallbackOutWhenItMoves() {
    #expect(mark(["m1", "1: c1 | m2"]) == "GC c1 m2")
    #expect(mark(["m1", "1: c1 | m2"], hasRunPython: true) == "c1 GC m2")
    #expect(mark(["m1", "1: c1 | m2", "1: c2 | m2"]) == "c2 GC m2")
    #expect(mark(["m1", "1: c1 | m2", "1: b1 c2 | m2"]) == "b1 c2 GC m2")
    #expect(mark(["m1", "1: m2", "1: b1 c2 | m2"]) == "b1 c2 GC m2")
    // What moves is not called from C itself.
    #expect(mark(["m1", "1: b1 c1 | m2", "1: b2 c1 | m2"]) == "b2 c1 GC m2")
    #expect(mark(["m1", "1: m2", "1: b1 c2 | m2"], knowsEntries: false) == "b1 c2 GC m2")
  }

  @Test func tellsOneCollectionFromTheNext() {
    #expect(mark(["m1", "1: m2", "2: m3"]) == "GC m3")
    #expect(mark(["m1", "1: b1 d1 | m2", "2: f1 m3"]) == "GC f1 m3")
    #expect(mark(["m1", "1: b1 d1 | m2", "2: b1 d1 | m2"]) == "b1 d1 GC m2")
  }

  @Test(arguments: [true, false])
  func knowsThatAnotherThreadCollects(_ knowsEntries: Bool) {
    #expect(mark(["f1 m1", "1: f2 m1", "1: f3 m1"], knowsEntries: knowsEntries) == nil)
    #expect(mark(["f1 m1", "1: f2 m1", "1: m2"], knowsEntries: knowsEntries) == nil)
    #expect(mark(["f1 m1", "1: f2 m1"], knowsEntries: knowsEntries, hasRunPython: true) == nil)
  }
}

private struct Stack {
  static let finalizer = UInt32(Character("d").asciiValue ?? 0)

  var collection: UInt64?
  var frames: [RawFrame] = []
  var entries: [Int] = []

  init(_ text: String) {
    for word in text.split(separator: " ") {
      if word.hasSuffix(":") {
        collection = UInt64(word.dropLast())
      } else if word == "|" {
        entries.append(frames.count)
      } else if let letter = word.first?.asciiValue, let number = UInt32(word.dropFirst()) {
        frames.append(RawFrame(code: UInt32(letter), unit: number))
      }
    }
  }

  static func text(_ frames: [RawFrame]) -> String {
    frames.map { frame in
      guard frame != .garbageCollection, let letter = UnicodeScalar(frame.code) else { return "GC" }
      return "\(Character(letter))\(frame.unit)"
    }.joined(separator: " ")
  }
}
