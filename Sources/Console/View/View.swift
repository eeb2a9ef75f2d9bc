import Delegation
import Terminal

/// What the operator gets to see, and what of sessions is in it.
struct Frame: Sendable {
  var canvas: Canvas
  /// Where a text field has its cursor.
  var cursor: CursorPlace?
  var drawn = DrawnFrame.none
}

/// Draws the model. The same model gives the same frame, so that nothing is sent when nothing changed.
func view(_ model: Model) -> Frame {
  let layout = Layout(size: model.size)
  var frame = Frame(canvas: Canvas(rows: model.size.rows, columns: model.size.columns))
  guard !layout.isSmall else {
    SmallView.draw(model, &frame)
    if layout.hasRoomForChoosing { drawChoosing(model, &frame) }
    return frame
  }
  HeaderView.draw(model, &frame.canvas)
  switch model.overlay {
  case .help(let top): HelpPage.draw(model, top: top, &frame)
  case .page(let page): TextPageView.draw(page, model, &frame)
  default: draw(model.screen, model, &frame)
  }
  FooterView.draw(model, &frame.canvas)
  if model.overlay == nil { RowFilterView.draw(model, &frame) }
  if case .palette(let palette) = model.overlay { PaletteView.draw(palette, model, &frame) }
  drawChoosing(model, &frame)
  return frame
}

private func drawChoosing(_ model: Model, _ frame: inout Frame) {
  switch model.overlay {
  case .chooser(let chooser): ChooserView.draw(chooser, model, &frame)
  case .card(let card): CardView.draw(card, model, &frame)
  case .modes(let chooser): ModeChooserView.draw(chooser, model, &frame)
  case .bulk(let card): BulkCardView.draw(card, model, &frame)
  case .columns(let chooser): ColumnChooserView.draw(chooser, model, &frame)
  case .revoking: BulkCardView.drawProgress(model, &frame)
  case .tour(let index) where !Layout(size: model.size).isSmall: TourView.draw(index, model, &frame)
  case .palette, .help, .page, .tour, nil: break
  }
}

private func draw(_ screen: Screen, _ model: Model, _ frame: inout Frame) {
  switch screen {
  case .sessions:
    FilterView.draw(model, &frame)
    if let grouping = model.grouping {
      GroupTable.draw(model, grouping, &frame)
    } else {
      SessionTable.draw(model, &frame)
    }
  case .session: SessionPageView.draw(model, &frame)
  case .alerts: AlertTable.draw(model, &frame)
  case .metrics: MetricsView.draw(model, &frame.canvas)
  case .incidents: IncidentTable.draw(model, &frame)
  case .incident: IncidentView.draw(model, &frame)
  case .approvals: ApprovalsView.draw(model, &frame)
  case .drills: DrillsView.draw(model, &frame)
  case .policy: PolicyView.draw(model, &frame)
  case .audit: AuditView.draw(model, &frame)
  }
}
