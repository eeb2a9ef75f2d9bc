import Glibc

/// A colour in CIELAB, under D65.
struct LabColor: Hashable, Sendable {
  let lightness: Double
  let a: Double
  let b: Double

  init(lightness: Double, a: Double, b: Double) {
    (self.lightness, self.a, self.b) = (lightness, a, b)
  }

  /// By the matrix of IEC 61966-2-1 and the curve of CIE 15.
  init(_ color: LinearColor) {
    let (red, green, blue) = (color.red, color.green, color.blue)
    let x = Self.curve((0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047)
    let y = Self.curve(0.2126729 * red + 0.7151522 * green + 0.0721750 * blue)
    let z = Self.curve((0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883)
    self.init(lightness: 116 * y - 16, a: 500 * (x - y), b: 200 * (y - z))
  }

  private static func curve(_ value: Double) -> Double {
    value > 216.0 / 24_389 ? cbrt(value) : (24_389.0 / 27 * value + 16) / 116
  }

  /// How different two colours look: CIEDE2000 with all weights 1, from 0 on. Steps and names are those of Sharma, Wu
  /// and Dalal, "The CIEDE2000 Color-Difference Formula", Color Research and Application 30 (1), 2005.
  func distance(to other: LabColor) -> Double {
    let meanChroma = (hypot(a, b) + hypot(other.a, other.b)) / 2
    let stretch = 1.5 - 0.5 * Self.saturation(meanChroma)
    let (left, right) = (Polar(a * stretch, b), Polar(other.a * stretch, other.b))
    let lightnessMean = (lightness + other.lightness) / 2
    let chromaMean = (left.chroma + right.chroma) / 2
    let hue = left.meanHue(with: right)
    let away = (lightnessMean - 50) * (lightnessMean - 50)
    let lightnessStep = (other.lightness - lightness) / (1 + 0.015 * away / (20 + away).squareRoot())
    let chromaStep = (right.chroma - left.chroma) / (1 + 0.045 * chromaMean)
    let hueStep = left.hueStep(to: right) / (1 + 0.015 * chromaMean * Self.hueWeight(hue))
    let turn = (hue - 275) / 25
    let rotation = -2 * Self.saturation(chromaMean) * Self.sine(60 * exp(-turn * turn))
    let squares = lightnessStep * lightnessStep + chromaStep * chromaStep + hueStep * hueStep
    return max(0, squares + rotation * chromaStep * hueStep).squareRoot()
  }

  /// √(C⁷ / (C⁷ + 25⁷)).
  private static func saturation(_ chroma: Double) -> Double {
    let power = pow(chroma, 7)
    return (power / (power + 6_103_515_625)).squareRoot()
  }

  /// T of the paper.
  private static func hueWeight(_ hue: Double) -> Double {
    1 - 0.17 * cosine(hue - 30) + 0.24 * cosine(2 * hue) + 0.32 * cosine(3 * hue + 6)
      - 0.2 * cosine(4 * hue - 63)
  }

  fileprivate static func sine(_ degrees: Double) -> Double { sin(degrees * .pi / 180) }
  private static func cosine(_ degrees: Double) -> Double { cos(degrees * .pi / 180) }
}

/// Chroma, and hue in degrees from 0 to 360.
private struct Polar {
  let chroma: Double
  let hue: Double

  init(_ a: Double, _ b: Double) {
    chroma = hypot(a, b)
    let angle = chroma == 0 ? 0 : atan2(b, a) * 180 / .pi
    hue = angle < 0 ? angle + 360 : angle
  }

  /// ΔH′: the short way round.
  func hueStep(to other: Polar) -> Double {
    guard chroma * other.chroma != 0 else { return 0 }
    var step = other.hue - hue
    if step > 180 { step -= 360 } else if step < -180 { step += 360 }
    return 2 * (chroma * other.chroma).squareRoot() * LabColor.sine(step / 2)
  }

  func meanHue(with other: Polar) -> Double {
    let sum = hue + other.hue
    if chroma * other.chroma == 0 { return sum }
    if abs(hue - other.hue) <= 180 { return sum / 2 }
    return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2
  }
}
