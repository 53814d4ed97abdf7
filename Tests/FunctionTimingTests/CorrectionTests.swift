import FunctionTiming
import ProfileModel
import Testing

/// What the timer takes is measured in the program and subtracted.
@Suite(.serialized) struct CorrectionTests {
  private static let source = """
    def empty(): pass
    def parent():
        for _ in r: empty()
    def alone():
        for _ in r: plain()
    def plain(): pass
    r = range(1000)
    for _ in range(200):
        parent(); alone()
    """

  @Test(arguments: PythonInstallation.required)
  func takesTimedCallsOutOfWhatIsAroundThem(_ python: PythonInstallation) throws {
    let targets = ["app:empty", "app:parent", "app:alone"]
    let corrected = try TimedRun(Self.source, on: python, targets: targets)
    let raw = try TimedRun(Self.source, on: python, targets: targets, options: TimingOptions(isRaw: true))
    let calibration = try #require(corrected.report.calibration)
    #expect(calibration.isApplied)
    #expect(raw.report.calibration?.isApplied == false)
    // The medians, because others work on the machine as well.
    let (parent, alone) = try (corrected.function(1), corrected.function(2))
    let (parentTime, aloneTime) = try (#require(parent.durations.median), #require(alone.durations.median))
    let rawParent = try #require(raw.function(1).durations.median)
    let rawAlone = try #require(raw.function(2).durations.median)
    // A thousand timed calls cost a few times what the same calls cost untimed.
    #expect(rawParent > 1.7 * rawAlone)
    #expect(parentTime < 1.5 * aloneTime + 1000 * calibration.cost.median * 0.25, "\(parentTime) \(aloneTime)")
    let empty = try #require(corrected.function(0).durations.median)
    let rawEmpty = try #require(raw.function(0).durations.median)
    #expect(rawEmpty > 5)
    #expect(empty < rawEmpty / 2, "\(empty) \(rawEmpty)")
  }

  @Test(arguments: PythonInstallation.required)
  func leavesNoTraceOfTheCalibration(_ python: PythonInstallation) throws {
    let run = try TimedRun("def timed(): pass\ntimed()", on: python, targets: ["app:timed", "app:call_timde"])
    #expect(try run.function(0).durations.count == 1)
    #expect(run.report.targets[1].nearNames == [])
    let calibration = try #require(run.report.calibration)
    #expect(calibration.bias.lowerQuartile > 0)
    #expect(calibration.bias.lowerQuartile <= calibration.bias.median)
    #expect(calibration.bias.median < calibration.cost.median)
  }
}
