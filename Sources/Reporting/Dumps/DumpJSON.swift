package import ProfileModel

/// A dump as JSON, for programs.
package struct DumpJSON: Sendable {
  private let dump: ProcessDump

  package init(_ dump: ProcessDump) {
    self.dump = dump
  }

  /// The text, which ends its last line.
  package var text: String { value.text + "\n" }

  private var value: JSONValue {
    .object([
      "process": .int(Int(dump.process)),
      "command": .array(dump.command.map { .string($0) }),
      "python": .string(dump.pythonVersion),
      "stopped_threads": .int(Int(dump.stoppedThreads)),
      "stopped_seconds": .double(dump.stoppedTime.seconds),
      "threads": .array(dump.threads.map(Self.value)),
    ])
  }

  private static func value(_ thread: ThreadDump) -> JSONValue {
    .object([
      "thread": .int(Int(thread.thread)),
      "identifier": thread.identifier.map { .int(Int(truncatingIfNeeded: $0)) } ?? .null,
      "name": thread.pythonName.map { .string($0) } ?? .null,
      "kernel_name": thread.kernelName.map { .string($0) } ?? .null,
      "main": .bool(thread.states.contains(.main)),
      "running": .bool(thread.states.contains(.running)),
      "holds_gil": .bool(thread.states.contains(.holdsGIL)),
      "waiting_for_gil": thread.waitsForGIL.map { .bool($0) } ?? .null,
      "collecting_garbage": .bool(thread.states.contains(.collectsGarbage)),
      "handling": thread.handled.map(value) ?? .null,
      "raising": thread.raised.map(value) ?? .null,
      "reading": .string(word(thread.reading)),
      "frames": .array(thread.frames.map(value)),
    ])
  }

  private static func word(_ reading: ThreadDump.Reading) -> String {
    switch reading {
    case .whole: "whole"
    case .cut: "cut"
    case .failed: "failed"
    }
  }

  private static func value(_ frame: DumpedFrame) -> JSONValue {
    .object([
      "function": .string(frame.function.qualifiedName),
      "file": .string(frame.function.file),
      "first_line": .int(Int(frame.function.firstLine)),
      "line": .int(Int(frame.span.line)),
      "end_line": .int(Int(frame.span.endLine)),
      "column": frame.span.column.map { .int(Int($0)) } ?? .null,
      "end_column": frame.span.endColumn.map { .int(Int($0)) } ?? .null,
      "source": .array(frame.source.map { .string($0) }),
      "variables": frame.variables.map(value) ?? .null,
    ])
  }

  private static func value(_ variables: DumpedFrame.Variables) -> JSONValue {
    .object([
      "values": .array(
        variables.values.map { variable in
          .object([
            "name": .string(variable.name), "kind": .string(variable.kind.rawValue),
            "type": .string(variable.value.type), "value": .string(variable.value.text),
            "cut": .bool(variable.value.isCut),
          ])
        }),
      "left_out": .int(Int(variables.leftOut)),
      "shortage": variables.shortage.map { .string(word($0)) } ?? .null,
    ])
  }

  private static func word(_ shortage: DumpedFrame.Shortage) -> String {
    switch shortage {
    case .tooMany: "too_many"
    case .timeIsUp: "time_is_up"
    case .notStopped: "not_stopped"
    case .unreadable: "unreadable"
    }
  }

  private static func value(_ value: ValueText) -> JSONValue {
    .object(["type": .string(value.type), "value": .string(value.text), "cut": .bool(value.isCut)])
  }
}
