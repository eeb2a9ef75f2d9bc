/// Cuts a stream of bytes into lines at LF, holding no more than one line of ``JSONLimits/lineBytes``.
package struct LineSplitter: Sendable {
  private var pending: [UInt8] = []
  private var isOverlong = false

  package init() {}

  /// Feeds a chunk; `body` gets each line that ends in it, without its LF. Of an overlong line it gets the first
  /// bytes, more than the limit, so that the parser refuses it as too long.
  package mutating func feed<E: Error>(
    _ chunk: some Collection<UInt8>, _ body: (ArraySlice<UInt8>) throws(E) -> Void
  ) throws(E) {
    var rest = ArraySlice(Array(chunk))
    while let end = rest.firstIndex(of: 0x0A) {
      if pending.isEmpty && !isOverlong {
        try body(rest[..<end])
      } else {
        append(rest[..<end])
        try flush(body)
      }
      rest = rest[(end + 1)...]
    }
    append(rest)
  }

  /// Ends the stream: a last line without LF counts.
  package mutating func finish<E: Error>(_ body: (ArraySlice<UInt8>) throws(E) -> Void) throws(E) {
    if !pending.isEmpty { try flush(body) }
  }

  private mutating func append(_ bytes: ArraySlice<UInt8>) {
    guard !isOverlong else { return }
    pending += bytes.prefix(JSONLimits.lineBytes + 1 - pending.count)
    isOverlong = pending.count > JSONLimits.lineBytes
  }

  private mutating func flush<E: Error>(_ body: (ArraySlice<UInt8>) throws(E) -> Void) throws(E) {
    let line = pending
    pending.removeAll(keepingCapacity: line.count < 1 << 16)
    isOverlong = false
    try body(line[...])
  }
}
