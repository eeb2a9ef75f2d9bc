import Foundation
import Testing

/// Envelopes and requests as JSON, living now.
enum Sample {
  static let key = "0x91c4000000000000000000000000000000000a7e"
  static let other = "0x3b0700000000000000000000000000000000e1d2"
  static let wallet = "0x5e1f0000000000000000000000000000000077b2"

  static var now: Int { Int(Date().timeIntervalSince1970) }

  static func envelope(
    _ key: String = Sample.key, capability: String = "nft.list", maxValue: String = "500", life: Int = 900,
    more: String = ""
  ) -> String {
    """
    {"sessionKey":"\(key)","wallet":"\(wallet)","capabilities":["\(capability)"],"maxValueUsd":\(maxValue),\
    "allowedDestinations":["0xMarket"],"chainId":1,"expiresAt":\(now + life),"nonceDomain":"session:web"\(more)}
    """
  }

  static func request(
    _ key: String = Sample.key, nonce: Int, value: String = "1", destination: String = "0xMarket",
    chain: Int = 1, id: String? = nil
  ) -> String {
    let name = id.map { "\"requestId\":\"\($0)\"," } ?? ""
    return """
      {\(name)"sessionKey":"\(key)","capability":"nft.list","destination":"\(destination)","chainId":\(chain),\
      "valueUsd":\(value),"nonceDomain":"session:web","nonce":\(nonce)}
      """
  }
}

extension TemporaryFolder {
  /// Makes the folder's store with a policy plane that only alerts: for tests whose traffic no score would let live.
  func onlyAlert() throws {
    let yaml = try Program.succeed(["policy", "show", "--yaml", "--store", store]).output
      .replacing("autoRevoke: enforce", with: "autoRevoke: alert")
    try Program.succeed(
      ["policy", "apply", try file("only-alert.yaml", yaml), "--reason", "test", "--store", store])
  }
}

/// One line of JSON as a dictionary.
func object(_ line: String) -> [String: Any] {
  (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any] ?? [:]
}

func reasons(_ line: String) -> [String] { object(line)["reasons"] as? [String] ?? [] }
