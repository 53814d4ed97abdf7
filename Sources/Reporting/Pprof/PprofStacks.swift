import ProfileModel

/// Nodes of a profile as samples of a `profile.proto`.
struct PprofStacks: Sendable {
  private let parents: [Int32]
  /// By node: its location.
  private var locations: [UInt64] = []
  /// By node: the bytes that the locations of its stack take.
  private var sizes: [Int] = []

  init(_ profile: Profile) {
    parents = profile.nodes.map { Int32($0.parent ?? -1) }
    for node in profile.nodes {
      let location =
        switch node.kind {
        case .frame(let frame): frame + 1
        case .cut: profile.frames.count + 1
        case .noFrames: profile.frames.count + 2
        }
      locations.append(UInt64(location))
      sizes.append([UInt8].varintSize(of: UInt64(location)) + (node.parent.map { sizes[$0] } ?? 0))
    }
  }

  /// Adds the sample that ends in `node`, innermost location first.
  ///
  /// - Parameter labels: As fields of the message.
  func write(_ node: Int, values: [Int64], labels: [UInt8], into bytes: inout [UInt8]) {
    let valueSize = values.reduce(0) { $0 + [UInt8].varintSize(of: UInt64(bitPattern: $1)) }
    let size =
      2 + [UInt8].varintSize(of: UInt64(sizes[node])) + [UInt8].varintSize(of: UInt64(valueSize)) + sizes[node]
      + valueSize + labels.count
    bytes.write(field: 2, size: size)
    bytes.write(field: 1, size: sizes[node])
    var next = Int32(node)
    while next >= 0 {
      bytes.write(varint: locations[Int(next)])
      next = parents[Int(next)]
    }
    bytes.write(field: 2, size: valueSize)
    for value in values { bytes.write(varint: UInt64(bitPattern: value)) }
    bytes.append(contentsOf: labels)
  }
}
