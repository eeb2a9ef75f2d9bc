import Delegation

extension FuzzTarget {
  static let json = FuzzTarget("json") { (bytes) throws(BrokenProperty) in
    let tree = try checkWritten(bytes, read: readTree, write: \.written)
    guard let tree else { return .refused }
    try expect(bytes.count <= JSONLimits.lineBytes, "\(bytes.count) bytes were accepted")
    try expect(String(validating: bytes, as: UTF8.self) != nil, "bytes that are no UTF-8 were accepted")
    try expect(tree.value.depth <= JSONLimits.depth, "nesting of \(tree.value.depth) was accepted")
    try expect(!tree.value.repeatsKey, "a repeated key was accepted")
    try checkSpace(around: bytes, tree)
    try checkCut(of: bytes, tree)
    return .accepted
  }
}

private func readTree(_ bytes: [UInt8]) throws(Refused) -> Tree {
  try refusing(JSONProblem.self, Refused.init) { () throws(JSONProblem) in Tree(value: try parseJSON(bytes)) }
}

/// White space of the grammar around a text changes nothing.
private func checkSpace(around bytes: [UInt8], _ tree: Tree) throws(BrokenProperty) {
  let spaced = Array(" \t\r\n".utf8) + bytes + Array("\n \t\r".utf8)
  guard spaced.count <= JSONLimits.lineBytes else { return }
  let again = try readAgain("the text with space around it") { () throws(Refused) in try readTree(spaced) }
  try expect(again == tree, "space around the text changes what it says")
}

/// The beginning of a text is no text, but where it ends in space or in a bare number.
private func checkCut(of bytes: [UInt8], _ tree: Tree) throws(BrokenProperty) {
  if case .number = tree.value { return }
  let end = bytes.lastIndex { ![0x20, 0x09, 0x0A, 0x0D].contains($0) } ?? 0
  let cut = try? parseJSON(bytes[..<end])
  try expect(cut == nil, "the text is read without its last byte too")
}

/// A JSON value with an equality of its own: byte for byte.
private struct Tree: Equatable, CustomStringConvertible {
  let value: JSONValue

  static func == (a: Tree, b: Tree) -> Bool { a.value.isSame(as: b.value) }

  var written: String {
    var writer = JSONWriter()
    value.write(&writer)
    return writer.text
  }

  var description: String { written }
}

extension JSONValue {
  fileprivate func isSame(as other: JSONValue) -> Bool {
    switch (self, other) {
    case (.null, .null): true
    case (.bool(let a), .bool(let b)): a == b
    case (.number(let a), .number(let b)), (.string(let a), .string(let b)): sameCodePoints(a, b)
    case (.array(let a), .array(let b)): a.elementsEqual(b) { $0.isSame(as: $1) }
    case (.object(let a), .object(let b)):
      a.elementsEqual(b) { sameCodePoints($0.key, $1.key) && $0.value.isSame(as: $1.value) }
    default: false
    }
  }

  fileprivate func write(_ writer: inout JSONWriter) {
    switch self {
    case .null: writer.raw("null")
    case .bool(let flag): writer.raw(String(flag))
    case .number(let text): writer.raw(text)
    case .string(let text): writer.string(text)
    case .array(let items): writer.array { for item in items { item.write(&$0) } }
    case .object(let members):
      writer.object {
        for member in members {
          $0.key(member.key)
          member.value.write(&$0)
        }
      }
    }
  }

  private var children: [JSONValue] {
    switch self {
    case .array(let items): items
    case .object(let members): members.map(\.value)
    default: []
    }
  }

  /// Objects and arrays inside one another.
  fileprivate var depth: Int {
    switch self {
    case .array, .object: 1 + (children.map(\.depth).max() ?? 0)
    default: 0
    }
  }

  fileprivate var repeatsKey: Bool {
    if case .object(let members) = self, Set(members.map { Array($0.key.utf8) }).count < members.count {
      return true
    }
    return children.contains(where: \.repeatsKey)
  }
}
