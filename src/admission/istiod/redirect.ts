import type { Field, ReportProblem } from '../field.js';
import { validateOptionalPort } from './port.js';

const topic = 'redirect';

/** Source: istio.io/istio pkg/config/validation/validation.go validateHTTPRedirect. */
export function validateRedirect(redirect: Field, matches: Field, report: ReportProblem): void {
  if (!redirect.isSet) return;
  const uri = redirect.get('uri');
  const prefix = redirect.get('prefixRewrite');
  const scheme = redirect.get('scheme');
  if (uri.text !== '' && prefix.text !== '') {
    report({
      at: prefix,
      topic,
      part: 'key',
      message: 'uri and prefixRewrite exclude each other',
    });
  }
  if (prefix.text !== '') validatePrefixes(matches, report);
  const hasTarget =
    [uri, prefix, redirect.get('authority'), scheme].some(({ text }) => text !== '') ||
    [redirect.get('port'), redirect.get('derivePort')].some(({ isSet }) => isSet);
  if (!hasTarget) {
    const message = 'redirect must change something: uri, authority, scheme or port';
    report({ at: redirect, topic, part: 'key', message });
  }
  const code = redirect.get('redirectCode');
  if (code.number !== 0 && (code.number < 300 || code.number > 399)) {
    const message = `redirectCode must be between 300 and 399, but is ${code.number}`;
    report({ at: code, topic, message });
  }
  if (!['', 'http', 'https'].includes(scheme.text)) {
    const message = `scheme must be http or https, but is "${scheme.text}"`;
    report({ at: scheme, topic, message });
  }
  validateOptionalPort(redirect.get('port'), report);
}

function validatePrefixes(matches: Field, report: ReportProblem): void {
  for (const uri of matches.items.map((match) => match.get('uri'))) {
    if (!uri.isSet || uri.get('prefix').isSet) continue;
    const message = 'prefixRewrite needs a prefix to rewrite: match uri by prefix';
    report({ at: uri, topic, message });
  }
}
