import Foundation
import SessionStore
import Testing

@testable import Console

/// What an operator changed about the console is there the next time, and never costs the console.
@Suite struct KeptStateTests {
  private final class Place {
    let folder = FileManager.default.temporaryDirectory.appending(path: "curfew-kept-\(UUID().uuidString)")
    var path: String { folder.appending(path: "curfew/console.json").path }
    var file: KeptFile { KeptFile(path: path) }
    deinit { try? FileManager.default.removeItem(at: folder) }

    func write(_ text: String) throws {
      try FileManager.default.createDirectory(
        at: folder.appending(path: "curfew"), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    var names: [String] {
      ((try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "curfew").path)) ?? [])
        .sorted()
    }
  }

  private static let view = SavedView(
    name: "night", filter: "risk>=40 \"a b\"", sort: .spent, grouping: .nonceDomain,
    columns: [ColumnChoice(.state), ColumnChoice(.session, width: 20)])

  @Test(arguments: [
    "", "{", "[]", "{}", #"{"version":"2","views":[]}"#, #"{"version":"1","colour":1}"#,
    #"{"version":"1","columns":["risk"]}"#, #"{"version":"1","columns":["session","risk","odd"]}"#,
    #"{"version":"1","views":[{}]}"#, #"{"version":"1","views":[{"name":""}]}"#,
    #"{"version":"1","views":[{"name":"a\u0007"}]}"#, #"{"version":"1","views":[{"name":"a","sort":"up"}]}"#,
    #"{"version":"1","views":[{"name":"a","group":"moon"}]}"#, #"{"version":"1","version":"1"}"#,
  ])
  func `what has another form is refused and stays where it is`(text: String) throws {
    #expect(throws: KeptProblem.self) { try KeptState(json: Array(text.utf8)) }
    let place = Place()
    try place.write(text)
    let failure = #expect(throws: KeptFile.Failure.self) { try place.file.read() }
    #expect(failure?.isDamaged == true)
    #expect(place.names == ["console.json"])
  }

  @Test func `no file is nothing kept`() throws { #expect(try Place().file.read() == KeptState()) }

  @Test func `what is kept is read again, by its owner only`() throws {
    let place = Place()
    #expect(try place.file.keep(.save(Self.view)) == nil)
    #expect(try place.file.keep(.columns([ColumnChoice(.risk), ColumnChoice(.session)])) == nil)
    var expected = KeptState(columns: [ColumnChoice(.risk), ColumnChoice(.session)], views: [Self.view])
    #expect(try place.file.read() == expected)
    #expect(place.names == ["console.json"])
    let mode = try FileManager.default.attributesOfItem(atPath: place.path)[.posixPermissions] as? Int
    #expect(mode == 0o600)
    _ = try place.file.keep(.columns(nil))
    _ = try place.file.keep(.delete("night"))
    expected = KeptState()
    #expect(try place.file.read() == expected)
  }

  @Test func `two consoles keep what the other one keeps`() throws {
    let place = Place()
    let (first, second) = (place.file, place.file)
    _ = try first.keep(.save(SavedView(name: "a")))
    _ = try second.keep(.save(SavedView(name: "b")))
    _ = try first.keep(.columns([ColumnChoice(.risk), ColumnChoice(.session)]))
    #expect(try second.read().views.map(\.name) == ["a", "b"])
  }

  @Test func `a damaged file is put aside, never written over, and no earlier one is lost`() throws {
    let place = Place()
    for round in 1...3 {
      try place.write("damaged \(round)")
      let aside = try place.file.keep(.save(Self.view))
      #expect(aside?.hasSuffix(round == 1 ? ".bad" : ".bad\(round)") == true)
      #expect(try aside.map { try String(contentsOfFile: $0, encoding: .utf8) } == "damaged \(round)")
      #expect(try place.file.read().views == [Self.view])
    }
  }

  @Test func `where nothing can be written it is said`() throws {
    let file = KeptFile(path: "/proc/curfew/console.json")
    #expect(throws: KeptFile.Failure.self) { try file.keep(.delete("a")) }
  }

  /// The file of any state reads as that state.
  @Test func `what is written is read as it was`() throws {
    let names = ["a", "two words", "\"quoted\"", "ünï", "\\", "\u{202E}x"]
    for seed in UInt64(0)..<200 {
      var random = SplitMix(state: seed)
      var state = KeptState()
      for name in names.shuffled(using: &random).prefix(3) {
        let columns = ColumnID.allCases.shuffled(using: &random).prefix(6).map { ColumnChoice($0, width: 7) }
        state.apply(
          .save(
            SavedView(
              name: name, filter: names.randomElement(using: &random) ?? "",
              sort: SessionSort.allCases.randomElement(using: &random) ?? .risk,
              grouping: SessionGrouping.allCases.randomElement(using: &random),
              columns: ColumnSet.problem(columns.map(\.id)) == nil ? columns : nil)))
      }
      #expect(try KeptState(json: Array(state.json.utf8)) == state, "seed \(seed)")
    }
  }
}
