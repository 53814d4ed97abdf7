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

  @Test func keepsTheCallersOfWhatMoves() throws {
    let stack = try HandmadeStack()
    // First it is not known that it moves, and only the outermost is kept.
    stack.run(depth: 5)
    #expect(try stack.read() == .missing)
    #expect(try stack.read() == .complete)
    #expect(try stack.known() == 1)
    #expect(try stack.read() == .complete)
    // All that is there still, but for the innermost, which may be one that is just being made.
    #expect(try stack.known() == 4)
    stack.tear(3)
    #expect(try stack.known() == 2)
  }

  /// Memory above the top of the stack has what was there last.
  @Test func keepsNoFramesThatHaveBeenLeft() throws {
    let stack = try HandmadeStack()
    stack.run(depth: 5)
    #expect(try stack.read() == .missing)
    #expect(try stack.read() == .complete)
    #expect(try stack.known() == 1)
    #expect(try stack.read() == .complete)
    stack.call(3)
    #expect(try stack.known() == 2)
    stack.changeChunk()
    #expect(try stack.known() == 0)
  }

  /// An object says that it runs also on a stack that is not the thread's just now, as with greenlets.
  @Test func keepsNoFramesWhereStacksTakeTurns() throws {
    let objects = try HandmadeFrameObjects()
    objects.run([3, 2, 1])
    #expect(try objects.read())
    #expect(try objects.known() == 3)
    // Another stack after one that has ended, as after an import at the start, is still the only one.
    objects.end([1, 2, 3])
    objects.run([6, 5, 4])
    #expect(try objects.read())
    #expect(!objects.isOneOfSeveral)
    #expect(try objects.known() == 3)
    objects.run([9, 8, 7])
    #expect(try objects.read())
    #expect(objects.isOneOfSeveral)
    #expect(try objects.known() == 0)
  }
}
