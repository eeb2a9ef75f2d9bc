/// The signed-off limits of a session (seed, "capability envelope").
package struct Envelope: Hashable, Sendable {
  package let sessionKey: Identifier
  package let wallet: Identifier
  private let granted: IdentifierList
  /// The most that the session may spend in its whole life.
  package let maxValue: Money
  private let places: Places
  /// 1 … 2^53 − 1.
  package let chainID: UInt64
  /// Exclusive: at this moment the session is expired.
  package let expiresAt: Timestamp
  package let nonceDomain: Identifier
  package let issuedAt: Timestamp?
  package let notBefore: Timestamp?
  package let maxValuePerExecution: Money?
  package let spendWindow: SpendWindow?
  /// 0 allows nothing.
  package let maxExecutions: UInt64?
  /// How long the session may stay quiet before it needs an attestation.
  package let inactivity: TimeSpan?
  /// At most 32, in the order written.
  package let labels: [Label]

  /// ``AllowedDestinations`` as it is held.
  private enum Places: Hashable, Sendable {
    case shared(IdentifierList)
    case perCapability([CapabilityDestinations])
  }

  package init(
    sessionKey: Identifier, wallet: Identifier, capabilities: [Identifier], maxValue: Money,
    destinations: AllowedDestinations, chainID: UInt64, expiresAt: Timestamp, nonceDomain: Identifier,
    issuedAt: Timestamp? = nil, notBefore: Timestamp? = nil, maxValuePerExecution: Money? = nil,
    spendWindow: SpendWindow? = nil, maxExecutions: UInt64? = nil, inactivity: TimeSpan? = nil,
    labels: [Label] = []
  ) {
    self.sessionKey = sessionKey
    self.wallet = wallet
    granted = IdentifierList(capabilities)
    self.maxValue = maxValue
    places =
      switch destinations {
      case .shared(let list): .shared(IdentifierList(list))
      case .perCapability(let lists): .perCapability(lists)
      }
    self.chainID = chainID
    self.expiresAt = expiresAt
    self.nonceDomain = nonceDomain
    self.issuedAt = issuedAt
    self.notBefore = notBefore
    self.maxValuePerExecution = maxValuePerExecution
    self.spendWindow = spendWindow
    self.maxExecutions = maxExecutions
    self.inactivity = inactivity
    self.labels = labels
  }

  /// Not empty, without duplicates, in the order written.
  package var capabilities: [Identifier] { granted.list }

  package var destinations: AllowedDestinations {
    switch places {
    case .shared(let list): .shared(list.list)
    case .perCapability(let lists): .perCapability(lists)
    }
  }

  package func grants(_ capability: Identifier) -> Bool { granted.contains(capability) }

  /// Whether `destination` stands in the list that serves `capability`.
  package func allows(_ destination: Identifier, for capability: Identifier) -> Bool {
    switch places {
    case .shared(let list): list.contains(destination) && granted.contains(capability)
    case .perCapability(let lists):
      lists.first { $0.capability == capability }?.destinations.contains(destination) ?? false
    }
  }

  package func has(label: Label) -> Bool {
    labels.contains { $0.key == label.key && sameCodePoints($0.value, label.value) }
  }
}

/// Where a session may act: one list for every granted capability, or a list for each.
package enum AllowedDestinations: Hashable, Sendable {
  case shared([Identifier])
  case perCapability([CapabilityDestinations])
}

package struct CapabilityDestinations: Hashable, Sendable {
  package let capability: Identifier
  package let destinations: [Identifier]

  package init(capability: Identifier, destinations: [Identifier]) {
    self.capability = capability
    self.destinations = destinations
  }
}

/// The most that may be spent in any span of `length`.
package struct SpendWindow: Hashable, Sendable {
  package let value: Money
  package let length: TimeSpan

  package init(value: Money, length: TimeSpan) {
    self.value = value
    self.length = length
  }
}

/// A name and value that the granting app put on the session.
package struct Label: Sendable {
  package let key: String
  /// Any text, at most 256 code points.
  package let value: String

  package init(key: String, value: String) {
    self.key = key
    self.value = value
  }
}

extension Label: Hashable {
  package static func == (a: Label, b: Label) -> Bool {
    sameCodePoints(a.key, b.key) && sameCodePoints(a.value, b.value)
  }

  package func hash(into hasher: inout Hasher) {
    for byte in key.utf8 { hasher.combine(byte) }
    for byte in value.utf8 { hasher.combine(byte) }
  }
}
