import Delegation
import SessionStore

extension FuzzTarget {
  /// Each of the three lines that a point and who asks it may say: what reads is written, and reads the same again.
  static let point = FuzzTarget("point") { (bytes) throws(BrokenProperty) in
    let isHello = try readsBack(
      bytes, read: { (line) throws(PointWire.Problem) in try PointWire.readHello(line) },
      write: PointWire.hello)
    let isAsk = try readsBack(
      bytes, read: { (line) throws(PointWire.Problem) in try PointWire.readAsk(line) },
      write: { PointWire.ask($0) })
    let isAnswer = try readsBack(
      bytes, read: { (line) throws(PointWire.Problem) in try PointWire.readAnswer(line) },
      write: PointWire.answer)
    let count = [isHello, isAsk, isAnswer].count { $0 }
    try expect(count <= 1, "one line reads as \(count) kinds of message")
    return count == 1 ? .accepted : .refused
  }
}

/// - Returns: whether it reads.
private func readsBack<Message: Equatable>(
  _ bytes: [UInt8], read: ([UInt8]) throws(PointWire.Problem) -> Message, write: (Message) -> String
) throws(BrokenProperty) -> Bool {
  let message: Message
  do throws(PointWire.Problem) {
    message = try read(bytes)
  } catch {
    try expectSentence(error.sentence)
    return false
  }
  let written = write(message)
  let again = try readAgain(written) { () throws(PointWire.Problem) in try read(Array(written.utf8)) }
  try expect(again == message, "\(message) was written as \(written): \(again)")
  return true
}
