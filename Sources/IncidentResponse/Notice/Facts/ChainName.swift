/// Chains by the names that users know.
enum ChainName {
  /// As chainid.network lists them (ethereum-lists/chains).
  private static let known: [UInt64: String] = [
    1: "Ethereum", 10: "OP Mainnet", 56: "BNB Smart Chain", 100: "Gnosis", 137: "Polygon", 324: "zkSync",
    8453: "Base", 42_161: "Arbitrum One", 43_114: "Avalanche", 59_144: "Linea", 534_352: "Scroll",
  ]

  static func of(_ id: UInt64) -> String { known[id] ?? "chain \(id)" }
}
