import Delegation
import Digests
import IncidentResponse
import Testing

/// The rules that hold a text against an incident's record.
@Suite struct `a notice beside its facts` {
  @Test(
    arguments: [
      ("E4", "Type walet.example in your browser.", [:]),
      ("E4", "Type wallet.example in your browser.", ["compromisedHosts": "[\"wallet.example\"]"]),
      ("E4", "Type other.example in your browser.", [:]),
      ("E7", "No funds were lost.", ["approvedClaims": "[\"fundsSafe\"]"]),
      ("E8", "It hit 32 wallets.", [:]), ("E8", "It began at 21:36 UTC.", [:]),
      ("E8", "It began on 20 February 2026.", [:]), ("E8", "It cost 1,250.51 US dollars.", [:]),
      ("E9", "Ask Alice Miller.", ["confidential": "[\"alice miller\"]"]),
      ("E11", "This is a DRILL.", [:]), ("E11", "It is so.", ["isDrill": "true"]),
      ("W4", "It was caused by a bad file.", ["cause": "{\"status\":\"suspected\"}", "kind": "\"update\""]),
      ("E9", "Ask Alice\nMiller.", ["confidential": "[\"alice miller\"]"]),
      ("W7", "Swap-Corp did it.", ["thirdParties": "[\"Swap-Corp\"]"]),
      ("W11", "It is so.", ["languages": "[\"en\",\"tlh\"]"]),
      ("W7", "Swap Corp did it.", ["thirdParties": "[\"Swap Corp\"]"]),
    ] as [(String, String, [String: String?])])
  func `is refused where it says otherwise`(code: String, sentence: String, changes: [String: String?]) throws
  {
    let facts = try facts(changes)
    let drafted = try draftNotice(facts).replacing("DRILL", with: "").replacing("drill: true\n", with: "")
    let text = drafted.replacing("**What happened.**", with: "**What happened.** \(sentence)")
    let report = lintNotice(text, facts: facts)
    #expect(report.codes.contains(code), "\(report.said)")
  }

  @Test(
    arguments: [
      ("No funds were lost.", ["approvedClaims": "[\"noLoss\"]"]), ("It hit 31 wallets.", [:]),
      ("It cost 1,250.50 US dollars.", [:]), ("It cost 1250.5 US dollars.", [:]),
      ("It began at 21:35 UTC on 21 February 2026.", [:]),
      ("Swap Desk 2 is open.", ["apps": "[\"Swap Desk 2\"]"]),
      (
        "The cause is a bad file.",
        ["kind": "\"update\"", "cause": "{\"status\":\"confirmed\",\"text\":\"a bad file\"}"]
      ),
    ] as [(String, [String: String?])])
  func `passes where it says the same`(sentence: String, changes: [String: String?]) throws {
    let facts = try facts(changes)
    let text = try draftNotice(facts).replacing("**What happened.**", with: "**What happened.** \(sentence)")
    let report = lintNotice(text, facts: facts)
    #expect(report.findings.isEmpty, "\(report.said)")
  }

  @Test func `an approval holds for its very bytes, and is not the author's own`() throws {
    let text = try draftNotice(facts())
    func codes(_ author: String, _ text: String, of approved: String) throws -> [String] {
      let approval =
        "{\"author\":\"\(author)\",\"approver\":\"bob\",\"sha256\":\"\(SHA256.hex(approved.utf8))\"}"
      return lintNotice(text, facts: try facts(["approval": approval])).codes
    }
    #expect(try codes("bob", text, of: text) == ["E10"])
    #expect(try codes("alice", text, of: text + "\n") == ["E10"])
    #expect(try codes("alice", text, of: text) == [])
  }
}
