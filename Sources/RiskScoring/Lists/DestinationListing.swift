package import Delegation

/// What somebody publishes of one destination.
package struct DestinationListing: Hashable, Sendable {
  package enum Kind: String, CaseIterable, Hashable, Sendable {
    /// No one may deal with it by law.
    case sanctioned
    /// It belongs to a thief: phishing, an exploiter.
    case malicious
    /// An honest contract that was broken into and still moves what its users approved.
    case exploited
    /// Something else speaks against it, such as a contract that is out of use.
    case risky
    /// It has a name. No evidence at all: the name says to which family it belongs.
    case known
  }

  package let address: Identifier
  /// Nil: on every chain.
  package let chainID: UInt64?
  package let kind: Kind
  /// As published, at most ``DestinationListLimits/labelCodePoints``, and not cleaned: that is the screen's task.
  package let label: String
  /// The application that it belongs to, such as `Uniswap`; not cleaned either.
  package let family: String?

  package init(
    address: Identifier, chainID: UInt64?, kind: Kind, label: String, family: String? = nil
  ) {
    self.address = address
    self.chainID = chainID
    self.kind = kind
    self.label = label
    self.family = family
  }
}

/// What one file says: its entries in its own order, and what of it could not be taken.
package struct DestinationList: Hashable, Sendable {
  package let format: DestinationListFormat
  /// No address twice on one chain with one kind: the first stands, with the first label that is not empty.
  package internal(set) var listings: [DestinationListing] = []
  /// Entries that say again what stands before them.
  package internal(set) var repeatCount = 0
  /// The first ``DestinationListLimits/refusals`` of them.
  package internal(set) var refusals: [ListRefusal] = []
  /// All of them.
  package internal(set) var refusedCount = 0
}

/// One entry that was left out. It never costs the others.
package struct ListRefusal: Error, Hashable, Sendable {
  package enum Place: Hashable, Sendable {
    /// From 1: where the entry begins.
    case line(Int)
    /// In a JSON text, such as `[3].addresses[2]`.
    case path(String)

    package var text: String {
      switch self {
      case .line(let number): "line \(number)"
      case .path(let path): "`\(path)`"
      }
    }
  }

  package let place: Place
  package let expected: String
  /// What stood there instead, cut short and not cleaned; nil when nothing did.
  package let found: String?

  package var sentence: String {
    guard let found else { return "\(place.text): expected \(expected)" }
    return "\(place.text): expected \(expected), found \(found)"
  }
}

/// Why a file as a whole is no list.
package enum DestinationListProblem: Error, Hashable, Sendable {
  case tooLong
  case tooMany
  case json(JSONProblem)
  /// Its form is none of ``DestinationListFormat``, or not the one that was asked for.
  case form(expected: String)

  package var sentence: String {
    switch self {
    case .tooLong: "longer than \(DestinationListLimits.bytes) bytes"
    case .tooMany: "more than \(DestinationListLimits.listings) entries"
    case .json(let problem): problem.sentence
    case .form(let expected): "expected \(expected)"
    }
  }
}

package enum DestinationListLimits {
  /// One file. The largest that is published today (revoke.cash whois) has 1.1 MB.
  package static let bytes = 8 << 20
  package static let listings = 1 << 18
  /// How many refusals are kept with their place and reason.
  package static let refusals = 1_000
  /// Of a label or family; what is longer is cut, because the address counts more than its name.
  package static let labelCodePoints = 256
  /// One line of a plain text, one record of a CSV.
  package static let recordBytes = 4_096
  static let foundCodePoints = 64
}
