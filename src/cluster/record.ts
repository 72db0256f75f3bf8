import { createHash, randomBytes } from 'node:crypto';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ClusterError } from './cluster-error.js';
import type { Cluster, KubernetesObject, ObjectKey } from './cluster.js';

/** Where a record is kept. */
export interface RecordKey {
  namespace: string;
  name: string;
  fieldManager: string;
  /** By which it is found among others. Default: none. */
  labels?: Readonly<Record<string, string>>;
}

/** Something that must outlive us, kept in the cluster that it is about. */
export interface ClusterRecord {
  /** Short and readable, so that `kubectl get configmap -o yaml` tells what it is. Changed without touching the body. */
  header: Record<string, string>;
  /** Anything that JSON can hold, of any size. */
  body: unknown;
}

/** A record that is there, but cannot be read. */
export class DamagedRecordError extends ClusterError {}

/** A ConfigMap holds 1 MiB; etcd takes requests of 1.5 MiB, in which the bytes stand as base64. */
const partBytes = 768 * 1024;
/** No snapshot of ours comes near; what somebody else put there shall not fill the memory. */
const maxBodyBytes = 512 * 1024 * 1024;
const partOf = 'mesh-failover/part-of';

/**
 * Writes a record, whole or not at all: first the body, in as many ConfigMaps as it needs, then the one that names them. A
 * record of that name that was there before is replaced at that moment, not sooner.
 */
export async function writeRecord(
  cluster: Cluster,
  key: RecordKey,
  { header, body }: ClusterRecord,
): Promise<void> {
  const bytes = gzipSync(JSON.stringify(body));
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const generation = randomBytes(4).toString('hex');
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += partBytes) {
    const name = `${key.name}-${generation}-${parts.length}`;
    const content = bytes.subarray(start, start + partBytes).toString('base64');
    await put(cluster, key, configMap(key, name, { [partOf]: key.name }, { content }));
    parts.push(name);
  }
  await put(cluster, key, headOf(key, header, { parts, sha256 }));
  await removeParts(cluster, key, parts);
}

/** Undefined: there is none. */
export async function readRecord(
  cluster: Cluster,
  key: RecordKey,
): Promise<ClusterRecord | undefined> {
  const head = await readHead(cluster, key);
  if (!head) return undefined;
  const { index, header } = head;
  const parts: Buffer[] = [];
  for (const name of index.parts) {
    const part = await cluster.get(keyFor(key, name));
    const { content = '' } = (part?.['binaryData'] ?? {}) as Record<string, string>;
    parts.push(Buffer.from(content, 'base64'));
  }
  const bytes = Buffer.concat(parts);
  if (createHash('sha256').update(bytes).digest('hex') !== index.sha256) {
    throw damaged(cluster, key, 'its parts are not what was written');
  }
  const text = gunzipSync(bytes, { maxOutputLength: maxBodyBytes }).toString('utf8');
  return { header, body: JSON.parse(text) as unknown };
}

/** The readable part alone; undefined: there is no record. */
export async function readRecordHeader(
  cluster: Cluster,
  key: RecordKey,
): Promise<Record<string, string> | undefined> {
  return (await readHead(cluster, key))?.header;
}

/**
 * Changes the readable part; the body stays. Fails where there is no record.
 *
 * @param change Gives the new one; may throw where the one that is there must stay.
 */
export async function updateRecordHeader(
  cluster: Cluster,
  key: RecordKey,
  change: (header: Record<string, string>) => Record<string, string>,
): Promise<void> {
  const head = await readHead(cluster, key);
  if (!head) throw damaged(cluster, key, 'it is gone');
  await put(cluster, key, headOf(key, change(head.header), head.index));
}

/** Removes a record; nothing happens where there is none. */
export async function deleteRecord(cluster: Cluster, key: RecordKey): Promise<void> {
  await cluster.delete(keyFor(key, key.name));
  await removeParts(cluster, key, []);
}

/**
 * Writes a record once more under another name, with another readable part. Its body is not looked at.
 *
 * @param header Gets how many bytes the body takes, as it is stored.
 * @param withBody Without it the copy has only a readable part.
 */
export async function copyRecord(
  cluster: Cluster,
  from: RecordKey,
  to: RecordKey,
  { header, withBody }: { header: (bytes: number) => Record<string, string>; withBody: boolean },
): Promise<void> {
  const head = await readHead(cluster, from);
  if (!head) throw damaged(cluster, from, 'it is gone');
  const { parts: old, sha256 } = head.index;
  const generation = randomBytes(4).toString('hex');
  const parts: string[] = [];
  let bytes = 0;
  for (const part of withBody ? old : []) {
    const object = await cluster.get(keyFor(from, part));
    const { content = '' } = (object?.['binaryData'] ?? {}) as Record<string, string>;
    const name = `${to.name}-${generation}-${parts.length}`;
    await put(cluster, to, configMap(to, name, { [partOf]: to.name }, { content }));
    parts.push(name);
    bytes += content.length;
  }
  const index = { parts, sha256: withBody ? sha256 : createHash('sha256').digest('hex') };
  await put(cluster, to, headOf(to, header(bytes), index));
  await removeParts(cluster, to, parts);
}

/** The readable parts of the records with these labels, by the records' names. One that cannot be read is left out. */
export async function recordHeaders(
  cluster: Cluster,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): Promise<Map<string, Record<string, string>>> {
  const labelSelector = Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join(',');
  const all = await cluster.list({ apiVersion: 'v1', kind: 'ConfigMap', namespace, labelSelector });
  return new Map(
    all.flatMap(({ metadata: { name }, data }) => {
      const { index, ...header } = (data ?? {}) as Record<string, string>;
      return index === undefined ? [] : [[name, header] as const];
    }),
  );
}

interface Index {
  parts: string[];
  sha256: string;
}

async function readHead(
  cluster: Cluster,
  key: RecordKey,
): Promise<{ header: Record<string, string>; index: Index } | undefined> {
  const object = await cluster.get(keyFor(key, key.name));
  if (!object) return undefined;
  const { index = '', ...header } = (object['data'] ?? {}) as Record<string, string>;
  try {
    const { parts, sha256 } = JSON.parse(index) as Partial<Index>;
    if (Array.isArray(parts) && typeof sha256 === 'string') {
      return { header, index: { parts: parts.map(String), sha256 } };
    }
  } catch {
    // Said below.
  }
  throw damaged(cluster, key, 'its index cannot be read');
}

/** What an earlier version of the record, or a writer that died, left behind. */
async function removeParts(cluster: Cluster, key: RecordKey, keep: readonly string[]) {
  const { namespace } = key;
  const labelSelector = `${partOf}=${key.name}`;
  const all = await cluster.list({ apiVersion: 'v1', kind: 'ConfigMap', namespace, labelSelector });
  for (const { metadata } of all) {
    if (!keep.includes(metadata.name)) await cluster.delete(keyFor(key, metadata.name));
  }
}

async function put(cluster: Cluster, { fieldManager }: RecordKey, object: KubernetesObject) {
  await cluster.serverSideApply(object, { fieldManager, force: true });
}

function headOf(key: RecordKey, header: Record<string, string>, index: Index): KubernetesObject {
  const { binaryData: _, ...head } = configMap(key, key.name, { ...key.labels }, {});
  return { ...head, data: { ...header, index: JSON.stringify(index) } };
}

function configMap(
  { namespace }: RecordKey,
  name: string,
  labels: Record<string, string>,
  binaryData: Record<string, string>,
): KubernetesObject {
  const own = { 'app.kubernetes.io/managed-by': 'mesh-failover', ...labels };
  return {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace, name, labels: own },
    binaryData,
  };
}

function keyFor({ namespace }: RecordKey, name: string): ObjectKey {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace, name };
}

function damaged(
  cluster: Cluster,
  { namespace, name }: RecordKey,
  why: string,
): DamagedRecordError {
  return new DamagedRecordError(
    'unexpected',
    `cluster ${cluster.name}: the record in ConfigMap ${namespace}/${name} is damaged: ${why}`,
  );
}
