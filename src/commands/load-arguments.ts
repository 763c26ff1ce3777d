import {didYouMean} from '../config/nearest.js';
import type {Problem} from '../config/problems.js';
import type {Settings} from '../config/settings.js';
import {stageIds} from '../pipeline/stage.js';
import type {DryRunInvocation, LoadInvocation} from './invocation.js';
import type {TypedOptions} from './parse-arguments.js';

/** What `load` was asked for; mistakes are added to `problems`. */
export function loadInvocation(
	typed: TypedOptions,
	positionals: readonly string[],
	settings: Settings,
	problems: Problem[],
): LoadInvocation | DryRunInvocation {
	for (const text of positionals) {
		const stage = stageIds.find(id => id === text);
		problems.push({
			message: `load takes no argument "${text}".`,
			...(stage !== undefined && {advice: `Did you mean --stage ${stage}?`}),
		});
	}
	const named = typed.stage ?? [];
	for (const text of named) {
		if (stageIds.some(id => id === text)) continue;
		const guess = didYouMean(text, stageIds);
		problems.push({
			message: `There is no stage "${text}": the stages are ${stageIds.join(', ')}.`,
			...(guess !== undefined && {advice: guess}),
		});
	}
	const stages =
		named.length === 0 ? stageIds : stageIds.filter(id => id === 'connect' || named.includes(id));
	const json = typed.json !== undefined;
	const quiet = typed.quiet !== undefined;
	if (typed['dry-run'] !== undefined) return {command: 'dry-run', settings, stages, json, quiet};
	return {command: 'load', settings, yes: typed.yes !== undefined, stages, json, quiet};
}
