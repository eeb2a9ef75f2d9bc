import Foundation

/// Whether this account has seen the console's tour: an empty file in `$XDG_STATE_HOME/curfew`.
enum TourMarker {
  static var wasSeen: Bool { path.map { FileManager.default.fileExists(atPath: $0) } ?? true }

  /// Where nothing can be written the tour is shown again: that is no reason to complain.
  @Sendable static func note() {
    guard let path else { return }
    let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
    try? FileManager.default.createDirectory(
      atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    _ = FileManager.default.createFile(atPath: path, contents: Data(), attributes: [.posixPermissions: 0o600])
  }

  private static var path: String? { Surroundings.stateFolder.map { "\($0)/tour-seen" } }
}
