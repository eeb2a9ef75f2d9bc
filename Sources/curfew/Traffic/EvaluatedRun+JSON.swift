import Delegation
import PolicyEngine
import Traffic

extension EvaluatedRun {
  /// Figures that have no value, such as the precision where nothing was alarmed at, are null.
  var json: String {
    JSONWriter.object { writer in
      writer.member("seed", raw: String(options.seed))
      writer.member("policy", policy.version.text)
      writer.member("sessions", raw: String(result.sessions.count))
      writer.member("attackedSessions", raw: String(attackedCount))
      writer.member("steps", raw: String(result.steps))
      writer.key("detectors")
      EvaluatedRun.write(result, to: &writer)
      guard !otherWeights.isEmpty else { return }
      writer.key("otherWeights")
      writer.array { list in
        for (percent, result) in otherWeights {
          list.object { object in
            object.member("percent", raw: String(percent))
            object.key("detectors")
            EvaluatedRun.write(result, to: &object)
          }
        }
      }
    }
  }

  private static func write(_ result: Evaluation.Result, to writer: inout JSONWriter) {
    writer.array { list in
      for (name, report) in result.reports {
        list.object { object in
          object.member("detector", name)
          object.key("ranking")
          object.array { for ranking in report.rankings { write(ranking, to: &$0) } }
          object.key("alarms")
          object.array { for alarm in report.alarms { write(alarm, to: &$0) } }
        }
      }
    }
  }

  private static func write(_ ranking: RankingReport, to list: inout JSONWriter) {
    list.object { object in
      object.member("attack", ranking.name)
      object.member("attacked", raw: String(ranking.attacked))
      object.member("rocArea", raw: number(ranking.rocArea))
      object.member("prArea", raw: number(ranking.averagePrecision))
    }
  }

  private static func write(_ alarm: AlarmReport, to list: inout JSONWriter) {
    list.object { object in
      object.member("threshold", raw: number(alarm.threshold))
      object.key("attacks")
      object.array { for detection in alarm.detections { write(detection, to: &$0) } }
      object.key("honest")
      object.object { honest in
        honest.member("sessions", raw: String(alarm.honest.sessions))
        honest.member("sessionsAlerted", raw: String(alarm.honest.sessionsAlerted))
        honest.member("falsePositiveRate", raw: number(alarm.honest.falsePositiveRate))
        honest.member("alerts", raw: String(alarm.honest.alerts))
        honest.member("alertsPer1000Sessions", raw: number(alarm.honest.alertsPer1000Sessions))
        honest.member("alertsPer1000SessionDays", raw: number(alarm.honest.alertsPer1000SessionDays))
      }
    }
  }

  private static func write(_ detection: DetectionReport, to list: inout JSONWriter) {
    list.object { object in
      object.member("attack", detection.name)
      object.member("attacked", raw: String(detection.attacked))
      object.member("detected", raw: String(detection.detected))
      object.member("recall", raw: number(detection.recall))
      object.member("precision", raw: number(detection.precision))
      object.member("f1", raw: number(detection.f1))
      object.member("timeToDetectMedianSeconds", raw: seconds(detection.timeToDetectMedian))
      object.member("timeToDetectP95Seconds", raw: seconds(detection.timeToDetectP95))
    }
  }

  /// To six decimals.
  private static func number(_ value: Double?) -> String {
    value.map { shortestDecimal(UInt64(max(0, $0 * 1_000_000).rounded()), scale: 6) } ?? "null"
  }

  private static func seconds(_ span: TimeSpan?) -> String {
    span.map { shortestDecimal(UInt64(max(0, $0.milliseconds)), scale: 3) } ?? "null"
  }
}
