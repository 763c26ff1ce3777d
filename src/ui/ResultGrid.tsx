import {Box, Text} from 'ink';
import {createContext, memo, type ReactElement, type ReactNode, use} from 'react';
import type {ResultTable} from '../notebook/result-table.js';
import {Table, type TableColumn, type TableProps, type TableRow} from './ink-table.js';

type Props = TableProps & {
	readonly table: ResultTable;
	/** The selected cell, by its indices in the result; undefined while the keys act elsewhere. */
	readonly selected?: {readonly row: number; readonly column: number};
};

/** What a cell is to know of its row: ink-table tells it only its column, and its text. */
type RowInfo = {readonly selectedColumn: number; readonly nulls: readonly boolean[]};
const RowContext = createContext<RowInfo>({selectedColumn: -1, nulls: []});

/**
A result as a table. ink-table draws rules, headings and cells. This subclass decides how wide the cells are, since
ink-table counts UTF-16 units and not terminal cells, and leaves out the rule that it draws under each row.
*/
class InkResultGrid extends Table<Props> {
	override render() {
		const {table, selected} = this.props;
		const rules = columnsOf(
			table,
			table.columns.map(({width}) => ' '.repeat(width)),
		);
		const names = table.columns.map(({header}) => header);
		return (
			<Box flexDirection="column">
				{this.header({key: 'top', columns: rules, data: {}})}
				{this.heading({key: 'heading', columns: columnsOf(table, names), data: rowOf(table, names)})}
				{this.separator({key: 'rule', columns: rules, data: {}})}
				{table.rows.map(({index, cells}) => {
					const isSelected = selected?.row === index;
					return (
						<GridRow
							key={index}
							table={table}
							cells={cells}
							draw={this.data}
							selectedColumn={
								isSelected ? table.columns.findIndex(column => column.index === selected.column) : -1
							}
						/>
					);
				})}
				{this.footer({key: 'bottom', columns: rules, data: {}})}
			</Box>
		);
	}
}

type GridRowProps = {
	readonly table: ResultTable;
	readonly cells: ResultTable['rows'][number]['cells'];
	readonly draw: (props: {key: string; columns: readonly TableColumn[]; data: TableRow}) => ReactElement;
	/** Place of the selected cell among those shown; -1 where there is none. */
	readonly selectedColumn: number;
};

/** Moving the selection draws two rows anew, not all of them. */
const GridRow = memo(function GridRow({table, cells, draw, selectedColumn}: GridRowProps) {
	const texts = cells.map(({text}) => text);
	return (
		<RowContext value={{selectedColumn, nulls: cells.map(({isNull}) => isNull)}}>
			{draw({key: 'row', columns: columnsOf(table, texts), data: rowOf(table, texts)})}
		</RowContext>
	);
});

/** The texts fill their columns already: each cell is as wide as its text is long, plus ink-table's blanks. */
function columnsOf(table: ResultTable, texts: readonly string[]): readonly TableColumn[] {
	return table.columns.map(({index}, i) => ({
		key: String(index),
		column: String(index),
		width: (texts[i]?.length ?? 0) + 2,
	}));
}

/** Names may repeat in a result: columns are told apart by their index. */
function rowOf(table: ResultTable, texts: readonly string[]): TableRow {
	return Object.fromEntries(table.columns.map(({index}, i) => [String(index), texts[i] ?? '']));
}

function HeaderCell({children}: {readonly children?: ReactNode}) {
	return <Text bold>{children}</Text>;
}

function RuleCell({children}: {readonly children?: ReactNode}) {
	return <Text dimColor>{children}</Text>;
}

/** The selected cell is bracketed as well as inverse: it can be seen without colours too. */
function ValueCell({column, children}: {readonly column: number; readonly children?: ReactNode}) {
	const {selectedColumn, nulls} = use(RowContext);
	if (column !== selectedColumn) return <Text dimColor={nulls[column] ?? false}>{children}</Text>;
	return <Text inverse>{`[${String(children).slice(1, -1)}]`}</Text>;
}

type ResultGridProps = Pick<Props, 'table' | 'selected'>;

export const ResultGrid = memo(function ResultGrid({table, selected}: ResultGridProps) {
	const columns = table.columns.map(({index}) => String(index));
	return (
		<InkResultGrid
			data={[]}
			columns={columns}
			header={HeaderCell}
			cell={ValueCell}
			skeleton={RuleCell}
			table={table}
			{...(selected && {selected})}
		/>
	);
});
