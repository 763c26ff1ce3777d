import type {Failure} from '../../../errors.js';
import {type ErrorLine, errorLines} from '../../../notebook/error-lines.js';
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
A failure for display: message, place, SQL excerpt, the engine's details and, after an arrow, the advice.
@param height Maximum number of lines. The advice is never cut.
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

/** The kinds of lines to cut, in order, and how many of each to keep: details first, then the message. */
const cutOrder = [
	['detail', 0],
	['message', 2],
] as const satisfies readonly (readonly [ErrorLine['kind'], number])[];

function cutToHeight(lines: readonly ErrorLine[], height: number): readonly ErrorLine[] {
	let kept = lines;
	for (const [kind, minLines] of cutOrder) {
		while (kept.length > height && kept.filter(line => line.kind === kind).length > minLines) {
			const last = kept.findLastIndex(line => line.kind === kind);
			kept = kept.toSpliced(last, 1);
		}
	}
	return kept;
}

/** Engines indent lists with tabs, which the screen can't show. */
function withoutTabs({detail, ...failure}: Failure): Failure {
	return detail === undefined ? failure : {...failure, detail: detail.replaceAll('\t', '  ')};
}
