import ProfileModel

/// What a binary profile of Python 3.15's own sampler (`profiling.sampling --binary`) begins and ends with.
///
/// Source: `Modules/_remote_debugging/binary_io.h` of CPython 3.15, and the files of 3.15.2; format version 1. Little
/// endian, as all that Seriema runs on.
struct BuiltInHeader {
  static let size = 64
  static let footerSize = 32
  private static let magic: UInt32 = 0x5441_4348
  private static let knownVersion: UInt32 = 1

  let pythonVersion: String
  let interval: Nanoseconds
  let stringTable: Int
  let frameTable: Int
  let isCompressed: Bool
  /// nil where the file does not tell.
  let sampledTime: SampledTime?

  static func isBeginning(_ bytes: [UInt8]) -> Bool {
    var reader = ByteReader(bytes)
    return (try? reader.readFixed(UInt32.self)) == magic
  }

  /// - Parameter bytes: The first `size` of the file.
  init(_ bytes: [UInt8]) throws(CaptureError) {
    guard let fields = try? Self.fields(bytes) else { throw .noBeginning }
    guard fields.version <= Self.knownVersion else { throw .newerVersion(Int(fields.version)) }
    // Where it was killed nothing but room for the header was written.
    guard fields.header.stringTable >= Self.size, fields.header.frameTable >= fields.header.stringTable else {
      throw .noBeginning
    }
    self = fields.header
  }

  private static func fields(
    _ bytes: [UInt8]
  ) throws(ByteReader.Malformed) -> (version: UInt32, header: BuiltInHeader) {
    var reader = ByteReader(bytes)
    _ = try reader.readFixed(UInt32.self)
    let version = try reader.readFixed(UInt32.self)
    return (version, try BuiltInHeader(&reader))
  }

  /// Reads what follows the version.
  private init(_ reader: inout ByteReader) throws(ByteReader.Malformed) {
    let python = [try reader.readFixed(UInt8.self), try reader.readFixed(UInt8.self), try reader.readFixed(UInt8.self)]
    pythonVersion = python.map { String($0) }.joined(separator: ".")
    _ = try reader.readFixed(UInt8.self)
    _ = try Self.microseconds(&reader)
    interval = try Self.microseconds(&reader)
    // Samples and threads, which are counted as they are read.
    _ = try reader.readFixed(UInt64.self)
    _ = try reader.readFixed(UInt32.self)
    stringTable = try Self.offset(&reader)
    frameTable = try Self.offset(&reader)
    isCompressed = try reader.readFixed(UInt32.self) != 0
    sampledTime = Self.sampledTime(of: try reader.readFixed(UInt32.self) & 7)
  }

  private static func microseconds(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Nanoseconds {
    let value = try reader.readFixed(UInt64.self)
    guard value < DefinitionDecoder.largestTime / 1000 else { throw ByteReader.Malformed() }
    return Nanoseconds(Int64(value) * 1000)
  }

  private static func offset(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Int {
    let value = try reader.readFixed(UInt64.self)
    guard value < UInt64(Int32.max) * 1024 else { throw ByteReader.Malformed() }
    return Int(value)
  }

  /// Its modes, each with one added; 0 where none was kept. In the mode `all`, 3, only what runs is sampled.
  private static func sampledTime(of code: UInt32) -> SampledTime? {
    switch code {
    case 1: .wall
    case 2: .cpu
    case 3: .gil
    case 5: .exception
    default: nil
    }
  }
}
