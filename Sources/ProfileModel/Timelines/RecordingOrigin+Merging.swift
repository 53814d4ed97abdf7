extension RecordingOrigin {
  /// What several recordings have in common; in any order.
  ///
  /// - Returns: nil when there is none.
  package init?(merging origins: [RecordingOrigin]) {
    guard let first = origins.min(by: { $0.startedAt < $1.startedAt }) else { return nil }
    let programs = Set(origins.map(\.program))
    let processes = Set(origins.map(\.process))
    self.init(
      startedAt: first.startedAt, host: Self.joined(origins.map(\.host)),
      program: programs.count == 1 ? first.program : [Self.joined(origins.map { $0.program.joined(separator: " ") })],
      process: processes.count == 1 ? first.process : 0, recorder: Self.joined(origins.map(\.recorder)),
      isAttached: programs.count > 1 || origins.contains(where: \.isAttached))
  }

  private static func joined(_ texts: [String]) -> String {
    Set(texts.flatMap { $0.components(of: ", ") }).sorted().joined(separator: ", ")
  }
}

extension String {
  fileprivate func components(of separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map(String.init)
  }
}
