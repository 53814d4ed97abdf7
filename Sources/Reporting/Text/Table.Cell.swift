extension Table {
  /// What stands in one row and column.
  struct Cell: Hashable, Sendable {
    /// Without control characters.
    let text: String
    let role: TextRole

    init(_ text: String, role: TextRole = .body) {
      self.text = text
      self.role = role
    }
  }
}
