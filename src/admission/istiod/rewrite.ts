import type { Field, ReportProblem } from '../field.js';
import { validateRegularExpression } from './string-match.js';

const topic = 'rewrite';

/** Source: istio.io/istio pkg/config/validation/validation.go validateHTTPRewrite. */
export function validateRewrite(rewrite: Field, report: ReportProblem): void {
  if (!rewrite.isSet) return;
  const uri = rewrite.get('uri');
  const regex = rewrite.get('uriRegexRewrite');
  if (uri.text !== '' && regex.isSet) {
    report({
      at: regex,
      topic,
      part: 'key',
      message: 'uri and uriRegexRewrite exclude each other',
    });
  }
  if (uri.text === '' && !regex.isSet && rewrite.get('authority').text === '') {
    const message = 'rewrite must change something: uri, uriRegexRewrite or authority';
    report({ at: rewrite, topic, part: 'key', message });
  }
  if (!regex.isSet) return;
  const match = regex.get('match');
  const missing = [match, regex.get('rewrite')].find(({ text }) => text === '');
  if (missing) {
    const message = `uriRegexRewrite needs match and rewrite; ${missing.path.at(-1)} is empty`;
    report({ at: missing, topic, message });
  } else validateRegularExpression(match, report);
}
