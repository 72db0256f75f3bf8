import type { Field, ReportProblem } from '../field.js';

const topic = 'client-tls';
const configMapPrefix = 'configmap://';

/** Source: istio.io/istio pkg/config/validation/agent/validation.go ValidateTLS. */
export function validateClientTls(tls: Field, namespace: string, report: ReportProblem): void {
  if (!tls.isSet) return;
  const mode = tls.get('mode').text;
  const credential = tls.get('credentialName');
  validateConfigMapName(credential, namespace, report);
  validateInsecure(tls, mode, report);
  if (mode !== 'SIMPLE' && mode !== 'MUTUAL') return;
  if (credential.text !== '') {
    refuseFields(
      tls,
      ['clientCertificate', 'caCertificates', 'privateKey', 'caCrl'],
      'credentialName brings its own certificates',
      report,
    );
    return;
  }
  if (mode !== 'MUTUAL') return;
  for (const at of [tls.get('clientCertificate'), tls.get('privateKey')]) {
    if (at.text !== '') continue;
    report({ at, topic, message: `mode MUTUAL needs ${at.path.at(-1)}, or a credentialName` });
  }
}

/** Source: pilot/pkg/model/credentials/resource.go ParseResourceName. */
function validateConfigMapName(at: Field, namespace: string, report: ReportProblem): void {
  if (!at.text.startsWith(configMapPrefix)) return;
  const [of = '', name = ''] = at.text.slice(configMapPrefix.length).split('/');
  if (of === namespace && name !== '') return;
  const message = `credentialName must be ${configMapPrefix}${namespace}/NAME, in the namespace of the DestinationRule`;
  report({ at, topic, message });
}

function validateInsecure(tls: Field, mode: string, report: ReportProblem): void {
  if (!tls.get('insecureSkipVerify').flag) return;
  const why = 'insecureSkipVerify: true verifies nothing';
  const lists = tls.get('subjectAltNames').items.length > 0 ? ['subjectAltNames'] : [];
  if (mode === 'SIMPLE') {
    refuseFields(tls, ['caCertificates', 'credentialName', ...lists], why, report);
  }
  if (mode === 'MUTUAL') refuseFields(tls, ['caCertificates', ...lists], why, report);
}

function refuseFields(tls: Field, keys: string[], why: string, report: ReportProblem): void {
  for (const at of keys.map((key) => tls.get(key))) {
    if (at.text === '' && at.items.length === 0) continue;
    report({ at, topic, part: 'key', message: `${why}; remove ${at.path.at(-1)}` });
  }
}
