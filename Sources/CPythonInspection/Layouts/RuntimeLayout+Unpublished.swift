extension RuntimeLayout {
  /// Versions whose structures have to be known beforehand, by minor version.
  static let unpublished = [8: python3_8, 9: python3_9, 10: python3_10, 11: python3_11, 12: python3_12]
}
