/// The significance of several tests that are read together, so that any false alarm among them stays as rare as in one.
///
/// Source: S. Holm, "A simple sequentially rejective multiple test procedure", Scandinavian Journal of Statistics 6
/// (1979).
package enum HolmCorrection {
  /// - Parameter significances: Of each test by itself.
  /// - Returns: The corrected ones, in the same order.
  package static func corrected(_ significances: [Double]) -> [Double] {
    var corrected = significances
    var largest = 0.0
    let rising = significances.indices.sorted { (significances[$0], $0) < (significances[$1], $1) }
    for (rank, index) in rising.enumerated() {
      largest = max(largest, min(1, significances[index] * Double(significances.count - rank)))
      corrected[index] = largest
    }
    return corrected
  }
}
