import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  CodeActionRequest,
  CodeLensRequest,
  HoverRequest,
  type CodeAction,
  type Diagnostic,
  type MarkupContent,
} from 'vscode-languageserver-protocol/node.js';
import { runIn } from '../cli/run-in.js';
import { Editor } from './editor.js';

const root = mkdtempSync(join(tmpdir(), 'lsp-'));
const folder = join(root, 'mesh');
const rule = 'destination-rule.yaml';
cpSync('examples/hello-world', folder, { recursive: true });
const good = readFileSync(join(folder, rule), 'utf8');
const bad = good.replace('maxEjectionPercent: 100', 'maxEjectionPercent: 10');
const editor = new Editor(folder);

const has = (code: string) => (all: Diagnostic[]) => all.some((one) => one.code === code);
const hasNot = (code: string) => (all: Diagnostic[]) => !has(code)(all);
const lost = 'max-ejection-percent-100';

beforeAll(async () => {
  const { capabilities, serverInfo } = await editor.start();
  expect(serverInfo?.name).toBe('mesh-failover');
  expect(capabilities).toMatchObject({ hoverProvider: true, codeLensProvider: {} });
}, 60_000);

afterAll(async () => {
  expect(await editor.stop()).toBe(0);
  rmSync(root, { recursive: true });
}, 60_000);

test('what is on disk has the findings of lint', async () => {
  const diagnostics = await editor.until(rule, has('ejection-avalanche'));
  const { stdout } = await runIn(folder, ['lint', '--format', 'json', '.']);
  const { findings } = JSON.parse(stdout) as {
    findings: {
      file: string;
      rule: string;
      line: number;
      column: number;
      message: string;
      url: string;
    }[];
  };
  const own = findings.filter(({ file }) => file === rule);
  expect(own.length).toBeGreaterThan(0);
  expect(diagnostics).toMatchObject(
    own.map(({ rule: code, line, column, message, url }) => ({
      source: 'mesh-failover',
      code,
      codeDescription: { href: url },
      message,
      range: { start: { line: line - 1, character: column - 1 } },
    })),
  );
}, 60_000);

test('what is typed counts before it is saved, and is mended by the quick fix', async () => {
  await editor.open(rule, good);
  await editor.type(rule, bad);
  const [found] = (await editor.until(rule, has(lost))).filter(({ code }) => code === lost);
  expect(found).toMatchObject({
    severity: 1,
    range: { start: { line: 15, character: 26 }, end: { line: 15, character: 28 } },
  });
  const actions = (await editor.connection.sendRequest(CodeActionRequest.type, {
    textDocument: { uri: editor.uriOf(rule) },
    range: found!.range,
    context: { diagnostics: [found!] },
  })) as CodeAction[];
  const [action] = actions.filter(({ diagnostics }) => diagnostics?.[0]?.code === lost);
  const [edit] = action?.edit?.changes?.[editor.uriOf(rule)] ?? [];
  const lines = bad.split('\n');
  const { start, end } = edit!.range;
  const line = lines[start.line]!;
  lines[start.line] = line.slice(0, start.character) + edit!.newText + line.slice(end.character);
  expect(lines.join('\n')).toBe(good);
  await editor.type(rule, lines.join('\n'));
  await editor.until(rule, hasNot(lost));
}, 60_000);

test('hovering over a policy shows its rows, with those that are saved where they differ', async () => {
  const ask = async () => {
    const answer = await editor.connection.sendRequest(HoverRequest.type, {
      textDocument: { uri: editor.uriOf(rule) },
      position: { line: 6, character: 4 },
    });
    return (answer?.contents as MarkupContent).value;
  };
  expect(await ask()).toMatch(/\| healthy \| 50 % europe-west1, 50 % us-central1 \|/);
  expect(await ask()).not.toContain('saved:');
  await editor.type(rule, bad.replace('consecutive5xxErrors', 'consecutiveGatewayErrors'));
  await editor.until(rule, has(lost));
  expect(await ask()).toMatch(/\*\*.* fail\*\* \(saved: 100 % us-central1\)/);
  await editor.type(rule, good);
  await editor.until(rule, hasNot(lost));
}, 60_000);

test('a lens above a policy says who takes over', async () => {
  const lenses = await editor.connection.sendRequest(CodeLensRequest.type, {
    textDocument: { uri: editor.uriOf(rule) },
  });
  expect(lenses?.map(({ command }) => command?.title)).toEqual([
    'europe-west1 down: 100 % us-central1; us-central1 down: 100 % europe-west1',
  ]);
}, 60_000);

test('a new file that is open counts, and a closed one as it is on disk', async () => {
  await editor.open('more.yaml', 'kind: [');
  await editor.until('more.yaml', has('readable-manifest'));
  await editor.close('more.yaml');
  await editor.until('more.yaml', ({ length }) => length === 0);
}, 60_000);

test('a saved configuration counts, and what is wrong with it is shown there', async () => {
  const config = join(folder, 'mesh-failover.yaml');
  const before = readFileSync(config, 'utf8');
  writeFileSync(config, `${before}\nversoin: 1\n`);
  await editor.save('mesh-failover.yaml');
  const [problem] = await editor.until('mesh-failover.yaml', ({ length }) => length > 0);
  expect(problem?.message).toContain('versoin');
  await editor.until(rule, has('ejection-avalanche'));
  writeFileSync(config, `${before}\nrules:\n  ejection-avalanche: off\n`);
  await editor.save('mesh-failover.yaml');
  await editor.until('mesh-failover.yaml', ({ length }) => length === 0);
  await editor.until(rule, hasNot('ejection-avalanche'));
}, 60_000);
