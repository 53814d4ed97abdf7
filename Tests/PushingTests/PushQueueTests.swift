import ProfileModel
import Testing

@testable import Pushing

struct PushQueueTests {
  private func parcel(_ size: Int, _ number: Int64) -> PushQueue.Parcel {
    PushQueue.Parcel(
      request: IngestRequest(from: .zero, until: .zero, application: ApplicationName(ofProgram: [])),
      body: [UInt8](repeating: 0, count: size), time: Nanoseconds(number))
  }

  @Test func theOldestGoesWhenThereIsNoRoom() {
    var queue = PushQueue(limit: 100)
    func dropped(by parcel: PushQueue.Parcel) -> [Int64] { queue.append(parcel).map(\.time.rawValue) }
    func removed() -> Int64? { queue.removeFirst()?.time.rawValue }
    // The newest is kept, whatever its size.
    let drops = [(40, 1), (60, 2), (1, 3), (200, 4), (100, 5)].map { dropped(by: parcel($0, $1)) }
    #expect(drops == [[], [], [1], [2, 3], [4]])
    #expect(queue.first?.time == Nanoseconds(5))
    let taken = [removed(), removed()]
    #expect(taken == [5, nil])
    #expect(queue.isEmpty)
    let more = [(50, 6), (50, 7)].map { dropped(by: parcel($0, $1)) }
    #expect(more == [[], []], "what was taken out has its room no longer")
  }

  @Test func waitsLongerEachTime() {
    var delay = RetryDelay()
    let delays = (0..<12).map { _ in delay.next(askedForSeconds: 0, chance: 1) }
    #expect(delays == [250, 500, 1000, 2000, 4000, 8000, 16000] + Array(repeating: 30000, count: 5))
    delay.reset()
    let asked = [delay.next(askedForSeconds: 3, chance: 1), delay.next(askedForSeconds: 86400, chance: 1.2)]
    #expect(asked == [3000, 30000])
  }

  @Test func onlyWhatMayPassIsTriedAgain() {
    for status in [408, 425, 429, 500, 502, 503, 504] {
      #expect(PushFailure.refused(status: status, text: "").mayPass, "\(status)")
    }
    for status in [301, 400, 401, 403, 404, 413, 422] {
      #expect(!PushFailure.refused(status: status, text: "").mayPass, "\(status)")
    }
    #expect(PushFailure.noAnswer.mayPass && PushFailure.unreachable("").mayPass)
  }
}
