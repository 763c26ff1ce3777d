import {useCursor} from 'ink';
import {useRef} from 'react';
import type {EditorState} from '../../notebook/editor.js';
import {viewport} from '../../notebook/viewport.js';
import {editorMargin} from '../lines/layout.js';
import {type Line, span} from '../lines/line.js';
import {fill} from '../lines/screen-lines.js';
import {segmentLine} from '../lines/sql-lines.js';
import {Lines} from './Lines.js';

type Props = {
	readonly editor: EditorState;
	/** Width of the screen, in cells. */
	readonly columns: number;
	readonly height: number;
	/** Screen row where the editor starts. */
	readonly row: number;
	/** Whether the terminal's cursor is in the text. */
	readonly hasCursor: boolean;
};

const prompt = ' ❯ ';

/** The SQL editor. Uses the terminal's own cursor, which needs no colour and which input methods follow. */
export function Editor({editor, columns, height, row, hasCursor}: Props) {
	const top = useRef(0);
	const view = viewport(editor, columns - editorMargin, height, top.current);
	top.current = view.top;
	const {setCursorPosition} = useCursor();
	setCursorPosition(
		hasCursor ? {x: prompt.length + view.cursor.column, y: row + view.cursor.row} : undefined,
	);
	const lines = view.rows.map((viewRow, i): Line => {
		const isFirst = i === 0 && view.top === 0;
		return [span(isFirst ? prompt : '   ', {color: 'cyan', bold: true}), ...segmentLine(viewRow.segments)];
	});
	return <Lines lines={fill(lines, height)} />;
}
