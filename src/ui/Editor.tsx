import {useCursor} from 'ink';
import {useRef} from 'react';
import type {EditorState} from '../notebook/editor.js';
import {viewport} from '../notebook/viewport.js';
import {Lines} from './Lines.js';
import {type Line, span} from './line.js';
import {editorMargin} from './pane-layout.js';
import {fill} from './screen-lines.js';
import {segmentLine} from './sql-lines.js';

type Props = {
	readonly editor: EditorState;
	/** Cells of the screen. */
	readonly columns: number;
	readonly height: number;
	/** Row of the screen in which the editor starts. */
	readonly row: number;
	/** Whether the terminal's cursor stands in the text. */
	readonly hasCursor: boolean;
};

const prompt = ' ❯ ';

/** The text being written, highlighted, with the terminal's own cursor in it: it is seen without colours, and input methods follow it. */
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
