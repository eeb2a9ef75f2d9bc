import Testing

@testable import Digests

@Suite struct EIP55Tests {
  @Test(arguments: [
    "", "5aaeb6053f3e94c9b9a09f33669435e7ef1beae", "5aaeb6053f3e94c9b9a09f33669435e7ef1beaed0",
    "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1bea",
    "5aaeb6053f3e94c9b9a09f33669435e7ef1beaeg", " 5aaeb6053f3e94c9b9a09f33669435e7ef1beae",
  ])
  func `what is not 40 lower-case hex digits has no mixed-case form`(text: String) {
    #expect(eip55(lowercaseHex40: Array(text.utf8)) == nil)
  }

  /// The addresses that https://eips.ethereum.org/EIPS/eip-55 prints as test cases.
  @Test(arguments: [
    "52908400098527886E0F7030069857D2E4169EE7", "8617E340B3D01FA5F11F306F4090FD50E238070D",
    "de709f2102306220921060314715629080e2fb77", "27b1fdb04752bbc536007a920d24acb045561c26",
    "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "fB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
    "dbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB", "D1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
  ])
  func `a published address gets its published case`(address: String) {
    #expect(eip55(lowercaseHex40: Array(address.lowercased().utf8)) == Array(address.utf8))
  }
}
