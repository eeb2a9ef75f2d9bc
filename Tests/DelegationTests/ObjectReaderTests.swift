import Delegation
import Testing

@Suite struct ObjectReaderTests {
  static func read(
    _ json: String, path: String = "", _ body: (inout ObjectReader) throws(FieldError) -> Void
  ) throws -> FieldError? {
    let value = try parseJSON(json.utf8)
    do throws(FieldError) {
      var fields = try ObjectReader(value, path: path)
      try body(&fields)
      try fields.finish()
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: ["null", "[]", "1", "\"x\"", "true"])
  func `what is no object is refused`(json: String) throws {
    #expect(try Self.read(json, path: "scope") { _ in }?.field == "scope")
  }

  @Test func `a missing field is named with what was expected, and null is never missing`() throws {
    let missing = try Self.read("{}", path: "envelope") { fields throws(FieldError) in
      _ = try fields.required("wallet", expected: "a wallet", Read.identifier)
    }
    #expect(missing?.sentence == "`envelope.wallet` is missing: expected a wallet")
    let null = try Self.read("{\"wallet\":null}") { fields throws(FieldError) in
      _ = try fields.optional("wallet", Read.identifier)
    }
    #expect(null?.sentence == "`wallet`: expected a string, found null")
  }

  @Test func `an unknown field is named, whatever stands before it`() throws {
    let error = try Self.read("{\"wallet\":\"w\",\"extra\":[]}", path: "envelope") {
      fields throws(FieldError) in
      _ = try fields.optional("wallet", Read.identifier)
    }
    #expect(error?.sentence == "`envelope.extra`: expected no such field, found an array")
  }

  @Test(arguments: [63, 64, 65, 200])
  func `an unknown field is found among many`(count: Int) throws {
    let members = (0..<count).map { "\"k\($0)\":1" }.joined(separator: ",")
    #expect(try Self.read("{\(members)}") { _ in }?.field == "k0")
    #expect(
      try Self.read("{\(members)}") { fields throws(FieldError) in _ = fields.take("k0") }?.field == "k1")
    #expect(
      try Self.read("{\"caf\u{E9}\":1}") { fields throws(FieldError) in _ = fields.take("cafe\u{301}") }
        != nil)
  }

  @Test func `all fields taken is no error, and a field that is not there is nil`() throws {
    let error = try Self.read("{\"a\":\"1\",\"b\":2}") { fields throws(FieldError) in
      #expect(try fields.optional("a", Read.string) == "1")
      #expect(try fields.optional("c", Read.string) == nil)
      let b = try fields.required("b", expected: "an integer") { (value, path) throws(FieldError) in
        try Read.integer(value, path, in: 0...2)
      }
      #expect(b == 2)
    }
    #expect(error == nil)
  }

  @Test func `an element of a list is named by its place`() throws {
    let error = try Self.read("{\"list\":[\"a\",\"b c\"]}") { fields throws(FieldError) in
      _ = try fields.optional("list") { (value, path) throws(FieldError) in
        try Read.array(value, path, Read.identifier)
      }
    }
    #expect(error?.sentence == "`list[1]`: expected printable ASCII without spaces, found `b c`")
  }
}
