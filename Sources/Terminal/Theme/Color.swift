/// How many colours a terminal has.
package enum ColorDepth: Hashable, Sendable, CaseIterable {
  case mono, eight, sixteen, indexed256, direct

  /// - Parameters:
  ///   - colors: what terminfo says; negative for direct colour.
  ///   - noColor: `NO_COLOR` is set and not empty (no-color.org).
  package init(colors: Int, noColor: Bool) {
    switch colors {
    case _ where noColor: self = .mono
    case ..<0: self = .direct
    case ..<8: self = .mono
    case ..<16: self = .eight
    case ..<256: self = .sixteen
    default: self = .indexed256
    }
  }
}

/// A colour as a theme names it, before the terminal's depth is known.
package enum Color: Hashable, Sendable {
  /// Whatever the terminal draws with by itself.
  case terminal
  /// One of the 256 of xterm; the first sixteen are the user's own palette.
  case indexed(UInt8)
  case rgb(UInt8, UInt8, UInt8)

  static let names = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"]

  /// Reads `default`, `red`, `bright-red`, `203` or `#ff5f5f`. Nil for anything else.
  package init?(_ text: String) {
    if text == "default" {
      self = .terminal
    } else if let index = Self.names.firstIndex(of: text) {
      self = .indexed(UInt8(index))
    } else if text.hasPrefix("bright-"), let index = Self.names.firstIndex(of: String(text.dropFirst(7))) {
      self = .indexed(UInt8(index + 8))
    } else if text.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let index = UInt8(text) {
      self = .indexed(index)
    } else if text.hasPrefix("#"), text.utf8.count == 7, text.dropFirst().allSatisfy(\.isHexDigit),
      let value = UInt32(text.dropFirst(), radix: 16)
    {
      self = .rgb(UInt8(value >> 16), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF))
    } else {
      return nil
    }
  }

  /// As a theme file has it: `default`, `red`, `203` or `#ff5f5f`.
  package var name: String {
    switch self {
    case .terminal: "default"
    case .indexed(let index) where index < 8: Self.names[Int(index)]
    case .indexed(let index) where index < 16: "bright-" + Self.names[Int(index) - 8]
    case .indexed(let index): String(index)
    case .rgb(let red, let green, let blue):
      "#"
        + [red, green, blue].map { part in (part < 16 ? "0" : "") + String(part, radix: 16) }.joined()
    }
  }

  /// The number for a terminal of this depth, or -1 for its own colour. A direct one is `0xRRGGBB`.
  package func number(at depth: ColorDepth) -> Int {
    switch (self, depth) {
    case (.terminal, _), (_, .mono): -1
    case (.indexed(let index), .indexed256): Int(index)
    case (.indexed(let index), .direct): index < 8 ? Int(index) : Self.packed(Self.palette[Int(index)])
    case (.indexed(let index), .sixteen) where index < 16: Int(index)
    case (.indexed(let index), .eight) where index < 16: Int(index & 7)
    case (.indexed(let index), _): Self.nearest(to: Self.palette[Int(index)], at: depth)
    case (.rgb(let red, let green, let blue), .direct): Self.packed((Int(red), Int(green), Int(blue)))
    case (.rgb(let red, let green, let blue), _):
      Self.nearest(to: (Int(red), Int(green), Int(blue)), at: depth)
    }
  }

  /// Black or white, whichever is seen on the palette's colour `number`.
  static func opposite(of number: Int, at depth: ColorDepth) -> Int {
    let color = palette[number]
    if 2 * color.red + 5 * color.green + color.blue > 4 * 255 { return 0 }
    return depth == .sixteen ? 15 : 7
  }

  typealias RGB = (red: Int, green: Int, blue: Int)

  /// What a terminal of this depth shows, by xterm's palette; nil for the terminal's own colour.
  ///
  /// - Parameter depth: direct or 256 colours: of the first sixteen nobody knows how they look.
  func shown(at depth: ColorDepth) -> RGB? {
    switch self {
    case .terminal: nil
    case .indexed(let index): Self.palette[Int(index)]
    case .rgb(let red, let green, let blue):
      depth == .indexed256
        ? Self.palette[Self.nearest(to: (Int(red), Int(green), Int(blue)), at: depth)]
        : (Int(red), Int(green), Int(blue))
    }
  }

  /// Terminfo's direct colour keeps 0 … 7 for the palette.
  private static func packed(_ color: RGB) -> Int { max(8, color.red << 16 | color.green << 8 | color.blue) }

  /// The 256 colours as xterm shows them; the first sixteen differ between terminals.
  private static let palette: [RGB] = {
    var all: [RGB] = [
      (0, 0, 0), (205, 0, 0), (0, 205, 0), (205, 205, 0), (0, 0, 238), (205, 0, 205), (0, 205, 205),
      (229, 229, 229), (127, 127, 127), (255, 0, 0), (0, 255, 0), (255, 255, 0), (92, 92, 255),
      (255, 0, 255), (0, 255, 255), (255, 255, 255),
    ]
    let steps = [0, 95, 135, 175, 215, 255]
    for red in steps { for green in steps { for blue in steps { all.append((red, green, blue)) } } }
    for grey in 0..<24 { all.append((8 + 10 * grey, 8 + 10 * grey, 8 + 10 * grey)) }
    return all
  }()

  private static func nearest(to color: RGB, at depth: ColorDepth) -> Int {
    switch depth {
    case .eight: basic(color, hasBright: false)
    case .sixteen: basic(color, hasBright: true)
    default:
      // Not one of the first sixteen: they are the user's, and nobody knows how those look.
      (16..<256).min { distance(palette[$0], color) < distance(palette[$1], color) } ?? -1
    }
  }

  /// Keeps the hue: the nearest of so few colours is often a grey, and an alarm must not turn grey.
  private static func basic(_ color: RGB, hasBright: Bool) -> Int {
    let parts = [color.red, color.green, color.blue]
    let high = max(color.red, color.green, color.blue)
    let low = min(color.red, color.green, color.blue)
    if high - low < 48 {
      let greys = hasBright ? [0, 8, 7, 15] : [0, 7]
      return greys.min { abs(palette[$0].red - high) < abs(palette[$1].red - high) } ?? -1
    }
    let middle = (high + low) / 2
    let hue = parts.enumerated().reduce(0) { $0 | ($1.element > middle ? 1 << $1.offset : 0) }
    return hasBright && high >= 192 ? hue + 8 : hue
  }

  /// Weighted by what the eye sees ("redmean", compuphase.com/cmetric.htm).
  private static func distance(_ left: RGB, _ right: RGB) -> Int {
    let mean = (left.red + right.red) / 2
    let red = left.red - right.red
    let green = left.green - right.green
    let blue = left.blue - right.blue
    return (512 + mean) * red * red / 256 + 4 * green * green + (767 - mean) * blue * blue / 256
  }
}
