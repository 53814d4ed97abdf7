package import Foundation

/// A program that says a line and then waits for a word from us, again and again; killed when it is let go.
///
/// Between its line and our word it stands still in a read of standard input.
package final class Conversation {
  private let process = Process()
  private let ours = Pipe()
  private let theirs = Pipe()
  private var unread = Data()

  package init(_ executable: URL, _ arguments: [String]) throws {
    process.executableURL = executable
    process.arguments = arguments
    process.standardInput = ours
    process.standardOutput = theirs
    try process.run()
  }

  deinit {
    if process.isRunning { kill(id, SIGKILL) }
  }

  package var id: Int32 { process.processIdentifier }

  /// Its next line, once it waits for our word; nil when it has ended.
  package func nextLine() -> String? {
    while true {
      if let end = unread.firstIndex(of: UInt8(ascii: "\n")) {
        let line = String(decoding: unread[..<end], as: UTF8.self)
        unread = Data(unread[unread.index(after: end)...])
        while state != "S", process.isRunning { usleep(100) }
        return line
      }
      let bytes = theirs.fileHandleForReading.availableData
      if bytes.isEmpty { return nil }
      unread.append(bytes)
    }
  }

  /// Lets it go on.
  package func goOn() {
    ours.fileHandleForWriting.write(Data([10]))
  }

  /// The letter behind the name in `/proc/PID/stat`.
  package var state: Character {
    let stat = (try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)) ?? ""
    guard let end = stat.lastIndex(of: ")") else { return "?" }
    return stat[end...].dropFirst(2).first ?? "?"
  }
}
