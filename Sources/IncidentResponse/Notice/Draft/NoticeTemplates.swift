/// Mustache for the whole of a notice: the header that a program reads, and the order of what a user reads.
enum NoticeTemplates {
  static let full = """
    ---
    incident: {{incident}}
    kind: {{kind}}
    lang: {{language}}
    {{#isDrill}}
    drill: true
    {{/isDrill}}
    published_at: {{published}}
    {{#next}}
    next_update_at: {{.}}
    {{/next}}
    official_domain: {{domain}}
    ---
    # {{title}}

    {{#note}}
    {{.}}

    {{/note}}
    {{audience}}
    {{#blocks}}

    **{{heading}}** {{text}}
    {{#steps}}
    {{.}}
    {{/steps}}
    {{/blocks}}

    """
}
