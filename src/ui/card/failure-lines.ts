import type {Failure} from '../../errors.js';
import {errorLines} from '../../notebook/error-lines.js';
import {fitLine, type Line, type Style, span} from '../line.js';
import {statusMarks} from '../theme.js';

const styles: Readonly<Record<ReturnType<typeof errorLines>[number]['kind'], Style>> = {
	message: {color: 'red', bold: true},
	where: {},
	sql: {},
	caret: {color: 'red', bold: true},
	detail: {dim: true},
	advice: {},
};

/**
A failure as a person reads it: what, where, the place in the SQL, the engine's own words, and behind an arrow what to do.
@param height Lines there are: where that is not enough, the engine's own words are cut, before the advice is.
*/
export function failureLines(failure: Failure, width: number, height = Infinity): readonly Line[] {
	const lines = errorLines(withoutTabs(failure), width - 2);
	const [message, advice] = [lines[0], lines.find(({kind}) => kind === 'advice')];
	const details = lines.filter(({kind}) => kind === 'detail');
	const kept = Math.max(1, details.length - Math.max(0, lines.length - height));
	return lines
		.filter(line => line.kind !== 'detail' || details.indexOf(line) < kept)
		.map(line => {
			const lead = line === message ? `${statusMarks.failed.mark} ` : line === advice ? '→ ' : '  ';
			const words: Line = [
				span(lead, line === advice ? {bold: true} : styles.message),
				span(line.text, styles[line.kind]),
			];
			const isCut = kept < details.length && line === details[kept - 1];
			return isCut ? fitLine([...words, span(' …')], width) : words;
		});
}

/** Engines set off lists by tabs, which no screen shows as they are meant. */
function withoutTabs({detail, ...failure}: Failure): Failure {
	return detail === undefined ? failure : {...failure, detail: detail.replaceAll('\t', '  ')};
}
