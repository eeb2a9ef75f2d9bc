import Delegation
import PolicyEngine
import Testing

/// The canonical form holds everything that decides, so a setting that the comparison forgets shows here: each leaf is
/// changed by itself, and one of the two directions must be looser.
@Suite struct CanonicalCoverageTests {
  /// Tests of `swap` that hold whatever its limits.
  static let tests = """
    "tests": [{expect: allow, destination: A}, {expect: deny, because: session_expired, after: 30d}, \
    {expect: deny, because: destination_not_allowed, destination: Elsewhere}, \
    {expect: deny, because: chain_mismatch, chainId: 10}, \
    {expect: deny, because: value_over_execution_limit, valueUsd: 9000000000000}]
    """

  /// Every key that there is, with room for a little more and a little less.
  static let yaml = """
    version: 1
    defaults: {maxTtl: 31m, hardCeiling: 25h, inactivity: 29m}
    capabilities:
      swap:
        actionClass: swap
        tier: high
        status: active
        maxTtl: 15m
        maxValueUsd: 1000
        inactivity: 10m
        destinations: [dex, otc]
        \(tests)
    destinations: {dex: [A, B], otc: [C, D], spare: [E, F]}
    modes:
      guarded: {spendFactor: 0.25, maxRemaining: 5m, maxRisk: 70}
      denyFirst: {maxRisk: 40}
    detection: {window: 30m, mismatchesOver: 3}
    response: {autoRevokeAtRisk: 97, broadWallets: 25, broadValueUsd: 100000, quiet: 2m}
    risk: {DORM: {halfLife: 2h}, POSTREV: {halfLife: 25h}}
    owners: {swap: team}
    """

  static let swap: LeafPath = ["capabilities", "swap"]
  /// What decides nothing by itself: a name, families that no capability has, and the form of the file.
  static let free: Set<LeafPath> = [
    swap + ["actionClass"], ["destinations", "spare"], ["owners", "swap"], ["version"],
  ]
  /// What counts as looser whichever way it changes, as nobody can tell.
  static let unclear: Set<LeafPath> = [["risk", "BURST", "ratio"], ["risk", "BURST", "usualGap"]]

  static func canonical() throws -> JSONValue {
    try parseJSON(Policy.load(yaml: yaml).canonicalForm.utf8)
  }

  static func policy(_ form: JSONValue, _ changes: [LeafPath: String] = [:]) throws -> Policy {
    try Policy.load(yaml: written(form, replacing: changes, adding: [swap: tests]))
  }

  @Test func `the canonical form is itself a policy file of the same meaning`() throws {
    let form = try Self.canonical()
    #expect(try Self.policy(form).canonicalForm == form.compact)
  }

  @Test func `every leaf of the canonical form is compared, whichever way it changes`() throws {
    let form = try Self.canonical()
    let base = try Self.policy(form)
    var seen: Set<LeafPath> = []
    for leaf in leaves(form) where leaf.path != ["version"] {
      let name = leaf.path.joined(separator: ".")
      // The spare family's address goes where no capability may go yet.
      let spare = leaf.path.first == "destinations" ? "G" : "spare"
      let values = try #require(
        neighbours(leaf.value, spare: spare), "\(name): say what else a value of its kind may be")
      for value in values {
        let other = try Self.policy(form, [leaf.path: value])
        #expect(other.version != base.version, "\(name) \(value)")
        let directions = [other.loosenings(since: base), base.loosenings(since: other)]
        // The lists are long since one direction may gain several addresses; the other gains none.
        let expected = Self.free.contains(leaf.path) ? 0 : Self.unclear.contains(leaf.path) ? 2 : 1
        #expect(directions.count { !$0.isEmpty } == expected, "\(name) \(value): is it a limit?")
      }
      seen.insert(leaf.path)
    }
    #expect(seen.union([["version"]]).isSuperset(of: Self.free.union(Self.unclear)))
    #expect(seen.count >= 65)
  }

  /// A setting that is left out of ``yaml`` would be no leaf above. The loader names all that it knows.
  @Test func `the canonical form under test has every key that the loader knows`() throws {
    let form = try Self.canonical()
    // Tests decide nothing.
    let others: [LeafPath: Set<String>] = [Self.swap: ["tests"]]
    let open: [LeafPath] = [["capabilities"], ["destinations"], ["owners"]]
    for object in objects(form) where !open.contains(object.path) {
      let unknown = written(form, adding: [object.path: "\"bogus\": 1"])
      let problem = try #require(
        PolicyExamples.problems(unknown).first { $0.contains("`bogus` is not known") })
      let known = try #require(problem.split(separator: "expected one of ").last)
      let keys = Set(known.split(separator: ", ").map(String.init))
      #expect(keys.subtracting(others[object.path] ?? []) == object.keys, "\(object.path)")
    }
  }
}

extension JSONValue {
  /// Without spaces, as the canonical form is.
  fileprivate var compact: String {
    switch self {
    case .object(let members):
      "{" + members.map { JSONWriter.quoted($0.key) + ":" + $0.value.compact }.joined(separator: ",") + "}"
    default: written(self)
    }
  }
}
