internal import Glibc
package import ProfileModel

/// The durations of each function as bars, one to a class of durations; classes are equally wide by their ratio.
package struct TimingHistogram: Sendable {
  private let rows: [TimingRow]
  private static let classLimit = 12

  package init(_ report: TimingReport) {
    rows = TimingRow.rows(of: report).filter { $0.timing.durations.count > 0 }
  }

  /// - Parameter width: Cells of a line; nil for 80.
  package func lines(width: Int?, style: TextStyle) -> [String] {
    rows.flatMap { row in
      [style.set(row.name, as: .heading)] + bars(of: row.timing.durations, width: width ?? 80, style: style) + [""]
    }
  }

  /// Calls whose durations lie in `[lower, upper)`, in nanoseconds.
  struct Class: Hashable {
    var lower: Double
    var upper: Double
    var count: Int
  }

  /// At most twelve classes from the shortest to the longest call, none below a nanosecond.
  static func classes(of durations: DurationDistribution) -> [Class] {
    let least = max(1, Double(durations.minimum.rawValue))
    let most = max(least, Double(durations.maximum.rawValue))
    let ratio = most / least
    // Classes below the histogram's own width would show its buckets and not the calls.
    let count = min(classLimit, max(1, Int((log2(ratio) * 8).rounded(.up))))
    let step = log2(ratio) / Double(count)
    var classes = (0..<count).map { index in
      Class(lower: least * exp2(step * Double(index)), upper: least * exp2(step * Double(index + 1)), count: 0)
    }
    for bucket in durations.buckets {
      let middle = max(least, (bucket.lower + bucket.upper) / 2)
      let index = step > 0 ? Int((log2(middle / least) / step).rounded(.down)) : 0
      classes[min(max(0, index), count - 1)].count += bucket.count
    }
    return classes
  }

  private func bars(of durations: DurationDistribution, width: Int, style: TextStyle) -> [String] {
    let classes = Self.classes(of: durations)
    let labels = classes.map { String(nanoseconds: $0.lower) + " … " + String(nanoseconds: $0.upper) }
    let counts = classes.map { String(count: $0.count) }
    let labelWidth = labels.map(\.cellWidth).max() ?? 0
    let countWidth = counts.map(\.cellWidth).max() ?? 0
    let room = max(8, width - labelWidth - countWidth - 6)
    let most = max(1, classes.map(\.count).max() ?? 1)
    return classes.indices.map { index in
      let label = String(repeating: " ", count: labelWidth - labels[index].cellWidth) + labels[index]
      let count = String(repeating: " ", count: countWidth - counts[index].cellWidth) + counts[index]
      let bar = Self.bar(Double(classes[index].count) / Double(most), room: room)
      return "  " + label + "  " + count + (bar.isEmpty ? "" : "  " + bar)
    }
  }

  /// A bar in eighths of a cell; what is not zero is seen.
  private static func bar(_ share: Double, room: Int) -> String {
    guard share > 0 else { return "" }
    let eighths = max(1, Int((share * Double(room) * 8).rounded()))
    let rest = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"][eighths % 8]
    return String(repeating: "█", count: eighths / 8) + rest
  }
}
