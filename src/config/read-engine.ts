import type {ConfigValues} from './config-values.js';
import {isRedshiftHost, readHost} from './host.js';
import {didYouMean} from './nearest.js';
import {isProblem, type Problem} from './problems.js';
import {isIamWanted} from './read-iam.js';
import {type EngineName, engineNames} from './settings.js';

/**
The engine: `--engine`, else ENGINE, else what the host in dwh.cfg tells, else DuckDB. A mistake is kept by `values`, and
the answer is then the engine that the rest of the file is most likely for.
*/
export function chooseEngine(flag: string | undefined, values: ConfigValues): EngineName {
	if (flag === undefined) return values.take('WAREHOUSE', 'ENGINE', readEngineKey) ?? engineOfHost(values);
	return values.takeFlag('--engine', flag, (_, text) => readEngine(text)) ?? engineOfHost(values);
}

/** Reads the name of an engine. */
export function readEngine(text: string): EngineName | Problem {
	const engine = engineNames.find(name => name === text.toLowerCase());
	if (engine !== undefined) return engine;
	const guess = didYouMean(text, engineNames);
	return {
		message: `There is no engine "${text}": the engines are ${engineNames.join(', ')}.`,
		...(guess !== undefined && {advice: guess}),
	};
}

function readEngineKey(name: string, text: string): EngineName | Problem {
	const engine = readEngine(text);
	return isProblem(engine) ? {...engine, message: `${name}: ${engine.message}`} : engine;
}

function engineOfHost(values: ConfigValues): EngineName {
	if (values.findInFile('CLUSTER', 'HOST') === undefined) {
		const begun = (['DB_NAME', 'DB_USER', 'DB_PASSWORD'] as const).some(
			key => values.findInFile('CLUSTER', key) !== undefined,
		);
		// PGHOST alone means nothing: many a machine has it for other ends.
		if (!begun) return 'duckdb';
		if (values.find('CLUSTER', 'HOST') === undefined) {
			return engineOfRole(values);
		}
	}
	const found = values.find('CLUSTER', 'HOST');
	const parts = values.understand(found, readHost);
	if (parts === undefined) return engineOfMistakenHost(found, values);
	if (isRedshiftHost(parts.host)) return 'redshift';
	// A tunnel to a cluster: PostgreSQL has no such login.
	return isIamWanted(values) ? 'redshift' : 'postgres';
}

/** So that the mistakes in the rest of the file are told with that of the host: what was pasted names Redshift, or a role is there. */
function engineOfMistakenHost(found: ReturnType<ConfigValues['find']>, values: ConfigValues): EngineName {
	const named = typeof found === 'object' && /\.redshift(?:-serverless)?\.amazonaws\.com/i.test(found.text);
	return named ? 'redshift' : engineOfRole(values);
}

/** Only Redshift needs a role. */
function engineOfRole(values: ConfigValues): EngineName {
	return values.place('IAM_ROLE', 'ARN') === undefined ? 'postgres' : 'redshift';
}
