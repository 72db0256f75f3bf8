import { isMapping } from '../foundation/values.js';
import { conform, shapeAt } from '../api/conform.js';
import { meshConfig, type MeshConfig } from '../api/mesh-config.js';
import type { Shape } from '../api/shape.js';
import { didYouMean } from '../foundation/did-you-mean.js';
import type { Path } from '../foundation/range.js';
import type { Document } from '../manifest/document.js';
import { ConfigurationError } from '../foundation/errors.js';
import { parseMappings } from '../manifest/parse.js';
import { ConfigProblems } from './config-problems.js';
import { meshConfigAtTop, meshConfigIn } from './held-mesh-config.js';
import { wrongType } from './schema-problems.js';

/**
 * Reads Istio's MeshConfig from the text of a file: bare, in an object that installs Istio (see `meshConfigIn`), or in values
 * of the istiod chart (`meshConfig` at the top). Only the fields of `MeshConfig` are kept. Throws `ConfigurationError` with every
 * problem; a field that Istio's MeshConfig does not have is one. `file` is how the file is called there.
 */
export function parseMeshConfig(text: string, file: string): MeshConfig {
  const problems = new ConfigProblems(file);
  const parsed = parseMappings({ file, text, named: true });
  for (const { range, message } of parsed.problems) problems.addAt(range, message);
  problems.throwIfAny();
  for (const document of parsed.documents) {
    const { kind, data } = document.value;
    if (kind === 'ConfigMap' && typeof field(data, 'mesh') === 'string') {
      return parseMeshConfig(String(field(data, 'mesh')), `${file} (data.mesh)`);
    }
    const held = meshConfigIn(document);
    if (held) return check(document, held.value, held.path, problems);
  }
  const [only] = parsed.documents;
  // An empty MeshConfig is Istio's defaults.
  if (!only && parsed.count === 0) return {};
  if (only && parsed.documents.length === 1 && !('kind' in only.value)) {
    const held = meshConfigAtTop(only);
    return held
      ? check(only, held.value, held.path, problems)
      : check(only, only.value, [], problems);
  }
  const message =
    'no MeshConfig in it; give a bare one, the istio ConfigMap with data.mesh, an IstioOperator with ' +
    'spec.meshConfig, an Istio of sailoperator.io with spec.values.meshConfig, or values of the istiod chart';
  throw new ConfigurationError([{ file, line: 1, column: 1, message }], `${file}: ${message}`);
}

/** What is wrong in a MeshConfig: where in it, and what. */
export interface MeshConfigProblem {
  path: Path;
  part: 'key' | 'value';
  message: string;
}

/** The parts of a MeshConfig that the prediction depends on, and its problems: wrong types, and fields that Istio does not have. */
export function checkMeshConfig(value: unknown): {
  meshConfig: MeshConfig;
  wrong: MeshConfigProblem[];
  unknown: MeshConfigProblem[];
} {
  // Istio reads both spellings.
  const given = Object.fromEntries(
    Object.entries(isMapping(value) ? value : {}).map(([name, own]) => [camelCase(name), own]),
  );
  const known = Object.fromEntries(
    Object.keys(meshConfig).map((name) => [name, field(given, name)]),
  );
  // A field that is null is not set, as in every protobuf JSON.
  const conformed = conform(known, meshConfig);
  const wrong = conformed.dropped.map((path): MeshConfigProblem => {
    const message = wrongType(valueAt(known, path), jsonType(shapeAt(meshConfig, path)));
    return { path, part: 'value', message };
  });
  const unknown = Object.keys(isMapping(value) ? value : {})
    .filter((name) => !fieldNames.has(camelCase(name)))
    .map((name): MeshConfigProblem => {
      const guess = didYouMean(name, fieldNames);
      const advice =
        guess === undefined ? 'Istio ignores it; remove it' : `did you mean "${guess}"?`;
      return {
        path: [name],
        part: 'key',
        message: `unknown field "${name}" of MeshConfig; ${advice}`,
      };
    });
  return { meshConfig: conformed.value as MeshConfig, wrong, unknown };
}

function camelCase(name: string): string {
  return name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Every field of MeshConfig, those of earlier versions included.
 * Source: istio.io/api 1.31.1 mesh/v1alpha1/config.proto.
 */
const fieldNames = new Set(
  (
    'proxyListenPort proxyInboundListenPort proxyHttpPort connectTimeout hboneIdleTimeout protocolDetectionTimeout ' +
    'tcpKeepalive ingressClass ingressService ingressControllerMode ingressSelector enableTracing accessLogFile ' +
    'accessLogFormat accessLogEncoding enableEnvoyAccessLogService disableEnvoyListenerLog defaultConfig ' +
    'outboundTrafficPolicy inboundTrafficPolicy configSources enableAutoMtls trustDomain trustDomainAliases caCertificates ' +
    'defaultServiceExportTo defaultVirtualServiceExportTo defaultDestinationRuleExportTo rootNamespace localityLbSetting ' +
    'zoneAwareLbSetting dnsRefreshRate h2UpgradePolicy inboundClusterStatName outboundClusterStatName certificates ' +
    'serviceSettings serviceScopeConfigs enablePrometheusMerge verifyCertificateAtClient ca extensionProviders ' +
    'defaultProviders discoverySelectors pathNormalization defaultHttpRetryPolicy meshMTLS meshMtls tlsDefaults ' +
    'defaultTrafficPolicy serviceEntryVisibility ' +
    'thriftConfig mixerCheckServer mixerReportServer disablePolicyChecks disableMixerHttpReports policyCheckFailOpen ' +
    'sidecarToTelemetrySessionAffinity reportBatchMaxEntries reportBatchMaxTime enableClientSidePolicyCheck ' +
    'sdsUdsPath sdsRefreshDelay enableSdsTokenMount sdsUseK8sSaJwt authPolicy rdsRefreshDelay mixerAddress disableReportBatch'
  ).split(' '),
);

function check(
  document: Document,
  value: unknown,
  path: Path,
  problems: ConfigProblems,
): MeshConfig {
  const checked = checkMeshConfig(value);
  for (const problem of [...checked.wrong, ...checked.unknown]) {
    problems.add(document, { ...problem, path: [...path, ...problem.path] });
  }
  problems.throwIfAny();
  return checked.meshConfig;
}

/** JSON Schema's word for the type of a shape. */
function jsonType(shape: Shape): string {
  if (typeof shape === 'object') return Array.isArray(shape) ? 'array' : 'object';
  return shape === 'text' ? 'string' : shape;
}

function valueAt(value: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>((at, part) => (at as Record<string | number, unknown>)[part], value);
}

function field(value: unknown, key: string): unknown {
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
