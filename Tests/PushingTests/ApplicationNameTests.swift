import ProfileModel
import Testing

@testable import Pushing

struct ApplicationNameTests {
  @Test(arguments: [
    (["app.py", "--option"], "app"), (["/srv/shop/manage.py", "runserver"], "manage"),
    (["-m", "json.tool", "x"], "json.tool"),
    (["--python", "/usr/bin/python3", "-m", "shop"], "shop"), (["--", "make", "test"], "make"),
    (["/usr/bin/python3.13", "-u", "-W", "ignore", "-Xdev", "/srv/app.py"], "app"),
    (["python3", "-m", "gunicorn", "shop:app"], "gunicorn"), (["python3", "-c", "import x"], "python"),
    (["python3"], "python"), ([], "python"), (["process 4242"], "python"), (["process_data.py"], "process_data"),
    (["gunicorn: worker [shop]"], "gunicorn_worker_shop"), (["/srv/shop/__main__.py"], "shop"), (["über.py"], "_ber"),
  ]) func callsProgramsByTheirScriptOrModule(words: [String], name: String) {
    #expect(ApplicationName(ofProgram: words).name == name)
  }

  @Test func readsNamesAndTags() throws {
    var name = try #require(ApplicationName("shop.api/v1-x{env=staging,region=eu west}"))
    #expect(name.name == "shop.api/v1-x")
    #expect(name.tags.map(\.name) == ["env", "region"])
    name.addDefault("env", "other")
    name.addDefault("hostname", "a{b},c=d")
    name.addDefault("empty", "")
    #expect(name.text == "shop.api/v1-x{env=staging,region=eu west,hostname=a_b__c_d}")
    #expect(ApplicationName("shop")?.text == "shop")
    #expect(ApplicationName("shop{}")?.text == "shop")
  }

  @Test(arguments: [
    "", "a b", "{a=b}", "a{", "a{b=c", "a{b}", "a{=c}", "a{1b=c}", "a{b=c,}", "a{b=c}}", "a{__name__=c}", "a\n",
    "a{b-c=d}",
  ]) func refusesWhatAServerWould(text: String) {
    #expect(ApplicationName(text) == nil)
  }

  @Test func requestsAreAsTheServerReadsThem() throws {
    let request = IngestRequest(
      from: Nanoseconds(1_700_000_000_900_000_000), until: Nanoseconds(1_700_000_010_900_000_000),
      application: try #require(ApplicationName("shop{env=süd west}")), rate: 999.6)
    let url = request.url(at: try PushAddress("http://host"))
    #expect(
      url
        == "http://host/ingest?name=shop%7Benv%3Ds%C3%BCd%20west%7D&from=1700000000&until=1700000011&format=pprof"
        + "&spyName=seriema&sampleRate=1000")
    let short = IngestRequest(
      from: Nanoseconds(5_000_000_000), until: Nanoseconds(5_000_000_000), application: ApplicationName(ofProgram: []))
    #expect(
      short.url(at: try PushAddress("http://host?a=b"))
        == "http://host/ingest?a=b&name=python&from=5&until=6&format=pprof&spyName=seriema")
  }
}
