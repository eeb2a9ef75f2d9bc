import AuditTrail
package import Digests
import Glibc

/// The private keys that this account holds for its stores, in files for their owner only (0600), outside every store:
/// who copies or changes a store's file has none of them.
///
/// `<folder>/<store's id>/log.key` signs heads of the log, `assertion.key` session assertions,
/// `operators/<name>.key` what that operator asks, approves or undoes.
package struct KeyFolder: Sendable {
  package let path: String
  /// So many secret, uniformly random bytes.
  private let random: @Sendable (Int) -> [UInt8]

  package init(path: String, random: @escaping @Sendable (Int) -> [UInt8]) {
    self.path = path
    self.random = random
  }

  enum Name {
    case log
    case assertion
    case `operator`(String)

    var file: String {
      switch self {
      case .log: "log.key"
      case .assertion: "assertion.key"
      case .operator(let name): "operators/\(name).key"
      }
    }
  }

  func folder(of store: String) -> String { "\(path)/\(store)" }

  /// The operator's key; nil where this account holds none of that name.
  /// - Throws: ``StoreError/keys(path:reason:)`` when its file cannot be read, is no key, or others may read it.
  package func operatorKey(_ name: String, store: String) throws(StoreError) -> Ed25519.PrivateKey? {
    try OperatorName.isValid(name) ? read(.operator(name), store: store) : nil
  }

  /// Makes a key for an operator of the store, where there is none yet.
  /// - Throws: ``StoreError/keys(path:reason:)`` when there is one, or it cannot be made.
  package func makeOperatorKey(_ name: String, store: String) throws(StoreError) -> Ed25519.PublicKey {
    guard OperatorName.isValid(name) else { throw .operators(.badName(name)) }
    return try make(.operator(name), store: store)
  }

  func read(_ name: Name, store: String) throws(StoreError) -> Ed25519.PrivateKey? {
    let path = "\(folder(of: store))/\(name.file)"
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW)
    guard file >= 0 else {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw .keys(path: path, reason: systemMessage(errno))
    }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw .keys(path: path, reason: "expected a file")
    }
    guard status.st_mode & 0o077 == 0 else {
      throw .keys(path: path, reason: "others may read it: make it 0600, and the key a new one")
    }
    var bytes = [UInt8](repeating: 0, count: 256)
    defer { wipe(&bytes) }
    let count = Glibc.read(file, &bytes, bytes.count)
    guard count >= 0 else { throw .keys(path: path, reason: systemMessage(errno)) }
    do throws(KeyText.Problem) {
      return try KeyText.privateKey(file: Array(bytes[..<count]))
    } catch {
      throw .keys(path: path, reason: "expected a private key as curfew writes it")
    }
  }

  /// Makes a new key, on the disk before this returns.
  func make(_ name: Name, store: String) throws(StoreError) -> Ed25519.PublicKey {
    var seed = random(Ed25519.seedByteCount)
    defer { wipe(&seed) }
    let path = "\(folder(of: store))/\(name.file)"
    var text = KeyText.file(ofSeed: seed)
    defer { wipe(&text) }
    guard let key = try? Ed25519.PrivateKey(seed: seed) else {
      throw .keys(path: path, reason: "expected \(Ed25519.seedByteCount) random bytes")
    }
    let parent = String(path[..<(path.lastIndex(of: "/") ?? path.startIndex)])
    try Opening.makeFolders(parent)
    let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else {
      throw .keys(path: path, reason: errno == EEXIST ? "it is there already" : systemMessage(errno))
    }
    defer { close(file) }
    guard write(file, text, text.count) == text.count, fsync(file) == 0, KeyFolder.sync(parent) else {
      let code = errno
      unlink(path)
      throw .keys(path: path, reason: systemMessage(code))
    }
    return key.publicKey
  }

  private static func sync(_ folder: String) -> Bool {
    let descriptor = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return fsync(descriptor) == 0
  }
}

/// Names that operators can have: they name files too.
package enum OperatorName {
  package static func isValid(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && !name.hasPrefix(".")
      && name.utf8.allSatisfy {
        switch $0 {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "@"), UInt8(ascii: "+"):
          true
        default: false
        }
      }
  }
}
