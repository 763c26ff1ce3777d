import type {Failure} from '../../errors.js';
import {errorLines} from '../../notebook/error-lines.js';
import {type Line, type Style, span} from '../line.js';
import {statusMarks} from '../theme.js';

const styles: Readonly<Record<ReturnType<typeof errorLines>[number]['kind'], Style>> = {
	message: {color: 'red', bold: true},
	where: {},
	sql: {},
	caret: {color: 'red', bold: true},
	detail: {dim: true},
	advice: {},
};

/** A failure as a person reads it: what, where, the place in the SQL, and what to do. */
export function failureLines(failure: Failure, width: number): readonly Line[] {
	return errorLines(failure, width - 2).map(({kind, text}, i) => [
		span(i === 0 ? `${statusMarks.failed.mark} ` : '  ', styles.message),
		span(text, styles[kind]),
	]);
}
