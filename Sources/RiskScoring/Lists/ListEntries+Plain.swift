import Delegation

extension ListEntries {
  /// An address a line, then white space and a label. A comment begins with `#` where an address or label could.
  mutating func addLines(
    of text: ArraySlice<UInt8>, kind: DestinationListing.Kind
  ) throws(DestinationListProblem) {
    var number = 0
    var start = text.startIndex
    while start < text.endIndex {
      let end = text[start...].firstIndex(of: 0x0A) ?? text.endIndex
      number += 1
      try addLine(trimmed(text[start..<end]), number: number, kind: kind)
      start = end + 1
    }
  }

  private mutating func addLine(
    _ line: ArraySlice<UInt8>, number: Int, kind: DestinationListing.Kind
  ) throws(DestinationListProblem) {
    let comment = UInt8(ascii: "#")
    guard let first = line.first, first != comment else { return }
    guard line.count <= DestinationListLimits.recordBytes else {
      return refuse(
        .line(number), expected: "at most \(DestinationListLimits.recordBytes) bytes", found: "\(line.count)")
    }
    let end = line.firstIndex(where: isListSpace) ?? line.endIndex
    let name = String(decoding: line[..<end], as: UTF8.self)
    let rest = trimmed(line[end...])
    guard let address = address(name, at: .line(number)) else { return }
    let label = rest.first == comment ? "" : String(decoding: rest, as: UTF8.self)
    try add(address, on: chainID, kind, label: label)
  }
}

private func trimmed(_ line: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  let head = line.drop(while: isListSpace)
  guard let last = head.lastIndex(where: { !isListSpace($0) }) else { return head.prefix(0) }
  return head[...last]
}
