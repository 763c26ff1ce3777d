import {closeSync, openSync, readSync} from 'node:fs';
import type {Profile} from '../config/config-reading.js';
import {isProblem, nearest, type Problem} from '../config/problems.js';
import type {SettingFlags} from '../config/read-settings.js';
import {type EngineName, engineNames, type QuerySettings} from '../config/settings.js';
import {pathKind} from '../config/simple-values.js';

/** The value of `--with`: an engine in the same configuration, a DuckDB file, or another configuration. */
export type ParityTarget =
	| {readonly type: 'engine'; readonly engine: EngineName}
	| {readonly type: 'database'; readonly path: string}
	| {readonly type: 'config'; readonly path: string}
	| {readonly type: 'profile'; readonly profile: Profile};

/** The magic bytes of a DuckDB file. */
const magic = {offset: 8, text: 'DUCK'} as const;

export function readParityTarget(
	text: string | undefined,
	profiles: readonly Profile[],
): ParityTarget | Problem {
	const choices = `an engine (${engineNames.join(', ')}), a profile, a DuckDB file, or another dwh.cfg`;
	if (text === undefined || text === '') {
		return {message: `parity needs --with to name what to compare with: ${choices}.`};
	}
	const engine = engineNames.find(name => name === text.toLowerCase());
	if (engine !== undefined) return {type: 'engine', engine};
	const profile = profiles.find(({name}) => name === text);
	if (profile !== undefined) return {type: 'profile', profile};
	switch (pathKind(text)) {
		case 'file':
			return {type: isDuckDbFile(text) ? 'database' : 'config', path: text};
		case 'folder':
			return {message: `--with ${text} is a folder.`, advice: `It takes ${choices}.`};
		case undefined: {
			const guess = nearest(text, engineNames);
			return {
				message: `--with ${text}: there is no such engine, profile or file.`,
				advice: guess === undefined ? `It takes ${choices}.` : `Did you mean --with ${guess}?`,
			};
		}
	}
}

/** Treats an unreadable file as a configuration, whose reader reports what is wrong. */
function isDuckDbFile(path: string): boolean {
	let file: number;
	try {
		file = openSync(path, 'r');
	} catch {
		return false;
	}
	try {
		const bytes = Buffer.alloc(magic.text.length);
		readSync(file, bytes, 0, bytes.length, magic.offset);
		return bytes.toString('latin1') === magic.text;
	} finally {
		closeSync(file);
	}
}

/**
Reads the settings of both warehouses. `--database` applies to the DuckDB side; to the first if both are DuckDB.
`--memory-limit` applies to both.
@param flags The common flags, of which the others apply to the first warehouse.
@param read Reads the settings for a set of flags.
*/
export function bothSettings(
	target: ParityTarget | Problem,
	{'memory-limit': memoryLimit, ...flags}: SettingFlags,
	read: (flags: SettingFlags) => QuerySettings,
): BothSettings {
	if (memoryLimit === undefined) return readBoth(target, flags, read);
	const both = readBoth(target, flags, side => {
		const settings = read(side);
		return settings.engine === 'duckdb' ? read({...side, 'memory-limit': memoryLimit}) : settings;
	});
	// Reports the option if it applies to neither.
	if (both.here.engine !== 'duckdb' && both.there.engine !== 'duckdb')
		read({...flags, 'memory-limit': memoryLimit});
	return both;
}

type BothSettings = {readonly here: QuerySettings; readonly there: QuerySettings};

function readBoth(
	target: ParityTarget | Problem,
	flags: SettingFlags,
	read: (flags: SettingFlags) => QuerySettings,
): BothSettings {
	const {config, selected, database} = flags;
	if (isProblem(target)) {
		const here = read(flags);
		return {here, there: here};
	}
	switch (target.type) {
		case 'config':
			return {here: read(flags), there: read({config: target.path})};
		case 'profile': {
			const {name, read: readProfile} = target.profile;
			return {here: read(flags), there: read({selected: {name, reading: readProfile()}})};
		}
		case 'database':
			return {here: read(flags), there: read({config, selected, engine: 'duckdb', database: target.path})};
		case 'engine': {
			const {engine} = target;
			const here = read(engine === 'duckdb' ? {...flags, database: undefined} : flags);
			return engine === 'duckdb' && here.engine !== 'duckdb'
				? {here, there: read({config, selected, engine, database})}
				: {here: read(flags), there: read({config, selected, engine})};
		}
	}
}
