import type { Field, ReportProblem } from '../field.js';
import { warnOfCipherSuites } from './cipher-suites.js';

const topic = 'server-tls';

/** Where certificates may come from, beside files. */
const credentialFields = ['credentialName', 'credentialNames', 'tlsCertificates'];
const fileFields = ['serverCertificate', 'privateKey', 'caCertificates'];

/** Source: istio.io/istio pkg/config/validation/validation.go validateTLSOptions. */
export function validateServerTls(tls: Field, report: ReportProblem): void {
  if (!tls.isSet) return;
  warnOfCipherSuites(tls, report);
  const mode = tls.get('mode').text || 'PASSTHROUGH';
  if (mode === 'ISTIO_MUTUAL') {
    refuseCertificates(tls, report);
    return;
  }
  if (mode === 'PASSTHROUGH' || mode === 'AUTO_PASSTHROUGH') {
    warnOfUnusedCertificates(tls, mode, report);
  }
  validateSources(tls, report);
  const terminates = ['SIMPLE', 'MUTUAL', 'OPTIONAL_MUTUAL'].includes(mode);
  const isFetched = hasContent(tls.get('credentialName')) || hasContent(tls.get('credentialNames'));
  if (terminates && isFetched) return;
  if (terminates) validateFiles(tls, mode, report);
  validateRevocationList(tls, mode, report);
}

function hasContent(field: Field): boolean {
  return field.text !== '' || field.items.length > 0;
}

function refuseCertificates(tls: Field, report: ReportProblem): void {
  for (const at of [...fileFields, ...credentialFields].map((key) => tls.get(key))) {
    if (!hasContent(at)) continue;
    const message = `mode ISTIO_MUTUAL uses Istio's own certificates; remove ${at.path.at(-1)}`;
    report({ at, topic, part: 'key', message });
  }
}

function warnOfUnusedCertificates(tls: Field, mode: string, report: ReportProblem): void {
  const at = [...fileFields, ...credentialFields, 'caCrl']
    .map((key) => tls.get(key))
    .find(hasContent);
  if (!at) return;
  const message = `mode ${mode} uses no certificates; ${at.path.at(-1)} is ignored`;
  report({ at, topic, severity: 'warning', part: 'key', message });
}

function validateSources(tls: Field, report: ReportProblem): void {
  const certificate = tls.get('serverCertificate');
  const hasFiles = hasContent(certificate) && hasContent(tls.get('privateKey'));
  const credentials = credentialFields.map((key) => tls.get(key)).filter(hasContent);
  const sources = hasFiles ? [certificate, ...credentials] : credentials;
  const [first, second] = sources;
  if (!first || !second) return;
  const message = `certificates come from one place only; remove ${first.path.at(-1)} or ${second.path.at(-1)}`;
  report({ at: second, topic, part: 'key', message });
}

function validateFiles(tls: Field, mode: string, report: ReportProblem): void {
  const need = (at: Field) => {
    if (hasContent(at)) return;
    const message = `mode ${mode} needs ${at.path.at(-1)}, or a credentialName`;
    report({ at, topic, message });
  };
  if (mode !== 'SIMPLE') need(tls.get('caCertificates'));
  const several = tls.get('tlsCertificates').items;
  for (const certificate of several.length > 0 ? several : [tls]) {
    need(certificate.get('serverCertificate'));
    need(certificate.get('privateKey'));
  }
}

function validateRevocationList(tls: Field, mode: string, report: ReportProblem): void {
  const list = tls.get('caCrl');
  if (list.text === '') return;
  const refuse = (message: string) => report({ at: list, topic, part: 'key', message });
  if (tls.get('credentialName').text !== '') refuse('with credentialName, caCrl belongs in it');
  if (mode === 'SIMPLE') refuse('mode SIMPLE asks for no client certificate; remove caCrl');
}
