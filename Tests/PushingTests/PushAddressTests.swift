import Testing

@testable import Pushing

struct PushAddressTests {
  @Test(arguments: [
    ("http://localhost:4040", "http://localhost:4040/ingest", "http://localhost:4040"),
    ("HTTPS://host/", "https://host/ingest", "https://host"),
    ("https://host/tenant/ingest", "https://host/tenant/ingest", "https://host/tenant"),
    ("https://host/ingest/?key=secret", "https://host/ingest?key=secret", "https://host"),
    ("http://[::1]:4040", "http://[::1]:4040/ingest", "http://[::1]:4040"),
    ("https://user:pa%2Fss@host:1/x", "https://host:1/x/ingest", "https://host:1/x"),
    // The last @ ends the credentials.
    ("https://me@here:p@host", "https://host/ingest", "https://host"),
  ]) func namesTheEndpointAndWhatMayBeShown(text: String, endpoint: String, shown: String) throws {
    let address = try PushAddress(text)
    #expect(address.endpoint == endpoint)
    #expect(address.shown == shown)
  }

  @Test func decodesCredentials() throws {
    let address = try PushAddress("https://us%65r:pa%2Fss%@host")
    #expect(address.user == "user")
    #expect(address.password == "pa/ss%")
    #expect(try PushAddress("https://host").user.isEmpty)
    #expect(try PushAddress("https://token@host").password.isEmpty)
  }

  @Test func refusesWhatIsNoAddress() {
    for text in ["localhost:4040", "ftp://host", "", "http:/host", "file:///etc/passwd"] {
      #expect(throws: PushAddress.Failure.otherScheme) { try PushAddress(text) }
    }
    for text in ["http://", "http:///ingest", "http://user@", "http://:4040", "http://?x"] {
      #expect(throws: PushAddress.Failure.noHost) { try PushAddress(text) }
    }
    for text in ["http://a b", "http://a\r\nX: y", "http://a/#b"] {
      #expect(throws: PushAddress.Failure.forbiddenCharacter) { try PushAddress(text) }
    }
  }
}
