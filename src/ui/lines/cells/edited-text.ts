import type {CellKind} from '../../../notebook/document/document.js';
import type {EditorState} from '../../../notebook/editor.js';
import {type Viewport, type ViewRow, viewport} from '../../../notebook/viewport.js';
import {lineNumber} from '../../../sql/positions.js';
import {splitStatements, statementAt} from '../../../sql/split-statements.js';
import {type Line, span} from '../line.js';
import {segmentLine} from '../sql-lines.js';

/** A text in the editor, in rows of at most `width` cells. */
export type EditedText = {
	readonly rows: readonly Line[];
	/** The row and cell of the cursor. */
	readonly cursor: Viewport['cursor'];
	/** The rows of the statement at the cursor, `to` exclusive; empty unless there are several statements. */
	readonly statement: {readonly from: number; readonly to: number};
};

const cache = new WeakMap<
	EditorState,
	{readonly width: number; readonly kind: CellKind; readonly text: EditedText}
>();

/** Lays out the editor's text. It wraps where the text of a cell does that is not being edited. */
export function editedText(editor: EditorState, kind: CellKind, width: number): EditedText {
	const cached = cache.get(editor);
	if (cached?.width === width && cached.kind === kind) return cached.text;
	const {rows, cursor} = viewport(editor, width, Number.POSITIVE_INFINITY);
	const statement = kind === 'sql' ? statementRows(editor, rows) : nothing;
	const text = {rows: rows.map(row => rowLine(row, kind)), cursor, statement};
	cache.set(editor, {width, kind, text});
	return text;
}

/** The rows of a text that is not being edited. */
export function textRows(text: string, width: number): readonly Line[] {
	return viewport({text, cursor: 0}, width, Number.POSITIVE_INFINITY).rows.map(row => rowLine(row, 'sql'));
}

/** Markdown is edited without highlighting. */
function rowLine({segments}: ViewRow, kind: CellKind): Line {
	return kind === 'sql' ? segmentLine(segments) : [span(segments.map(({text}) => text).join(''))];
}

const nothing = {from: 0, to: 0};

function statementRows({text, cursor}: EditorState, rows: readonly ViewRow[]): EditedText['statement'] {
	const statement = splitStatements(text).length > 1 ? statementAt(text, cursor) : undefined;
	if (statement === undefined) return nothing;
	const [first, last] = [lineNumber(text, statement.start) - 1, lineNumber(text, statement.end) - 1];
	const to = rows.findLastIndex(({line}) => line <= last) + 1;
	return {from: rows.findIndex(({line}) => line === first), to};
}
