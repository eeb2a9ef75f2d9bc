import Delegation
import Testing

@Suite struct JSONWriterTests {
  @Test(arguments: [
    ("", "\"\""), ("plain ~!", "\"plain ~!\""), ("\"", "\"\\\"\""), ("\\", "\"\\\\\""), ("/", "\"/\""),
    ("\n\r\t", "\"\\n\\r\\t\""), ("\u{0}\u{8}\u{C}\u{1F}", "\"\\u0000\\u0008\\u000c\\u001f\""),
    ("\r\n", "\"\\r\\n\""), ("\u{7F}", "\"\\u007f\""), ("\u{80}\u{9B}\u{9F}", "\"\\u0080\\u009b\\u009f\""),
    ("\u{202A}\u{202E}\u{2066}\u{2069}", "\"\\u202a\\u202e\\u2066\\u2069\""),
    ("\u{200B}\u{200D}\u{FEFF}\u{AD}", "\"\\u200b\\u200d\\ufeff\\u00ad\""),
    ("\u{2028}\u{2029}", "\"\\u2028\\u2029\""), ("\u{E000}", "\"\\ue000\""),
    ("\u{E0001}", "\"\\udb40\\udc01\""),
    ("\u{FFFF}", "\"\\uffff\""), ("caf\u{E9}", "\"caf\u{E9}\""), ("cafe\u{301}", "\"cafe\u{301}\""),
    ("\u{1F600}", "\"\u{1F600}\""),
  ])
  func `a string is escaped where JSON or a terminal needs it`(text: String, json: String) {
    #expect(Array(JSONWriter.quoted(text).utf8) == Array(json.utf8))
  }

  @Test func `every code point that is written is read again`() throws {
    var text = ""
    for point in Array(0..<0x3100) + Array(stride(from: UInt32(0x3100), through: 0x10FFFF, by: 997)) {
      if let scalar = Unicode.Scalar(point) { text.unicodeScalars.append(scalar) }
    }
    guard case .string(let read) = try parseJSON(JSONWriter.quoted(text).utf8) else {
      Issue.record("no string")
      return
    }
    #expect(sameCodePoints(read, text))
  }

  @Test func `members stand in the order written, with commas between and nothing else`() {
    let text = JSONWriter.object { writer in
      writer.member("b", "x")
      writer.member("a", raw: "1")
      writer.key("o")
      writer.object { _ in }
      writer.key("l")
      writer.array {
        $0.string("s")
        $0.array { _ in }
        $0.object { $0.member("k", strings: []) }
        $0.raw("null")
      }
      writer.member("z", strings: ["p", "q"])
    }
    #expect(text == #"{"b":"x","a":1,"o":{},"l":["s",[],{"k":[]},null],"z":["p","q"]}"#)
  }
}
