/// What stands between Seriema and a process: what it may do, and each gate with the commands that open it.
package struct GateReport: Hashable, Sendable {
  /// What this is about; nil for this machine and user alone.
  package var process: Int?
  /// Such as `process 4242: python3 app.py`.
  package var title: String
  package var uses: [Use] = []
  package var gates: [Row] = []

  /// Something that Seriema does with a process.
  package struct Use: Hashable, Sendable {
    package var name: String
    package var commands: String
    /// nil where it cannot be told.
    package var isPermitted: Bool?
    /// By what way, or why not.
    package var text: String

    package init(_ name: String, commands: String, isPermitted: Bool?, text: String) {
      self.name = name
      self.commands = commands
      self.isPermitted = isPermitted
      self.text = text
    }
  }

  package struct Row: Hashable, Sendable {
    /// A word for programs, and one for people.
    package var identifier: String
    package var name: String
    package var state: State
    package var text: String
    package var openers: [Opener]

    package init(_ identifier: String, name: String, state: State, text: String, openers: [Opener] = []) {
      self.identifier = identifier
      self.name = name
      self.state = state
      self.text = text
      self.openers = openers
    }
  }

  package enum State: String, Hashable, Sendable {
    case open
    case closed
    case notNeeded = "not needed"
    case unknown
  }

  /// A command that opens a gate.
  package struct Opener: Hashable, Sendable {
    package enum Place: String, Hashable, Sendable {
      case here, docker, kubernetes
    }
    package var place: Place
    package var command: String

    package init(_ place: Place, _ command: String) {
      self.place = place
      self.command = command
    }
  }

  package init(process: Int?, title: String) {
    self.process = process
    self.title = title
  }

  /// - Parameter width: Cells that a line may take; nil for as many as it needs.
  package func lines(width: Int?, style: TextStyle) -> [String] {
    var lines = Paragraph(title, role: .heading).lines(width: width, style: style)
    if !uses.isEmpty { lines.append("") }
    for use in uses {
      let answer = use.isPermitted.map { $0 ? "yes" : "no" } ?? "unknown"
      lines += entry(
        "\(use.name) (\(use.commands))", answer, use.text, isBad: use.isPermitted == false, width: width, style: style,
        nameWidth: uses.map { $0.name.cellWidth + $0.commands.cellWidth + 3 }.max() ?? 0)
    }
    lines.append("")
    for row in gates {
      lines += entry(
        row.name, row.state.rawValue, row.text, isBad: row.state == .closed, width: width, style: style,
        nameWidth: gates.map(\.name.cellWidth).max() ?? 0)
      for opener in row.openers {
        // Never broken, so that it can be pasted.
        lines.append("    " + style.set("\(Self.label(opener.place)): ", as: .quiet) + opener.command)
      }
    }
    return lines
  }

  /// Such as `Yama  closed  kernel.yama.ptrace_scope is 1, …`.
  private func entry(
    _ name: String, _ answer: String, _ text: String, isBad: Bool, width: Int?, style: TextStyle, nameWidth: Int
  ) -> [String] {
    let name = name + String(repeating: " ", count: max(0, nameWidth - name.cellWidth))
    let state = answer + String(repeating: " ", count: max(0, 10 - answer.cellWidth))
    let head = "\(name)  \(state)  "
    let room = width.map { max(20, $0 - head.cellWidth) }
    let body = Paragraph(text).lines(width: room, style: .plain)
    let indent = String(repeating: " ", count: head.cellWidth)
    return body.enumerated().map { index, line in
      guard index == 0 else { return indent + line.drop { $0 == " " } }
      return "\(name)  \(style.set(state, as: isBad ? .warning : .body))  \(line)"
    }
  }

  private static func label(_ place: Opener.Place) -> String {
    switch place {
    case .here: "open it"
    case .docker: "Docker"
    case .kubernetes: "Kubernetes"
    }
  }

  /// The same for programs, with the end of its last line.
  package var json: String {
    let value = JSONValue.object([
      "process": process.map(JSONValue.int) ?? .null,
      "uses": .array(
        uses.map { use in
          .object([
            "use": .string(use.name), "commands": .string(use.commands),
            "permitted": use.isPermitted.map(JSONValue.bool) ?? .null, "text": .string(use.text),
          ])
        }),
      "gates": .array(
        gates.map { row in
          .object([
            "gate": .string(row.identifier), "state": .string(row.state.rawValue), "text": .string(row.text),
            "open_with": .object(row.openers.map { JSONValue.Member($0.place.rawValue, .string($0.command)) }),
          ])
        }),
    ])
    return value.text + "\n"
  }
}
