import Delegation

/// A place in a JSON text: keys, and for lists the word `[]`.
typealias LeafPath = [String]

/// The leaves of a policy's canonical form: everything that decides. A list is one leaf.
func leaves(_ value: JSONValue, at path: LeafPath = []) -> [(path: LeafPath, value: JSONValue)] {
  guard case .object(let members) = value else { return [(path, value)] }
  return members.flatMap { leaves($0.value, at: path + [$0.key]) }
}

/// The objects of a JSON text, and the keys of each.
func objects(_ value: JSONValue, at path: LeafPath = []) -> [(path: LeafPath, keys: Set<String>)] {
  guard case .object(let members) = value else { return [] }
  return [(path, Set(members.map(\.key)))] + members.flatMap { objects($0.value, at: path + [$0.key]) }
}

/// The text of `value`, with other text at some paths and more members in some objects.
func written(
  _ value: JSONValue, replacing: [LeafPath: String] = [:], adding: [LeafPath: String] = [:],
  at path: LeafPath = []
) -> String {
  if let other = replacing[path] { return other }
  switch value {
  case .null: return "null"
  case .bool(let flag): return String(flag)
  case .number(let text): return text
  case .string(let text): return JSONWriter.quoted(text)
  case .array(let items): return "[" + items.map { written($0) }.joined(separator: ",") + "]"
  case .object(let members):
    let own = members.map {
      JSONWriter.quoted($0.key) + ": "
        + written($0.value, replacing: replacing, adding: adding, at: path + [$0.key])
    }
    return "{" + (own + [adding[path]].compactMap { $0 }).joined(separator: ", ") + "}"
  }
}

/// Two other values of a leaf, in the order less and more: a number or an amount a little smaller and greater, a list
/// with its last item gone and with one from `spare` more, a word's neighbours. Nil for a kind that is not known here.
func neighbours(_ leaf: JSONValue, spare: String) -> [String]? {
  switch leaf {
  case .number(let text):
    guard let number = Double(text) else { return nil }
    return number < 1 ? ["\(number / 2)", "\(number * 2)"] : step(text) ?? stepLastDecimal(text)
  case .string("enforce"): return ["\"alert\""]
  case .string("active"): return ["\"draft\""]
  case .string("high"): return ["\"low\""]
  case .string("draft"), .string("low"): return nil
  case .string(let text):
    if let amounts = step(text) { return amounts.map(JSONWriter.quoted) }
    if let unit = text.last, "smhd".contains(unit), let spans = step(String(text.dropLast())) {
      return spans.map { JSONWriter.quoted($0 + String(unit)) }
    }
    return ["\"other\""]
  case .array(let items):
    return [written(.array(items.dropLast())), written(.array(items + [.string(spare)]))]
  case .null, .bool, .object: return nil
  }
}

/// `1.9` gives `1.8` and `1.10` would be wrong: the digits are counted as one number.
private func stepLastDecimal(_ text: String) -> [String]? {
  guard let point = text.firstIndex(of: ".") else { return nil }
  let decimals = text[point...].count - 1
  return step(text.filter { $0 != "." })?.map { "\($0.dropLast(decimals)).\($0.suffix(decimals))" }
}

private func step(_ text: String) -> [String]? {
  guard let number = Int(text), number > 0 else { return nil }
  return ["\(number - 1)", "\(number + 1)"]
}
