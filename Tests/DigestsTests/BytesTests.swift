import Testing

@testable import Digests

@Suite struct BytesTests {
  @Test(
    arguments: [
      ([], [0]), ([1], []), ([1, 2, 3], [1, 2]), ([1, 2, 3], [1, 2, 4]), ([1, 2, 3], [0, 2, 3]),
      ([0], [0x80]),
    ] as [([UInt8], [UInt8])])
  func `different bytes are not equal`(left: [UInt8], right: [UInt8]) {
    #expect(!constantTimeEqual(left, right))
    #expect(!constantTimeEqual(right, left))
  }

  @Test(arguments: [[], [0], [1, 2, 3], Array(repeating: 255, count: 1000)] as [[UInt8]])
  func `the same bytes are equal, and wiping leaves as many zeros`(bytes: [UInt8]) {
    var copy = bytes.map { $0 }
    #expect(constantTimeEqual(bytes, copy))
    wipe(&copy)
    #expect(copy == [UInt8](repeating: 0, count: bytes.count))
  }
}
