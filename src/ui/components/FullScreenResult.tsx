import {Box} from 'ink';
import {useMemo} from 'react';
import {resultTable} from '../../notebook/result-table.js';
import {viewRows} from '../../notebook/result-view.js';
import {
	cellInView,
	type FullScreen,
	fullScreenHeight,
	fullScreenRecord,
	fullScreenStatus,
	tableRows,
	titleLine,
} from '../lines/full-screen.js';
import {Lines} from './Lines.js';
import {ResultGrid} from './ResultGrid.js';

/** A result as a table or one of its rows, below its title and above its status, as high as `full.size` says. */
export function FullScreenResult({full}: {readonly full: FullScreen}) {
	const record = fullScreenRecord(full);
	return (
		<Box flexDirection="column" height={full.size.rows}>
			<Lines lines={[titleLine(full)]} />
			<Box flexDirection="column" height={fullScreenHeight(full.size)} overflow="hidden">
				{record === undefined ? <Grid full={full} /> : <Lines lines={record} />}
			</Box>
			<Lines lines={[fullScreenStatus(full)]} />
		</Box>
	);
}

function Grid({full}: {readonly full: FullScreen}) {
	const {columns} = full.result;
	const {rows, sizes} = viewRows(full.result, full.view);
	const {row, column, top, firstColumn} = cellInView(full);
	const width = full.size.columns;
	const height = tableRows(full.size);
	const selected = useMemo(() => ({row, column}), [row, column]);
	// Rows are drawn again only if the table is another object.
	const table = useMemo(
		() => resultTable(columns, rows, sizes, {firstRow: top, firstColumn, width, height}),
		[columns, rows, sizes, top, firstColumn, width, height],
	);
	return <ResultGrid table={table} selected={selected} />;
}
