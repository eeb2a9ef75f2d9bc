import Delegation
import PolicyEngine
import Testing

@Suite struct PolicyOwnersTests {
  static func yaml(_ owners: String) -> String { "version: 1\ncapabilities: {}\nowners:" + owners }

  static let refused = [
    ProblemRow(yaml(""), 3, "`owners`: expected a mapping from capability id to its owner, found nothing"),
    ProblemRow(yaml(" []"), 3, "`owners`: expected a mapping from capability id to its owner, found a list"),
    ProblemRow(yaml("\n  a: 1"), 4, "`a`: expected the name of its owner, 1 to 128 characters on one line"),
    ProblemRow(yaml("\n  a:"), 4, "`a`: expected the name of its owner"),
    ProblemRow(yaml("\n  a: true"), 4, "`a`: expected the name of its owner"),
    ProblemRow(yaml("\n  a: [x]"), 4, "`a`: expected the name of its owner"),
    ProblemRow(yaml("\n  a: \"\""), 4, "`a`: expected the name of its owner"),
    ProblemRow(yaml("\n  a: \"  \""), 4, "`a`: expected the name of its owner"),
    ProblemRow(yaml("\n  a: \"x\\ny\""), 4, "on one line"),
    ProblemRow(yaml("\n  a: \"x\\e[31m\""), 4, "on one line"),
    ProblemRow(yaml("\n  a: \"x\\u202Ey\""), 4, "on one line"),
    ProblemRow(yaml("\n  a: " + String(repeating: "x", count: 129)), 4, "1 to 128 characters"),
    ProblemRow(yaml("\n  a b: x"), 4, "`owners`: expected printable ASCII without spaces, found `a b`"),
    ProblemRow(yaml("\n  a: x\n  a: y"), 5, "`a` is here twice, first on line 4"),
    ProblemRow(
      yaml(
        "\n  0x00000000000000000000000000000000000000aa: x\n  0x00000000000000000000000000000000000000AA: x"),
      5, "is here twice, first on line 4 as `0x00000000000000000000000000000000000000aa`"),
  ]

  @Test(arguments: refused)
  func `owners that are no names are refused with their line`(row: ProblemRow) { expectOnly(row) }

  @Test func `owners arrive as written, of capabilities that are not registered too`() throws {
    let name = String(repeating: "é", count: 128)
    let policy = try Policy.load(yaml: Self.yaml(" {b: Team A & B, a: \"1\", c: \(name)}"))
    #expect(policy.owners == [.opaque("a"): "1", .opaque("b"): "Team A & B", .opaque("c"): name])
    #expect(
      policy.canonicalForm.contains(#""owners":{"a":"1","b":"Team A & B","c":"\#(name)"},"response""#))
  }

  @Test func `no owners are no part of the version, whether written or not`() throws {
    let without = try Policy.load(yaml: "version: 1\ncapabilities: {}")
    #expect(try Policy.load(yaml: Self.yaml(" {}")).version == without.version)
    #expect(!without.canonicalForm.contains("owners"))
    #expect(try Policy.load(yaml: Self.yaml(" {a: x}")).version != without.version)
  }

  @Test func `owners in another order, and an address in another case, leave the version`() throws {
    let one = Self.yaml(" {b: x, 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed: y}")
    let two = Self.yaml(" {0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed: y, b: \"x\"}")
    #expect(try Policy.load(yaml: one).version == Policy.load(yaml: two).version)
  }
}
