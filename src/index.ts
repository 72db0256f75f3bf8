/**
 * The library: reads, lints and predicts the manifests of a mesh in memory. It runs in Node and in browsers.
 */
export {
  Project,
  type FixResult,
  type FollowOptions,
  type LintOptions,
  type PredictOptions,
  type PredictResult,
  type ProjectChange,
  type RequestInput,
} from './library/project.js';
export { ConfigurationError, UserError, type ConfigurationProblem } from './foundation/errors.js';
export type {
  Category,
  Finding,
  Fix,
  LintResult,
  LintSummary,
  RelatedPlace,
} from './foundation/finding.js';
export type { Range } from './foundation/range.js';
export type { Severity } from './foundation/severity.js';
export type { ProjectInput, Texts } from './project/project.js';
export type { Discovery } from './project/discovery.js';
export type { ExplainedRule } from './project/explained.js';
export type { AnsweredRoute } from './traffic/answered-routes.js';
export type {
  AskedRequest,
  FollowedDestination,
  FollowedRequest,
  FollowResult,
  RequestOutcome,
  RouteReference,
} from './traffic/followed-request.js';
export type { LocalityShare, Prediction } from './traffic/result.js';
