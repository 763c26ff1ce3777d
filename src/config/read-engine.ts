import {endpointValue, entryName, isEmpty, isPolicy, roleValue} from './config-problems.js';
import type {ConfigFile} from './config-reading.js';
import type {PlacedEntry} from './config-syntax.js';
import type {ConfigValues} from './config-values.js';
import {isRedshiftHost, readHost} from './host.js';
import {isProblem, type Problem, unknownWord} from './problems.js';
import {isIamWanted} from './read-iam.js';
import {type EngineName, engineNames} from './settings.js';

const exampleEndpoint = 'NAME.abc123xyz789.us-west-2.redshift.amazonaws.com';

/**
Chooses the engine: `--engine`, then ENGINE, then the engine that the file is written for, then DuckDB. An invalid name is
recorded in `values`; the result is then the most likely engine.
*/
export function chooseEngine(values: ConfigValues, file: ConfigFile | undefined): EngineName {
	const named = values.take('WAREHOUSE', 'ENGINE', readEngineKey);
	if (named !== undefined) return named;
	const isNamed = values.find('WAREHOUSE', 'ENGINE') !== undefined;
	const evidence = redshiftEvidence(file);
	if (evidence === undefined) return engineOfHost(values);
	return isNamed ? 'redshift' : engineOfEvidence(evidence, values);
}

/** Reads the name of an engine. */
export function readEngine(text: string): EngineName | Problem {
	const engine = engineNames.find(name => name === text.toLowerCase());
	if (engine !== undefined) return engine;
	return unknownWord('engine', text, engineNames);
}

function readEngineKey(name: string, text: string): EngineName | Problem {
	const engine = readEngine(text);
	return isProblem(engine) && !name.startsWith('--')
		? {...engine, message: `${name}: ${engine.message}`}
		: engine;
}

/** Chooses the engine of a file without evidence of Redshift. */
function engineOfHost(values: ConfigValues): EngineName {
	if (values.findInFile('CLUSTER', 'HOST') !== undefined) return 'postgres';
	// PGHOST alone means nothing: many machines have it for other purposes.
	const hasConnectionKeys = (['DB_NAME', 'DB_USER', 'DB_PASSWORD'] as const).some(
		key => values.findInFile('CLUSTER', key) !== undefined,
	);
	if (!hasConnectionKeys) return 'duckdb';
	const host = values.parse(values.find('CLUSTER', 'HOST'), readHost)?.host;
	return host !== undefined && isRedshiftHost(host) ? 'redshift' : 'postgres';
}

/**
Chooses Redshift unless the host contradicts the evidence, which is reported instead of guessing.
@param evidence Entry that is specific to Redshift, e.g. `dwh.cfg:9: ARN`.
*/
function engineOfEvidence(evidence: string, values: ConfigValues): EngineName {
	// A misplaced endpoint takes precedence over PGHOST.
	const isMisplaced =
		values.findInFile('CLUSTER', 'HOST') === undefined && values.reportMisplaced('CLUSTER', 'HOST');
	const found = values.find('CLUSTER', 'HOST');
	if (isMisplaced || found === 'broken') return 'redshift';
	if (found === undefined) {
		const {message, advice = ''} = values.missing('CLUSTER', 'HOST');
		values.report({
			message,
			advice: `${advice} To try it without a cluster, add --engine duckdb.`.trimStart(),
		});
		return 'redshift';
	}
	const host = values.parse(found, readHost)?.host;
	// With IAM the host is a tunnel to a cluster: PostgreSQL has no IAM login.
	if (host === undefined || isRedshiftHost(host) || isIamWanted(values)) return 'redshift';
	values.report({
		message:
			evidence === found.name
				? `${found.name} has Redshift's port, but is not a Redshift endpoint.`
				: `${found.name} is not a Redshift endpoint, but ${evidence} is for Redshift.`,
		advice: `Copy the endpoint from the console; it looks like ${exampleEndpoint}. If the host is right, name the engine under [WAREHOUSE]: ENGINE = redshift for a tunnel to a cluster, ENGINE = postgres for PostgreSQL.`,
	});
	return 'postgres';
}

/** Entries that only occur in a file for Redshift, strongest evidence first. */
const kinds: ReadonlyArray<(entry: PlacedEntry) => boolean> = [
	({text}) => endpointValue.test(text),
	entry => !isPolicy(entry) && (roleValue.test(entry.text) || /(?:^|_)ARN$|ROLE_NAME$/i.test(entry.key)),
	({key}) => /JSON_?PATH/i.test(key),
	({key}) => /(?:^|_)CLUSTER_IDENTIFIER$|^WORKGROUP(?:_NAME)?$/i.test(key),
	({key, section, text}) =>
		/^CLUSTER$/i.test(section) && /^IAM$/i.test(key) && /^["']?(?:true|yes|on|1)["']?$/i.test(text),
	({key, text}) =>
		(/(?:^|_)PORT$/i.test(key) && /^\W*5439\W*$/.test(text)) ||
		(/(?:^|_)HOST$/i.test(key) && /:5439\b/.test(text)),
];

/** Label of the entry that shows that a file is for Redshift, e.g. `dwh.cfg:9: ARN`. */
function redshiftEvidence(file: ConfigFile | undefined): string | undefined {
	if (file === undefined) return undefined;
	const entries = file.all.filter(entry => !isEmpty(entry));
	for (const isEvidence of kinds) {
		const entry = entries.find(isEvidence);
		if (entry !== undefined) return entryName(file.path, entry);
	}
	return undefined;
}
