internal import LinuxProcess

extension FrameWalk {
  /// The outermost frame of the last stack that was whole, where all copies have it in its place.
  ///
  /// What a thread calls may change so fast that no chain of callers can be followed to its end, and this one be certain.
  /// Where the copies have it at different calls, it was at each of them; the first counts.
  func outermost(
    _ bytes: RawSpan, _ thread: inout ThreadCopy, codes: CodeTable, _ sample: UInt64
  ) -> RawFrame? {
    var hint = 0
    let known = thread.outermost
    guard known.address != 0, let index = codes.index(of: known.executable & ~layout.frame.executableTag),
      let offset = thread.locate(known.address, size: layout.frame.byteCount, hint: &hint, sample: sample),
      !thread.ranges[hint].isFixed
    else { return nil }
    let entry = codes.entries[Int(index)]
    var first: Int64?
    for copy in 0..<thread.copies {
      let place = thread.copyStart + copy * thread.copyCount + offset
      guard let now = try? header(bytes, at: place, layout.frame.byteCount), now.executable == known.executable,
        now.previous == known.previous, (try? runs(bytes, at: place)) == true
      else { return nil }
      let unit = unit(of: now.instruction, in: entry, index, codes)
      guard unit >= entry.firstTraceable, unit < Int64(entry.unitCount) else { return nil }
      first = first ?? unit
    }
    return first.map { RawFrame(code: index, unit: UInt32(truncatingIfNeeded: $0)) }
  }
}
