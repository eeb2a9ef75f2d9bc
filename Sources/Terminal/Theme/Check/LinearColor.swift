import Glibc

/// A colour in linear light: each part from 0 to 1, of the primaries of sRGB.
struct LinearColor: Hashable, Sendable {
  var red: Double
  var green: Double
  var blue: Double

  init(red: Double, green: Double, blue: Double) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// From the 8-bit values of sRGB, by the curve of IEC 61966-2-1. WCAG 2.0 writes its foot as 0.03928, which is no
  /// different for 8-bit values.
  init(_ color: Color.RGB) {
    self.init(
      red: Self.linear(color.red), green: Self.linear(color.green), blue: Self.linear(color.blue))
  }

  private static func linear(_ value: Int) -> Double {
    let part = Double(value) / 255
    return part <= 0.04045 ? part / 12.92 : pow((part + 0.055) / 1.055, 2.4)
  }

  /// Relative luminance as in WCAG 2.2, from 0 to 1.
  var luminance: Double { 0.2126 * red + 0.7152 * green + 0.0722 * blue }

  /// The contrast ratio of WCAG 2.2: from 1 to 21, whichever of the two is lighter.
  func contrast(with other: LinearColor) -> Double {
    let (low, high) = (min(luminance, other.luminance), max(luminance, other.luminance))
    return (high + 0.05) / (low + 0.05)
  }

  /// How it looks to these eyes.
  func seen(by vision: Vision) -> LinearColor {
    guard let rows = vision.matrix else { return self }
    let parts = rows.map { row in min(1, max(0, row[0] * red + row[1] * green + row[2] * blue)) }
    return LinearColor(red: parts[0], green: parts[1], blue: parts[2])
  }
}

/// Whose eyes a colour is looked at with.
package enum Vision: String, Hashable, Sendable, CaseIterable {
  case normal, protanopia, deuteranopia, tritanopia

  /// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
  /// Transactions on Visualization and Computer Graphics 15 (6), 2009: severity 1.0, for linear RGB.
  var matrix: [[Double]]? {
    switch self {
    case .normal: nil
    case .protanopia:
      [
        [0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998],
      ]
    case .deuteranopia:
      [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    case .tritanopia:
      [
        [1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900],
      ]
    }
  }
}
