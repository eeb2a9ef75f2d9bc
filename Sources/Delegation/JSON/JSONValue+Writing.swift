extension JSONValue {
  /// The value as JSON without spaces: numbers keep their spelling, members their order.
  package var json: String {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.text
  }

  private func write(to writer: inout JSONWriter) {
    switch self {
    case .null: writer.raw("null")
    case .bool(let flag): writer.raw(flag ? "true" : "false")
    case .number(let text): writer.raw(text)
    case .string(let text): writer.string(text)
    case .array(let values):
      writer.array { for value in values { value.write(to: &$0) } }
    case .object(let members):
      writer.object {
        for member in members {
          $0.key(member.key)
          member.value.write(to: &$0)
        }
      }
    }
  }
}
