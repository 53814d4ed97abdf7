internal import LinuxProcess
internal import ProfileModel
internal import Reporting

/// One line on the terminal that says that sampling goes on; nothing where there is no terminal.
struct SamplingProgress {
  private let process: Int32
  private let started = MonotonicClock.nowNanoseconds
  private let isShown: Bool

  /// - Parameter isShown: Unless another line is.
  init(of process: Int32, isShown: Bool) {
    self.process = process
    self.isShown = isShown && StandardError().terminal.isTerminal
  }

  func show() {
    guard isShown else { return }
    let elapsed = Double(MonotonicClock.nowNanoseconds - started) / 1e9
    let tenths = Int(elapsed * 10)
    StandardError().writeRaw("\r\u{1b}[Ksampling process \(process): \(tenths / 10).\(tenths % 10) s, Ctrl-C ends it")
  }

  func clear() {
    guard isShown else { return }
    StandardError().writeRaw("\r\u{1b}[K")
  }
}
