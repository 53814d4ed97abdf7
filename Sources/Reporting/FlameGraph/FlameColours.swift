/// The colours of a flame graph: one hue for each category, in three shades so that neighbours are told apart.
///
/// The hues are those of M. Okabe and K. Ito, "Color Universal Design" (2008), which people with the common kinds of colour
/// blindness tell apart, lightened so that black letters on them are easy to read. What did not run and what is unknown
/// are hatched as well.
enum FlameColours {
  /// Of the styles below: the class of a block.
  static func style(of label: FlameTree.Label) -> String {
    switch label.category {
    case nil: "r"
    case .noFrames: "n"
    case .program: "p\(shade(of: label.name))"
    case .library: "l\(shade(of: label.name))"
    case .standardLibrary: "s\(shade(of: label.name))"
    case .collection: "g"
    case .idle: "i"
    case .cut: "c"
    }
  }

  /// The definitions that the styles need, and the styles.
  static let definitions = """
    <defs>
    <pattern id="idle" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#f4f4f4"/>\
    <path d="M0 6L6 0" stroke="#c4c4c4"/></pattern>
    <pattern id="cut" width="6" height="6" patternUnits="userSpaceOnUse"><rect width="6" height="6" fill="#d0d0d0"/>\
    <path d="M0 0L6 6M0 6L6 0" stroke="#8c8c8c"/></pattern>
    </defs>
    <style>
    rect{stroke:#fff;stroke-width:.5}
    g:hover rect{stroke:#000;stroke-width:1}
    .r{fill:#dcdcdc}.n{fill:#c8c8c8}
    .p0{fill:#f4c665}.p1{fill:#f7d48a}.p2{fill:#efb94b}
    .l0{fill:#7fceb4}.l1{fill:#9bdac6}.l2{fill:#66c3a5}
    .s0{fill:#93cdf0}.s1{fill:#aedaf5}.s2{fill:#7cc1eb}
    .g{fill:#dfabc8}
    .i{fill:url(#idle)}.c{fill:url(#cut)}
    </style>

    """

  /// From 0 to 2, by the name (FNV-1a).
  private static func shade(of name: String) -> UInt32 {
    name.utf8.reduce(2_166_136_261 as UInt32) { ($0 ^ UInt32($1)) &* 16_777_619 } % 3
  }
}
