import type {ConfigValues} from './config-values.js';
import {isRedshiftHost, readHost} from './host.js';
import {didYouMean} from './nearest.js';
import {isProblem, type Problem} from './problems.js';
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
			return values.findInFile('IAM_ROLE', 'ARN') === undefined ? 'postgres' : 'redshift';
		}
	}
	const parts = values.take('CLUSTER', 'HOST', readHost);
	return parts !== undefined && isRedshiftHost(parts.host) ? 'redshift' : 'postgres';
}
