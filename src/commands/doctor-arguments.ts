import {join} from 'node:path';
import {configName} from '../config/config-file.js';
import type {Problem} from '../config/problems.js';
import type {Reading} from '../config/read-settings.js';
import type {Settings} from '../config/settings.js';
import {pathKind} from '../config/simple-values.js';
import type {DoctorInvocation} from './invocation.js';
import {lastOf, type TypedOptions} from './parse-arguments.js';

/**
Reads the arguments of `doctor`; adds mistakes to `problems`. Mistakes in the configuration are left to the doctor to report.
@param folder Where to look for the default dwh.cfg.
*/
export function doctorInvocation(
	typed: TypedOptions,
	positionals: readonly string[],
	reading: Reading<Settings>,
	folder: string,
	problems: Problem[],
): DoctorInvocation {
	problems.push(...positionals.map(text => ({message: `doctor takes no argument "${text}".`})));
	const live = typed.live !== undefined;
	const output = lastOf(typed, 'output');
	if (!live && output !== undefined)
		problems.push({message: '--output requires --live: it names the report.'});
	if (output === '') problems.push({message: '--output needs a file name.'});
	if (output !== undefined && output !== '' && pathKind(output) === 'folder') {
		problems.push({message: `--output ${output} is a folder.`, advice: 'Name a file in it.'});
	}
	if (live && reading.problems.length === 0 && reading.settings.engine === 'duckdb') {
		problems.push({
			message: '--live tries COPY on a server, but the engine is duckdb.',
			advice: 'Use it with PostgreSQL or Redshift.',
		});
	}
	const found = join(folder, configName);
	return {
		command: 'doctor',
		reading,
		configFile: lastOf(typed, 'config') ?? (pathKind(found) === 'file' ? found : undefined),
		live,
		yes: typed.yes !== undefined,
		json: typed.json !== undefined,
		output,
	};
}
