import {
  CodeActionKind,
  DiagnosticSeverity,
  type CodeAction,
  type Diagnostic,
  type Range,
} from 'vscode-languageserver/node.js';
import type { ConfigurationProblem } from '../foundation/errors.js';
import type { Finding } from '../foundation/finding.js';
import type { Range as TextRange } from '../foundation/range.js';
import type { Severity } from '../foundation/severity.js';

const source = 'mesh-failover';

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  notice: DiagnosticSeverity.Information,
};

/** Both count columns in UTF-16 units; the protocol counts from 0. */
export function rangeOf({ line, column, endLine, endColumn }: TextRange): Range {
  return {
    start: { line: line - 1, character: column - 1 },
    end: { line: endLine - 1, character: endColumn - 1 },
  };
}

/** @param uriOf The address of a file by its name. */
export function diagnosticOf(finding: Finding, uriOf: (file: string) => string): Diagnostic {
  const { rule, severity, message, url, related } = finding;
  return {
    range: rangeOf(finding),
    severity: severities[severity],
    source,
    code: rule,
    codeDescription: { href: url },
    message,
    relatedInformation: related.map((place) => ({
      location: { uri: uriOf(place.file), range: rangeOf(place) },
      message: place.message,
    })),
  };
}

export function configurationDiagnostic({
  line,
  column,
  message,
}: ConfigurationProblem): Diagnostic {
  return {
    range: rangeOf({ line, column, endLine: line, endColumn: column + 1 }),
    severity: DiagnosticSeverity.Error,
    source,
    message,
  };
}

/** The fix of a finding; undefined where it has none. */
export function quickFixOf(
  finding: Finding,
  uriOf: (file: string) => string,
): CodeAction | undefined {
  const { fix } = finding;
  if (!fix) return undefined;
  const changes: Record<string, { range: Range; newText: string }[]> = {};
  for (const { file, range, text } of fix.edits) {
    (changes[uriOf(file)] ??= []).push({ range: rangeOf(range), newText: text });
  }
  return {
    title: fix.description,
    kind: CodeActionKind.QuickFix,
    diagnostics: [diagnosticOf(finding, uriOf)],
    isPreferred: true,
    edit: { changes },
  };
}
