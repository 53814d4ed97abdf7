import ProfileModel

/// Dumps for the reports' goldens.
enum DumpSamples {
  private static let file = "/home/u/shop/app.py"

  /// All that a dump can say, once.
  static let full = ProcessDump(
    process: 4711, command: ["python3", "app.py", "--port", "80"], pythonVersion: "3.13.1",
    threads: [
      ThreadDump(
        thread: 4711, identifier: 140_000_000_000_001, pythonName: "MainThread", kernelName: "python3",
        states: [.running, .holdsGIL, .main], waitsForGIL: false,
        handled: ValueText(type: "ValueError", text: "ValueError('bad')"),
        frames: [
          DumpedFrame(
            function: FunctionIdentity(qualifiedName: "Cart.total", file: file, firstLine: 10),
            span: SourceSpan(line: 12, column: 15, endColumn: 26),
            source: ["        return sum(prices) * rate"],
            variables: DumpedFrame.Variables([
              DumpedVariable(
                name: "self", kind: .argument, value: ValueText(type: "Cart", text: "<Cart items=[1, 2]>")),
              DumpedVariable(
                name: "prices", kind: .local,
                value: ValueText(type: "list", text: "[1, 2, … 998 more]", isCut: true)),
              DumpedVariable(name: "rate", kind: .free, value: ValueText(type: "float", text: "1.19")),
            ])),
          DumpedFrame(
            function: FunctionIdentity(qualifiedName: "pay", file: file, firstLine: 20),
            span: SourceSpan(line: 21, endLine: 23, column: 4, endColumn: 5),
            source: ["    charge(", "        cart.total(),", "    )"],
            variables: DumpedFrame.Variables([], leftOut: 12, shortage: .timeIsUp)),
          DumpedFrame(
            function: FunctionIdentity(qualifiedName: "<module>", file: file, firstLine: 1), span: SourceSpan(line: 30),
            source: ["pay()"],
            variables: DumpedFrame.Variables(
              [DumpedVariable(name: "pay", kind: .global, value: ValueText(type: "function", text: "<function pay>"))],
              leftOut: 70, shortage: .tooMany)),
        ]),
      ThreadDump(
        thread: 4712, identifier: 140_000_000_000_002, pythonName: "job (x) 2", kernelName: "worker-c",
        waitsForGIL: true,
        raised: ValueText(type: "KeyError", text: "KeyError('k')"),
        frames: [
          DumpedFrame(
            function: FunctionIdentity(
              qualifiedName: "wait", file: "/usr/lib/python3.13/threading.py", firstLine: 300),
            span: SourceSpan(line: 331), variables: DumpedFrame.Variables(shortage: .unreadable))
        ]),
      ThreadDump(thread: 4713, kernelName: "cuda-1"),
      ThreadDump(
        thread: 4714, pythonName: "collector", kernelName: "collector", states: [.running, .collectsGarbage],
        frames: [
          DumpedFrame(
            function: FunctionIdentity(qualifiedName: "Cart.__del__", file: file, firstLine: 16),
            span: SourceSpan(line: 17)),
          DumpedFrame(function: .garbageCollection, span: SourceSpan(line: 0)),
          DumpedFrame(
            function: FunctionIdentity(qualifiedName: "loop", file: file, firstLine: 40), span: SourceSpan(line: 41),
            variables: DumpedFrame.Variables(
              [DumpedVariable(name: "n", kind: .cell, value: ValueText(type: "int", text: "3"))],
              shortage: .notStopped)),
        ], reading: .cut),
      ThreadDump(thread: 4715, pythonName: "leaving", reading: .failed),
    ], stoppedThreads: 2, stoppedTime: Nanoseconds(123_456))

  /// Texts that would break a terminal, or lie.
  static let hostile = ProcessDump(
    process: 1, command: ["py\u{1b}]0;x\u{7}", "a\nb"], pythonVersion: "3.13.1",
    threads: [
      ThreadDump(
        thread: 1, pythonName: "a\"\n\u{1b}[31m\u{202e}", kernelName: "k\u{1b}[2J",
        handled: ValueText(type: "E\u{1b}", text: "E('\\x1b\u{1b}')"),
        frames: [
          DumpedFrame(
            function: FunctionIdentity(qualifiedName: "f\u{1b}[0m", file: "/x/\u{202e}yp.py", firstLine: 1),
            span: SourceSpan(line: 1, column: 4, endColumn: 9), source: ["x = \"\u{1b}[31m\" + '\\n'\t# \u{202e}"],
            variables: DumpedFrame.Variables([
              DumpedVariable(name: "v\u{7}", kind: .local, value: ValueText(type: "str", text: "'\\x07\u{7}\\\\'"))
            ]))
        ])
    ])
}
