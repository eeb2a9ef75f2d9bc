/// The texts of one kind, each stored once: by number in the order in which they were first seen.
///
/// A text is kept in lower case, as filters compare it, and beside that as it was written where it is not the same;
/// what is nothing but EVM addresses as 20 bytes for each. They stand in blocks, one after another.
final class TextColumn {
  /// What tells two texts apart, and in which form one is.
  enum Form: UInt8 {
    case text
    case addresses
    /// In lower case, then as it was written: both of the same length.
    case twice
  }

  /// One text where it stands; valid as long as the call that gave it.
  struct Record {
    let form: Form
    /// In lower case; of addresses their bytes.
    let text: UnsafeRawBufferPointer
    let written: UnsafeRawBufferPointer
    /// As ``TextRecord`` made it.
    let whole: UnsafeRawBufferPointer
  }

  private struct Block {
    enum Place {
      case memory([UInt8])
      case file(Int64)
    }
    let first: Int
    let size: Int
    let forms: Forms
    let place: Place
  }

  /// Which forms the texts of a block have.
  struct Forms {
    fileprivate(set) var hasTexts = false
    fileprivate(set) var hasAddresses = false
  }

  /// Where every sixteenth text stands.
  private struct Anchor {
    let block: UInt32
    let offset: UInt32
  }

  /// Whether its addresses are a list's.
  let isList: Bool
  private let place: TextPlace
  private var blocks: [Block] = []
  private var open: [UInt8] = []
  private var openFirst = 0
  private var openForms = Forms()
  private var anchors: [Anchor] = []
  private(set) var count = 0
  private var known: TextTable?
  /// From so many different texts on, equal ones are not found any more; nil: they always are.
  private let mergesUpTo: Int?
  private var scratch: [UInt8] = []

  private static let blockSize = 1 << 18
  static let header = 4
  private static let anchorEvery = 16

  init(isList: Bool, place: TextPlace, merges: Bool = true, mergesUpTo: Int? = nil) {
    self.isList = isList
    self.place = place
    self.mergesUpTo = mergesUpTo
    known = merges ? TextTable() : nil
  }

  /// What it takes in memory.
  var bytes: Int { open.capacity + anchors.capacity * 8 + scratch.capacity + (known?.bytes ?? 0) }

  // MARK: Adding

  /// - Parameters:
  ///   - record: as ``TextRecord`` makes it.
  /// - Returns: the text's number.
  func number(of record: [UInt8]) throws(SearchProblem) -> UInt32 {
    guard record.count < TextColumn.blockSize else { throw .tooLarge }
    if let mergesUpTo, known != nil, count >= mergesUpTo { known = nil }
    guard known != nil else { return try append(record) }
    if known?.isFull ?? false { try growTable() }
    let hash = record.withUnsafeBytes { TextTable.hash($0) }
    var failure: SearchProblem?
    let found = known?.find(hash) { number in
      do throws(SearchProblem) {
        return try with(number) { known in record.withUnsafeBytes { known.whole.hasBytes(of: $0) } }
      } catch {
        failure = error
        return false
      }
    }
    if let failure { throw failure }
    if let found { return UInt32(found) }
    let number = try append(record)
    known?.insert(hash, Int(number))
    return number
  }

  private func growTable() throws(SearchProblem) {
    guard var table = known?.grown() else { return }
    // The old one is let go before the new one is filled.
    known = nil
    try forEach { number, record throws(SearchProblem) in table.insert(TextTable.hash(record.whole), number) }
    known = table
  }

  private func append(_ record: [UInt8]) throws(SearchProblem) -> UInt32 {
    guard count < TextTable.most else { throw .tooLarge }
    if count % TextColumn.anchorEvery == 0 {
      // Between two anchors no block ends.
      if open.count >= TextColumn.blockSize { seal() }
      if open.capacity == 0 { open.reserveCapacity(TextColumn.blockSize + TextColumn.blockSize / 32) }
      anchors.append(Anchor(block: UInt32(blocks.count), offset: UInt32(open.count)))
    }
    open += record
    if record[0] == Form.addresses.rawValue {
      openForms.hasAddresses = true
    } else {
      openForms.hasTexts = true
    }
    count += 1
    return UInt32(count - 1)
  }

  private func seal() {
    let size = open.count
    let place: Block.Place = place.put(open).map { .file($0) } ?? .memory(open)
    blocks.append(Block(first: openFirst, size: size, forms: openForms, place: place))
    if case .memory = place { open = [] } else { open.removeAll(keepingCapacity: true) }
    openFirst = count
    openForms = Forms()
  }

  // MARK: Reading

  /// Gives `body` every text with its number, in order.
  func forEach(_ body: (Int, Record) throws(SearchProblem) -> Void) throws(SearchProblem) {
    try forEach(inBlocks: { _ in true }, with: { _, _ in true }, body)
  }

  /// The same of some blocks only.
  /// - Parameters:
  ///   - isWanted: asked before a block is read.
  ///   - holds: asked with all its bytes, headers among them.
  func forEach(
    inBlocks isWanted: (Forms) -> Bool, with holds: (Forms, UnsafeRawBufferPointer) -> Bool,
    _ body: (Int, Record) throws(SearchProblem) -> Void
  ) throws(SearchProblem) {
    for block in blocks where isWanted(block.forms) {
      try withBytes(block, 0..<block.size) { bytes throws(SearchProblem) in
        if holds(block.forms, bytes) { try TextColumn.forEach(in: bytes, from: block.first, body) }
      }
    }
    try open.withRaw { bytes throws(SearchProblem) in
      try TextColumn.forEach(in: bytes, from: openFirst, body)
    }
  }

  func with<T>(_ number: Int, _ body: (Record) -> T) throws(SearchProblem) -> T {
    let anchor = anchors[number / TextColumn.anchorEvery]
    var skipped = number % TextColumn.anchorEvery
    func find(_ bytes: UnsafeRawBufferPointer) throws(SearchProblem) -> T {
      var offset = 0
      while offset + TextColumn.header <= bytes.count {
        let size = TextColumn.size(bytes, offset)
        if skipped == 0 { return body(try TextColumn.record(bytes, offset)) }
        skipped -= 1
        offset += size
      }
      throw .outOfStep
    }
    let start = Int(anchor.offset)
    guard Int(anchor.block) < blocks.count else {
      return try open.withRaw { bytes throws(SearchProblem) in
        try find(UnsafeRawBufferPointer(rebasing: bytes[start...]))
      }
    }
    let block = blocks[Int(anchor.block)]
    let next =
      anchors.indices.contains(number / TextColumn.anchorEvery + 1)
      ? anchors[number / TextColumn.anchorEvery + 1] : nil
    let end = next?.block == anchor.block ? next.map { Int($0.offset) } ?? block.size : block.size
    return try withBytes(block, start..<end, find)
  }

  private func withBytes<T>(
    _ block: Block, _ range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws(SearchProblem) -> T
  ) throws(SearchProblem) -> T {
    switch block.place {
    case .memory(let bytes):
      return try bytes.withRaw { bytes throws(SearchProblem) in
        try body(UnsafeRawBufferPointer(rebasing: bytes[range]))
      }
    case .file(let offset):
      // Taken out, so that what `body` reads meanwhile has a buffer of its own.
      var buffer = scratch
      scratch = []
      if buffer.count < range.count { buffer = [UInt8](repeating: 0, count: max(range.count, 4096)) }
      defer { scratch = buffer }
      return try buffer.withMutableRaw { buffer throws(SearchProblem) in
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[0..<range.count])
        try place.read(part, at: offset + Int64(range.lowerBound))
        return try body(UnsafeRawBufferPointer(part))
      }
    }
  }

  private static func forEach(
    in bytes: UnsafeRawBufferPointer, from first: Int, _ body: (Int, Record) throws(SearchProblem) -> Void
  ) throws(SearchProblem) {
    var (offset, number) = (0, first)
    while offset + header <= bytes.count {
      try body(number, try record(bytes, offset))
      offset += size(bytes, offset)
      number += 1
    }
  }

  @inline(__always)
  private static func length(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    Int(bytes[offset + 1]) | Int(bytes[offset + 2]) << 8 | Int(bytes[offset + 3]) << 16
  }

  @inline(__always)
  private static func size(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> Int {
    header + length(bytes, offset) * (bytes[offset] == Form.twice.rawValue ? 2 : 1)
  }

  @inline(__always)
  private static func record(_ bytes: UnsafeRawBufferPointer, _ offset: Int) throws(SearchProblem) -> Record {
    let length = length(bytes, offset)
    let start = offset + header
    guard let form = Form(rawValue: bytes[offset]), offset + size(bytes, offset) <= bytes.count else {
      throw .outOfStep
    }
    let text = UnsafeRawBufferPointer(rebasing: bytes[start..<start + length])
    return Record(
      form: form, text: text,
      written: form == .twice
        ? UnsafeRawBufferPointer(rebasing: bytes[start + length..<start + 2 * length]) : text,
      whole: UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + size(bytes, offset)]))
  }
}

extension [UInt8] {
  fileprivate func withRaw<T>(
    _ body: (UnsafeRawBufferPointer) throws(SearchProblem) -> T
  ) throws(SearchProblem) -> T {
    let result: Result<T, SearchProblem> = withUnsafeBytes { bytes in
      Result { () throws(SearchProblem) in try body(bytes) }
    }
    return try result.get()
  }

  fileprivate mutating func withMutableRaw<T>(
    _ body: (UnsafeMutableRawBufferPointer) throws(SearchProblem) -> T
  ) throws(SearchProblem) -> T {
    let result: Result<T, SearchProblem> = withUnsafeMutableBytes { bytes in
      Result { () throws(SearchProblem) in try body(bytes) }
    }
    return try result.get()
  }
}
