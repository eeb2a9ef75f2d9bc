import Digests
import Testing

@Suite struct EIP191Tests {
  /// Messages whose signature and signer, or digest, are published.
  struct Vector: Sendable, CustomTestStringConvertible {
    let source: String
    let message: String
    let signature: String
    let address: String
    var testDescription: String { source }
  }

  static let published = [
    Vector(
      source: "web3.js, documentation of eth.accounts.recover", message: "Some data",
      signature: "b91467e570a6466aa9e9876cbcd013baba02900b8979d43fe208a4a4f339f5fd"
        + "6007e74cd82e037b800186422fc2da167c747ef045e5d18a5f5d4300f8e1a029" + "1c",
      address: "2c7536e3605d9c16a7a3d7b1898e529396a65c23"),
    Vector(
      source: "eth-account, documentation of Account.recover_message", message: "I♥SF",
      signature: "e6ca9bba58c88611fad66a6ce8f996908195593807c4b38bd528d2cff09d4eb3"
        + "3e5bfbbf4d3e39b1a2fd816a7680c19ebebaf3a141b239934ad43cb33fcec8ce" + "1c",
      address: "5ce9454909639d2d17a3f753ce7d93fa0b9ab12e"),
    Vector(
      source: "ex_web3_ec_recover, documentation of recover_personal_signature", message: "hello world",
      signature: "1dd3657c91d95f350ab25f17ee7cbcdbccd3f5bc52976bfd4dd03bd6bc29d2ac"
        + "23e656bee509ca33b921e0e6b53eb64082be1bb3c69c3a4adccd993b1d667f8d" + "1b",
      address: "b117a8bc3ecf2c3f006b89da6826e49b4193977a"),
    // The account is the first of Hardhat's and Anvil's published test accounts.
    Vector(
      source: "viem, documentation of signMessage", message: "hello world",
      signature: "a461f509887bd19e312c0c58467ce8ff8e300d3c1a90b608a760c5b80318eaf1"
        + "5fe57c96f9175d6cd4daad4663763baa7e78836e067d0163e9a2ccf2ff753f5b" + "1b",
      address: "f39fd6e51aad88f6f4ce6ab8827279cfffb92266"),
  ]

  @Test(arguments: published)
  func `another message has another signer`(vector: Vector) throws {
    let signature = try Hex.decode(vector.signature)
    for other in [vector.message + " ", vector.message.lowercased() + "\n", "", "hello"] {
      let digest = EIP191.personalDigest(of: other.utf8)
      let address = try Secp256k1.recover(signature: signature, digest: digest)
      #expect(Hex.encode(address) != vector.address, "`\(other)`")
    }
  }

  @Test(arguments: published)
  func `a published message has its published signer`(vector: Vector) throws {
    let digest = EIP191.personalDigest(of: vector.message.utf8)
    let address = try Secp256k1.recover(signature: Hex.decode(vector.signature), digest: digest)
    #expect(Hex.encode(address) == vector.address)
  }

  /// web3.js, documentation of `eth.accounts.hashMessage` and `recover`; the last two by eth-account 0.14.
  @Test(arguments: [
    ("Some data", "1da44b586eb0729ff70a73c326926f6ed5a25f5b056e7f47fbc6e58d86871655"),
    ("Hello World", "a1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2"),
    ("", "5f35dce98ba4fba25530a026ed80b2cecdaa31091ba4958b99b52ea1d068adad"),
    (String(repeating: "x", count: 1000), "6a37e0b91509decb144d44cf932ba38dd926594952faf4817922845f01fa2908"),
  ])
  func `a message has its digest, with its length in bytes`(message: String, digest: String) {
    #expect(Hex.encode(EIP191.personalDigest(of: message.utf8)) == digest)
  }
}
