import {Box} from 'ink';
import {useMemo} from 'react';
import {visibleResult} from '../../notebook/query-state.js';
import {viewport} from '../../notebook/viewport.js';
import {editorMargin, paneLayout} from '../lines/layout.js';
import {lowerLines} from '../lines/lower-lines.js';
import {lowerTitle, statusOf, stripLines, titleRule} from '../lines/pane-lines.js';
import {fill, footer, headerLine, type LoadInfo, rule} from '../lines/screen-lines.js';
import {visibleTable} from '../lines/visible-columns.js';
import {shownMode} from '../state/mode.js';
import type {Snapshot} from '../state/snapshot.js';
import {CompletionPopup} from './CompletionPopup.js';
import {Editor} from './Editor.js';
import {Lines} from './Lines.js';
import {ResultGrid} from './ResultGrid.js';

type Props = {readonly state: Snapshot; readonly loadInfo: LoadInfo};

/** The stage strip, the editor, the result, a status line and the footer. */
export function SqlPane({state, loadInfo}: Props) {
	const {editor, mode, size} = state;
	const {columns} = size;
	const pane = paneLayout(state);
	const shown = shownMode(mode);
	// Below the header, the strip and the editor's rule.
	const editorRow = 2 + pane.strip;
	const isEditing = shown.type === 'editor';
	const openCompletion = mode.type === 'editor' ? mode.completion : undefined;
	return (
		<Box flexDirection="column" height={size.rows}>
			<Lines
				lines={[
					headerLine(state, loadInfo),
					...stripLines(state, pane.strip),
					titleRule('SQL', isEditing, columns),
				]}
			/>
			<Editor
				editor={editor}
				columns={columns}
				height={pane.editor}
				row={editorRow}
				hasCursor={mode.type === 'editor'}
			/>
			<Lines lines={[titleRule(lowerTitle(state), !isEditing, columns)]} />
			<Lower state={state} height={pane.result} tableRows={pane.tableRows} />
			<Lines lines={[statusOf(state), rule(columns), ...footer(state)]} />
			{openCompletion !== undefined && (
				<CompletionPopup
					open={openCompletion}
					columns={columns}
					{...popupPlace(state, openCompletion.completion.start, editorRow, pane.editor)}
				/>
			)}
		</Box>
	);
}

function popupPlace({editor, size}: Snapshot, start: number, editorRow: number, height: number) {
	const {cursor, top} = viewport(editor, size.columns - editorMargin, height);
	const word = viewport({text: editor.text, cursor: start}, size.columns - editorMargin, height, top).cursor;
	return {row: editorRow + cursor.row + 1, column: word.column + 1};
}

function Lower({
	state,
	height,
	tableRows,
}: {
	readonly state: Snapshot;
	readonly height: number;
	readonly tableRows: number;
}) {
	const shown = shownMode(state.mode);
	const lines = lowerLines(state, shown, height);
	const result = visibleResult(state.query);
	const {top, firstColumn, row, column} = state.cell;
	const {columns} = state.size;
	const table = useMemo(
		() => (result === undefined ? undefined : visibleTable(result, {top, firstColumn}, columns, tableRows)),
		[result, top, firstColumn, columns, tableRows],
	);
	const selected = useMemo(() => ({row, column}), [row, column]);
	if (lines !== undefined || table === undefined) {
		return (
			<Lines
				lines={fill(
					(lines ?? []).map(line => [{text: ' '}, ...line]),
					height,
				)}
			/>
		);
	}
	return (
		<Box flexDirection="column" height={height} overflow="hidden">
			<ResultGrid table={table} {...(state.mode.type === 'grid' && {selected})} />
		</Box>
	);
}
