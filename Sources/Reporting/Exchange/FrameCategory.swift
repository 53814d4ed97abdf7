/// What a frame stands for, as far as its file tells: what colours and categories go by.
enum FrameCategory: Int, Hashable, Sendable, CaseIterable {
  /// A thread without a Python frame.
  case noFrames
  /// The program itself: all code that is nothing else.
  case program
  /// Installed packages.
  case library
  /// Python's own library, frozen modules included.
  case standardLibrary
  /// Garbage collection.
  case collection
  /// Whatever the thread was at, it did not run.
  case idle
  /// What was inside could not be proven.
  case cut

  /// Where a function belongs.
  /// - Parameter file: `co_filename`.
  init(of function: String, in file: String) {
    if file.isEmpty, function == "<GC>" {
      self = .collection
    } else if file.hasPrefix("<frozen ") {
      self = .standardLibrary
    } else {
      self = Self.category(of: file)
    }
  }

  /// As a reader is told.
  var name: String {
    switch self {
    case .noFrames: "No Python frames"
    case .program: "Program"
    case .library: "Packages"
    case .standardLibrary: "Standard library"
    case .collection: "Garbage collection"
    case .idle: "Idle"
    case .cut: "Cut"
    }
  }

  private static func category(of file: String) -> FrameCategory {
    guard file.hasPrefix("/") else { return .program }
    var category = FrameCategory.program
    var folder: Substring = ""
    for part in file.split(separator: "/").dropLast() {
      if part == "site-packages" || part == "dist-packages" { return .library }
      // Such as `lib/python3.13`, and `lib/python313.zip`, which a program may bring with it.
      if part.hasPrefix("python3"), folder.hasPrefix("lib") { category = .standardLibrary }
      folder = part
    }
    return category
  }
}
