/// Where `_Py_DebugOffsets` of one minor version keeps the offsets of `DetailLayout` that it publishes.
///
/// Source: `Include/internal/pycore_debug_offsets.h`, tags v3.13.0, v3.14.0 and v3.15.0.
struct DetailOffsetsForm: Sendable {
  /// `interpreter_state.gc` and `gc.collecting`, of which the sum is an offset in the interpreter's state.
  var collector: Int
  var collecting: Int
  /// `gc.frame`, which counts from `interpreter_state.gc` as well; nil before 3.15.
  var collectingFrame: Int?
  /// `thread_state.gil_requested`; nil before 3.15.
  var gilRequested: Int?
  /// `thread_state.holds_gil`; nil before 3.15.
  var holdsGIL: Int?
  var members: [Member]

  /// A byte offset inside `_Py_DebugOffsets`, and what stands there.
  struct Member: Sendable {
    var place: Int
    var field: any WritableKeyPath<DetailLayout, Int> & Sendable

    init(_ place: Int, _ field: any WritableKeyPath<DetailLayout, Int> & Sendable) {
      self.place = place
      self.field = field
    }
  }

  /// By minor version.
  static let all = [
    13: DetailOffsetsForm(
      collector: 80, collecting: 576,
      members: [
        Member(88, \.threads.modules), Member(192, \.threads.identifier), Member(256, \.locals.values),
        Member(320, \.locals.argumentCount), Member(392, \.values.type.flags), Member(408, \.values.tupleItems),
        Member(432, \.values.listItems), Member(456, \.values.dict.keys), Member(464, \.values.dict.values),
        Member(480, \.values.floatValue), Member(496, \.values.int.head), Member(504, \.values.int.digits),
      ]),
    14: DetailOffsetsForm(
      collector: 88, collecting: 656,
      members: [
        Member(96, \.threads.modules), Member(216, \.threads.identifier), Member(280, \.locals.values),
        Member(360, \.locals.argumentCount), Member(440, \.values.type.flags), Member(456, \.values.tupleItems),
        Member(480, \.values.listItems), Member(504, \.values.set.used), Member(512, \.values.set.table),
        Member(520, \.values.set.mask), Member(536, \.values.dict.keys), Member(544, \.values.dict.values),
        Member(560, \.values.floatValue), Member(576, \.values.int.head), Member(584, \.values.int.digits),
      ]),
    15: DetailOffsetsForm(
      collector: 88, collecting: 760, collectingFrame: 768, gilRequested: 280, holdsGIL: 272,
      members: [
        Member(96, \.threads.modules), Member(240, \.threads.identifier), Member(288, \.threads.raising),
        Member(296, \.threads.exceptionState), Member(304, \.threads.handled), Member(344, \.locals.values),
        Member(424, \.locals.argumentCount),
        Member(504, \.values.type.flags), Member(512, \.values.type.basicSize), Member(520, \.values.type.dictOffset),
        Member(536, \.values.type.cachedKeys), Member(552, \.values.tupleItems), Member(576, \.values.listItems),
        Member(600, \.values.set.used), Member(608, \.values.set.table), Member(616, \.values.set.mask),
        Member(632, \.values.dict.keys), Member(640, \.values.dict.values), Member(656, \.values.floatValue),
        Member(672, \.values.int.head), Member(680, \.values.int.digits),
      ]),
  ]
}
