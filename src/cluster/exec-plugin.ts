import { spawn } from 'node:child_process';
import { findProgram } from '../programs/find-program.js';

/** What a kubeconfig says about a program that logs in. */
export interface ExecPlugin {
  apiVersion?: string;
  command: string;
  args?: string[] | null;
  env?: { name: string; value: string }[] | null;
  interactiveMode?: string;
  provideClusterInfo?: boolean;
  installHint?: string;
}

/** What such a program gives. */
export interface PluginCredential {
  token?: string;
  /** PEM. */
  clientCertificateData?: string;
  /** PEM. */
  clientKeyData?: string;
  /** When it ends, in ms since 1970; undefined: not known. */
  expires?: number;
}

/** Enough for every credential; a program that writes more has gone astray. */
const maxOutputBytes = 1024 * 1024;

/**
 * Runs the program that a kubeconfig names to log in, without a terminal: what asks questions there fails or is ended.
 *
 * @param info What the program learns of the request (KUBERNETES_EXEC_INFO).
 * @throws Error that says what is wrong, without what the program wrote to standard output: that may be a token.
 */
export async function runExecPlugin(
  plugin: ExecPlugin,
  info: object,
  ms: number,
): Promise<PluginCredential> {
  const { command, interactiveMode } = plugin;
  if (!command) throw new Error('the kubeconfig names no program to log in with (exec.command)');
  if (interactiveMode === 'Always') {
    throw new Error(
      `the program ${command} wants a terminal (interactiveMode: Always), and there is none: ` +
        'use a kubeconfig that can log in by itself',
    );
  }
  const output = await outputOf(plugin, { KUBERNETES_EXEC_INFO: JSON.stringify(info) }, ms);
  const credential = credentialOf(plugin, output);
  refuseEnded(command, credential.expires);
  return credential;
}

/**
 * A credential that has ended already would be asked for again and again.
 *
 * @throws Error if `expires` (ms since 1970) is in the past.
 */
export function refuseEnded(command: string, expires: number | undefined): void {
  if (expires === undefined || expires >= Date.now()) return;
  throw new Error(
    `the program ${command} gave a credential that ended at ${new Date(expires).toISOString()}: is the clock of this machine right?`,
  );
}

/**
 * What a program writes that a kubeconfig names: started without a shell and a terminal, ended after `ms` and with this process.
 *
 * @param variables Environment variables beside those of this process and the plugin's own.
 * @throws Error that says why there is no output, without what the program wrote to standard output.
 */
export function outputOf(
  plugin: ExecPlugin,
  variables: Record<string, string>,
  ms: number,
): Promise<string> {
  const { command, args, env } = plugin;
  const own = Object.fromEntries((env ?? []).map(({ name, value }) => [name, value]));
  const all = { ...process.env, ...own, ...variables };
  const program = /[/\\]/.test(command) ? command : findProgram(command, { env: all });
  if (program === undefined) return Promise.reject(new Error(notInstalled(plugin)));
  return new Promise((resolve, reject) => {
    const child = spawn(program, args ?? [], {
      env: all,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let out = '';
    let err = '';
    let reason: string | undefined;
    const end = (why: string) => {
      reason = why;
      child.kill('SIGKILL');
      // Whatever it started may hold these open for as long as it likes.
      child.stdout.destroy();
      child.stderr.destroy();
    };
    const timer = setTimeout(() => {
      end(`gave no answer within ${ms / 1000} s${err.trim() && `: ${shortened(err)}`}`);
    }, ms);
    // Nobody else ends it with us.
    const stop = () => child.kill('SIGKILL');
    process.once('exit', stop);
    child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
      out += chunk;
      if (out.length > maxOutputBytes) end('wrote far too much');
    });
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
      if (err.length < maxOutputBytes) err += chunk;
    });
    const settle = (failure: string | undefined) => {
      clearTimeout(timer);
      process.off('exit', stop);
      if (failure === undefined) resolve(out);
      else reject(new Error(failure));
    };
    child.on('error', (error: NodeJS.ErrnoException) => settle(cannotStart(plugin, error)));
    child.on('close', (code, signal) => {
      if (reason !== undefined) settle(`the program ${command} ${reason}`);
      else if (code === 0) settle(undefined);
      else {
        const how = shortened(err) || (signal ? `ended by ${signal}` : `exit code ${String(code)}`);
        settle(`the program ${command} failed: ${how}`);
      }
    });
  });
}

function credentialOf({ command, apiVersion }: ExecPlugin, output: string): PluginCredential {
  const notOne = new Error(`the program ${command} did not write an ExecCredential`);
  let parsed: { apiVersion?: unknown; status?: Record<string, unknown> } | null;
  try {
    parsed = JSON.parse(output) as typeof parsed;
  } catch {
    throw notOne;
  }
  const status = parsed?.status;
  if (typeof status !== 'object' || status === null) throw notOne;
  if (apiVersion && typeof parsed?.apiVersion === 'string' && parsed.apiVersion !== apiVersion) {
    throw new Error(
      `the program ${command} speaks ${parsed.apiVersion}, and the kubeconfig wants ${apiVersion}: bring both up to date`,
    );
  }
  const text = (key: string) => {
    const value = status[key];
    return typeof value === 'string' && value !== '' ? { [key]: value } : {};
  };
  const end = status['expirationTimestamp'];
  const expires = typeof end === 'string' ? Date.parse(end) : NaN;
  const credential: PluginCredential = {
    ...text('token'),
    ...text('clientCertificateData'),
    ...text('clientKeyData'),
    ...(Number.isNaN(expires) ? {} : { expires }),
  };
  if (credential.token === undefined && credential.clientCertificateData === undefined)
    throw notOne;
  if (
    (credential.clientCertificateData === undefined) !==
    (credential.clientKeyData === undefined)
  ) {
    throw new Error(
      `the program ${command} wrote a client certificate without its key, or the reverse`,
    );
  }
  return credential;
}

function cannotStart(plugin: ExecPlugin, { code, message }: NodeJS.ErrnoException): string {
  const { command } = plugin;
  if (code === 'ENOENT') return notInstalled(plugin);
  const reason = code === 'EACCES' ? 'it may not be executed' : message;
  return `the program ${command} cannot be started: ${reason}`;
}

function notInstalled({ command, args, installHint }: ExecPlugin): string {
  const hint = shortened(installHint ?? hintFor(command, args ?? []) ?? '');
  return `the kubeconfig wants the program ${command}, which is not installed${hint && `. ${hint}`}`;
}

/** Where the programs come from that most kubeconfigs name, should the kubeconfig itself not say so. */
function hintFor(command: string, args: readonly string[]): string | undefined {
  const name = command.split('/').at(-1) ?? '';
  const own = hints[name.replace(/\.exe$/, '')];
  if (own !== undefined) return own;
  return name === 'kubectl' && args[0] === 'oidc-login'
    ? 'Install kubectl, and its plugin: kubectl krew install oidc-login'
    : undefined;
}

const hints: Record<string, string> = {
  'gke-gcloud-auth-plugin':
    'Install it with "gcloud components install gke-gcloud-auth-plugin", or in a workflow take a kubeconfig that needs no ' +
    'program, as google-github-actions/get-gke-credentials writes it',
  aws: 'Install the AWS CLI; in a workflow run aws-actions/configure-aws-credentials before',
  'aws-iam-authenticator':
    'Install it, or let "aws eks update-kubeconfig" write a kubeconfig for the AWS CLI',
  kubelogin:
    'Install it with "az aks install-cli", or in a workflow run azure/use-kubelogin before',
  'kubectl-oidc_login': 'Install it with "kubectl krew install oidc-login"',
  doctl: 'Install it; in a workflow run digitalocean/action-doctl before',
  tsh: 'Install the Teleport client',
  oci: 'Install the OCI CLI',
};

function shortened(text: string): string {
  return text.trim().slice(0, 500);
}
