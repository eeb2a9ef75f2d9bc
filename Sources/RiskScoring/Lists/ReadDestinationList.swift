import Delegation

/// Reads a file in which somebody publishes destinations.
///
/// A published list is no user's input: where addresses are in mixed case their EIP-55 checksum is not looked at.
/// Lists spell them in lower case, by EIP-55, by EIP-1191 (chains 30 and 31, whose checksums differ), or wrong; an
/// address that someone was robbed by must not be left out for its spelling. Addresses of other networks stay opaque.
///
/// - Parameters:
///   - bytes: the whole file.
///   - format: nil to tell it by the content.
///   - kind: what ``DestinationListFormat/plain`` and ``DestinationListFormat/addressArray`` hold, which do not say
///     it themselves; nil for malicious and sanctioned.
///   - chainID: the chain of the entries where the file names none; nil for every chain.
/// - Throws: ``DestinationListProblem`` where no entry can be told from another.
package func readDestinationList(
  _ bytes: [UInt8], as format: DestinationListFormat? = nil, kind: DestinationListing.Kind? = nil,
  chainID: UInt64? = nil
) throws(DestinationListProblem) -> DestinationList {
  guard bytes.count <= DestinationListLimits.bytes else { throw .tooLong }
  let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]
  let text = bytes.starts(with: byteOrderMark) ? bytes[3...] : bytes[...]
  let content = try ListContent(text, as: format)
  var entries = ListEntries(content.format, chainID: chainID)
  switch content {
  case .addressArray(let values): try entries.addArray(values, kind: kind ?? .sanctioned)
  case .exploits(let incidents): try entries.addExploits(incidents)
  case .whois(let chains): try entries.addWhois(chains)
  case .csv(let format): try entries.addRecords(of: text, format)
  case .plain: try entries.addLines(of: text, kind: kind ?? .malicious)
  }
  return entries.list
}

/// A text as the form that it has or must have.
private enum ListContent {
  case addressArray([JSONValue])
  case exploits([JSONValue])
  case whois([JSONMember])
  case csv(DestinationListFormat)
  case plain

  var format: DestinationListFormat {
    switch self {
    case .addressArray: .addressArray
    case .exploits: .exploits
    case .whois: .whois
    case .csv(let format): format
    case .plain: .plain
    }
  }

  init(_ text: ArraySlice<UInt8>, as format: DestinationListFormat?) throws(DestinationListProblem) {
    switch format {
    case .plain: self = .plain
    case .fortaLabels?, .fortaPhishing?, .fortaContracts?: self = .csv(format ?? .fortaLabels)
    case .addressArray, .exploits, .whois:
      self = try ListContent.json(text)
      let isEmptyArray = if case .addressArray(let values) = self { values.isEmpty } else { false }
      if format == .exploits, isEmptyArray { self = .exploits([]) }
      guard self.format == format else { throw .form(expected: format?.expectation ?? "") }
    case nil:
      switch text.first(where: { !isListSpace($0) && $0 != 0x0A }) {
      case UInt8(ascii: "["), UInt8(ascii: "{"): self = try ListContent.json(text)
      case UInt8(ascii: "<"): throw .form(expected: "a list of addresses, and this is a web page")
      default: self = csvFormat(of: text).map(ListContent.csv) ?? .plain
      }
    }
  }

  private static func json(_ text: ArraySlice<UInt8>) throws(DestinationListProblem) -> ListContent {
    let value: JSONValue
    do throws(JSONProblem) {
      value = try parseJSON(text, limit: DestinationListLimits.bytes)
    } catch {
      throw .json(error)
    }
    switch value {
    case .object(let chains): return .whois(chains)
    case .array(let values):
      let isOfObjects = values.contains { if case .object = $0 { true } else { false } }
      return isOfObjects ? .exploits(values) : .addressArray(values)
    default: throw .form(expected: "a JSON array or object")
    }
  }
}

/// Space, tab and the CR of a line's end.
func isListSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
