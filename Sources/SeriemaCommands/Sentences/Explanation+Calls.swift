internal import FunctionTiming
internal import Reporting

extension Explanation {
  /// Why functions were not called to the end; nil when they were.
  init?(_ outcome: CallsOutcome, of targets: [TimingTarget]) {
    func name(_ index: Int) -> String {
      targets.indices.contains(index) ? UntrustedText(targets[index].request).escaped : "the function"
    }
    func text(_ text: String) -> String { UntrustedText(text).escaped }
    switch outcome {
    case .ran: return nil
    case .unseen:
      self.init(
        "fewer calls were timed than asked for", why: "something has switched the events of the timer's tool off",
        next: "without what uses sys.monitoring in the functions or in --setup")
    case .setupFailed(let error):
      self.init("nothing was called", why: "--setup failed: \(text(error))", next: "python3 -c with the same source")
    case .argumentsFailed(let error):
      self.init(
        "the arguments of a call cannot be evaluated", why: text(error),
        next: "--arguments 'data, key=3', with names that --setup defines")
    case .notFound(let index, let reason):
      self.init(
        "there is no \(name(index)) to call", why: text(reason),
        next: "module:function or path.py:function, found from this folder; __main__:function for one of --setup")
    case .notCallable(let index, let reason):
      self.init(
        "\(name(index)) cannot be timed by calling it", why: text(reason),
        next: "a function that calls it and runs what it gives: --setup 'def f(): …' -t __main__:f")
    case .raised(let index, let error):
      self.init(
        "\(name(index)) left a call by an exception, which ended the calls", why: text(error),
        next: "--arguments and --setup that it can be called with")
    case .none:
      self.init(
        "the calls came to no end", why: "the process that made them ended before", next: "fewer --calls, to see where")
    }
  }

  /// A target that stands for no function that could be looked up and called.
  init(uncallable target: TimingTarget) {
    let isLine = target.line != nil
    let why =
      target.isPattern || isLine
      ? "it is a \(isLine ? "line" : "pattern")" : "it is made anew each time that the function around it runs"
    self.init(
      "'\(target.request)' cannot be called", why: why, next: "the functions by their names, each with a -t of its own",
      exitStatus: 64)
  }
}
