import Delegation

/// The form whose columns the first record names; nil when it is no header of ours.
func csvFormat(of text: ArraySlice<UInt8>) -> DestinationListFormat? {
  var reader = CSVReader(text)
  guard case .success(let header)? = reader.next() else { return nil }
  return DestinationListFormat.allCases.first { format in
    !format.columns.isEmpty && places(of: format.columns, in: header.fields) != nil
  }
}

private func places(of columns: [String], in header: [String]) -> [Int]? {
  let places = columns.compactMap { header.firstIndex(of: $0) }
  return places.count == columns.count ? places : nil
}

extension ListEntries {
  /// Everything in these files is malicious: Etherscan's labels for phishing, exploits and heists.
  mutating func addRecords(
    of text: ArraySlice<UInt8>, _ format: DestinationListFormat
  ) throws(DestinationListProblem) {
    var reader = CSVReader(text)
    guard case .success(let header)? = reader.next(),
      let places = places(of: format.columns, in: header.fields)
    else { throw .form(expected: format.expectation) }
    while let next = reader.next() {
      switch next {
      case .failure(let broken): refuse(.line(broken.line), expected: broken.expected, found: nil)
      case .success(let record):
        guard record.fields.count == header.fields.count else {
          refuse(
            .line(record.line), expected: "\(header.fields.count) fields", found: "\(record.fields.count)")
          continue
        }
        try addRecord(places.map { record.fields[$0] }, line: record.line)
      }
    }
  }

  /// - Parameter fields: in the order of ``DestinationListFormat/columns``.
  private mutating func addRecord(_ fields: [String], line: Int) throws(DestinationListProblem) {
    if let address = address(fields[0], at: .line(line)) {
      try add(address, on: chainID, .malicious, label: fields[1])
    }
    // Only a creator that has a label of its own: others may be factories that serve everybody.
    guard fields.count == 5, !fields[4].isEmpty, !fields[2].isEmpty else { return }
    guard let creator = address(fields[2], at: .line(line)) else { return }
    try add(creator, on: chainID, .malicious, label: fields[3])
  }
}
