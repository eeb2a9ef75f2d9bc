import Testing

@testable import RiskScoring

@Suite struct CSVReaderTests {
  private func records(_ text: String) -> [[String]?] {
    var reader = CSVReader(ArraySlice(text.utf8))
    var records: [[String]?] = []
    while let next = reader.next() { records.append(try? next.get().fields) }
    return records
  }

  @Test(
    arguments: [
      ("", []), ("\n\r\n", []), ("a", [["a"]]), ("a,b\r\nc,\n", [["a", "b"], ["c", ""]]),
      (",\n", [["", ""]]),
      ("\"a,\"\"b\"\"\r\nc\",d\n", [["a,\"b\"\r\nc", "d"]]), ("\"\",\"\"", [["", ""]]),
      ("a\"b\nc", [nil, ["c"]]), ("\"a\nb\nc", [nil, ["b"], ["c"]]), ("\"a\nb\"x\nc", [nil, nil, ["c"]]),
    ] as [(String, [[String]?])])
  func `records are cut as RFC 4180 says, and a broken one is given up alone`(
    text: String, expected: [[String]?]
  ) {
    #expect(records(text) == expected)
  }

  /// Quotes on every line, open at every place: counted in lines, because time depends on the machine.
  @Test func `no choice of quotes makes many more records than lines`() {
    let pieces = ["\"", "\"\"", "\n", ",", "x", "\"\n", "\n\""]
    for seed in UInt64(0)..<300 {
      var state = seed
      var text = ""
      for _ in 0..<200 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        text += pieces[Int(state >> 33) % pieces.count]
      }
      let lines = 1 + text.utf8.count { $0 == 0x0A }
      #expect(records(text).count <= lines, "seed \(seed)")
    }
  }
}
