extension NoticeDocument {
  /// One page: no script, nothing loaded from elsewhere, and a policy in it that forbids both. Every text is escaped.
  /// - Parameter hosts: an `https` address of exactly one of them becomes a link; no other address does.
  func html(linking hosts: [String], isDrill: Bool) -> String {
    let heading = htmlEscaped(title?.text ?? "")
    let language = field("lang")?.value ?? "en"
    var page = """
      <!DOCTYPE html>
      <html lang="\(htmlEscaped(language))">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <meta name="referrer" content="no-referrer">
      <title>\(heading)</title>
      <style>
      body{font:17px/1.5 system-ui,sans-serif;margin:2em auto;max-width:42em;padding:0 1em;color:#1a1a1a;background:#fff}
      h1,h2,p,li{unicode-bidi:isolate;overflow-wrap:anywhere}
      h2{font-size:1.1em;margin-bottom:0}
      .drill{background:#ffd60a;color:#000;padding:.5em;font-weight:bold;text-align:center}
      </style>
      </head>
      <body>

      """
    if isDrill { page += "<p class=\"drill\" role=\"alert\">\(NoticeDocument.drillMark)</p>\n" }
    var openList: String?
    func close() {
      if let tag = openList { page += "</\(tag)>\n" }
      openList = nil
    }
    for paragraph in paragraphs {
      let text = NoticeInline(paragraph.text, hosts).html
      guard paragraph.kind == .step else {
        close()
        page += element(paragraph.kind, text)
        continue
      }
      let tag = marker(of: paragraph) == "-" ? "ul" : "ol"
      if openList != tag {
        close()
        page += "<\(tag)>\n"
        openList = tag
      }
      page += "<li>\(text)</li>\n"
    }
    close()
    return page + "</body>\n</html>\n"
  }

  private func element(_ kind: NoticeParagraph.Kind, _ text: String) -> String {
    switch kind {
    case .title: "<h1>\(text)</h1>\n"
    case .heading: "<h2>\(text)</h2>\n"
    case .text, .step: "<p>\(text)</p>\n"
    }
  }
}

/// One paragraph's text with its links.
private struct NoticeInline {
  let html: String

  init(_ text: String, _ hosts: [String]) {
    html = text.split(separator: " ", omittingEmptySubsequences: false).map { word in
      NoticeInline.linked(String(word).replacing("**", with: "").replacing("`", with: ""), hosts)
    }
    .joined(separator: " ")
  }

  /// `word` escaped; where it is an official address, a link that shows exactly where it leads.
  private static func linked(_ word: String, _ hosts: [String]) -> String {
    var address = word[...]
    while let last = address.last, ".,;:!?".contains(last) { address.removeLast() }
    let scheme = "https://"
    guard address.hasPrefix(scheme) else { return htmlEscaped(word) }
    let rest = address.dropFirst(scheme.count)
    let host = rest.prefix { $0 != "/" }
    let path = rest.dropFirst(host.count)
    let isPlain = path.utf8.allSatisfy { byte in
      (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
        || "/-._~".utf8.contains(byte)
    }
    guard hosts.contains(String(host)), isPlain else { return htmlEscaped(word) }
    let escaped = htmlEscaped(String(address))
    return "<a href=\"\(escaped)\" rel=\"noreferrer noopener\">\(escaped)</a>"
      + htmlEscaped(String(word.dropFirst(address.count)))
  }
}
