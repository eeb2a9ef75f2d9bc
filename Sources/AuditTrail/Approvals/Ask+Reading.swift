package import Delegation

extension Ask {
  /// Reads what ``canonicalText`` writes.
  /// - Throws: ``FieldError``.
  package init(_ value: JSONValue) throws(FieldError) {
    var fields = try ObjectReader(value)
    let type = try fields.required("type", expected: "curfew.ask.v1", Ask.text)
    guard type == "curfew.ask.v1" else {
      throw FieldError(field: "type", expected: "curfew.ask.v1", found: "another type")
    }
    let what = try fields.required("what", expected: "the change") { (value, path) throws(FieldError) in
      guard case .object = value else {
        throw FieldError(field: path, expected: "an object", found: value.kind)
      }
      return value.json
    }
    self.init(
      store: try fields.required("store", expected: "a store's id", Ask.text),
      id: try fields.required("id", expected: "the request's id", Ask.text),
      action: try fields.required("action", expected: "an action", Ask.text), what: what,
      reason: try fields.required("reason", expected: "a reason", Ask.text),
      by: try fields.required("by", expected: "an operator", Ask.text),
      at: try fields.required("at", expected: "a time", Read.time),
      expiresAt: try fields.required("expiresAt", expected: "a time", Read.time))
    try fields.finish()
  }

  private static func text(_ value: JSONValue, _ path: String) throws(FieldError) -> String {
    try Read.text(value, path, limit: 4096)
  }
}
