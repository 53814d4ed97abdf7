import Testing

@testable import LinuxProcess

struct FutexWaitTests {
  @Test func readsWhatAThreadSleepsOn() {
    let text = "\(FutexWait.number) 0x7f5c0a1b2c30 0x189 0x0 0x7ffe5937d4c8 0x0 0xffffffff 0x7ffe5937d4c8 0x7f5c0a0f\n"
    #expect(FutexWait(text: text) == .at(RemoteAddress(0x7f5c_0a1b_2c30)))
  }

  @Test(arguments: [
    "running\n", "-1 0x7ffe5937d4c8 0x7f5c0a0f52ad\n", "0 0x3 0x7fcb73b79000 0x20000 0x0 0x0 0x0 0x7ffe 0x7fcb\n", "",
    "\(FutexWait.number)\n", "\(FutexWait.number) 7f5c\n", "\(FutexWait.number) 0xzz 0x0\n",
  ])
  func readsThatAThreadSleepsOnNothing(_ text: String) {
    #expect(FutexWait(text: text) == FutexWait.none)
  }
}
