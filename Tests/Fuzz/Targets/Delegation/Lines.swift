import Delegation

extension FuzzTarget {
  /// Behind a first byte from 0xC0 on, the first 0xFF stands for as many bytes as a line may have, less eight: longer
  /// lines must be met too, if not with every input.
  static let lines = FuzzTarget("lines") { (bytes) throws(BrokenProperty) in
    let (steer, input) = bytes.steered
    let stream = steer < 0xC0 ? Array(input) : unfolded(input)
    let expected = expectedLines(of: stream)
    let whole = split([stream[...]])
    try expect(whole == expected, "a stream in one chunk is cut into \(whole.count) other lines")
    let size = stream.count > 1 << 16 ? 1 << 14 : 1
    let chunks = stream[...].pieces(seed: steer, unit: size)
    let cut = split(chunks)
    try expect(cut == expected, "a stream in \(chunks.count) chunks is cut into \(cut.count) other lines")
    return .accepted
  }
}

/// No line is looked at beyond this: what is longer the parser refuses.
private let seen = JSONLimits.lineBytes + 1

private func split(_ chunks: [ArraySlice<UInt8>]) -> [ArraySlice<UInt8>] {
  var splitter = LineSplitter()
  var lines: [ArraySlice<UInt8>] = []
  for chunk in chunks { splitter.feed(chunk) { lines.append($0.prefix(seen)) } }
  splitter.finish { lines.append($0.prefix(seen)) }
  return lines
}

private func expectedLines(of stream: [UInt8]) -> [ArraySlice<UInt8>] {
  var lines = stream.split(separator: 0x0A, omittingEmptySubsequences: false)
  // Behind the last LF there is no line.
  if lines.last?.isEmpty == true { lines.removeLast() }
  return lines.map { $0.prefix(seen) }
}

private func unfolded(_ input: ArraySlice<UInt8>) -> [UInt8] {
  guard let place = input.firstIndex(of: 0xFF) else { return Array(input) }
  return input[..<place] + [UInt8](repeating: 0xFF, count: JSONLimits.lineBytes - 8) + input[(place + 1)...]
}
