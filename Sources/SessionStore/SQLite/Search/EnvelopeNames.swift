import Delegation

/// What a stored envelope calls its capabilities and its nonce domain, as written, without reading the rest of it.
///
/// The store writes envelopes itself (``Delegation/Envelope/json``): the members come in a fixed order, and within a
/// text a quote has a backslash before it, so that the first `"nonceDomain":"` is the member.
struct EnvelopeNames {
  /// Each between two blanks.
  let capabilities: [UInt8]
  let nonceDomain: [UInt8]

  init(_ json: UnsafeRawBufferPointer) throws(StoreError) {
    if let domain = EnvelopeNames.text(in: json, after: EnvelopeNames.domainKey, until: UInt8(ascii: "\"")),
      let list = EnvelopeNames.list(in: json, after: EnvelopeNames.capabilitiesKey)
    {
      capabilities = list
      nonceDomain = domain
      return
    }
    let envelope = try Envelope(stored: json)
    capabilities = Array((" " + envelope.capabilities.map { $0.text + " " }.joined()).utf8)
    nonceDomain = Array(envelope.nonceDomain.text.utf8)
  }

  private static let domainKey = SoughtBytes(Array("\"nonceDomain\":\"".utf8))
  private static let capabilitiesKey = SoughtBytes(Array("\"capabilities\":[".utf8))

  /// Where `key` ends.
  private static func end(of key: SoughtBytes, in json: UnsafeRawBufferPointer) -> Int? {
    key.place(in: json).map { $0 + key.bytes.count }
  }

  /// - Returns: nil where it is not there, or not without escapes.
  private static func text(in json: UnsafeRawBufferPointer, after key: SoughtBytes, until last: UInt8)
    -> [UInt8]?
  {
    guard let start = end(of: key, in: json) else { return nil }
    var position = start
    while position < json.count, json[position] != last {
      if json[position] == UInt8(ascii: "\\") { return nil }
      position += 1
    }
    return position < json.count ? Array(json[start..<position]) : nil
  }

  private static func list(in json: UnsafeRawBufferPointer, after key: SoughtBytes) -> [UInt8]? {
    guard let start = end(of: key, in: json) else { return nil }
    let (quote, blank) = (UInt8(ascii: "\""), UInt8(ascii: " "))
    var list = [blank]
    var isInside = false
    for byte in json[start...] {
      switch byte {
      case UInt8(ascii: "\\"): return nil
      case quote:
        if isInside { list.append(blank) }
        isInside.toggle()
      case UInt8(ascii: "]") where !isInside: return list
      default: if isInside { list.append(byte) }
      }
    }
    return nil
  }
}
