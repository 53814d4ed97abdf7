package import ProfileModel

/// A flame graph as an image that needs nothing else: no script, no network.
///
/// Callers are above what they call, and a block is as wide as the time in the function and in what it called; what of its
/// lower side is free is the function's own. Time in which a thread did not run is set apart inside of the function, and
/// so are frames that are unknown. Each block has a tooltip with its numbers. Stacks that differ in lines only are one.
package struct FlameGraphSVG: Sendable {
  private let tree: FlameTree
  private let layout: FlameLayout
  private let title: String
  private let notes: [String]

  /// All in pixels.
  private static let width: Int64 = 1200
  private static let margin: Int64 = 10
  private static let rowHeight: Int64 = 17
  private static let top: Int64 = 34
  /// Of a letter of the font at its size, or wider.
  private static let letterWidth = 6.7

  /// - Parameter currentDirectory: Absolute; files below it are shown relative to it.
  package init(_ profile: Profile, origin: RecordingOrigin, currentDirectory: String) {
    tree = FlameTree(profile, origin: origin, currentDirectory: currentDirectory)
    layout = FlameLayout(tree, width: (Self.width - 2 * Self.margin) * 10)
    let python = profile.pythonVersion.isEmpty ? "" : " · Python " + profile.pythonVersion
    title = ProcessNames(profile, origin: origin).name(of: origin.process) + UntrustedText(python).escaped
    let drawing =
      "Narrower than \(FlameLayout.leastWidth / 10).\(FlameLayout.leastWidth % 10) px is not drawn"
      + (layout.isCapped ? ", nor deeper than \(String(count: FlameLayout.rowLimit)) frames." : ".")
    notes = [drawing] + LedgerAccount(profile.ledger).paragraphs.flatMap { $0.lines(width: 170, style: .plain) }
  }

  /// Hands the report to `sink` piece by piece.
  package func write<Failure>(to sink: ([UInt8]) throws(Failure) -> Void) throws(Failure) {
    var bytes: [UInt8] = []
    writeHead(into: &bytes)
    for box in layout.boxes {
      write(box, into: &bytes)
      if bytes.isLong {
        try sink(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    writeLegend(into: &bytes)
    bytes.write("</svg>\n")
    try sink(bytes)
  }

  private var legendTop: Int64 { Self.top + Int64(layout.rowCount) * Self.rowHeight + 8 }
  private var height: Int64 { legendTop + 26 + Int64(notes.count) * 15 + 8 }

  private func writeHead(into bytes: inout [UInt8]) {
    bytes.write(
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <svg xmlns="http://www.w3.org/2000/svg" width="\(Self.width)" height="\(height)" \
      viewBox="0 0 \(Self.width) \(height)" font-family="'DejaVu Sans Mono',Menlo,Consolas,monospace" font-size="11">
      <title>
      """)
    bytes.write(xml: title)
    bytes.write("</title>\n")
    bytes.write(FlameColours.definitions)
    bytes.write("<path d=\"M0 0H\(Self.width)V\(height)H0z\" fill=\"#fff\"/>\n")
    bytes.write("<text x=\"\(Self.margin)\" y=\"22\" font-size=\"14\">")
    bytes.write(xml: title)
    bytes.write("</text>\n")
  }

  private func write(_ box: FlameLayout.Box, into bytes: inout [UInt8]) {
    let label = box.block.map { tree.labels[tree.blocks[$0]] } ?? FlameTree.Label(name: "all", place: "", category: nil)
    let x = Self.margin * 10 + box.x
    let y = Self.top + Int64(box.row) * Self.rowHeight
    bytes.write("<g><title>")
    bytes.write(xmlShown: label.name + (label.place.isEmpty ? "" : " (\(label.place))"))
    bytes.write("\n")
    bytes.write(xml: numbers(of: box))
    bytes.write("</title><rect class=\"\(FlameColours.style(of: label))\" x=\"")
    bytes.write(x, decimals: 1)
    bytes.write("\" y=\"\(y)\" width=\"")
    bytes.write(box.width, decimals: 1)
    bytes.write("\" height=\"\(Self.rowHeight - 1)\"/>")
    let letters = Int((Double(box.width) / 10 - 6) / Self.letterWidth)
    if letters >= 3 {
      bytes.write("<text x=\"")
      bytes.write(x + 30, decimals: 1)
      bytes.write("\" y=\"\(y + 12)\">")
      bytes.write(xml: Ellipsis.middle.shorten(UntrustedText(label.name).escaped, to: letters))
      bytes.write("</text>")
    }
    bytes.write("</g>\n")
  }

  /// What the tooltip of a block says of its weight.
  private func numbers(of box: FlameLayout.Box) -> String {
    let total = box.block.map { tree.total[$0] } ?? layout.total
    let share = String(percent: total.time.share(of: layout.total.time))
    var text = "\(String(duration: total.time)), \(share) %"
    guard let block = box.block else { return text + ", \(String(count: total.samples, of: "sample"))" }
    if tree.labels[tree.blocks[block]].category == .idle { return text }
    text += ", \(String(count: total.samples, of: "sample"))"
    let own = tree.own[block]
    guard own != .zero else { return text }
    text += "\nin itself: \(String(duration: own.time)), \(String(percent: own.time.share(of: layout.total.time))) %"
    text += ", \(String(count: own.samples, of: "sample"))"
    return own.idle > .zero ? text + "; idle for \(String(duration: own.idle))" : text
  }

  private func writeLegend(into bytes: inout [UInt8]) {
    let present = Set(layout.boxes.compactMap { $0.block.flatMap { tree.labels[tree.blocks[$0]].category } })
    var x = Self.margin
    for category in FrameCategory.allCases where present.contains(category) {
      let style = FlameColours.style(of: FlameTree.Label(name: "", place: "", category: category))
      bytes.write("<rect class=\"\(style)\" x=\"\(x)\" y=\"\(legendTop)\" width=\"14\" height=\"14\"/>")
      bytes.write("<text x=\"\(x + 20)\" y=\"\(legendTop + 11)\">\(category.name)</text>\n")
      x += 20 + Int64(Double(category.name.utf8.count) * Self.letterWidth) + 24
    }
    for (index, note) in notes.enumerated() {
      bytes.write("<text x=\"\(Self.margin)\" y=\"\(legendTop + 38 + Int64(index) * 15)\" fill=\"#444\">")
      bytes.write(xml: note)
      bytes.write("</text>\n")
    }
  }
}
