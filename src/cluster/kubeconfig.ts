import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import type { KubeConfig } from '@kubernetes/client-node';
import type { ClusterConfig } from '../config/config.js';
import { UserError } from '../foundation/errors.js';
import { readSmallFile } from '../files/read-small-file.js';
import { authProviderProblem } from './auth-provider.js';
import { impersonationHeaders, type Impersonation } from './impersonation.js';
import { kubeconfigProblem } from './kubeconfig-shape.js';
import type { Kubernetes } from './load-kubernetes.js';
import { proxyFor } from './proxy.js';
import type { ProcessEnvironment } from './process-environment.js';

const serviceAccountToken = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** Fields of a kubeconfig that the client does not read. */
interface RawKubeconfig {
  users?: { name?: string; user?: RawUser }[];
}

interface RawUser extends Impersonation {
  tokenFile?: string;
  token?: string;
}

/**
 * The kubeconfig of one cluster, at its context: from the file that the configuration names, else the files in KUBECONFIG,
 * else the one in the home folder, else the service account of the pod we run in.
 */
export function loadKubeconfig(
  kubernetes: Kubernetes,
  cluster: ClusterConfig,
  env: ProcessEnvironment,
): KubeConfig {
  const config = new kubernetes.KubeConfig();
  const files = kubeconfigFiles(cluster, env);
  if (files === undefined) config.loadFromCluster();
  else config.loadFromOptions(merge(files.map((file) => readKubeconfig(kubernetes, file))));
  const source = files?.join(', ') ?? 'the service account of this pod';
  chooseContext(config, cluster, source);
  const server = config.getCurrentCluster();
  if (server) {
    checkAuthority(server, source);
    const proxy = server.proxyUrl || proxyFor(server.server, env);
    if (proxy)
      config.clusters = config.clusters.map((one) =>
        one === server ? { ...server, proxyUrl: proxy } : one,
      );
  }
  return config;
}

/** Undefined: in-cluster. Of the files in KUBECONFIG those that are missing are left out, as kubectl does. */
function kubeconfigFiles(cluster: ClusterConfig, env: ProcessEnvironment): string[] | undefined {
  const home = env['HOME'] || homedir();
  if (cluster.kubeconfig !== undefined) {
    return [resolve(cluster.kubeconfig.replace(/^~(?=\/)/, home))];
  }
  if (env['KUBECONFIG']) {
    const listed = env['KUBECONFIG'].split(delimiter).filter((file) => file !== '');
    const present = listed.filter((file) => existsSync(file));
    if (present.length > 0) return present.map((file) => resolve(file));
    throw new UserError(`KUBECONFIG names ${listed.join(', ')}, which does not exist`);
  }
  const usual = join(home, '.kube', 'config');
  if (existsSync(usual)) return [usual];
  if (existsSync(serviceAccountToken)) return undefined;
  throw new UserError(
    `no kubeconfig for cluster ${cluster.name}: set KUBECONFIG, or clusters[].kubeconfig in the configuration`,
  );
}

function readKubeconfig(kubernetes: Kubernetes, file: string): KubeConfig {
  const text = readText(file);
  if (text.trim() === '') throw new UserError(`the kubeconfig ${file} is empty`);
  const config = new kubernetes.KubeConfig();
  try {
    const raw = kubernetes.loadYaml<RawKubeconfig | undefined>(text);
    if (typeof raw !== 'object' || raw === null) throw new Error('it holds no kubeconfig');
    const problem = kubeconfigProblem(raw);
    if (problem !== undefined) throw new Error(problem);
    config.loadFromString(text);
    useTokenFiles(config, raw);
    rememberImpersonation(config, raw);
  } catch (error) {
    throw new UserError(`the kubeconfig ${file} cannot be used: ${reasonOf(error)}`);
  }
  makePathsAbsolute(config, dirname(file));
  return config;
}

const unreadable: Record<string, string> = {
  ENOENT: 'does not exist',
  EISDIR: 'is a folder; name a file',
  EACCES: 'may not be read by this user; check its permissions',
};

/** That of a fleet of a thousand clusters, each with its certificates, has some 6 MiB. */
const maxBytes = 16 * 1024 * 1024;

function readText(file: string): string {
  try {
    return readSmallFile(file, maxBytes).toString('utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const why = code === undefined ? message : (unreadable[code] ?? `cannot be read (${code})`);
    throw new UserError(`the kubeconfig ${file} ${why}`);
  }
}

/**
 * The YAML library quotes the text around an error, and names of aliases and tags: `password: *x` is an alias for it. All of that may be
 * secret, so that only the words of the reason and the line are shown.
 */
function reasonOf(error: unknown): string {
  const { reason, mark } = error as { reason?: string; mark?: { line?: number } };
  if (reason === undefined) return error instanceof Error ? error.message : String(error);
  const words = reason.replace(/(?:\s+for|\s+with)?\s*(?:["'!<]|: ).*$/s, '');
  const advice = words === reason ? '' : ' (put values with special characters in quotes)';
  const text = `${words}${advice}`;
  return mark?.line === undefined ? text : `line ${mark.line + 1}: ${text}`;
}

/** `tokenFile` is unknown to the client, but it has a provider that does the same. */
function useTokenFiles(config: KubeConfig, raw: RawKubeconfig): void {
  const files = new Map(raw.users?.map(({ name, user }) => [name, user?.tokenFile]));
  config.users = config.users.map((user) => {
    const tokenFile = files.get(user.name);
    if (!tokenFile || user.token || user.exec || user.authProvider) return user;
    return { ...user, authProvider: { name: 'tokenFile', config: { tokenFile } } };
  });
}

/** Of impersonation the client knows the user alone: without its groups one would be somebody else. */
function rememberImpersonation(config: KubeConfig, raw: RawKubeconfig): void {
  const users = new Map(raw.users?.map(({ name, user }) => [name, user]));
  config.users = config.users.map((user) => {
    const headers = impersonationHeaders(users.get(user.name) ?? {});
    return { ...user, impersonationHeaders: headers };
  });
}

/** What `rememberImpersonation` has noted about the user of the context. */
export function impersonationOf(config: KubeConfig): Record<string, string | string[]> {
  const user = config.getCurrentUser() as {
    impersonationHeaders?: Record<string, string[]>;
  } | null;
  return user?.impersonationHeaders ?? {};
}

/** Base64 that was cut or pasted wrongly would show as a certificate that nobody trusts. */
function checkAuthority({ name, caData }: { name: string; caData?: string }, source: string): void {
  if (!caData || Buffer.from(caData, 'base64').toString('latin1').includes('-----BEGIN ')) return;
  throw new UserError(
    `certificate-authority-data of the cluster ${name} in ${source} is not a certificate (PEM) in base64`,
  );
}

/** Relative paths in a kubeconfig are meant from its own folder; the client knows this of certificates only. */
function makePathsAbsolute(config: KubeConfig, folder: string): void {
  config.makePathsAbsolute(folder);
  const absolute = (path: string) => (isAbsolute(path) ? path : join(folder, path));
  for (const user of config.users) {
    const tokenFile = user.authProvider?.config?.tokenFile as string | undefined;
    if (tokenFile) user.authProvider.config.tokenFile = absolute(tokenFile);
    const command = user.exec?.command as string | undefined;
    if (command?.includes('/')) user.exec.command = absolute(command);
    const config = user.authProvider?.config as { 'cmd-path'?: string } | undefined;
    if (config?.['cmd-path']?.includes('/')) config['cmd-path'] = absolute(config['cmd-path']);
  }
}

/** Of two entries with one name the first counts, as kubectl does. */
function merge(configs: KubeConfig[]) {
  return {
    clusters: firstOfEachName(configs.flatMap((config) => config.clusters)),
    users: firstOfEachName(configs.flatMap((config) => config.users)),
    contexts: firstOfEachName(configs.flatMap((config) => config.contexts)),
    currentContext: configs.map((config) => config.currentContext).find(Boolean) ?? '',
  };
}

function firstOfEachName<T extends { name: string }>(entries: T[]): T[] {
  return [...new Map(entries.toReversed().map((entry) => [entry.name, entry])).values()].reverse();
}

function chooseContext(config: KubeConfig, cluster: ClusterConfig, source: string): void {
  const name = cluster.context ?? config.getCurrentContext();
  const known = config.contexts.map((context) => context.name);
  if (known.length === 0) throw new UserError(`cluster ${cluster.name}: ${source} has no contexts`);
  const list = known.join(', ');
  if (!name) {
    throw new UserError(
      `cluster ${cluster.name}: ${source} has no current context; set clusters[].context to one of: ${list}`,
    );
  }
  const context = config.getContextObject(name);
  if (!context) {
    throw new UserError(
      `cluster ${cluster.name}: there is no context ${name} in ${source}, only: ${list}`,
    );
  }
  config.setCurrentContext(name);
  if (!config.getCurrentCluster()) {
    throw new UserError(
      `the context ${name} in ${source} names a cluster ${context.cluster} that is not there`,
    );
  }
  completeUser(config, context, source);
}

function completeUser(
  config: KubeConfig,
  context: { name: string; user: string },
  source: string,
): void {
  if (!context.user) {
    // Without any user the client would ignore the cluster's certificate authority too.
    context.user = 'anonymous user of mesh-failover';
    config.users = [...config.users, { name: context.user }];
  }
  const user = config.getCurrentUser();
  if (!user) {
    throw new UserError(
      `the context ${context.name} in ${source} names a user ${context.user} that is not there`,
    );
  }
  const problem = authProviderProblem(user);
  if (problem !== undefined)
    throw new UserError(`the user ${context.user} in ${source} ${problem}`);
}
