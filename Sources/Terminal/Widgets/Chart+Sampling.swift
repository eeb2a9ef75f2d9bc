extension Chart {
  /// One value for each of `count` places. Of several that share a place the largest is taken: no peak is lost.
  static func steps(_ fractions: [Double?], count: Int) -> [Double?] {
    let total = fractions.count
    guard total > 0, count > 0 else { return Array(repeating: nil, count: max(0, count)) }
    return (0..<count).map { place in
      let start = place * total / count
      let end = max(start + 1, (place + 1) * total / count)
      return fractions[start..<end].compactMap { $0 }.max()
    }
  }

  /// The same with straight lines between values that are fewer than the places, each in the middle of its equal
  /// part of the width. A value between gaps is a point.
  static func line(_ fractions: [Double?], count: Int) -> [Double?] {
    let total = fractions.count
    guard total > 0, total < count else { return steps(fractions, count: count) }
    var places = [Double?](repeating: nil, count: count)
    var before: (place: Int, fraction: Double)?
    for (index, fraction) in fractions.enumerated() {
      let place = (2 * index + 1) * count / (2 * total)
      places[place] = fraction
      if let before, let fraction {
        for between in before.place + 1..<place {
          let part = Double(between - before.place) / Double(place - before.place)
          places[between] = before.fraction + (fraction - before.fraction) * part
        }
      }
      before = fraction.map { (place, $0) }
    }
    return places
  }
}
