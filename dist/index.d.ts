/** A range of text. Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface Range {
	line: number;
	column: number;
	endLine: number;
	endColumn: number;
}
export type Severity = "error" | "warning" | "notice";
export type Category = "invariant" | "admission" | "semantics";
/** One thing that is wrong, at its place. The shape is part of the contract (docs/output.md). */
export interface Finding extends Range {
	rule: string;
	/** `MF` and three digits; never reused. */
	code: string;
	category: Category;
	severity: Severity;
	/** What is wrong, what happens in the outage, how to mend it. */
	message: string;
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
	file: string;
	message: string;
}
/** Text edits that mend the finding; ranges do not overlap. */
export interface Fix {
	description: string;
	edits: {
		file: string;
		range: Range;
		text: string;
	}[];
}
export interface LintSummary {
	files: number;
	documents: number;
	errors: number;
	warnings: number;
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
}
export interface LintResult {
	version: 1;
	findings: Finding[];
	summary: LintSummary;
}
declare const clientKindNames: readonly [
	"gateway"
];
type ClientKind = (typeof clientKindNames)[number];
interface Subject {
	/** The environment's name; missing where there is only one. */
	environment?: string;
	/** The destination host, fully qualified. */
	host: string;
	port: number | null;
	subset: string | null;
	/** The host that requests ask for, as a caller writes it; null for an unrouted declared host. */
	publicHost: string | null;
	/** The route that leads here: `namespace/virtual-service`, with `#name-or-index` of the route. */
	route: string | null;
	/** What the route asks of a request, such as `path /api*`; null where it takes every request. */
	match: string | null;
	/** Share of the route's requests that goes to this destination, 0 to 1; the numbers are of these. */
	weight: number;
	client: string;
	clientKind: ClientKind;
	clientLocality: string;
}
interface Outcome {
	scenario: string;
	/**
	 * By the locality of the endpoint that gave the last answer; with `unanswered` it sums to 1. Empty,
	 * with a reason, where the control plane leaves the result undefined.
	 */
	split: LocalityShare[];
	/** No endpoint could be tried; null where the control plane leaves the result undefined. */
	unanswered: number | null;
	/** The client got a 5xx; at least `unanswered`; null where the result is undefined. */
	errors: number | null;
	errorsMin?: number;
	errorsMax?: number;
	determined: boolean;
	/** Why the result is not determined, or why nobody is served. */
	reason?: string;
	/** What happens to requests of the route beside it, and is in none of the numbers: mirrors, injected faults. */
	notes?: string[];
	/** How the mesh comes to it; only where that was asked for, and then for every row. */
	steps?: PlacedStep[];
}
/** One row of the predicted table: who asks, what for, in which outage, and what becomes of it. */
export interface Prediction extends Subject, Outcome {
}
interface PlacedStep {
	/** The rule of the mesh, such as `route`, `distribute` or `ejection-cap`. */
	rule: string;
	text: string;
	file?: string;
	line?: number;
	column?: number;
}
/** Fractions of the client's requests, 0 to 1. */
export interface LocalityShare {
	locality: string;
	share: number;
	min?: number;
	max?: number;
}
interface BehaviourChange {
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
interface ExplainedChange extends BehaviourChange {
	cause?: Finding;
}
interface ExplainedChanges extends BehaviourChanges {
	changes: ExplainedChange[];
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
	/** How many objects were read; each document counts once. */
	objects: number;
}
/** The units of a repository and how they are grouped: the object of `discover --format json`. */
export interface Discovery {
	version: 1;
	environments: {
		/** Null: the only one. */
		name: string | null;
		clusters: {
			name: string;
			locality?: string;
			units: string[];
		}[];
		/** The ids of all its units, those of every cluster included. */
		units: string[];
	}[];
	units: Pick<Unit, "id" | "kind" | "path" | "namespace" | "rendered" | "objects" | "notRendered">[];
}
/** What a rule checks, and why: the object of `explain --format json`. */
export interface ExplainedRule {
	version: 1;
	name: string;
	/** `MF` and three digits; never reused. */
	code: string;
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
/** Requests that a client answers by itself: no endpoint is asked, and there is nothing to predict. */
export interface AnsweredRoute {
	/** The host that requests ask for. */
	publicHost: string;
	/** As in a prediction. */
	route: string;
	match: string | null;
	/** Such as `redirect to https (301)`. */
	answer: string;
	clientKind: ClientKind;
	/** Names of the clients that meet it. */
	clients: string[];
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
