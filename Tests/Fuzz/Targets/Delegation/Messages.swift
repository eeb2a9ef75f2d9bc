import Delegation

extension FuzzTarget {
  static let envelope = FuzzTarget("envelope") { (bytes) throws(BrokenProperty) in
    let read = try checkWritten(
      bytes, from: { (value) throws(FieldError) in try Envelope(value) }, write: \.json)
    guard let read else { return .refused }
    try checkLimits(read)
    return .accepted
  }

  static let request = FuzzTarget("request") { (bytes) throws(BrokenProperty) in
    let read = try checkWritten(
      bytes, from: { (value) throws(FieldError) in try ExecutionRequest(value, defaultID: "#1") },
      write: \.json)
    guard let read else { return .refused }
    try expect((1...Read.largestInteger).contains(read.chainID), "chain \(read.chainID)")
    return .accepted
  }

  static let event = FuzzTarget("event") { (bytes) throws(BrokenProperty) in
    let read = try checkWritten(
      bytes,
      read: { (bytes) throws(Refused) in
        try refusing(MalformedLine.self, Refused.init) { () throws(MalformedLine) in
          try LoggedEvent(bytes, line: 1)
        }
      }, write: \.json)
    guard let read else { return .refused }
    try expect(!read.json.utf8.contains(0x0A), "an event takes more than one line")
    if case .granted(let envelope) = read.event { try checkLimits(envelope) }
    return .accepted
  }

  static let scope = FuzzTarget("scope") { (bytes) throws(BrokenProperty) in
    let read = try checkWritten(
      bytes, from: { (value) throws(FieldError) in try Scope(value, path: "scope") }, write: \.json)
    return read == nil ? .refused : .accepted
  }
}

/// What an accepted envelope promises to those who decide by it.
private func checkLimits(_ envelope: Envelope) throws(BrokenProperty) {
  let capabilities = envelope.capabilities
  try expect(!capabilities.isEmpty, "no capability")
  try expect(Set(capabilities).count == capabilities.count, "a capability twice")
  try expect(capabilities.allSatisfy(envelope.grants), "a capability that is not granted")
  try expect((1...Read.largestInteger).contains(envelope.chainID), "chain \(envelope.chainID)")
  try expect(envelope.maxValue <= .max, "more than the most")
  try expect(envelope.expiresAt <= .max && envelope.expiresAt >= .epoch, "a time outside of all times")
  try expect(envelope.labels.count <= 32 && envelope.labels.allSatisfy(envelope.has), "labels")
  switch envelope.destinations {
  case .shared(let list):
    for capability in capabilities {
      try expect(
        list.allSatisfy { envelope.allows($0, for: capability) }, "a shared place that is not allowed")
    }
  case .perCapability(let lists):
    for item in lists {
      try expect(envelope.grants(item.capability), "places of \(item.capability.text), which is not granted")
      try expect(
        item.destinations.allSatisfy { envelope.allows($0, for: item.capability) }, "a place not allowed")
    }
  }
}
