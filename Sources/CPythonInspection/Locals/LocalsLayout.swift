/// Where frames keep their variables and code objects the names of these, for one version and build; offsets in bytes.
///
/// Source: `Include/cpython/code.h`, `Include/cpython/frameobject.h` and `Include/internal/pycore_frame.h` of each
/// version, measured from its headers.
struct LocalsLayout: Hashable, Sendable {
  /// `localsplus` or `f_localsplus`: an array of references.
  var values: Int
  /// `f_locals`: the dict of a frame that is no function's, such as a module's or a class body's.
  var dictionary: Int
  /// Bits of a reference that are not part of the pointer.
  var tag: UInt64 = 0
  /// `co_argcount`, `co_kwonlyargcount` and `co_flags` of `PyCodeObject`; 32 bits each.
  var argumentCount: Int
  var keywordOnlyCount: Int
  var flags: Int
  var names: Names

  enum Names: Hashable, Sendable {
    /// To 3.10: `co_varnames`, `co_cellvars`, `co_freevars`, tuples whose variables follow one another.
    case separate(locals: Int, cells: Int, free: Int)
    /// From 3.11 on: `co_localsplusnames`, a tuple, and `co_localspluskinds`, bytes.
    case joined(names: Int, kinds: Int)
  }

  /// Bytes of a code object that hold every field above.
  var codeByteCount: Int {
    let last =
      switch names {
      case .separate(let locals, let cells, let free): max(locals, cells, free)
      case .joined(let names, let kinds): max(names, kinds)
      }
    return max(argumentCount, keywordOnlyCount, flags, last) + 8
  }

  // Of `co_flags` and `co_localspluskinds`.
  static let isOptimized: UInt32 = 1
  static let hasRest: UInt32 = 4
  static let hasKeywordRest: UInt32 = 8
  static let cellKind: UInt8 = 0x40
  static let freeKind: UInt8 = 0x80
}

// swift-format-ignore: AlwaysUseLowerCamelCase
extension LocalsLayout {
  /// 3.8 and 3.9.
  static let python3_8 = LocalsLayout(
    values: 360, dictionary: 56, argumentCount: 16, keywordOnlyCount: 24, flags: 36,
    names: .separate(locals: 72, cells: 88, free: 80))

  static let python3_10 = LocalsLayout(
    values: 352, dictionary: 56, argumentCount: 16, keywordOnlyCount: 24, flags: 36,
    names: .separate(locals: 72, cells: 88, free: 80))

  static let python3_11 = LocalsLayout(
    values: 72, dictionary: 24, argumentCount: 56, keywordOnlyCount: 64, flags: 48,
    names: .joined(names: 96, kinds: 104))

  /// 3.12 and 3.13.
  static let python3_12 = LocalsLayout(
    values: 72, dictionary: 40, argumentCount: 52, keywordOnlyCount: 60, flags: 48,
    names: .joined(names: 96, kinds: 104))

  /// 3.14 and 3.15.
  static let python3_14 = LocalsLayout(
    values: 80, dictionary: 40, tag: 3, argumentCount: 52, keywordOnlyCount: 60, flags: 48,
    names: .joined(names: 96, kinds: 104))
}
