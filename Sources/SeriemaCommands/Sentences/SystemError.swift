internal import Glibc

/// The C library's sentence for an errno, with its number.
func systemError(_ number: Int32) -> String {
  var text = [CChar](repeating: 0, count: 256)
  // Fails only for a number that it does not know, and then says so in the text.
  _ = unsafe strerror_r(number, &text, text.count)
  let sentence = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  return "\(sentence) (errno \(number))"
}
