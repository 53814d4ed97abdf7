import Testing

@testable import FunctionTiming

struct NearNamesTests {
  @Test(arguments: [
    ("work", "work", 0), ("wrok", "work", 1), ("wrk", "work", 1), ("works", "work", 1), ("kitten", "sitting", 3),
    ("ca", "abc", 3), ("", "ab", 2), ("abcd", "badc", 2),
  ])
  func countsSlips(_ left: String, _ right: String, _ slips: Int) {
    #expect(NearNames.distance(left, right, limit: slips) == slips)
    #expect(NearNames.distance(right, left, limit: slips) == slips)
    if slips > 0 { #expect(NearNames.distance(left, right, limit: slips - 1) == nil) }
  }
}
