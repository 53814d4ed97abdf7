internal import ProfileModel

/// One profile as Pyroscope's HTTP API takes it: `POST /ingest`, with the profile as the body and the rest in the query.
///
/// `format=pprof` with the file as it is, gzip and all, has the types and units of the samples told by the file, so the
/// API's `units` and `aggregationType` are left out. A form with `sample_type_config` would only be for servers that know
/// no types but Go's; the present ones take any.
///
/// Source: https://grafana.com/docs/pyroscope/latest/reference-server-api ("/ingest"), and
/// `pkg/ingester/pyroscope/ingest_handler.go` of https://github.com/grafana/pyroscope: times are whole seconds since 1970,
/// and a form may not come with `format=pprof`.
struct IngestRequest: Hashable, Sendable {
  /// The first moment and the one after the last, since 1970-01-01 00:00 UTC.
  var from: Nanoseconds
  var until: Nanoseconds
  var application: ApplicationName
  /// Samples a second; nil where it is not known.
  var rate: Double?

  static let contentType = "application/octet-stream"
  private static let profiler = "seriema"

  func url(at address: PushAddress) -> String {
    var parameters = [
      ("name", application.text), ("from", "\(Self.seconds(from))"),
      ("until", "\(max(Self.seconds(from) + 1, Self.seconds(until, roundedUp: true)))"),
      ("format", "pprof"), ("spyName", Self.profiler),
    ]
    if let rate, rate >= 0.5, rate < 1e9 { parameters.append(("sampleRate", "\(Int(rate.rounded()))")) }
    let query = parameters.map { "\($0)=\(Self.encoded($1))" }.joined(separator: "&")
    return address.endpoint + (address.endpoint.contains("?") ? "&" : "?") + query
  }

  private static func seconds(_ moment: Nanoseconds, roundedUp: Bool = false) -> Int64 {
    let whole = moment.rawValue / 1_000_000_000
    return roundedUp && moment.rawValue % 1_000_000_000 > 0 ? whole + 1 : whole
  }

  /// Source: RFC 3986, "unreserved"; every other byte as `%41`.
  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
        UInt8(ascii: "~"):
        return String(UnicodeScalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        return "%" + (digits.count < 2 ? "0" : "") + digits
      }
    }.joined()
  }
}
