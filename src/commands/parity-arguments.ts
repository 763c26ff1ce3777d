import {isProblem, type Problem} from '../config/problems.js';
import type {SettingFlags} from '../config/read-settings.js';
import type {QuerySettings} from '../config/settings.js';
import type {ParityInvocation} from './invocation.js';
import {type ParityTarget, readParityTarget} from './parity-target.js';
import {lastOf, type TypedOptions} from './parse-arguments.js';

/**
Reads the arguments of `parity`; adds mistakes to `problems`.
@param flags The common flags, which apply to the first warehouse.
@param read Reads the settings for a set of flags.
*/
export function parityInvocation(
	typed: TypedOptions,
	positionals: readonly string[],
	flags: SettingFlags,
	read: (flags: SettingFlags) => QuerySettings,
	problems: Problem[],
): ParityInvocation {
	for (const text of positionals) {
		const target = readParityTarget(text);
		problems.push({
			message: `parity takes no argument "${text}".`,
			...(!isProblem(target) && {advice: `Did you mean --with ${text}?`}),
		});
	}
	const target = readParityTarget(lastOf(typed, 'with'));
	const json = typed.json !== undefined;
	if (isProblem(target)) {
		problems.push(target);
		const here = read(flags);
		return {command: 'parity', here, there: here, json};
	}
	return {command: 'parity', ...bothSettings(target, flags, read), json};
}

/** `--database` applies to the DuckDB side; to the first if both are DuckDB. */
function bothSettings(
	target: ParityTarget,
	flags: SettingFlags,
	read: (flags: SettingFlags) => QuerySettings,
): Pick<ParityInvocation, 'here' | 'there'> {
	const {config, database} = flags;
	switch (target.type) {
		case 'config':
			return {here: read(flags), there: read({config: target.path})};
		case 'database':
			return {here: read(flags), there: read({config, engine: 'duckdb', database: target.path})};
		case 'engine': {
			const {engine} = target;
			if (engine !== 'duckdb') return {here: read(flags), there: read({config, engine})};
			const here = read({...flags, database: undefined});
			return here.engine === 'duckdb'
				? {here: read(flags), there: read({config, engine})}
				: {here, there: read({config, engine, database})};
		}
	}
}
