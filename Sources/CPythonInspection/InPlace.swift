internal import Synchronization

/// As a member, keeps a large struct in its place when it is lent to a function.
///
/// One that the compiler (Swift 6.3) takes for a value that can be loaded is copied to the stack, as a whole, for every
/// call; not one that holds what has to have an address.
struct InPlace: ~Copyable {
  private let address = Atomic(false)
}
