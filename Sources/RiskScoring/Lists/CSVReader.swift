/// Cuts a text into records of fields (RFC 4180), LF or CR LF behind each; a field in quotes may hold commas, line
/// breaks, and quotes written twice.
///
/// A record that breaks a rule is given up and the next line is read as a new record. That reads no line more than
/// twice: quotes that stay open over whole lines close for good once those lines are read by themselves.
struct CSVReader {
  struct Record: Equatable {
    /// From 1: the line on which it begins.
    let line: Int
    let fields: [String]
  }

  struct Broken: Error, Equatable {
    let line: Int
    let expected: String
  }

  private let text: ArraySlice<UInt8>
  private var position: Int
  private var line = 1

  private static let fieldsMax = 64
  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let lineFeed: UInt8 = 0x0A

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    position = text.startIndex
  }

  /// The next record that is no empty line; nil at the end.
  mutating func next() -> Result<Record, Broken>? {
    while position < text.endIndex {
      let (start, firstLine) = (position, line)
      do throws(Broken) {
        let fields = try fields()
        if fields.count == 1, fields[0].isEmpty { continue }
        return .success(Record(line: firstLine, fields: fields))
      } catch {
        position = text[start...].firstIndex(of: Self.lineFeed).map { $0 + 1 } ?? text.endIndex
        line = firstLine + 1
        return .failure(error)
      }
    }
    return nil
  }

  private mutating func fields() throws(Broken) -> [String] {
    let (start, firstLine) = (position, line)
    var fields: [String] = []
    while true {
      fields.append(try field(of: firstLine))
      guard fields.count <= Self.fieldsMax else {
        throw Broken(line: firstLine, expected: "at most \(Self.fieldsMax) fields")
      }
      guard position - start <= DestinationListLimits.recordBytes else {
        throw Broken(line: firstLine, expected: "at most \(DestinationListLimits.recordBytes) bytes")
      }
      if takes(Self.comma) { continue }
      takes(0x0D)
      if takes(Self.lineFeed) {
        line += 1
        return fields
      }
      guard position < text.endIndex else { return fields }
      throw Broken(line: firstLine, expected: "a comma or the end of the line behind each field")
    }
  }

  private mutating func field(of firstLine: Int) throws(Broken) -> String {
    if takes(Self.quote) { return try quotedField(of: firstLine) }
    let start = position
    while let byte, byte != Self.comma, byte != Self.lineFeed, byte != Self.quote, byte != 0x0D {
      position += 1
    }
    guard byte != Self.quote else {
      throw Broken(line: firstLine, expected: "quotes only around a whole field")
    }
    return String(decoding: text[start..<position], as: UTF8.self)
  }

  private mutating func quotedField(of firstLine: Int) throws(Broken) -> String {
    var content: [UInt8] = []
    while let byte {
      position += 1
      if byte == Self.quote, !takes(Self.quote) { return String(decoding: content, as: UTF8.self) }
      if byte == Self.lineFeed { line += 1 }
      content.append(byte)
      guard content.count <= DestinationListLimits.recordBytes else { break }
    }
    throw Broken(line: firstLine, expected: "a closing quote")
  }

  private var byte: UInt8? { position < text.endIndex ? text[position] : nil }

  @discardableResult
  private mutating func takes(_ byte: UInt8) -> Bool {
    guard self.byte == byte else { return false }
    position += 1
    return true
  }
}
