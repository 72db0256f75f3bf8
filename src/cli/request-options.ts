import { UserError } from '../foundation/errors.js';
import { requestsText } from '../report/requests-text.js';
import { toJson } from '../report/json.js';
import { basisOf } from '../report/basis.js';
import { followRequests } from '../traffic/follow.js';
import {
  parseHeaderLines,
  parseRequest,
  parseRequestLine,
  type ParsedRequest,
} from '../traffic/parse-request.js';
import { scenariosOf } from '../traffic/table.js';
import type { Command, OptionHelp, OptionValues } from './command.js';
import { hasColor, listOption } from './common-options.js';
import { ExitCode } from './exit-code.js';
import type { Io } from './io.js';
import { inspectChosen, widthOf } from './judge.js';
import { outputsOf, writeOutput } from './output.js';
import { scenarioOptionsOf } from './scenario-options.js';
import { checkSelection, isMeantClient, selectScenarios } from './selection.js';

/** Options that follow single requests. */
export const requestOptions = {
  request: { type: 'string', multiple: true },
  header: { type: 'string', multiple: true },
} satisfies Command['options'];

export const requestHelp: OptionHelp[] = [
  {
    term: "--request 'METHOD URL'",
    text: 'follow one request through each client in place of the table; repeatable',
  },
  { term: "--header 'NAME: VALUE'", text: 'a header of the requests; repeatable' },
];

/** What has no meaning for a request. */
const others = ['host', 'timeline', 'duration', 'rps', 'seed', 'error-rate'];

const formats = ['text', 'json'] as const;

/**
 * The requests that the options ask for; undefined: none.
 *
 * @throws UserError for what is no request, with the option that has it.
 */
export function requestsAsked(values: OptionValues): ParsedRequest[] | undefined {
  const lines = listOption(values, 'request');
  const headerLines = listOption(values, 'header');
  if (lines.length === 0) {
    if (headerLines.length === 0) return undefined;
    throw new UserError('--header: it is for requests; add --request METHOD URL');
  }
  for (const option of others) {
    if (values[option] === undefined || values[option] === false) continue;
    const advice =
      option === 'host' ? 'the URL names the host' : 'a request is followed at one moment';
    throw new UserError(
      `--${option}: it does not go with --request, because ${advice}; leave it out`,
    );
  }
  const headers = parseHeaderLines(headerLines, '--header');
  return lines.map((line) => {
    const label = '--request';
    return parseRequest({ ...parseRequestLine(line, label), headers }, label);
  });
}

/** Follows the requests and writes what becomes of them. */
export async function followAsked(
  requests: readonly ParsedRequest[],
  values: OptionValues,
  operands: string[],
  io: Io,
): Promise<number> {
  const outputs = outputsOf(values, formats);
  const options = scenarioOptionsOf(values);
  const project = await inspectChosen(values, operands, io);
  const environments = project.environments.map(({ name, mesh }) => ({
    ...{ name, mesh },
    scenarios: scenariosOf(mesh, options),
  }));
  checkSelection(values, environments);
  const followed = environments.flatMap(({ name, mesh, scenarios }) =>
    followRequests(mesh, requests, selectScenarios(values, scenarios), {
      isMeant: isMeantClient(values),
      explain: values['explain'] === true,
      environment: name,
    }),
  );
  const basis = basisOf(project, io.now?.() ?? new Date());
  for (const output of outputs) {
    const width = output.file === undefined ? widthOf(io) : undefined;
    const text = {
      json: () => `${toJson({ version: 1, requests: followed })}\n`,
      text: () =>
        requestsText(followed, values['quiet'] === true ? [] : basis, {
          color: output.file === undefined && hasColor(values, io),
          ...(width === undefined ? {} : { width }),
        }),
    }[output.format]();
    await writeOutput(output, text, io);
  }
  return ExitCode.fine;
}
