package import ProfileModel

/// A dump for people: each thread with what it is at, and its frames, innermost first.
package struct DumpReport: Sendable {
  private let dump: ProcessDump
  private let paths: PathShortener

  /// - Parameter currentDirectory: Absolute; files below it are shown relative to it.
  package init(_ dump: ProcessDump, currentDirectory: String) {
    self.dump = dump
    paths = PathShortener(
      files: dump.threads.flatMap { $0.frames.map(\.function.file) }, currentDirectory: currentDirectory)
  }

  package func lines(style: TextStyle) -> [String] {
    var lines = heading(style)
    for thread in dump.threads {
      lines.append("")
      lines.append(title(thread, style))
      lines += stack(thread, style)
    }
    return lines
  }

  // MARK: Headings

  private func heading(_ style: TextStyle) -> [String] {
    let command = dump.command.map { UntrustedText($0).visible }.joined(separator: " ")
    let count = dump.threads.count
    var facts = "CPython \(dump.pythonVersion), \(count) \(count == 1 ? "thread" : "threads")"
    if dump.stoppedThreads > 0 {
      facts += "; \(dump.stoppedThreads) stopped for \(Self.milliseconds(dump.stoppedTime)) in all"
    }
    let name = "Process \(dump.process)"
    return [style.set(name, as: .heading) + (command.isEmpty ? "" : ": " + command), style.set(facts, as: .quiet)]
  }

  private static func milliseconds(_ time: Nanoseconds) -> String {
    // One digit behind the point says enough of a stop; less than that is rounded up, for it was one.
    let tenths = max(1, (time.rawValue + 99_999) / 100_000)
    return "\(tenths / 10).\(tenths % 10) ms"
  }

  private func title(_ thread: ThreadDump, _ style: TextStyle) -> String {
    var title = "Thread \(thread.thread)"
    if let name = thread.pythonName { title += " \"\(UntrustedText(name).escaped)\"" }
    if let name = kernelName(of: thread) { title += " [\(UntrustedText(name).escaped)]" }
    return style.set(title, as: .heading) + ": " + words(thread).joined(separator: ", ")
  }

  /// The kernel's name where it says something: Python's own may begin with it, and most have just the program's.
  private func kernelName(of thread: ThreadDump) -> String? {
    guard let name = thread.kernelName else { return nil }
    guard let own = thread.pythonName else { return name }
    let common = dump.threads.first { $0.states.contains(.main) }?.kernelName
    return name == common || own.hasPrefix(name) ? nil : name
  }

  private func words(_ thread: ThreadDump) -> [String] {
    var words = [thread.states.contains(.running) ? "running" : "idle"]
    if thread.waitsForGIL == true { words.append("waiting for the GIL") }
    if thread.states.contains(.holdsGIL) { words.append("holds the GIL") }
    if thread.states.contains(.collectsGarbage) { words.append("collecting garbage") }
    if let value = thread.raised { words.append("raising \(UntrustedText(value.text).visible)") }
    if let value = thread.handled { words.append("handling \(UntrustedText(value.text).visible)") }
    return words
  }

  // MARK: Frames

  private func stack(_ thread: ThreadDump, _ style: TextStyle) -> [String] {
    var lines: [String] = []
    switch thread.reading {
    case .whole where thread.frames.isEmpty: lines.append("  (no Python frames)")
    case .whole: break
    case .cut:
      lines.append(style.set("  <what it called from here moved on while it was read>", as: .warning))
    case .failed: lines.append(style.set("  <its stack could not be read>", as: .warning))
    }
    for frame in thread.frames { lines += self.lines(frame, style) }
    return lines
  }

  private func lines(_ frame: DumpedFrame, _ style: TextStyle) -> [String] {
    let name = UntrustedText(frame.function.qualifiedName).escaped
    guard frame.function != .garbageCollection else { return ["  " + style.set(name, as: .quiet)] }
    let path = UntrustedText(paths.path(of: frame.function.file)).escaped
    var lines = ["  \(name) (\(path):\(frame.span.line))"]
    if let text = frame.source.first {
      let excerpt = SourceExcerpt(text, frame.span)
      if !excerpt.line.isEmpty {
        lines.append("    " + style.set(excerpt.line, as: .quiet))
        if !excerpt.mark.isEmpty { lines.append("    " + excerpt.mark) }
      }
    }
    if let variables = frame.variables { lines += self.lines(variables, style) }
    return lines
  }

  private func lines(_ variables: DumpedFrame.Variables, _ style: TextStyle) -> [String] {
    let kindWidth = variables.values.map(\.kind.rawValue.count).max() ?? 0
    var lines = variables.values.map { variable in
      let kind = variable.kind.rawValue
      let padding = String(repeating: " ", count: kindWidth - kind.count)
      let value = UntrustedText(variable.value.text).visible
      return "      \(style.set(kind, as: .quiet))\(padding) \(UntrustedText(variable.name).escaped) = \(value)"
    }
    if let note = note(variables) { lines.append("      " + style.set(note, as: .warning)) }
    return lines
  }

  private func note(_ variables: DumpedFrame.Variables) -> String? {
    switch variables.shortage {
    case nil: nil
    case .tooMany: "… and \(variables.leftOut) more"
    case .timeIsUp: "… and \(variables.leftOut) more: the thread was not kept waiting for longer"
    case .notStopped: variables.values.isEmpty ? nil : "(read while it ran: they may be of different moments)"
    case .unreadable: "(its variables could not be read)"
    }
  }
}
