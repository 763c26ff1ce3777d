import type {Failure} from '../../errors.js';
import {type ErrorLine, errorLines} from '../../notebook/error-lines.js';
import {fitLine, type Line, type Style, span} from '../line.js';
import {statusMarks} from '../theme.js';

const styles: Readonly<Record<ErrorLine['kind'], Style>> = {
	message: {color: 'red', bold: true},
	where: {},
	sql: {},
	caret: {color: 'red', bold: true},
	detail: {dim: true},
	advice: {},
};

/**
A failure as a person reads it: what, where, the place in the SQL, the engine's own words, and behind an arrow what to do.
@param height Lines there are: where that is not enough everything else is cut, before the advice is.
*/
export function failureLines(failure: Failure, width: number, height = Infinity): readonly Line[] {
	const all = errorLines(withoutTabs(failure), width - 2);
	const lines = cutToHeight(all, height);
	const [message, advice] = [lines[0], lines.find(({kind}) => kind === 'advice')];
	return lines.map(line => {
		const lead = line === message ? `${statusMarks.failed.mark} ` : line === advice ? '→ ' : '  ';
		const words: Line = [
			span(lead, line === advice ? {bold: true} : styles.message),
			span(line.text, styles[line.kind]),
		];
		const next = all[all.indexOf(line) + 1];
		const isCut = next !== undefined && !lines.includes(next);
		return isCut ? fitLine([...words, span(' …')], width) : words;
	});
}

/** What gives way, and how many lines of it stay: the engine's own words or the record first, then the message. */
const cutOrder = [
	['detail', 0],
	['message', 2],
] as const satisfies readonly (readonly [ErrorLine['kind'], number])[];

function cutToHeight(lines: readonly ErrorLine[], height: number): readonly ErrorLine[] {
	let left = lines;
	for (const [kind, stay] of cutOrder) {
		while (left.length > height && left.filter(line => line.kind === kind).length > stay) {
			const last = left.findLastIndex(line => line.kind === kind);
			left = left.toSpliced(last, 1);
		}
	}
	return left;
}

/** Engines set off lists by tabs, which no screen shows as they are meant. */
function withoutTabs({detail, ...failure}: Failure): Failure {
	return detail === undefined ? failure : {...failure, detail: detail.replaceAll('\t', '  ')};
}
