// swift-tools-version: 6.2
import PackageDescription

/// Set by `.ci/fuzz` alone, to libFuzzer's archive: our targets then tell it what they cover, and the program that it
/// drives is built.
let fuzzerRuntime = Context.environment["CURFEW_FUZZER_RUNTIME"]

// One list, every Swift target: no target can forget a rule.
let strict: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .treatAllWarnings(as: .error),
  ] + (fuzzerRuntime == nil ? [] : [.unsafeFlags(["-sanitize=fuzzer"])])

/// A target of ours: its folder under `Sources` bears its name.
func layer(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(of name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: "\(name)Tests", dependencies: dependencies, swiftSettings: strict)
}

let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

let package = Package(
  name: "curfew",
  products: [
    .executable(name: "curfew", targets: ["curfew"]),
    .library(name: "FaultShim", type: .dynamic, targets: ["FaultShim"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
  ],
  targets: [
    // A target may import only targets above it: docs/architecture.md says why.
    .target(name: "CCrypto", linkerSettings: [.linkedLibrary("crypto")]),
    .target(name: "CSecp256k1", linkerSettings: [.linkedLibrary("secp256k1")]),
    layer("Digests", ["CCrypto", "CSecp256k1"]),
    layer("Delegation", ["Digests"]),
    layer("YAMLGuard", []),
    layer("PolicyEngine", ["Delegation", "Digests", "YAMLGuard", yams]),
    layer("RiskScoring", ["Delegation", "PolicyEngine"]),
    layer("AuditTrail", ["Delegation", "Digests"]),
    layer(
      "SessionStore",
      [
        "Delegation", "PolicyEngine", "RiskScoring", "AuditTrail", "Digests",
        .product(name: "GRDB", package: "GRDB.swift"),
      ]),
    layer("Traffic", ["Delegation", "PolicyEngine", "RiskScoring", "SessionStore"]),
    layer(
      "IncidentResponse",
      [
        "Digests", "Delegation", "PolicyEngine", "RiskScoring", "AuditTrail", "SessionStore",
        .product(name: "Mustache", package: "swift-mustache"),
      ]),
    .target(name: "CCurses", linkerSettings: [.linkedLibrary("ncursesw")]),
    layer("Terminal", ["CCurses", "YAMLGuard", yams]),
    layer(
      "Console",
      [
        "Delegation", "PolicyEngine", "RiskScoring", "AuditTrail", "SessionStore", "IncidentResponse",
        "Terminal",
      ]),
    // Only measured beside: the same rows by SQLite's own C calls.
    .target(name: "CFloor", linkerSettings: [.linkedLibrary("sqlite3")]),
    .executableTarget(
      name: "curfew",
      dependencies: [
        "CFloor", "Digests", "Delegation", "PolicyEngine", "RiskScoring", "AuditTrail", "SessionStore",
        "Traffic", "IncidentResponse", "Terminal",
        "Console",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(name: "OneScreen", path: "Tests/OneScreen", swiftSettings: strict),
    tests(of: "Digests", ["Digests"]),
    tests(of: "Delegation", ["Delegation", "Digests"]),
    tests(of: "YAMLGuard", ["YAMLGuard"]),
    tests(of: "PolicyEngine", ["Delegation", "PolicyEngine"]),
    tests(of: "RiskScoring", ["Delegation", "PolicyEngine", "RiskScoring"]),
    tests(of: "AuditTrail", ["AuditTrail", "Delegation", "Digests"]),
    tests(
      of: "SessionStore",
      ["Delegation", "PolicyEngine", "RiskScoring", "AuditTrail", "Digests", "SessionStore"]),
    tests(of: "Traffic", ["Delegation", "Digests", "PolicyEngine", "RiskScoring", "Traffic"]),
    tests(
      of: "IncidentResponse",
      [
        "Digests", "Delegation", "PolicyEngine", "RiskScoring", "AuditTrail", "SessionStore",
        "IncidentResponse",
      ]),
    tests(of: "Terminal", ["Terminal", "OneScreen"]),
    tests(
      of: "Console",
      [
        "Delegation", "Digests", "PolicyEngine", "RiskScoring", "AuditTrail", "SessionStore",
        "IncidentResponse", "Terminal", "Console", "OneScreen",
      ]),
    // Loaded before the program by the fault sweeps: it fails the k-th write or sync of the store. No test target depends
    // on it: linked into the test bundle, its `write` and `open` would be the bundle's own. Every build makes the library.
    .target(name: "FaultShim", path: "Tests/FaultShim"),
    tests(of: "Program", ["curfew"]),
    // What must hold of each parser for any input: the tests run it on the corpus, `.ci/fuzz` on what libFuzzer makes.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Digests", "Delegation", "PolicyEngine", "RiskScoring", "AuditTrail", "SessionStore",
        "IncidentResponse", "CCurses", "Terminal", "Console",
      ],
      path: "Tests/Fuzz/Targets", swiftSettings: strict),
    tests(of: "Fuzz", ["FuzzTargets"]),
  ],
  swiftLanguageModes: [.v6]
)

if let fuzzerRuntime {
  package.targets += [
    .target(name: "CFuzzer", path: "Tests/Fuzz/Runtime"),
    .executableTarget(
      name: "curfew-fuzz", dependencies: ["CFuzzer", "FuzzTargets"], path: "Tests/Fuzz/Program",
      swiftSettings: strict,
      linkerSettings: [.unsafeFlags([fuzzerRuntime]), .linkedLibrary("stdc++")]),
  ]
}
