import Foundation
import SeriemaTestSupport
import Testing

@testable import CPythonInspection

@Suite(.tags(.realPython), .startsProcesses)
struct OpcodeTableTests {
  /// Every number, name, base and cache, as the interpreter itself has them.
  @Test(arguments: PythonInstallation.read)
  func knowsTheOpcodesOfTheInterpreter(_ python: PythonInstallation) throws {
    let table = try #require(OpcodeTable(of: python.parsedVersion))
    let outcome = try python.inspect("opcodes.py", ["--rows"])
    try #require(outcome.status == .exited(0), "\(outcome.error)")
    var known: Set<Int> = []
    for row in outcome.text.split(separator: "\n") {
      let words = row.split(separator: " ")
      let number = try #require(Int(words[0]))
      known.insert(number)
      #expect(table.names[number] == words[1])
      #expect((table.bases[number].map { table.names[Int($0)] } ?? "-") == words[2], "\(row)")
      #expect(Int(table.cacheCounts[number]) == Int(words[3]), "\(row)")
    }
    #expect(known.count > 110)
    for (number, name) in table.names.enumerated() where !name.isEmpty { #expect(known.contains(number), "\(name)") }
    #expect(table.isAdaptive == python.sharesFrameMemory)
  }

  /// Of functions that have run until they were specialised.
  @Test(arguments: PythonInstallation.read)
  func findsWhereInstructionsBegin(_ python: PythonInstallation) throws {
    let table = try #require(OpcodeTable(of: python.parsedVersion))
    let outcome = try python.inspect("opcodes.py", ["--codes"])
    try #require(outcome.status == .exited(0), "\(outcome.error)")
    var forms: Set<String> = []
    var count = 0
    for row in outcome.text.split(separator: "\n") {
      let words = row.split(separator: " ").map(String.init)
      let bytes = try Self.bytes(words[0])
      let code = CodeInstructions(bytes, opcodes: table)
      var expected: [UInt32] = []
      for word in words.dropFirst() {
        let parts = word.split(separator: ":")
        let unit = UInt32(try #require(Int(parts[0])) / 2)
        #expect(code.start(of: unit) == unit)
        #expect(code.base(of: unit).map { table.names[Int($0)] } == String(parts[1]))
        let form = table.names[Int(bytes[2 * Int(unit)])]
        if form != parts[1] { forms.insert(form) }
        expected.append(unit)
      }
      for unit in 0..<UInt32(bytes.count / 2) { #expect(code.start(of: unit) == expected.last { $0 <= unit }) }
      #expect(code.start(of: UInt32(bytes.count / 2)) == nil)
      count += 1
    }
    #expect(count > 50)
    if python.sharesFrameMemory && !python.version.hasSuffix("t") {
      #expect(forms.contains("BINARY_OP_ADD_INT") && forms.count > 5, "\(forms)")
    }
  }

  /// Behind an opcode whose length is not known nothing is certain.
  @Test func doesNotGuessBehindHiddenInstructions() {
    let table = OpcodeTable("1=POP_TOP 2=CALL/2 3<CALL_FAST 9=INSTRUMENTED_CALL 10=INSTRUMENTED_LINE")
    let code = CodeInstructions([1, 0, 3, 0, 7, 7, 7, 7, 9, 0, 7, 7, 7, 7, 1, 0, 10, 0, 1, 0], opcodes: table)
    #expect((0..<10).map { code.start(of: $0) } == [0, 1, 1, 1, 4, 4, 4, 7, nil, nil])
    #expect([0, 1, 4, 7].map { code.base(of: $0) } == [1, 2, 2, 1])
    #expect(OpcodeTable(of: PythonVersion(3, 99)) == nil)
  }

  private static func bytes(_ digits: String) throws -> [UInt8] {
    let utf8 = Array(digits.utf8)
    return try stride(from: 0, to: utf8.count, by: 2).map {
      try #require(UInt8(String(decoding: utf8[$0..<$0 + 2], as: UTF8.self), radix: 16))
    }
  }
}

extension PythonInstallation {
  fileprivate var parsedVersion: PythonVersion {
    let numbers = version.split { !$0.isNumber }.compactMap { Int($0) }
    return PythonVersion(numbers[0], numbers[1])
  }
}
