import {didYouMean, type Problem} from '../config/problems.js';
import type {Settings} from '../config/settings.js';
import {stageIds} from '../star/stages.js';
import type {DryRunInvocation, LoadInvocation} from './invocation.js';
import type {TypedOptions} from './parse-arguments.js';

/** Reads the arguments of `load`; adds mistakes to `problems`. */
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
	const stageNames = typed.stage ?? [];
	for (const text of stageNames) {
		if (stageIds.some(id => id === text)) continue;
		const guess = didYouMean(text, stageIds);
		problems.push({
			message: `Unknown stage "${text}"; the stages are ${stageIds.join(', ')}.`,
			...(guess !== undefined && {advice: guess}),
		});
	}
	const stages =
		stageNames.length === 0 ? stageIds : stageIds.filter(id => id === 'connect' || stageNames.includes(id));
	const json = typed.json !== undefined;
	const quiet = typed.quiet !== undefined;
	if (typed['dry-run'] !== undefined) return {command: 'dry-run', settings, stages, json, quiet};
	return {command: 'load', settings, yes: typed.yes !== undefined, stages, json, quiet};
}
