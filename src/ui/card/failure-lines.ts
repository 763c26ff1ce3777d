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
A failure as a person reads it: what, where, the place in the SQL, and what to do.
@param height Lines there are: where that is not enough, the engine's own words are cut, before the advice is.
*/
export function failureLines(failure: Failure, width: number, height = Infinity): readonly Line[] {
	const lines = errorLines(failure, width - 2);
	const details = lines.filter(({kind}) => kind === 'detail');
	const kept = Math.max(1, details.length - Math.max(0, lines.length - height));
	return lines
		.filter(line => line.kind !== 'detail' || details.indexOf(line) < kept)
		.map((line, i) => {
			const cut = kept < details.length && details.indexOf(line) === kept - 1;
			const words: Line = [
				span(i === 0 ? `${statusMarks.failed.mark} ` : '  ', styles.message),
				span(line.text, styles[line.kind]),
			];
			return cut ? fitLine([...words, span(' …')], width) : words;
		});
}
