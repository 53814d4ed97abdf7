internal import LinuxProcess

/// The table that a target publishes at the head of `_PyRuntime`, and the form that tells what stands where in it.
struct DebugOffsetsTable {
  let form: DebugOffsetsForm
  private let bytes: [UInt8]
  private let process: ProcessID

  /// - Parameter bytes: `form.size` bytes.
  init(_ bytes: [UInt8], form: DebugOffsetsForm, of process: ProcessID) {
    self.bytes = bytes
    self.form = form
    self.process = process
  }

  /// Whether the target was built without the GIL.
  var isFreeThreaded: Bool { (try? bytes.read(Field<UInt64>(16))) == 1 }

  /// A published offset, or size.
  ///
  /// - Parameters:
  ///   - name: For people.
  ///   - member: Where in the table.
  ///   - size: Of the structure that it is an offset in.
  /// - Throws: `.implausibleLayout` when it would lie outside of that.
  func offset(_ name: String, at member: Int, below size: Int = 1 << 20) throws(InspectionError) -> Int {
    let value: UInt64
    do throws(FieldOutside) {
      value = try bytes.read(Field(member))
    } catch {
      throw .implausibleLayout(process, field: name, offset: UInt64(member))
    }
    guard value < UInt64(size) else { throw .implausibleLayout(process, field: name, offset: value) }
    return Int(value)
  }

  /// One that only some forms have.
  func formOffset(_ name: String, at member: Int?, below size: Int) throws(InspectionError) -> Int? {
    guard let member else { return nil }
    return try offset(name, at: member, below: size)
  }

  func implausible(_ field: String, _ offset: Int) -> InspectionError {
    .implausibleLayout(process, field: field, offset: UInt64(offset))
  }
}
