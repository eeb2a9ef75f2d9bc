import Delegation
import Foundation
import SessionStore
import Terminal
import Testing

@testable import Console

/// Looks of what has a meaning, in every theme of the folder and at every depth.
@Suite struct LookTests {
  private static let catalog = ThemeCatalog(
    environment: [:], executable: nil,
    workingDirectory: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Themes").path)

  /// Each told from the others at a glance, where there is colour.
  private static let families: [[Role]] = [
    [.muted, .warning, .danger, .critical], [.modeNormal, .modeGuarded, .modeDenyFirst, .modeLockdown],
    [.good, .danger], [.text, .selection, .field], [.text, .mark], [.text, .match], [.text, .badge],
    [.text, .banner], [.text, .key], [.selection, .badge],
  ]

  /// What must be found on the screen though there be no colour at all.
  private static let loud: [Role] = [
    .selection, .field, .critical, .danger, .badge, .banner, .modeLockdown, .key, .mark,
  ]

  @Test(arguments: catalog.names) func `what has a meaning has a look of its own`(name: String) throws {
    let theme = try Self.catalog.load(name)
    for depth in [ColorDepth.indexed256, .direct] {
      for family in Self.families {
        let looks = Set(family.map { theme.pen(Style($0), at: depth) })
        #expect(looks.count == family.count, "\(depth): \(family)")
      }
    }
  }

  @Test(arguments: catalog.names) func `without colour what is loud is no plain text`(name: String) throws {
    let theme = try Self.catalog.load(name)
    for role in Self.loud {
      #expect(theme.pen(Style(role), at: .mono) != theme.pen(.text, at: .mono), "\(role)")
    }
    let chosen = theme.pen(Style(.selection), at: .mono)
    for role in [Role.muted, .warning, .danger, .good, .text] {
      #expect(chosen != theme.pen(Style(role), at: .mono), "the row under the cursor looks like \(role)")
    }
  }

  /// A theme that forgets a role which is in use would show it as plain text.
  @Test(arguments: catalog.names) func `every role that is drawn has a look that the theme gives`(
    name: String
  )
    throws
  {
    let theme = try Self.catalog.load(name)
    var used: Set<Role> = []
    for place in Place.all {
      let canvas = try place.desk().frame.canvas
      for row in 0..<canvas.rows {
        for column in 0..<canvas.columns { canvas[row, column].map { _ = used.insert($0.style.role) } }
      }
    }
    #expect(used.isSuperset(of: [.selection, .critical, .danger, .warning, .good, .key, .field, .banner]))
    for role in used where theme[role] == theme[.text] {
      #expect(Self.quiet.contains(role), "\(role)")
    }
  }

  /// These say nothing that words do not say, and may be plain: in themes without colour they are.
  private static let quiet: Set<Role> = [.text, .info, .good, .border, .bar, .barTrack, .accent]
}
