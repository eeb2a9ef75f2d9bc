import Terminal

extension FuzzTarget {
  static let input = FuzzTarget("input") { (bytes) throws(BrokenProperty) in
    let (steer, stream) = bytes.steered
    var whole = InputDecoder()
    var cut = InputDecoder()
    let expected = whole.feed(stream, atMilliseconds: 5)
    let events = stream.pieces(seed: steer).flatMap { cut.feed($0, atMilliseconds: 5) }
    try expect(events == expected, "in pieces it is \(events), as a whole \(expected)")
    try expect(cut.deadline == whole.deadline, "the deadlines differ")
    let last = whole.expire(atMilliseconds: 60_000)
    try expect(cut.expire(atMilliseconds: 60_000) == last, "what is pending differs")
    try expect(whole.deadline == nil, "something is pending after every deadline")
    for event in expected + last { try checkEvent(event) }
    try checkSlowly(stream, steer: steer)
    return .accepted
  }
}

/// Whatever time passes between reads, nothing is pending after the last deadline and each event is a sound one.
private func checkSlowly(_ stream: ArraySlice<UInt8>, steer: UInt8) throws(BrokenProperty) {
  var decoder = InputDecoder()
  var guardian = BurstGuard()
  var now: Int64 = 0
  for piece in stream.pieces(seed: steer) {
    now += [0, 10, 30, 600, 20_000][Int((piece.first ?? 0) ^ steer) % 5]
    let events = decoder.expire(atMilliseconds: now) + decoder.feed(piece, atMilliseconds: now)
    for event in events { try checkEvent(event) }
    let keys = events.compactMap { if case .key(let key) = $0 { key } else { nil } }
    try expect(guardian.classify(keys, atMilliseconds: now).count == keys.count, "a key without a class")
    try expect(decoder.deadline.map { $0 > now } ?? true, "a deadline that has passed already")
  }
  _ = decoder.expire(atMilliseconds: now + InputDecoder.pasteMilliseconds)
  try expect(decoder.deadline == nil, "something is pending after every deadline")
}

private func checkEvent(_ event: InputEvent) throws(BrokenProperty) {
  switch event {
  case .unknown: break
  case .paste(let text):
    // Each byte that is no UTF-8 becomes a U+FFFD of three.
    try expect(text.utf8.count <= 3 * InputDecoder.pasteBytesMax, "a paste of \(text.utf8.count) bytes")
  case .key(let key):
    try expect(Key(name: key.description) == key, "\(key.description.debugDescription) names another key")
    guard let typed = key.typed else { return }
    try expect(typed.properties.generalCategory != .control, "a control is typed")
  }
}
