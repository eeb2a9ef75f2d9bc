/// The forms in which others publish destinations.
package enum DestinationListFormat: String, CaseIterable, Hashable, Sendable {
  /// A JSON array of addresses, as the OFAC lists are published (0xB10C/ofac-sanctioned-digital-currency-addresses).
  case addressArray = "ofac"
  /// CSV `banned_address,wallet_tag,data_source` (forta-network/labelled-datasets).
  case fortaLabels = "forta-labels"
  /// CSV `address,etherscan_tag,etherscan_labels,is_contract` (the same).
  case fortaPhishing = "forta-phishing"
  /// CSV `contract_address,contract_tag,contract_creator,…` (the same).
  case fortaContracts = "forta-contracts"
  /// A JSON array of incidents, each with `name` and `addresses` (RevokeCash/approval-exploit-list).
  case exploits = "revoke-exploits"
  /// A JSON object: chain id → address → `{label, name, riskFactors}` (RevokeCash/whois).
  case whois = "revoke-whois"
  /// An address a line, then white space and a label; what begins with `#` is a comment.
  case plain = "plain"

  /// The columns that are read, the address first. Others may stand between and behind them.
  var columns: [String] {
    switch self {
    case .fortaLabels: ["banned_address", "wallet_tag"]
    case .fortaPhishing: ["address", "etherscan_tag"]
    case .fortaContracts:
      [
        "contract_address", "contract_tag", "contract_creator", "contract_creator_tag",
        "contract_creator_etherscan_label",
      ]
    case .addressArray, .exploits, .whois, .plain: []
    }
  }

  /// What is said when a text has another form.
  var expectation: String {
    switch self {
    case .addressArray: "a JSON array of addresses"
    case .exploits: "a JSON array of incidents"
    case .whois: "a JSON object from chain id to addresses"
    case .plain: "an address a line"
    case .fortaLabels, .fortaPhishing, .fortaContracts:
      "a CSV with the columns \(columns.map { "`\($0)`" }.joined(separator: ", "))"
    }
  }
}
