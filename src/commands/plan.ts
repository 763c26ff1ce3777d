import type {PlanSettings} from '../config/settings.js';
import {exitCode} from '../errors.js';
import {stages} from '../load/stages.js';
import {planScript} from '../plain/plan-script.js';
import {openSource} from '../source/open-source.js';
import {stageIds} from '../star/stages.js';
import {openDialect} from '../warehouse/staging-sql.js';
import {StandardOutput} from './standard-output.js';

/** `plan`: prints the SQL of every stage. Returns the exit code. */
export async function plan(settings: PlanSettings): Promise<number> {
	const context = {
		warehouse: openDialect(settings),
		source: openSource(settings),
		maxErrors: settings.maxErrors,
	};
	const script = planScript(stageIds.map(id => [stages[id], stages[id].sql(context)]));
	await new StandardOutput().write(script);
	return exitCode.done;
}
