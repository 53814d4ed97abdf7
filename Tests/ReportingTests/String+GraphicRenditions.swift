extension String {
  /// The text as a terminal shows it, without `CSI … m` sequences.
  var withoutGraphicRenditions: String {
    var result = ""
    for (index, part) in split(separator: "\u{1b}[", omittingEmptySubsequences: false).enumerated() {
      result += index == 0 ? part : part.drop { $0 != "m" }.dropFirst()
    }
    return result
  }
}
