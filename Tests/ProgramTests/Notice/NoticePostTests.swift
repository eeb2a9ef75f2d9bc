import Foundation
import Testing

@Suite struct `a notice to a webhook` {
  private let incident: IncidentNotice

  init() throws {
    incident = try IncidentNotice()
    try incident.draft()
  }

  private func post(
    _ url: String, _ more: [String] = [], environment: [String: String] = [:]
  ) throws -> Program.Result {
    try incident.run("alice", ["notice", "post", "--webhook", url] + more, environment: environment)
  }

  @Test(arguments: [
    "http://hooks.example/x", "ftp://127.0.0.1/x", "https://user:pw@hooks.example/", "https://", "x",
    "http://127.0.0.1@evil.example/", "http://127.1/x", "http://127.0.0.1.evil.example/", "https://a b/",
    "http://localhost\\@evil.example/", "https://hooks.example/#f", "https://hooks.example:0/",
  ])
  func `an address that is not safe is refused, and not repeated`(url: String) throws {
    let result = try post(url)
    #expect(result.status == 64 && result.error.contains("--webhook: expected https://"), "\(result.error)")
    #expect(!result.error.contains("pw") && !result.error.contains("evil"))
  }

  @Test func `nothing is sent before the approval, and nothing of another text after it`() throws {
    let server = try WebhookServer()
    let early = try post(server.url)
    #expect(early.status == 1 && early.error.contains("is not approved"))
    try incident.approve()
    let editor = try incident.folder.file(
      "edit.sh", "sed -i 's/no refund form/no refund form at all/' \"$1\"\n")
    try incident.must(
      "alice", ["notice", "edit"], environment: ["EDITOR": "/bin/sh \(editor)", "VISUAL": ""])
    let changed = try post(server.url)
    #expect(changed.status == 1 && changed.error.contains("is not approved"), "\(changed.error)")
    #expect(server.requests.isEmpty)
    #expect(try incident.departures("posted").isEmpty)
  }

  @Test func `it is tried again while that may help, arrives whole, and is sent once`() throws {
    try incident.approve()
    let text = try incident.must("alice", ["notice", "export"]).output
    let server = try WebhookServer([
      .status(503, headers: ["Retry-After: 0"]), .status(429, headers: ["Retry-After: 0"]),
    ])
    let headers = try incident.folder.file("headers", "X-Team: \"res\\ponse\"\n\nX-Secret: open\n")
    chmod(headers, 0o600)
    let sent = try post(
      server.url, ["--header-file", headers], environment: ["CURFEW_WEBHOOK_TOKEN": "t0ken\"\\x"])
    #expect(sent.status == 0, "\(sent.error)")
    #expect(sent.output.hasSuffix("went to \(server.host)\n"))
    let requests = server.requests
    try #require(requests.count == 3)
    let digest = try #require(try incident.status.first?["digest"] as? String)
    for request in requests {
      #expect(request.head.hasPrefix("POST /hook?token=sesame HTTP/1.1"))
      #expect(request.header("Idempotency-Key") == digest)
      #expect(request.header("Content-Type") == "application/json")
      #expect(request.header("Authorization") == "Bearer t0ken\"\\x")
      #expect(request.header("X-Team") == "\"res\\ponse\"" && request.header("X-Secret") == "open")
      #expect(request.body == requests[0].body)
    }
    let body = object(requests[0].body)
    #expect(body["text"] as? String == text && body["incident"] as? String == "INC-1")
    #expect("sha256:\(body["sha256"] as? String ?? "")" == digest && body["isDrill"] as? Bool == false)
    #expect(try incident.departures("posted") == [server.host])
    let again = try post(server.url)
    #expect(again.status == 0 && again.output.contains("already: nothing is sent"))
    #expect(server.requests.count == 3)
    #expect(try post(server.url, ["--again"]).status == 0)
    #expect(server.requests.count == 4)
    for secret in ["sesame", "t0ken", "open\n"] {
      #expect(!(sent.output + sent.error + again.error).contains(secret))
    }
    let log = try incident.must("alice", ["audit", "export"]).output
    #expect(!log.contains("sesame") && !log.contains("t0ken"))
  }

  @Test(arguments: [
    (WebhookServer.Answer.status(400), "it answered 400"), (.status(404), "it answered 404"),
    (.status(302, headers: ["Location: http://127.0.0.1:1/"]), "a redirect, which is not followed"),
    (.status(429, headers: ["Retry-After: 9999"]), "asks to wait 9999 s"),
  ])
  func `what another attempt would not change ends it at once`(answer: WebhookServer.Answer, words: String)
    throws
  {
    try incident.approve()
    let server = try WebhookServer([answer])
    let result = try post(server.url)
    #expect(result.status == 1 && result.error.contains(words), "\(result.error)")
    #expect(result.error.contains(server.host) && !result.error.contains("sesame"))
    #expect(server.requests.count == 1)
    #expect(try incident.departures("posted").isEmpty)
  }

  @Test func `a receiver that says nothing, or is not there, is given up after the retries`() throws {
    try incident.approve()
    let server = try WebhookServer([.silence, .silence])
    let silent = try post(server.url, ["--timeout", "1s", "--retries", "1"])
    #expect(
      silent.status == 1 && silent.error.contains("did not answer in time, after 2 attempts"),
      "\(silent.error)")
    #expect(server.requests.count == 2)
    let nobody = try post("http://127.0.0.1:1/", ["--retries", "0"])
    #expect(
      nobody.status == 1 && nobody.error.contains("nothing accepts connections there"), "\(nobody.error)")
  }

  @Test func `headers that others can read, or that are none, are refused unseen`() throws {
    try incident.approve()
    let server = try WebhookServer()
    for (text, mode, words) in [
      ("X-Secret: sesame\n", 0o644, "can be read by others"),
      ("sesame\n", 0o600, "line 1: expected `Name: value`"),
      ("A: b\nX: sesame\u{1}\n", 0o600, "line 2: expected"),
    ] as [(String, mode_t, String)] {
      let file = try incident.folder.file("headers", text)
      chmod(file, mode)
      let result = try post(server.url, ["--header-file", file])
      #expect(result.status == 1 && result.error.contains(words), "\(result.error)")
      #expect(!result.error.contains("sesame"))
    }
    #expect(server.requests.isEmpty)
  }
}

@Suite struct `a drill's notice` {
  @Test func `carries its mark, and goes to this machine alone and only when that is said`() throws {
    let incident = try IncidentNotice()
    try incident.must("alice", ["incident", "open", "--title", "practice", "--drill"])
    let here = ["--incident", "DRILL-1"]
    let text = try incident.must("alice", ["notice", "draft", "--host", "wallet.example"] + here).output
    #expect(text.contains("# DRILL, "))
    let editor = try incident.folder.file(
      "edit.sh", "sed -i 's/^# DRILL, /# /; s/^drill: true$/drill: false/' \"$1\"\n")
    let unmarked = try incident.run(
      "alice", ["notice", "edit"] + here, environment: ["EDITOR": "/bin/sh \(editor)", "VISUAL": ""])
    #expect(unmarked.status == 2 && unmarked.error.contains("E11"), "\(unmarked.error)")
    #expect(try incident.run("alice", ["notice", "approve"] + here).status == 2)
    try incident.must("alice", ["notice", "draft", "--host", "wallet.example"] + here)
    try incident.approve(here)
    #expect(
      try incident.must("alice", ["notice", "export", "--form", "html"] + here).output.contains(">DRILL</p>"))
    let server = try WebhookServer()
    let refused = try incident.run("alice", ["notice", "post", "--webhook", server.url] + here)
    #expect(refused.status == 1 && refused.error.contains("is a drill"))
    let elsewhere = try incident.run(
      "alice", ["notice", "post", "--drill-target", "--webhook", "https://hooks.example/"] + here)
    #expect(elsewhere.status == 1 && elsewhere.error.contains("is a drill"))
    #expect(server.requests.isEmpty)
    try incident.must("alice", ["notice", "post", "--drill-target", "--webhook", server.url] + here)
    let body = object(try #require(server.requests.first).body)
    #expect(body["isDrill"] as? Bool == true)
    #expect((body["text"] as? String)?.contains("# DRILL, ") == true)
  }
}
