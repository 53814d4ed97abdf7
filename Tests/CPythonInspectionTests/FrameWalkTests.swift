import Foundation
import LinuxProcess
import Testing

@testable import CPythonInspection

/// Walks through stacks that are laid out by hand, in our own memory.
struct FrameWalkTests {
  /// From 3.11 to 3.12 a thread points at its innermost frame through a structure on the C stack, which may come to lie
  /// where the outermost shim of another call was.
  @Test func findsTheInnermostFrameWhereAShimWas() throws {
    let stack = try HandmadeStack()
    stack.run(cframe: 0, shim: 512)
    #expect(try stack.read() == .missing)
    #expect(try stack.read() == .complete)
    stack.run(cframe: 512, shim: 1024)
    #expect(try stack.read() == .missing)
    #expect(try stack.read() == .complete)
  }

  /// Where the outermost shim was there may be an inner one later, which is in all copies.
  @Test func expectsAShimAnewThatIsNoLongerTheOutermost() throws {
    let stack = try HandmadeStack()
    stack.run(cframe: 0, shim: 512)
    #expect(try stack.read() == .missing)
    #expect(try stack.read() == .complete)
    stack.run(cframe: 0, shim: 512, outerShim: 1024)
    #expect(try stack.read() == .moved)
    // It is forgotten with those that nothing came through of late; then the two shims are found.
    stack.prune()
    #expect(try stack.read() == .missing)
    #expect(try stack.read() == .missing)
    #expect(try stack.read() == .complete)
  }
}
