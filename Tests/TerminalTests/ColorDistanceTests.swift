import Testing

@testable import Terminal

/// The mathematics of colours against published values.
@Suite struct ColorDistanceTests {
  /// Sharma, Wu and Dalal 2005, table 1: pairs that bring out every discontinuity.
  @Test(arguments: [
    (50.0, 2.6772, -79.7751, 50.0, 0.0, -82.7485, 2.0425),
    (50, 3.1571, -77.2803, 50, 0, -82.7485, 2.8615), (50, 2.8361, -74.0200, 50, 0, -82.7485, 3.4412),
    (50, -1.3802, -84.2814, 50, 0, -82.7485, 1.0000), (50, -1.1848, -84.8006, 50, 0, -82.7485, 1.0000),
    (50, -0.9009, -85.5211, 50, 0, -82.7485, 1.0000), (50, 0, 0, 50, -1, 2, 2.3669),
    (50, -1, 2, 50, 0, 0, 2.3669), (50, 2.4900, -0.0010, 50, -2.4900, 0.0009, 7.1792),
    (50, 2.4900, -0.0010, 50, -2.4900, 0.0010, 7.1792), (50, 2.4900, -0.0010, 50, -2.4900, 0.0011, 7.2195),
    (50, -0.0010, 2.4900, 50, 0.0009, -2.4900, 4.8045), (50, -0.0010, 2.4900, 50, 0.0011, -2.4900, 4.7461),
    (50, 2.5, 0, 50, 0, -2.5, 4.3065), (50, 2.5, 0, 73, 25, -18, 27.1492),
    (50, 2.5, 0, 61, -5, 29, 22.8977), (50, 2.5, 0, 56, -27, -3, 31.9030),
    (50, 2.5, 0, 58, 24, 15, 19.4535), (50, 2.5, 0, 50, 3.1736, 0.5854, 1.0000),
    (60.2574, -34.0099, 36.2677, 60.4626, -34.1751, 39.4387, 1.2644),
    (22.7233, 20.0904, -46.6940, 23.0331, 14.9730, -42.5619, 2.0373),
    (90.8027, -2.0831, 1.4410, 91.1528, -1.6435, 0.0447, 1.4441),
    (2.0776, 0.0795, -1.1350, 0.9033, -0.0636, -0.5514, 0.9082),
  ])
  func `CIEDE2000 is that of the published pairs, both ways`(
    l1: Double, a1: Double, b1: Double, l2: Double, a2: Double, b2: Double, expected: Double
  ) {
    let (first, second) = (
      LabColor(lightness: l1, a: a1, b: b1), LabColor(lightness: l2, a: a2, b: b2)
    )
    #expect(abs(first.distance(to: second) - expected) < 0.0001)
    #expect(abs(second.distance(to: first) - expected) < 0.0001)
  }

  @Test func `no colour is away from itself`() {
    var random = Seeded(1)
    for _ in 0..<200 {
      let color = LabColor(
        LinearColor(
          (0...2).reduce(into: (0, 0, 0)) { color, _ in
            color = (color.1, color.2, Int.random(in: 0...255, using: &random))
          }))
      #expect(color.distance(to: color) == 0)
    }
  }

  /// The ends of the scale, and the grey that is known as the darkest on white that passes.
  @Test(arguments: [
    (0x000000, 0xFFFFFF, 21.0), (0xFFFFFF, 0xFFFFFF, 1.0), (0x777777, 0xFFFFFF, 4.478),
    (0x767676, 0xFFFFFF, 4.542), (0xFF0000, 0xFFFFFF, 3.998), (0x0000FF, 0xFFFFFF, 8.592),
  ])
  func `contrast is that of WCAG`(first: Int, second: Int, expected: Double) {
    let ratio = color(first).contrast(with: color(second))
    #expect(abs(ratio - expected) < 0.001)
    #expect(ratio == color(second).contrast(with: color(first)))
  }

  @Test(arguments: [
    (0xFF0000, 53.2408, 80.0925, 67.2032), (0x00FF00, 87.7347, -86.1827, 83.1793),
    (0x0000FF, 32.2970, 79.1875, -107.8602), (0xFFFFFF, 100.0, 0.0, 0.0), (0x000000, 0.0, 0.0, 0.0),
  ])
  func `sRGB's corners stand where CIELAB has them`(value: Int, lightness: Double, a: Double, b: Double) {
    let lab = LabColor(color(value))
    #expect(abs(lab.lightness - lightness) < 0.01 && abs(lab.a - a) < 0.02 && abs(lab.b - b) < 0.02, "\(lab)")
  }

  @Test(arguments: Vision.allCases)
  func `greys look the same to all eyes`(vision: Vision) {
    for level in stride(from: 0, through: 255, by: 15) {
      let grey = LinearColor((level, level, level))
      #expect(LabColor(grey.seen(by: vision)).distance(to: LabColor(grey)) < 0.01)
    }
  }

  @Test
  func `red and green of one brightness fall together without red or green cones, and not without blue ones`()
  {
    func apart(_ vision: Vision) -> Double {
      let (red, green) = (color(0xC05030).seen(by: vision), color(0x707818).seen(by: vision))
      return LabColor(red).distance(to: LabColor(green))
    }
    #expect(apart(.normal) > 30)
    #expect(apart(.deuteranopia) < 10)
    #expect(apart(.tritanopia) > 20)
  }

  private func color(_ value: Int) -> LinearColor {
    LinearColor((value >> 16, value >> 8 & 0xFF, value & 0xFF))
  }
}
