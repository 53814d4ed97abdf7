import Foundation
import LinuxProcess
import SeriemaTestSupport
import Testing

@testable import CPythonInspection

/// Objects of live programs, compared with what the interpreter says of them.
@Suite(.tags(.realPython), .startsProcesses)
struct ObjectReaderTests {
  /// All versions that have a layout, also those whose stacks are not read.
  static let pythons = ["3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14", "3.15"].map(PythonInstallation.init)

  @Test(arguments: pythons)
  func readsObjectsAsTheirRepr(_ python: PythonInstallation) throws {
    let program = try python.converse("objects.py", [])
    let line = try #require(program.nextLine())
    let cases = try JSONDecoder().decode([ObjectCase].self, from: Data(line.utf8))
    #expect(cases.count > 150)
    var describer = ObjectDescriber(try python.objectReader(of: ProcessID(program.id)))
    for object in cases {
      let found = describer.describe(RemoteAddress(object.address))
      #expect(found.text == object.text)
      #expect(found.type.split(separator: ".").last.map(String.init) == object.type)
      let isCut = ["… ", "…>", "digits)", " bits>"].contains { found.text.contains($0) }
      #expect(found.isCut == isCut, "\(found.text)")
    }
  }

  @Test(arguments: pythons, Seeds.fresh(4))
  func readsAnyAddressWithoutFailing(_ python: PythonInstallation, _ seed: UInt64) throws {
    let program = try python.converse("objects.py", [])
    let line = try #require(program.nextLine())
    let cases = try JSONDecoder().decode([ObjectCase].self, from: Data(line.utf8))
    var random = SeededGenerator(seed: seed)
    var describer = ObjectDescriber(try python.objectReader(of: ProcessID(program.id)))
    for _ in 0..<2000 {
      // Anywhere near objects, where words look like pointers and counts; and anywhere at all.
      let near = cases[Int.random(in: 0..<cases.count, using: &random)].address
      let address =
        switch UInt8.random(in: 0..<4, using: &random) {
        case 0: random.next()
        case 1: UInt64.random(in: 0..<4096, using: &random)
        default: near &+ UInt64.random(in: 0..<65_536, using: &random) &- 32_768
        }
      let found = describer.describe(RemoteAddress(address))
      #expect(!found.text.isEmpty, "seed \(seed)")
      #expect(found.text.count < 4096, "seed \(seed), address \(address)")
    }
  }
}

/// What the program says of one object.
private struct ObjectCase: Decodable {
  var address: UInt64
  var type: String
  var text: String

  init(from decoder: any Decoder) throws {
    var values = try decoder.unkeyedContainer()
    address = try values.decode(UInt64.self)
    type = try values.decode(String.self)
    text = try values.decode(String.self)
  }
}

extension PythonInstallation {
  /// A reader of objects also for versions whose stacks are not read.
  fileprivate func objectReader(of process: ProcessID) throws -> ObjectReader {
    let minor = try #require(version.split(separator: ".").last.flatMap { Int($0) })
    if minor >= 11 { return ObjectReader(try PythonRuntime(of: process)) }
    // `co_name`, as there is no qualified one.
    return ObjectReader(
      ProcessMemory(of: process), RuntimeLayout.python3_11.object, DetailLayout(minor: minor).values, codeName: 112)
  }
}
