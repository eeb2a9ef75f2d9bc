/// Where an action comes from (seed: "executable from more than one plane").
package enum Plane: String, CaseIterable, Hashable, Sendable {
  case user
  case policy
  case secops
}
