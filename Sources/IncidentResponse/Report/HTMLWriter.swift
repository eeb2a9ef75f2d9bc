import Delegation

extension IncidentReport {
  /// One HTML page: no script, nothing loaded from elsewhere, and a policy in it that forbids both. Every text is escaped.
  package var html: String {
    var writer = HTMLWriter()
    writer.begin(title: title)
    for section in sections {
      writer.heading(section.title)
      for block in section.blocks { writer.write(block, effective: effectiveTimes) }
    }
    writer.end()
    return writer.text
  }
}

/// Escapes what is special in HTML's text and in its quoted attributes.
package func htmlEscaped(_ text: String) -> String {
  escaped(PlainText.visible(text))
}

private func escaped(_ text: String) -> String {
  var result = ""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "&": result += "&amp;"
    case "<": result += "&lt;"
    case ">": result += "&gt;"
    case "\"": result += "&quot;"
    case "'": result += "&#39;"
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result
}

private struct HTMLWriter {
  private(set) var text = ""

  private static let style = """
    body{font:15px/1.5 system-ui,sans-serif;margin:2em auto;max-width:70em;padding:0 1em;color:#1a1a1a;background:#fff}
    table{border-collapse:collapse;width:100%}
    th,td{border:1px solid #bbb;padding:.25em .5em;text-align:left;vertical-align:top;overflow-wrap:anywhere}
    h1,li,p,td,pre{unicode-bidi:isolate}
    pre{background:#f4f4f4;padding:.75em;overflow-x:auto}
    svg{max-width:100%;height:auto}
    .allowed{fill:#b3261e}.denied{fill:#5f6368}.revoked{stroke:#000;stroke-width:2}
    .effective{stroke:#1a5fb4;stroke-width:2;stroke-dasharray:4 3}
    """

  mutating func begin(title: String) {
    text += """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
      <title>\(htmlEscaped(title))</title>
      <style>
      \(HTMLWriter.style)
      </style>
      </head>
      <body>
      <h1>\(htmlEscaped(title))</h1>

      """
  }

  mutating func end() { text += "</body>\n</html>\n" }

  mutating func heading(_ title: String) { text += "<h2>\(htmlEscaped(title))</h2>\n" }

  mutating func write(_ block: ReportSection.Block, effective: [Timestamp]) {
    switch block {
    case .text(let words): text += "<p>\(htmlEscaped(words))</p>\n"
    case .list(let items):
      text += "<ul>\n"
      for item in items { text += "<li>\(htmlEscaped(item))</li>\n" }
      text += "</ul>\n"
    case .table(let header, let rows): table(header, rows)
    case .code(let lines): code(lines)
    case .chart(let chart):
      text += chart.svg(effective: effective)
      code(chart.text(effective: effective))
    }
  }

  private mutating func code(_ code: String) { text += "<pre>\(escaped(visibleLines(code)))</pre>\n" }

  private mutating func table(_ header: [String], _ rows: [[String]]) {
    text += "<table>\n<thead><tr>"
    for cell in header { text += "<th scope=\"col\">\(htmlEscaped(cell))</th>" }
    text += "</tr></thead>\n<tbody>\n"
    for row in rows {
      text += "<tr>"
      for cell in row { text += "<td>\(htmlEscaped(cell))</td>" }
      text += "</tr>\n"
    }
    text += "</tbody>\n</table>\n"
  }
}
