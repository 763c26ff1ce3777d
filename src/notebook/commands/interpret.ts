import {isProblem, type Problem} from '../../config/problems.js';
import {safeText} from '../../format/safe-text.js';
import {type ExportFormat, exportFormatOf, exportSuffixes} from '../writers/formats.js';
import {type CommandLine, parseCommandLine} from './command-line.js';
import {commandUsage} from './command-table.js';
import type {Describe} from './describe.js';
import {type ChartRequest, parseChart} from './parse-chart.js';
import {parseSet, parseUnset, type SetParameter} from './parse-set.js';
import {minWatchSeconds, watchSeconds} from './watch.js';

export {isProblem};

/** What the notebook is to do. */
export type Action =
	| {readonly type: 'describe'; readonly describe: Describe}
	/** `toggle` switches between `on` and `off`; `auto` chooses records if the columns do not fit. */
	| {readonly type: 'expanded'; readonly mode: 'toggle' | 'on' | 'off' | 'auto'}
	| {readonly type: 'timing'; readonly mode: 'toggle' | 'on' | 'off'}
	| {readonly type: 'chart'; readonly request: ChartRequest}
	| ({readonly type: 'set'} & SetParameter)
	| {readonly type: 'list-parameters'}
	| {readonly type: 'explain'; readonly analyzes: boolean}
	| {readonly type: 'count'}
	| {readonly type: 'watch'; readonly seconds: number}
	| {readonly type: 'edit'}
	| {readonly type: 'include'; readonly file: string}
	/** Without a file, results go to the page only. */
	| {readonly type: 'output'; readonly file: string | undefined}
	| {readonly type: 'export'; readonly file: string; readonly format: ExportFormat}
	/** Whether saving the notebook saves the outputs too. */
	| {readonly type: 'outputs'; readonly isOn: boolean}
	| {readonly type: 'markdown'; readonly text: string}
	| {readonly type: 'write'}
	| {readonly type: 'quit'}
	| {readonly type: 'help'};

/** Parses a text for which `isCommandLine` is true, and interprets it. */
export function interpretText(text: string): Action | Problem {
	const line = parseCommandLine(text);
	return isProblem(line) ? line : interpret(line);
}

export function interpret({command, plus, arguments: [first]}: CommandLine): Action | Problem {
	const unknown = (known: string): Problem => ({
		message: `\\${command} takes ${known}, not "${safeText(first ?? '')}".`,
		advice: `Type ${commandUsage(command)}.`,
	});
	switch (command) {
		case 'd': {
			const describe: Describe =
				first === undefined ? {what: 'relations', hasViews: true, plus} : {what: 'table', name: first, plus};
			return {type: 'describe', describe};
		}
		case 'dt':
			return {type: 'describe', describe: {what: 'relations', hasViews: false, plus}};
		case 'l':
			return {type: 'describe', describe: {what: 'databases'}};
		case 'conninfo':
			return {type: 'describe', describe: {what: 'connection'}};
		case 'x':
			if (first === undefined) return {type: 'expanded', mode: 'toggle'};
			if (first !== 'on' && first !== 'off' && first !== 'auto') return unknown('on, off or auto');
			return {type: 'expanded', mode: first};
		case 'timing':
			if (first === undefined) return {type: 'timing', mode: 'toggle'};
			if (first !== 'on' && first !== 'off') return unknown('on or off');
			return {type: 'timing', mode: first};
		case 'chart': {
			const request = parseChart(first ?? '');
			return isProblem(request) ? request : {type: 'chart', request};
		}
		case 'set': {
			if (first === undefined) return {type: 'list-parameters'};
			const set = parseSet(first);
			return isProblem(set) ? set : {type: 'set', ...set};
		}
		case 'unset': {
			const set = parseUnset(first ?? '');
			return isProblem(set) ? set : {type: 'set', ...set};
		}
		case 'explain':
			if (first !== undefined && first.toLowerCase() !== 'analyze') return unknown('analyze or nothing');
			return {type: 'explain', analyzes: first !== undefined};
		case 'count':
			return {type: 'count'};
		case 'watch': {
			const seconds = first === undefined ? watchSeconds : Number(first);
			if (!Number.isFinite(seconds) || seconds < minWatchSeconds)
				return unknown(`a number of seconds of at least ${minWatchSeconds}`);
			return {type: 'watch', seconds};
		}
		case 'e':
			return {type: 'edit'};
		case 'i':
			return {type: 'include', file: first ?? ''};
		case 'o':
			return {type: 'output', file: first};
		case 'export': {
			const format = exportFormatOf(first ?? '');
			if (format !== undefined) return {type: 'export', file: first ?? '', format};
			return {
				message: `The suffix of "${safeText(first ?? '')}" names no format.`,
				advice: `Use ${exportSuffixes.join(', ')}.`,
			};
		}
		case 'outputs':
			if (first !== 'on' && first !== 'off') return unknown('on or off');
			return {type: 'outputs', isOn: first === 'on'};
		case 'md':
			return {type: 'markdown', text: first ?? ''};
		case 'write':
			return {type: 'write'};
		case 'q':
			return {type: 'quit'};
		case '?':
			return {type: 'help'};
	}
}
