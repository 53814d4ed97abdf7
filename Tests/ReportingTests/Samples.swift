import ProfileModel
import Reporting

/// Functions and profiles that several tests show.
enum Samples {
  static let directory = "/home/ada/shop"

  static func function(_ name: String, _ file: String, _ line: Int) -> FunctionIdentity {
    FunctionIdentity(qualifiedName: name, file: file, firstLine: line)
  }

  static let module = function("<module>", "/home/ada/shop/app.py", 1)
  static let parse = function(
    "Importer.parse_rows_of_all_suppliers", "/home/ada/shop/importing/suppliers/reader.py", 41)
  static let rawDecode = function("JSONDecoder.raw_decode", "/usr/lib/python3.13/json/decoder.py", 351)
  static let render = function(
    "Template.render", "/home/ada/shop/.venv/lib/python3.13/site-packages/jinja2/__init__.py", 9)
  static let wait = function("Event.wait", "/usr/lib/python3.13/threading.py", 637)
  static let bootstrap = function("_find_and_load", "<frozen importlib._bootstrap>", 1349)

  /// A program that imports, decodes, renders, and has a thread that waits.
  static var shop: ProfileDraft {
    var draft = ProfileDraft()
    draft.addThread("MainThread")
    draft.addThread("mailer; \u{1b}[31mred", thread: 4712)
    draft.add([(module, line: 3), (bootstrap, line: 1360)], samples: 210)
    draft.add([(module, line: 30), (parse, line: 44)], samples: 610, idle: 40)
    draft.add([(module, line: 30), (parse, line: 50), (rawDecode, line: 353)], samples: 1730)
    draft.add([(module, line: 31), (render, line: 12)], samples: 402)
    draft.add([(module, line: 31)], samples: 1)
    draft.add([(wait, line: 655)], samples: 2953, idle: 2951, thread: 1)
    return draft
  }

  static func options(order: HotspotOrder = .own, limit: Int = 15) -> HotspotReport.Options {
    HotspotReport.Options(
      program: "app.py", currentDirectory: directory, order: order, limit: limit,
      launchWords: ["app.py", "--day", "two words"])
  }
}
