package import Delegation

/// Why a store could not do what it was asked; nothing was changed.
package enum StoreError: Error, Hashable, Sendable {
  /// The store's lock was not had in time. `holder` is the process that holds it, where it can be told.
  case busy(holder: Int32?, holderName: String?)
  case cannotOpen(path: String, reason: String)
  /// The file is there but is no Curfew store.
  case notAStore(path: String)
  /// Written by a newer Curfew: this one would misread it.
  case newerSchema(path: String, version: Int, known: Int)
  case readOnly(path: String)
  /// Another file, or none, stands at the path since the store was opened: what is written here, nobody else would see.
  case moved(path: String)
  case full(path: String)
  /// The file system or the database failed; `code` is the database's own.
  case failed(code: Int32, message: String)
  case corrupt(message: String)
  case closed
  /// A store URL that names no backend that this build has.
  case unknownURL(String)
  /// A name that must be in the store for this call.
  case notFound(String)
  /// Written by an earlier Curfew, from before there was an audit log.
  case olderSchema(path: String, version: Int, known: Int)
  /// A private key's file cannot be used.
  case keys(path: String, reason: String)
  /// Loosening and approving are refused to whoever is not an operator who may.
  case operators(OperatorProblem)
  /// A revocation that a wallet signed is none of this session's wallet.
  case wallet(WalletProblem)
  case assertion(AssertionRefusal)
  /// The mode was to be changed from another one than its scope has, or loosened by what only tightens.
  case mode(inForce: PolicyMode)

  /// One lower-case sentence: what happened and what to do.
  package var sentence: String {
    switch self {
    case .busy(let holder?, let name):
      "the store is held, last by process \(holder)\(name.map { " (\($0))" } ?? ""): wait for it, or look at that process"
    case .busy(nil, _): "the store is held by another process: wait for it"
    case .cannotOpen(let path, let reason): "cannot open the store `\(path)`: \(reason)"
    case .notAStore(let path): "`\(path)` is no Curfew store: name another file with --store"
    case .newerSchema(let path, let version, let known):
      "`\(path)` has schema \(version), this build knows \(known): use a newer curfew"
    case .moved(let path):
      "the file of the store `\(path)` was moved or replaced: start again on the one that counts"
    case .readOnly(let path): "`\(path)` cannot be written: check its permissions"
    case .full(let path): "no space left for `\(path)`: free some and try again"
    case .failed(let code, let message): "the store failed with code \(code): \(message)"
    case .corrupt(let message): "the store is damaged: \(message)"
    case .closed: "the store is closed"
    case .unknownURL(let url): "`\(url)` is no store: expected a path, or sqlite:PATH"
    case .notFound(let name): "`\(name)` is not in the store"
    case .olderSchema(let path, let version, let known):
      "`\(path)` has schema \(version) from before the audit log, this build knows \(known): export its sessions with the curfew that made it, and import them into a new store"
    case .keys(let path, let reason): "cannot use the key `\(path)`: \(reason)"
    case .operators(let problem): problem.sentence
    case .wallet(let problem): problem.sentence
    case .assertion(let refusal): refusal.sentence
    case .mode(let mode): "it is \(mode.rawValue) by now: nothing was changed, look again"
    }
  }
}

/// Why a wallet's signed message ends no session.
package enum WalletProblem: Error, Hashable, Sendable {
  case signature(UserRevocationProblem)
  /// Somebody else's signature.
  case otherSigner(Address)
  case unknownSession(Identifier)
  /// The session acts for another wallet.
  case otherWallet(Identifier)

  package var sentence: String {
    switch self {
    case .signature(let problem): problem.sentence
    case .otherSigner(let address):
      "the message is signed by `\(address.text)`, not by the wallet that it names"
    case .unknownSession(let key): "`\(key.text)` is no known session: there is no wallet to compare with"
    case .otherWallet(let key): "`\(key.text)` acts for another wallet than the message names"
    }
  }
}
