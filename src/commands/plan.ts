import type {PlanSettings} from '../config/settings.js';
import {exitCode, UsageError} from '../errors.js';
import {stageIds} from '../pipeline/stage.js';
import {stages} from '../pipeline/stages.js';
import {planScript} from '../plain/plan-script.js';
import {openSource} from '../source/open-source.js';
import {StandardOutput} from './standard-output.js';

/** `plan`: the SQL of every stage. Answers the exit code. */
export async function plan(settings: PlanSettings): Promise<number> {
	if (settings.engine === 'redshift') {
		throw new UsageError({
			message: 'The engine redshift is not there yet: this version loads into DuckDB and PostgreSQL.',
			advice: 'Say --engine duckdb or --engine postgres.',
		});
	}
	const source = openSource(settings);
	const script = planScript(stageIds.map(id => [stages[id], stages[id].sql(settings.engine, source)]));
	await new StandardOutput().write(script);
	return exitCode.done;
}
