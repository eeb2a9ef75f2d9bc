import Delegation

/// Orders that a wallet really signed, as its user would.
///
/// Made once with eth-account 0.14.0: `Account.sign_message(encode_defunct(text=message), key)`, where the private key
/// is SHA-256 of the ASCII text `curfew tests: wallet key 1`,
/// 0xf13dac13adda8308d12d9a48b63d2d02fcd4070b8ca4af443bb2c8a3e89d302c. The ids are Python's hashlib over the messages.
struct SignedRevocation: Sendable {
  static let wallet = "0x8243abA40aD39F0A7bf388122fb8c923E3625476"

  let sessionKey: String
  let time: String
  let nonce: String
  let signature: String
  let revocationID: String

  static let all = [
    SignedRevocation(
      sessionKey: "0x91c4a0b7e5d2f3816a4b5c6d7e8f90123456789a", time: "2026-11-22T12:04:31Z",
      nonce: "k3J9xQ2m",
      signature: "72b852d36603378272b00f239be559243264f8d0a09458d41a5002a8690d73fe"
        + "01244a22f6b2a2d7e6a3b0dceaf61a38e8f1eeb7251f5a4bec37e2fbbff65cc0" + "1c",
      revocationID: "u-95b3a4a8b1aa1bbe75b014bca02bf0fe"),
    SignedRevocation(
      sessionKey: "agent-7:swap.execute", time: "1970-01-01T00:00:00Z",
      nonce: String(repeating: "n", count: 64),
      signature: "45edfdb6fb08c902b6417063b73c29aab165a4edf1a8ecafc18e340075ed9c6e"
        + "68b391fcdf1cdd6de501516d8e055ab4a0f078e60a52190b6153a2e285af3a99" + "1b",
      revocationID: "u-0cacf21ca9edd63e4c035a1d81eba0e6"),
    SignedRevocation(
      sessionKey: "9WzDXwBbmkg8ZTbNMqUxvQRAyrZzDsGYdLVL9zYtAWWM", time: "9999-12-31T23:59:59Z",
      nonce: "A_z-0_9Z",
      signature: "8cc1a591d7a8e79ffc395129c994320e4ce619701ea175fd61660d3dbb83c173"
        + "137b33f208e82ce4a1368d4475d607d1ecaecc75dec51b6acfa8a742cb7ade40" + "1c",
      revocationID: "u-259272f5eb3cf0653f4b1bbf1648b6b8"),
  ]

  /// The text as the wallet showed it.
  var message: String { Self.message(sessionKey: sessionKey, wallet: Self.wallet, time: time, nonce: nonce) }

  static func message(
    sessionKey: String = all[0].sessionKey, wallet: String = wallet, time: String = all[0].time,
    nonce: String = all[0].nonce
  ) -> String {
    "Curfew: revoke a session key\n\nI end this session key. It can no longer act for my wallet.\n\n"
      + "Session key: \(sessionKey)\nWallet: \(wallet)\nTime: \(time)\nNonce: \(nonce)"
  }
}
