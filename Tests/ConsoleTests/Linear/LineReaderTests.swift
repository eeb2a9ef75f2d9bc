import Glibc
import Testing

@testable import Console

/// Lines from a pipe that is faster than the console.
@Suite struct LineReaderTests {
  @Test func `a pipe that is always full is taken in parts, and nothing of it is lost`() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    _ = fcntl(ends[1], F_SETFL, O_NONBLOCK)
    let block = [UInt8](String(repeating: "y\n", count: 2_048).utf8)
    var written = 0
    while case let count = write(ends[1], block, block.count), count > 0 { written += count }
    close(ends[1])
    var reader = LineReader(ends[0])
    var lines = reader.take()
    #expect(lines.count < LineReader.linesMax + 4_096 && reader.wasLeftOff && !reader.hasEnded)
    while !reader.hasEnded { lines += reader.take() }
    #expect(lines.count == written / 2 && lines.allSatisfy { $0 == "y" })
    #expect(!reader.wasLeftOff)
  }
}
