import CPythonInspection
import Foundation
import SeriemaTestSupport
import Testing

struct LocationTableTests {
  @Test(arguments: ["3.11", "3.12", "3.13", "3.14", "3.15"])
  func readsEveryLineOfTheRecordedTables(_ version: String) throws {
    let vectors = try LineTableVector.load(Data(contentsOf: .vectors("linetables-\(version).json")))
    #expect(vectors.count >= 42)
    for vector in vectors { check(vector) }
  }

  @Test(
    .tags(.realPython), .startsProcesses, arguments: PythonInstallation.required,
    ["json.decoder", "argparse", "asyncio.base_events", "email._header_value_parser", "typing"])
  func readsTheSameLinesAsTheInterpreter(_ python: PythonInstallation, _ module: String) throws {
    let outcome = try python.inspect("line_tables.py", [module])
    #expect(outcome.status == .exited(0))
    let vectors = try LineTableVector.load(outcome.output)
    #expect(vectors.count >= 5)
    for vector in vectors { check(vector) }
  }

  @Test(arguments: Seeds.fresh(200))
  func givesEveryUnitALineWhateverTheBytes(_ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let unitCount = Int.random(in: 0...100, using: &random)
    let firstLine = Int(Int32.random(in: .min...(.max), using: &random))
    #expect(LocationTable(bytes).lines(unitCount: unitCount, firstLine: firstLine).count == unitCount, "seed \(seed)")
  }

  private func check(_ vector: LineTableVector) {
    let lines = LocationTable(vector.bytes).lines(unitCount: vector.unitCount, firstLine: vector.firstLine)
    #expect(lines == vector.expected, "\(vector.name)")
  }
}
