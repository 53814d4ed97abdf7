internal import CaptureFormat
internal import ProfileModel

/// One capture, or several as one: their profile, and their samples as often as wanted.
///
/// Memory does not grow with the length of a capture, only with what is distinct in it.
struct CaptureSet {
  let profile: Profile
  let origin: RecordingOrigin
  /// In the order of the files.
  let endings: [CaptureEnding]
  private let files: [CaptureFile]
  private let assembler: ProfileAssembler
  /// By file: where its last whole block ends, and how much later than the first it began.
  private let lengths: [Int]
  private let delays: [Nanoseconds]

  /// Reads all of them once.
  ///
  /// - Parameter progress: Called after each block with the bytes read so far of a file.
  /// - Throws: When a file cannot be read, is no capture, or does not go together with the others.
  init(_ files: [CaptureFile], progress: (CaptureFile, Int) -> Void = { _, _ in }) throws(Explanation) {
    var assembler = ProfileAssembler()
    var origins: [RecordingOrigin] = []
    var endings: [CaptureEnding] = []
    var lengths: [Int] = []
    for file in files {
      var reader = try Self.reader(of: file)
      let recording = assembler.addRecording(from: reader.origin)
      while let block = try Self.next(&reader, of: file) {
        for event in block.definitions { assembler.add(event, of: recording) }
        for sample in block.samples { assembler.add(sample, of: recording) }
        progress(file, reader.offset)
      }
      origins.append(reader.origin)
      if reader.origin.startedAt == .zero {
        // The file was written last when the recording ended.
        origins[origins.count - 1].startedAt = file.modifiedAt - assembler.elapsed(of: recording)
      }
      endings.append(reader.ending ?? .complete)
      lengths.append(reader.offset)
    }
    let times = assembler.kindsOfTime
    guard times.count <= 1 else { throw Explanation(mixing: times) }
    guard let origin = RecordingOrigin(merging: origins) else { throw Explanation("there is no capture to read") }
    profile = assembler.finish()
    self.files = files
    self.assembler = assembler
    self.endings = endings
    self.lengths = lengths
    self.origin = origin
    delays = origins.map { $0.startedAt - origin.startedAt }
  }

  /// Tells all samples, file by file, in the order of their moments; nodes are those of `profile`.
  func forEachSample(_ visit: (TimedSample) throws(Explanation) -> Void) throws(Explanation) {
    for (index, file) in files.enumerated() {
      var reader = try Self.reader(of: file)
      while reader.offset < lengths[index], let block = try Self.next(&reader, of: file) {
        for var sample in block.samples {
          sample.node = assembler.node(sample.node, of: index)
          sample.instant = sample.instant + delays[index]
          try visit(sample)
        }
      }
    }
  }

  private static func reader(of file: CaptureFile) throws(Explanation) -> any RecordingReader {
    do {
      return try recordingReader { try file.read(at: $0, count: $1) }
    } catch {
      throw Explanation(error, reading: file.path)
    }
  }

  private static func next(_ reader: inout any RecordingReader, of file: CaptureFile) throws(Explanation)
    -> CaptureBlock?
  {
    do {
      return try reader.next()
    } catch {
      throw Explanation(error, reading: file.path)
    }
  }
}
