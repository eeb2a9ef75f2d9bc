import Delegation
import RiskScoring

extension FuzzTarget {
  /// The first byte says which form the rest is taken for, or that it is told by the content.
  static let destinations = FuzzTarget("destinations") { (bytes) throws(BrokenProperty) in
    let (steer, input) = bytes.steered
    let formats = DestinationListFormat.allCases
    let format = steer.isMultiple(of: 2) ? nil : formats[Int(steer / 2) % formats.count]
    let list: DestinationList
    do throws(DestinationListProblem) {
      list = try readDestinationList(Array(input), as: format)
    } catch {
      try expectSentence(error.sentence)
      return .refused
    }
    if let format { try expect(list.format == format, "\(format) was asked for, \(list.format) was read") }
    try checkCounts(of: list, size: input.count)
    for refusal in list.refusals { try expectSentence(refusal.sentence) }
    for listing in list.listings { try checkText(of: listing) }
    try checkAgain(list)
    return list.refusedCount == 0 ? .accepted : .refused
  }
}

private func checkCounts(of list: DestinationList, size: Int) throws(BrokenProperty) {
  let kept = min(list.refusedCount, DestinationListLimits.refusals)
  try expect(list.refusals.count == kept, "\(list.refusals.count) of \(list.refusedCount) refusals are kept")
  let entries = list.listings.count + list.repeatCount + list.refusedCount
  try expect(entries <= size, "\(entries) entries in \(size) bytes")
}

private func checkText(of listing: DestinationListing) throws(BrokenProperty) {
  let limit = DestinationListLimits.labelCodePoints
  for text in [listing.label, listing.family ?? "-"] {
    try expect(text.unicodeScalars.count <= limit, "a label of \(text.unicodeScalars.count) code points")
  }
  try expect(listing.family != "", "a family without a name")
  if let chain = listing.chainID { try expect(chain > 0, "chain 0") }
}

/// Addresses as they are printed are read as they were.
private func checkAgain(_ list: DestinationList) throws(BrokenProperty) {
  let texts = list.listings.map(\.address.text)
  let lines = texts.joined(separator: "\n")
  let again = try readAgain("the plain list") { () throws(DestinationListProblem) in
    try readDestinationList(Array(lines.utf8), as: .plain)
  }
  try expect(again.refusedCount == 0, "\(again.refusals) of what was accepted")
  try expect(
    Set(again.listings.map(\.address)) == Set(list.listings.map(\.address)),
    "the plain list says something else")
}
