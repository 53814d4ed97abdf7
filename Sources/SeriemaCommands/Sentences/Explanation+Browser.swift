internal import Reporting

extension Explanation {
  /// Why a page was not opened; that is no failure, since it is written all the same.
  ///
  /// - Parameter path: The page; nil where there is none.
  init(notOpened failure: WebBrowser.Failure, _ path: String?) {
    let page = path.map { UntrustedText($0).escaped } ?? "a page"
    switch failure {
    case .noPage:
      self.init(
        "--browser opens nothing", why: "no page is written to a file",
        next: "--flamegraph, and with -o a file or folder")
    case .noDesktop:
      self.init(
        "\(page) was not opened", why: "BROWSER is not set, and there is no desktop (DISPLAY, WAYLAND_DISPLAY)",
        next: "opening it in any browser, or export BROWSER=firefox")
    case .notInstalled(let commands):
      let names = commands.map { UntrustedText($0).escaped }.joined(separator: ", ")
      self.init(
        "\(page) was not opened", why: "there is no \(names)",
        next: "opening it in any browser, or export BROWSER=firefox")
    case .refused(let problems):
      let reasons = problems.sorted { $0.key < $1.key }.map { "\(UntrustedText($0.key).escaped): \($0.value)" }
      self.init(
        "\(page) was not opened", why: reasons.joined(separator: "; "),
        next: "opening it in any browser, or export BROWSER=firefox")
    }
  }
}
