/** A range of text. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface Range {
	/**
	 * The line of the first character. Counts from 1.
	 *
	 * @asType integer
	 * @minimum 1
	 */
	line: number;
	/**
	 * The column of the first character, in UTF-16 units. Counts from 1.
	 *
	 * @asType integer
	 * @minimum 1
	 */
	column: number;
	/**
	 * The line of the end. Counts from 1.
	 *
	 * @asType integer
	 * @minimum 1
	 */
	endLine: number;
	/**
	 * The column behind the last character, in UTF-16 units. Counts from 1.
	 *
	 * @asType integer
	 * @minimum 1
	 */
	endColumn: number;
}
/** How much a finding matters: an `error` fails the check by default, a `notice` never needs a change. */
export type Severity = "error" | "warning" | "notice";
/**
 * `invariant`: what every failover needs; `admission`: the API server or istiod's webhook would reject the object; `semantics`:
 * accepted, but not what was meant.
 */
export type Category = "invariant" | "admission" | "semantics";
/** One thing that is wrong, at its place. The shape is part of the contract (docs/output.md). */
export interface Finding extends Range {
	/** The name of the rule. */
	rule: string;
	/** `MF` and three digits; never reused. */
	code: string;
	category: Category;
	severity: Severity;
	/** What is wrong, what happens in the outage, how to mend it. */
	message: string;
	/** Relative to the working folder, with `/`. */
	file: string;
	/** Null where the text could not be read as an object. */
	resource: {
		kind: string;
		namespace: string;
		name: string;
	} | null;
	/** The environments in which it was found, joined by commas; null where there is only one. */
	environment: string | null;
	/** Other places that take part, with what they add. */
	related: RelatedPlace[];
	fix?: Fix;
	/** The rule's page, in this repository. */
	help: string;
	/** The address of the rule's page. */
	url: string;
}
export interface RelatedPlace extends Range {
	/** Relative to the working folder, with `/`. */
	file: string;
	/** What the place adds. */
	message: string;
}
/** Text edits that mend the finding; ranges do not overlap. */
export interface Fix {
	/** What the edits change. */
	description: string;
	/** In any order; ranges do not overlap. */
	edits: {
		file: string;
		range: Range;
		text: string;
	}[];
}
export interface LintSummary {
	/**
	 * Files that were read.
	 *
	 * @asType integer
	 * @minimum 0
	 */
	files: number;
	/**
	 * Documents that were read or passed over; the items of a list count one by one.
	 *
	 * @asType integer
	 * @minimum 0
	 */
	documents: number;
	/**
	 * Findings of severity `error`.
	 *
	 * @asType integer
	 * @minimum 0
	 */
	errors: number;
	/**
	 * Findings of severity `warning`.
	 *
	 * @asType integer
	 * @minimum 0
	 */
	warnings: number;
	/**
	 * Findings of severity `notice`.
	 *
	 * @asType integer
	 * @minimum 0
	 */
	notices: number;
	/** Findings that an inline ignore silenced. */
	ignored: number;
	/** Findings that the baseline knows; only where there is one. */
	baselined?: number;
	/** Findings that were there before the change; only with --changed-since. */
	unchanged?: number;
	/** Documents passed over, because their kind does not concern failover. */
	skipped: number;
	/** Cases of the predicted table that have numbers; 0 where nothing was predicted. */
	predicted: number;
	/** Of these, the cases in which requests fail. */
	failing: number;
	/** Cases without a number, because something that takes part is not modelled or not determined by the control plane. */
	notModelled: number;
	/** Deployment units of which a part exists only after rendering. */
	unitsNotRendered: number;
	/** Files, folders and lists that could not be read, and that may hold an object of Istio's API. */
	unread: number;
	/** Files with objects of Istio's API or of the Gateway API that are below the paths and were not read. */
	passedOver: PassedOver;
}
type PassedOverReason = "dot-folder" | "git-ignored" | "node_modules" | "excluded";
interface PassedOver {
	/** How many there are. */
	files: number;
	/** The same by why they were not read. */
	byReason: {
		/** Why they were not read. */
		reason: PassedOverReason;
		/** How many there are. */
		files: number;
		/** The first of them, relative to the working folder. */
		examples: string[];
	}[];
	/** False: there was too much to look through, so there may be more. */
	complete: boolean;
}
export interface LintResult {
	version: 1;
	/** Sorted by file, line and column. */
	findings: Finding[];
	/** Counts of what was read and found. */
	summary: LintSummary;
}
declare const clientKindNames: readonly [
	"gateway",
	"sidecar"
];
type ClientKind = (typeof clientKindNames)[number];
interface RowSubject {
	/** The environment's name; missing where there is only one. */
	environment?: string;
	/** The destination host, fully qualified. */
	host: string;
	/** The port of the destination; null where no port leads there. */
	port: number | null;
	/** The subset of the destination; null without one. */
	subset: string | null;
	/** The host that requests ask for, as a caller writes it; null for an unrouted declared host. */
	publicHost: string | null;
	/** The route that leads here: `namespace/virtual-service`, with `#name-or-index` of the route. */
	route: string | null;
	/** What the route asks of a request, such as `path /api*`; null where it takes every request. */
	match: string | null;
	/** Share of the route's requests that goes to this destination, 0 to 1; the numbers are of these. */
	weight: number;
	/** The name of the client. */
	client: string;
	clientKind: ClientKind;
	/** Where the client is. */
	clientLocality: string;
}
interface Outcome {
	/** The name of the set of outages. */
	scenario: string;
	/**
	 * By the locality of the endpoint that gave the last answer; with `unanswered` it sums to 1. Empty,
	 * with a reason, where the control plane leaves the result undefined.
	 */
	split: LocalityShare[];
	/**
	 * The share of requests for which no endpoint could be tried; null where the control plane leaves the result undefined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	unanswered: number | null;
	/**
	 * The share of requests that get a 5xx; at least `unanswered`; null where the control plane leaves the result undefined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	errors: number | null;
	/**
	 * The smallest possible value of `errors`; only where the result is not determined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	errorsMin?: number;
	/**
	 * The largest possible value of `errors`; only where the result is not determined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	errorsMax?: number;
	/**
	 * The share of requests that a circuit breaker or a limit of pending requests answers with 503, as part of `unanswered`; only where the
	 * configuration says how long answers take.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	overflow?: number;
	/**
	 * The share of requests that a timeout answers with 504; only where the configuration says how long answers take.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	timeouts?: number;
	/** How long requests take until their last answer; only where the configuration says how long answers take. */
	latencyMs?: Latency;
	/** Whether the result has no chance in it; if not, `reason` says why, and the bounds hold. */
	determined: boolean;
	/** Why the result is not determined, or why nobody is served. */
	reason?: string;
	/** What happens to requests of the route beside it, and is in none of the numbers: mirrors, injected faults. */
	notes?: string[];
	/** How the mesh comes to it; only where that was asked for, and then for every row. */
	steps?: PlacedStep[];
}
interface Latency {
	/**
	 * The mean.
	 *
	 * @minimum 0
	 */
	mean: number;
	/**
	 * 99 of 100 requests take no longer.
	 *
	 * @minimum 0
	 */
	p99: number;
}
/** One row of the predicted table: who asks, what for, in which outage, and what becomes of it. */
export interface Prediction extends RowSubject, Outcome {
}
interface PlacedStep {
	/** The rule of the mesh, such as `route`, `distribute` or `ejection-cap`. */
	rule: string;
	/** What happens, in one sentence. */
	text: string;
	/** Relative to the working folder, with `/`. */
	file?: string;
	/**
	 * Counts from 1.
	 *
	 * @asType integer
	 * @minimum 1
	 */
	line?: number;
	/**
	 * Counts from 1.
	 *
	 * @asType integer
	 * @minimum 1
	 */
	column?: number;
}
/** Fractions of the client's requests, 0 to 1. */
export interface LocalityShare {
	/** Without a trailing slash. */
	locality: string;
	/**
	 * The expected value where the result is not determined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	share: number;
	/**
	 * The smallest possible share; only where the result is not determined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	min?: number;
	/**
	 * The largest possible share; only where the result is not determined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	max?: number;
}
interface BehaviourChange {
	/** How the case differs. */
	kind: "worse" | "better" | "other" | "added" | "removed";
	/** Undefined for a case that was not there before. */
	before: Prediction | undefined;
	/** Undefined for a case that is no longer there. */
	after: Prediction | undefined;
}
interface BehaviourChanges {
	/** In the order of the table; what is no longer there comes last. */
	changes: BehaviourChange[];
	/** How many cases are as they were. */
	unchanged: number;
}
interface CausingChange {
	/** What became of the object, field or file. */
	kind: "added" | "removed" | "changed" | "moved";
	/** The object; null for a key of the configuration and for a file without objects. */
	resource: {
		kind: string;
		namespace: string | null;
		name: string;
	} | null;
	/** The field, such as `spec.trafficPolicy.outlierDetection.maxEjectionPercent`; null for the whole object or file. */
	field: string | null;
	/** The field's value before, as JSON, or its beginning; missing for a whole object and for a field that was added. */
	before?: string;
	/** The same after the change. */
	after?: string;
	/** Relative to the working folder, with `/`; of what is gone, the file that it was in. */
	file: string;
	/**
	 * Counts from 1.
	 *
	 * @asType integer
	 * @minimum 1
	 */
	line: number;
	/**
	 * Counts from 1.
	 *
	 * @asType integer
	 * @minimum 1
	 */
	column: number;
	/** Set where file and line are those before the change. */
	isGone?: true;
}
interface ExplainedChange extends BehaviourChange {
	/** The finding that the cause brings, or that explains the errors; missing where none does. */
	cause?: Finding;
	/** The changes of the files that it comes from; missing where none was found. */
	causes?: CausingChange[];
	/** Set where only all of `causes` together alter the prediction; else each of them does alone. */
	together?: true;
}
interface ExplainedChanges extends BehaviourChanges {
	changes: ExplainedChange[];
	/** Why causes are missing: the change has too many parts to evaluate each without it. */
	undetermined?: string;
}
type UnitKind = "folder" | "kustomize" | "helm" | "argocd" | "flux";
interface Unit {
	/** Unique and stable, such as `kustomize:overlays/prod`. */
	id: string;
	kind: UnitKind;
	/** Its folder, relative to the working folder; `.` for the working folder itself. */
	path: string;
	/** What the source gives to objects without a namespace; undefined: unknown. */
	namespace?: string;
	/** False: some of it exists only after rendering. */
	rendered: boolean;
	/** For people: what was left unchecked, and how to have it checked. */
	notRendered?: string;
	/** The program that has rendered it; undefined: its files are read as they are. */
	renderedBy?: "kustomize" | "helm";
	/** How many objects were read; each document counts once. */
	objects: number;
}
/** The units of a repository and how they are grouped: the object of `discover --format json`. */
export interface Discovery {
	version: 1;
	/** What is deployed together; at least one. */
	environments: {
		/** Null: the only one. */
		name: string | null;
		/** Empty: neither the configuration nor the folders say which there are. */
		clusters: {
			name: string;
			locality?: string;
			units: string[];
		}[];
		/** The ids of all its units, those of every cluster included. */
		units: string[];
	}[];
	/** Each with its kind and folder, whether all of it was read, and how many objects it has. */
	units: Pick<Unit, "id" | "kind" | "path" | "namespace" | "rendered" | "objects" | "notRendered">[];
	/** Files with objects that were not read. */
	passedOver: PassedOver;
}
/** What a rule checks, and why: the object of `explain --format json`. */
export interface ExplainedRule {
	version: 1;
	/** As in a finding. */
	name: string;
	/** `MF` and three digits; never reused. */
	code: string;
	/** What it is about. */
	category: Category;
	/** Unless the configuration sets another. */
	severity: Severity;
	/** One line: what goes wrong. */
	summary: string;
	/** Markdown. */
	description: string;
	/** Sources: upstream files, issues, documents. */
	references: string[];
}
/** Texts by their paths, relative to the project's folder, with `/`. */
export type Texts = ReadonlyMap<string, string> | Readonly<Record<string, string>>;
/** What a project is made of where no file system is at hand. */
export interface ProjectInput {
	/** Those that end in `.yaml`, `.yml` or `.json` are manifests, unless the configuration leaves them out (`paths`, `exclude`). */
	files: Texts;
	/** The text of the configuration; default: the file `mesh-failover.yaml` among `files`, or else every default. */
	config?: string;
	/** The day against which ignores with an end are checked; default: today. */
	now?: Date;
}
/** Requests that a client answers by itself, and not with 5xx: no endpoint is asked, and there is nothing to predict. */
export interface AnsweredRoute {
	/** The host that requests ask for. */
	publicHost: string;
	/** As in a prediction. */
	route: string;
	/** What the route asks of a request; null where it takes every request. */
	match: string | null;
	/** Such as `redirect to https (301)`. */
	answer: string;
	clientKind: ClientKind;
	/** Names of the clients that meet it. */
	clients: string[];
}
/** The requests that were followed. */
export interface FollowResult {
	version: 1;
	/** One for each request, client and scenario. */
	requests: FollowedRequest[];
}
/** A request as it was asked for. */
export interface AskedRequest {
	/** Such as `GET`. */
	method: string;
	/** In full, with scheme and host. */
	url: string;
	/** By their names, as they were given; empty without any. */
	headers: Record<string, string>;
}
/**
 * What the client's proxy does with a request: it sends it on (`forwarded`), answers it itself as the manifests say (`direct-response`,
 * `redirect`), has nothing for it (`no-route`: 404, or no connection), sends it to where it was going anyway (`passthrough`). `undefined`:
 * it depends on something that is not modelled, and `reason` says on what.
 */
export type RequestOutcome = "forwarded" | "direct-response" | "redirect" | "no-route" | "passthrough" | "undefined";
/** What becomes of one request of one client in one scenario. */
export interface FollowedRequest {
	/** The environment's name; missing where there is only one. */
	environment?: string;
	/** What was asked for. */
	request: AskedRequest;
	/** The name of the client. */
	client: string;
	clientKind: ClientKind;
	/** Where the client is. */
	clientLocality: string;
	/** The name of the set of outages. */
	scenario: string;
	outcome: RequestOutcome;
	/**
	 * What the client's proxy answers by itself: to the requests that no endpoint gets, if there are such.
	 *
	 * @asType integer
	 * @minimum 100
	 * @maximum 999
	 */
	status?: number;
	/** The route that takes the request; missing where none does. */
	route?: RouteReference;
	/** Where the route sends it; empty where it sends it nowhere. */
	destinations: FollowedDestination[];
	/**
	 * Over all destinations, by the locality of the endpoint that gave the last answer; with `unanswered` it sums to 1. Empty where no
	 * endpoint is asked, or where the result is undefined.
	 */
	split: LocalityShare[];
	/**
	 * The share of such requests for which no endpoint could be tried; 0 where the manifests have the proxy answer them; null where the
	 * result is undefined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	unanswered: number | null;
	/**
	 * The share of such requests that get a 5xx, or nothing of what was asked for: no route, an injected fault; null where the result is
	 * undefined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	errors: number | null;
	/**
	 * The smallest possible value of `errors`; only where the result is not determined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	errorsMin?: number;
	/**
	 * The largest possible value of `errors`; only where the result is not determined.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	errorsMax?: number;
	/** Whether the result has no chance in it but that of weights; if not, `reason` says why, and the bounds hold. */
	determined: boolean;
	/** Why the result is not determined or not known, or why nobody is served. */
	reason?: string;
	/** What happens to such requests beside it, and is in none of the numbers: mirrors, delays. */
	notes?: string[];
	/** From the client to the endpoints, step by step; with `--explain` also the routes that do not take it, and why the endpoints get it. */
	steps: PlacedStep[];
}
/** A route of the manifests. */
export interface RouteReference {
	/** Of the object in which it is written. */
	kind: string;
	/** Of the object. */
	namespace: string;
	/** Of the object. */
	name: string;
	/** The route's own name, or else its position, from 0. */
	rule?: string;
}
/** One of the places where a route sends requests. */
export interface FollowedDestination {
	/** Fully qualified. */
	host: string;
	/** Of the Service; null where nothing says it. */
	port: number | null;
	/** Null without one. */
	subset: string | null;
	/**
	 * Of the requests that the route takes.
	 *
	 * @minimum 0
	 * @maximum 1
	 */
	share: number;
}
/** What `lint` reports; everything is the default. */
export interface LintOptions {
	/** Whether inline ignores count; default: true. */
	ignores?: boolean;
}
/** Which rows `predict` gives; a missing or empty list means all. In a name, `*` and `?` are wildcards. */
export interface PredictOptions {
	/** Such as `healthy` or `failing:*`. */
	scenarios?: readonly string[];
	/** Names of clients, as in the key `client` of a row. */
	clients?: readonly string[];
	/** Destination hosts, in full or short, or public hosts. */
	hosts?: readonly string[];
	/** How many built-in outages may happen together; default: 1. */
	depth?: 1 | 2;
	/** Whether zones fail too; default: false. */
	zones?: boolean;
}
/** A request to follow. */
export interface RequestInput {
	/** Default: `GET`. */
	method?: string;
	/** In full: `http://` or `https://`, host, and the port unless it is the scheme's own. */
	url: string;
	/** By name. `Host` takes the place of the URL's host, where virtual hosts are looked for. */
	headers?: Readonly<Record<string, string>>;
}
/** Through which clients and in which scenarios `follow` follows; as in `PredictOptions`. */
export interface FollowOptions extends Omit<PredictOptions, "hosts"> {
	/** Whether `steps` say also which routes do not take the request, and why the endpoints get it; default: false. */
	explain?: boolean;
}
/** The predicted table: the object of `simulate --format json`. */
export interface PredictResult {
	version: 1;
	/** A row for each destination, client and scenario. */
	results: Prediction[];
	/** Routes that a client answers itself, such as redirects; missing where there are none. */
	answered?: AnsweredRoute[];
}
/** What the fixes of a project come to. */
export interface FixResult {
	/** The new texts of the files that change, by their paths. */
	files: Map<string, string>;
	/** How many fixes were made. */
	made: number;
}
/** What a change of a project brings. */
export interface ProjectChange {
	/** Findings that were not there before, or were less severe; those that only the predicted table shows included. */
	findings: Finding[];
	/** The predictions that differ, with new findings as their causes. */
	behaviour: ExplainedChanges;
}
/**
 * The manifests of a mesh with a configuration, in memory. A project never changes: `withFile` gives another one. Nothing is evaluated
 * before it is asked for, and no method reads or writes anything outside.
 */
export declare class Project {
	#private;
	private constructor();
	/**
	 * Reads texts. A manifest that cannot be read is a finding.
	 *
	 * @throws ConfigurationError for a configuration that is wrong, with the place of each problem.
	 */
	static of(input: ProjectInput): Project;
	/** The findings of the rules: the object of `lint --format json`. Lines and columns count from 1, columns in UTF-16 units. */
	lint(options?: LintOptions): LintResult;
	/**
	 * Where requests go in each scenario: the object of `simulate --format json`. Shares are fractions of a client's requests, 0 to 1.
	 *
	 * @throws UserError for a name that no scenario, client or host has.
	 */
	predict(options?: PredictOptions): PredictResult;
	/**
	 * What becomes of single requests, hop by hop, for each client and scenario: the object of `simulate --request --format json`.
	 *
	 * @throws UserError for what is no request, and for a name that no scenario or client has.
	 */
	follow(requests: RequestInput | readonly RequestInput[], options?: FollowOptions): FollowResult;
	/** Makes every fix that the findings offer, and those that follow from them: what `lint --fix` would write. */
	fixes(): FixResult;
	/**
	 * What a rule checks, and why: the object of `explain --format json`.
	 *
	 * @param rule Its name or its code.
	 * @throws UserError for a rule that does not exist.
	 */
	explain(rule: string): ExplainedRule;
	/**
	 * The same project with another text of one file; what is known of the other files is kept.
	 *
	 * @param text Undefined: without the file.
	 * @throws ConfigurationError where the file is the configuration, or named in it, and the configuration is now wrong.
	 */
	withFile(path: string, text: string | undefined): Project;
	/** What is new in this project, compared with how it was before: findings, and predictions that differ. */
	compareWith(before: Project): ProjectChange;
	/** The deployment units of the files, and the environments and clusters they belong to: the object of `discover --format json`. */
	discover(): Discovery;
}
/**
 * Something the user can mend: wrong usage, wrong configuration, a path that is not there.
 * The command line prints the message without a stack trace and exits with 2.
 */
export declare class UserError extends Error {
	name: string;
}
/** One thing that is wrong in a configuration. */
export interface ConfigurationProblem {
	/** As the configuration file is shown: relative to the working folder. */
	file: string;
	/** From 1. */
	line: number;
	/** From 1, in UTF-16 units. */
	column: number;
	/** What is wrong, and what to do. */
	message: string;
}
/** A configuration that is wrong. Its message has a line for each problem: `file:line:column: message`. */
export declare class ConfigurationError extends UserError {
	name: string;
	/** At least one, in the order of the file; none is there twice. */
	readonly problems: readonly ConfigurationProblem[];
	/** @param text The whole message, where it is another one than the lines of the problems. */
	constructor(problems: Iterable<ConfigurationProblem>, text?: string);
}

export {};
