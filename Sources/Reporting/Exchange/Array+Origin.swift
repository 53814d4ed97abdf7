import ProfileModel

extension [UInt8] {
  /// Adds where a recording comes from as the members of an object, without braces.
  mutating func write(json origin: RecordingOrigin, of profile: Profile) {
    write("\"recorder\":")
    write(json: origin.recorder)
    write(",\"started_at\":")
    write(origin.startedAt.rawValue)
    write(",\"host\":")
    write(json: origin.host)
    write(",\"process\":\(origin.process),\"program\":[")
    for (index, word) in origin.program.enumerated() {
      if index > 0 { append(UInt8(ascii: ",")) }
      write(json: word)
    }
    write("],\"python\":")
    write(json: profile.pythonVersion)
    write(",\"sampled_time\":\"\(profile.sampledTime.word)\"")
  }
}

extension SampledTime {
  /// As a program reads it.
  var word: String {
    switch self {
    case .wall: "wall"
    case .cpu: "cpu"
    case .gil: "gil"
    case .exception: "exception"
    }
  }
}
