internal import CaptureFormat
internal import Glibc
internal import LinuxProcess
internal import ProfileModel
internal import Synchronization

/// Writes a capture from a thread of its own: sampling never waits for the disk.
///
/// What is sampled while the disk is too slow for it is counted and said.
final class CaptureRecording: ProfileEventSink {
  let beganAtNanoseconds: UInt64
  let origin: RecordingOrigin
  private let descriptor: Int32
  private let isCompressed: Bool
  private let detail: FrameDetail
  private let pending: Mutex<Pending>
  private let result = Mutex<Int32>(0)
  private let finish: EndSignal
  private let thread = Mutex<ThreadBox>(ThreadBox())

  /// What the writer has not taken yet.
  private struct Pending {
    var block = CaptureBlock()
    var unwritten = 0
    var isFinished = false
  }

  private struct ThreadBox: ~Copyable {
    var thread: OSThread?
  }

  /// Samples that are kept for the writer, and so many that it takes them at once: a block of 8,192 takes a tenth more
  /// bytes a sample.
  private static let limit = 98_304
  private static let batch = 24_576
  private static let pauseMilliseconds: Int32 = 20
  /// A block is written at least so often: what is lost when everything is killed.
  private static let blockNanoseconds: UInt64 = 1_000_000_000

  /// Begins now.
  ///
  /// - Parameters:
  ///   - descriptor: Written from its beginning; stays the caller's.
  ///   - detail: How much of frames is written.
  /// - Throws: When the kernel has no event or thread left.
  init(
    to descriptor: Int32, isCompressed: Bool, detail: FrameDetail, of origin: RecordingOrigin
  ) throws(Explanation) {
    self.descriptor = descriptor
    self.isCompressed = isCompressed
    self.detail = detail
    beganAtNanoseconds = MonotonicClock.nowNanoseconds / 1000 * 1000
    self.origin = origin
    var empty = Pending()
    empty.block.samples.reserveCapacity(Self.limit)
    pending = Mutex(empty)
    do throws(ProcessError) {
      finish = try EndSignal()
      var started: OSThread? = try OSThread { self.write() }
      thread.withLock { swap(&$0.thread, &started) }
    } catch {
      throw Explanation(error)
    }
  }

  // MARK: From the thread that samples

  func record(_ event: ProfileEvent) {
    pending.withLock { pending in
      guard case .ledger(var ledger) = event, pending.unwritten > 0 else {
        return pending.block.definitions.append(event)
      }
      ledger.reasons[Self.unwrittenReason] = pending.unwritten
      pending.block.definitions.append(.ledger(ledger))
    }
  }

  private static let unwrittenReason = "not written: the disk was too slow"

  func record(_ sample: TimedSample) {
    pending.withLock { pending in
      if pending.block.samples.count < Self.limit {
        pending.block.samples.append(sample)
      } else {
        pending.unwritten += 1
      }
    }
  }

  // MARK: From the one that waits for the end

  /// Writes what is left, and waits for that.
  ///
  /// - Returns: Samples that were not written because the disk was too slow.
  /// - Throws: The error of write(2) that ended the recording early.
  func end() throws(OutputFile.WriteError) -> Int {
    pending.withLock { $0.isFinished = true }
    thread.withLock { box in
      guard let thread = box.thread.take() else { return }
      finish.give()
      thread.join()
    }
    let number = result.withLock { $0 }
    if number != 0 { throw OutputFile.WriteError(number: number) }
    return pending.withLock { $0.unwritten }
  }

  /// What was recorded, once it has ended.
  func samples() throws(Explanation) -> CaptureSet {
    let file: CaptureFile
    do throws(CaptureFile.ReadError) {
      file = try CaptureFile(descriptor: descriptor)
    } catch {
      throw Explanation("cannot read back what was recorded", why: systemError(error.number))
    }
    return try CaptureSet([file])
  }

  // MARK: The writer

  private func write() {
    var writer = CaptureWriter(isCompressed: isCompressed, detail: detail)
    var spare = CaptureBlock()
    spare.samples.reserveCapacity(Self.limit)
    do throws(OutputFile.WriteError) {
      try OutputFile.write(writer.begin(origin), to: descriptor)
      var writtenAt = MonotonicClock.nowNanoseconds
      var isFinished = false
      while !isFinished {
        finish.wait(milliseconds: Self.pauseMilliseconds)
        let now = MonotonicClock.nowNanoseconds
        isFinished = take(&spare, isDue: now &- writtenAt >= Self.blockNanoseconds)
        guard !spare.samples.isEmpty || !spare.definitions.isEmpty else { continue }
        try OutputFile.write(writer.write(spare), to: descriptor)
        writtenAt = now
        spare.samples.removeAll(keepingCapacity: true)
        spare.definitions.removeAll(keepingCapacity: true)
      }
      try OutputFile.write(writer.end(), to: descriptor)
    } catch {
      result.withLock { $0 = error.number }
    }
  }

  /// Takes what there is, if it is enough or time for it.
  ///
  /// - Returns: Whether nothing more will come.
  private func take(_ spare: inout CaptureBlock, isDue: Bool) -> Bool {
    pending.withLock { pending in
      if isDue || pending.isFinished || pending.block.samples.count >= Self.batch { swap(&spare, &pending.block) }
      return pending.isFinished
    }
  }
}
