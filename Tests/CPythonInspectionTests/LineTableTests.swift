import CPythonInspection
import Foundation
import SeriemaTestSupport
import Testing

struct LineTableTests {
  private static let modules = [
    "argparse", "ast", "asyncio.base_events", "asyncio.tasks", "configparser", "dataclasses", "difflib", "doctest",
    "email._header_value_parser", "email.message", "enum", "fractions", "functools", "http.client", "inspect",
    "json.decoder", "json.encoder", "logging", "pickle", "pickletools", "shutil", "statistics", "subprocess", "tarfile",
    "textwrap", "threading", "traceback", "typing", "unittest.case", "urllib.request",
  ]

  @Test(arguments: PythonInstallation.sampled)
  func readsEveryLineOfTheRecordedTables(_ python: PythonInstallation) throws {
    let vectors = try LineTableVector.load(Data(contentsOf: .vectors("linetables-\(python.version).json")))
    #expect(vectors.count >= 42)
    for vector in vectors {
      let table = LineTable(vector.bytes, form: python.lineTableForm)
      let lines = table.lines(unitCount: vector.unitCount, firstLine: vector.firstLine)
      #expect(lines == vector.expected, "\(vector.name)")
    }
  }

  /// Every instruction of every function of thirty modules.
  @Test(.tags(.realPython), .startsProcesses, arguments: PythonInstallation.sampled)
  func readsTheSamePositionsAsTheInterpreter(_ python: PythonInstallation) throws {
    let outcome = try python.inspect("line_tables.py", Self.modules)
    try #require(outcome.status == .exited(0), "\(outcome.error)")
    let records = LineTableRecord.load(outcome.output, hasPositions: python.lineTableForm == .locations)
    var unitCount = 0
    for record in records {
      let table = LineTable(record.table, form: python.lineTableForm)
      unitCount += record.units.count
      let lines = table.lines(unitCount: record.units.count, firstLine: record.firstLine)
      #expect(lines == record.expectedLines, "\(record.name)")
      guard python.lineTableForm == .locations else { continue }
      let positions = table.positions(unitCount: record.units.count, firstLine: record.firstLine)
      #expect(positions == record.expectedPositions, "\(record.name)")
    }
    #expect(records.count > 2000)
    #expect(unitCount > 100_000)
  }

  @Test(arguments: [LineTable.Form.lineNumbers, .ranges, .locations], Seeds.fresh(200))
  func givesEveryUnitALineWhateverTheBytes(_ form: LineTable.Form, _ seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    let unitCount = Int.random(in: 0...100, using: &random)
    let firstLine = Int(Int32.random(in: .min...(.max), using: &random))
    let table = LineTable(bytes, form: form)
    let lines = table.lines(unitCount: unitCount, firstLine: firstLine)
    #expect(lines.count == unitCount, "seed \(seed)")
    #expect(table.positions(unitCount: unitCount, firstLine: firstLine).map(\.line) == lines, "seed \(seed)")
  }
}

extension PythonInstallation {
  fileprivate var lineTableForm: LineTable.Form {
    switch version {
    case "3.8", "3.9": .lineNumbers
    case "3.10": .ranges
    default: .locations
    }
  }
}

extension LineTableRecord {
  /// A unit without a line has only that which is shown for it.
  fileprivate var expectedPositions: [SourcePosition] {
    zip(units, expectedLines).map { unit, shown in
      SourcePosition(
        line: unit.position[0] ?? shown, endLine: unit.position[1] ?? shown, column: unit.position[2],
        endColumn: unit.position[3])
    }
  }
}
