import type { Severity } from '../foundation/severity.js';
import { urlOfRule } from '../lint/finding-at.js';
import type { Rule } from '../rules/rule.js';

const levels: Record<Severity, string> = { error: 'error', warning: 'warning', notice: 'note' };

/** Longer descriptions are refused by code scanning. */
const longest = 1_000;

/** A rule as SARIF describes it, its page in short as the help. */
export function sarifRule(rule: Rule): object {
  const { name, code, category, severity, summary, description, references } = rule;
  const [first = ''] = description.split('\n\n');
  const sources = references.length
    ? `\n\nReferences:\n\n${references.map((source) => `- ${source}`).join('\n')}`
    : '';
  const help = `${summary}\n\n${description}${sources}\n\n[The rule's page](${urlOfRule(name)})`;
  return {
    id: name,
    name: name.replace(/(?:^|-)(\w)/g, (_, letter: string) => letter.toUpperCase()),
    shortDescription: { text: summary },
    fullDescription: { text: plain(first).slice(0, longest) },
    helpUri: urlOfRule(name),
    help: { text: plain(`${summary}\n\n${description}${sources}`), markdown: help },
    defaultConfiguration: { level: levels[severity] },
    properties: {
      code,
      category,
      tags: ['istio', 'failover', category],
      precision: 'very-high',
      'problem.severity': severity === 'notice' ? 'recommendation' : severity,
    },
  };
}

function plain(markdown: string): string {
  return markdown.replaceAll('`', '').replaceAll('**', '');
}
