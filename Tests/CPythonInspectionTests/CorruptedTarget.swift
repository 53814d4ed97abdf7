import Foundation
import LinuxProcess
import SeriemaTestSupport

/// A stopped program in whose memory words are changed and put back.
final class CorruptedTarget {
  private let file: FileHandle
  private let memory: ProcessMemory
  /// Pieces of its structures, each some words long.
  private(set) var places: [RemoteAddress] = []
  private var changes: [(address: RemoteAddress, old: UInt64)] = []
  /// Words of a piece: a thread state, frame or code object is not longer.
  private static let wordCount = 48

  init(_ process: Int32) throws {
    file = try FileHandle(forUpdating: URL(filePath: "/proc/\(process)/mem"))
    memory = ProcessMemory(of: ProcessID(process))
  }

  /// Takes in what can be reached from an address through so many pointers.
  func addPlaces(from root: RemoteAddress, depth: Int) {
    var known = Set(places)
    var next = [root]
    for _ in 0...depth {
      let found = next.filter { known.insert($0).inserted }
      next = []
      for place in found {
        guard let bytes = try? memory.read(place, count: 8 * Self.wordCount) else { continue }
        places.append(place)
        let words = bytes.withUnsafeBytes { Array($0.bindMemory(to: UInt64.self)) }
        next += words.filter { $0 > 1 << 20 && $0 < 1 << 47 && $0 % 8 == 0 }.map { RemoteAddress($0) }
      }
      if places.count > 2000 { return }
    }
  }

  /// Changes a random word of a random piece.
  func corrupt(using random: inout SeededGenerator) throws {
    guard !places.isEmpty else { return }
    // Those near the thread states, which came first, most often.
    let place = places[Int(pow(Double.random(in: 0..<1, using: &random), 4) * Double(places.count))]
    let address = place + 8 * Int.random(in: 0..<Self.wordCount, using: &random)
    guard let old: UInt64 = try? memory.readInteger(address) else { return }
    let other = places.randomElement(using: &random) ?? place
    let new: UInt64 =
      switch Int.random(in: 0..<9, using: &random) {
      case 0: 0
      case 1: 0x1000
      case 2: .max
      case 3: random.next()
      case 4: old ^ 1 << UInt64.random(in: 0..<64, using: &random)
      case 5: place.rawValue
      case 6: UInt64.random(in: 0..<100_000, using: &random)
      // The end of a page, beyond which there may be nothing.
      case 7: (old | 0xfff) - 3
      default: other.rawValue
      }
    write(new, at: address)
    changes.append((address, old))
  }

  /// Undoes all changes, the last one first.
  func restore() {
    for change in changes.reversed() { write(change.old, at: change.address) }
    changes.removeAll()
  }

  private func write(_ word: UInt64, at address: RemoteAddress) {
    var word = word
    let data = Data(bytes: &word, count: 8)
    // What is mapped for reading alone cannot be changed through it either: then nothing is.
    guard (try? file.seek(toOffset: address.rawValue)) != nil else { return }
    try? file.write(contentsOf: data)
  }
}
