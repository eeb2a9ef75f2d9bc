extension Theme {
  /// The theme that needs no file, so that a missing one never stops the console. `Themes/default.yaml`
  /// says the same, as a pattern for others; a test keeps the two equal.
  package static let builtIn = Theme(
    name: "default",
    paints: [
      .text: Paint(),
      .muted: Paint(rgb(0x8A8F98)),
      .title: Paint(rgb(0xE6E9EF), .bold),
      .header: Paint(rgb(0x9DB4D0), .underline),
      .accent: Paint(rgb(0x7FB4FF), .bold),
      .info: Paint(rgb(0x6CC7E6)),
      .good: Paint(rgb(0x7CCF7C)),
      .warning: Paint(rgb(0xF2C14E)),
      .danger: Paint(rgb(0xFF7A5C), .bold),
      .critical: Paint(rgb(0xFFFFFF), on: rgb(0xB3123B), .bold),
      .selection: Paint(rgb(0xFFFFFF), on: rgb(0x2F4F7F), .bold),
      .mark: Paint(rgb(0xD9A6FF), .bold),
      .match: Paint(rgb(0x101418), on: rgb(0xF2C14E)),
      .border: Paint(rgb(0x5B6470)),
      .bar: Paint(rgb(0x7FB4FF)),
      .barTrack: Paint(rgb(0x5B6470)),
      .key: Paint(rgb(0x7FB4FF), .bold),
      .field: Paint(rgb(0xFFFFFF), on: rgb(0x2A2F3A)),
      .badge: Paint(rgb(0x101418), on: rgb(0xF2C14E), .bold),
      .banner: Paint(rgb(0x101418), on: rgb(0x7FB4FF), .bold),
      .modeNormal: Paint(rgb(0x101418), on: rgb(0x7CCF7C), .bold),
      .modeGuarded: Paint(rgb(0x101418), on: rgb(0xF2C14E), .bold),
      .modeDenyFirst: Paint(rgb(0x101418), on: rgb(0xFF8F4C), .bold),
      .modeLockdown: Paint(rgb(0xFFFFFF), on: rgb(0xB3123B), .bold),
    ])

  private static func rgb(_ value: UInt32) -> Color {
    .rgb(UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
  }
}
