import type { Field, ReportProblem } from '../field.js';

/** Source: istio.io/istio pkg/config/security/security.go ValidCipherSuites. */
const known = [
  ...['ECDHE-ECDSA', 'ECDHE-RSA'].flatMap((exchange) =>
    ['AES128-GCM-SHA256', 'AES256-GCM-SHA384', 'CHACHA20-POLY1305', 'AES128-SHA', 'AES256-SHA'].map(
      (cipher) => `${exchange}-${cipher}`,
    ),
  ),
  'AES128-GCM-SHA256',
  'AES256-GCM-SHA384',
  'AES128-SHA',
  'AES256-SHA',
  'DES-CBC3-SHA',
];

/** Source: istio.io/istio pkg/config/validation/validation.go validateTLSOptions. */
export function warnOfCipherSuites(tls: Field, report: ReportProblem): void {
  const suites = tls.get('cipherSuites');
  const warn = (at: Field, message: string) =>
    report({ at, topic: 'cipher-suites', severity: 'warning', message });
  const minimum = tls.get('minProtocolVersion');
  if (['TLSV1_0', 'TLSV1_1'].includes(minimum.text) && suites.items.length === 0) {
    warn(minimum, `${minimum.text} needs cipherSuites that go with it; those by default do not`);
  }
  const seen = new Set<string>();
  for (const at of suites.items) {
    if (!isKnown(at.text)) warn(at, `there is no cipher suite ${at.text}; it is ignored`);
    else if (seen.has(at.text)) warn(at, `${at.text} is there twice`);
    seen.add(at.text);
  }
}

/** Operators such as `-ALL` or `!MD5` pass unread. */
function isKnown(suite: string): boolean {
  return suite === '' || suite === 'ALL' || !/^[\p{N}\p{L}]/u.test(suite) || known.includes(suite);
}
