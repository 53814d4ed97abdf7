package import ProfileModel

/// What one block of a capture says.
package struct CaptureBlock: Sendable {
  /// Everything but samples, in the order in which it became known.
  package var definitions: [ProfileEvent] = []
  /// In the order of their moments; they refer to these definitions, and to those of earlier blocks.
  package var samples: [TimedSample] = []

  package init() {}
}
