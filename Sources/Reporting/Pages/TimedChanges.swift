import ProfileModel
import Statistics

/// What a differential page shows of timings of the same two, as `timed_changes.js` reads it: the cells and the notes of
/// `ComparisonTable`, so that its figures are those.
struct TimedChanges: Sendable {
  private let comparisons: [TimingComparison]
  /// By qualified name, the places of functions in the page's profile, with their files.
  private let functions: [String: [(index: Int, file: String)]]

  /// - Parameter functions: In the order of the page's profile.
  init(_ comparisons: [TimingComparison], among functions: [FunctionIdentity]) {
    self.comparisons = comparisons
    let places = functions.enumerated().map { (index: $0.offset, file: $0.element.file) }
    self.functions = Dictionary(grouping: places) { functions[$0.index].qualifiedName }
  }

  /// For each comparison its title, its rows and its notes.
  var json: JSONValue {
    .array(
      comparisons.map { comparison in
        let table = ComparisonTable(comparison)
        return .object([
          "title": .string(table.title), "rows": .array(comparison.entries.map { row($0, of: table) }),
          "notes": .array(
            ComparisonNotes(comparison).paragraphs.map { note in
              .object(["text": .string(note.text), "isWarning": .bool(note.role == .warning)])
            }),
        ])
      })
  }

  private func row(_ entry: TimingComparison.Entry, of table: ComparisonTable) -> JSONValue {
    let kind =
      switch entry.verdict {
      case .faster: "less"
      case .slower: "more"
      case .same, .cannotTell, .none: "noise"
      }
    return .object([
      "id": .int(index(of: entry.name) ?? -1), "kind": .string(kind),
      "cells": .array(table.cells(entry).map { .string($0.text) }),
    ])
  }

  /// The function that a timed name stands for; nil where it is none of the profile, or may be one of several.
  ///
  /// - Parameter name: `module:qualname` or `path-suffix.py:qualname`.
  private func index(of name: String) -> Int? {
    guard let colon = name.firstIndex(of: ":") else { return nil }
    let (place, function) = (name[..<colon], String(name[name.index(after: colon)...]))
    let path = place.replacing(".", with: "/")
    let ends = place.hasSuffix(".py") ? [String(place)] : [path + ".py", path + "/__init__.py"]
    let all = functions[function] ?? []
    let fitting = all.filter { one in
      // A script that was run has no other module name.
      place == "__main__"
        ? FrameCategory(of: function, in: one.file) == .program : ends.contains { Self.isEnd($0, of: one.file) }
    }
    return fitting.count == 1 ? fitting[0].index : nil
  }

  /// Whether a path ends with another in whole components.
  private static func isEnd(_ end: String, of path: String) -> Bool {
    path == end || path.hasSuffix("/" + end)
  }
}
