import {Box, Text, useIsScreenReaderEnabled} from 'ink';
import {createContext, memo, type ReactElement, type ReactNode, use} from 'react';
import type {ResultTable} from '../../notebook/result-table.js';
import {type Line, span} from '../lines/line.js';
import {loadTable, type TableColumn, type TableProps, type TableRow} from './ink-table.js';
import {Lines} from './Lines.js';
import {PaletteContext, subduedProps} from './palette-context.js';

type Props = TableProps & {
	readonly table: ResultTable;
	/** The selected cell, by its indices in the result; undefined unless the grid has the focus. */
	readonly selected?: {readonly row: number; readonly column: number};
};

/** What a cell needs to know about its row; ink-table passes only the column and the text. */
type RowInfo = {readonly selectedColumn: number; readonly nulls: readonly boolean[]};
const RowContext = createContext<RowInfo>({selectedColumn: -1, nulls: []});

/**
Defines the component of a result as a table. ink-table draws rules, headings and cells. This subclass sets the column
widths, because ink-table counts UTF-16 units instead of terminal cells, and omits the rule under each row.
*/
function defineGrid() {
	return class InkResultGrid extends loadTable()<Props> {
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
	};
}

/** Undefined until the first result is shown. */
let InkResultGrid: ReturnType<typeof defineGrid> | undefined;

type GridRowProps = {
	readonly table: ResultTable;
	readonly cells: ResultTable['rows'][number]['cells'];
	readonly draw: (props: {key: string; columns: readonly TableColumn[]; data: TableRow}) => ReactElement;
	/** Index of the selected cell among the visible ones, or -1. */
	readonly selectedColumn: number;
};

/** Memoized so that moving the selection redraws two rows, not all of them. */
const GridRow = memo(function GridRow({table, cells, draw, selectedColumn}: GridRowProps) {
	const texts = cells.map(({text}) => text);
	return (
		<RowContext value={{selectedColumn, nulls: cells.map(({isNull}) => isNull)}}>
			{draw({key: 'row', columns: columnsOf(table, texts), data: rowOf(table, texts)})}
		</RowContext>
	);
});

/** The texts are already padded, so each column is as wide as its text plus ink-table's two blanks. */
function columnsOf(table: ResultTable, texts: readonly string[]): readonly TableColumn[] {
	return table.columns.map(({index}, i) => ({
		key: String(index),
		column: String(index),
		width: (texts[i]?.length ?? 0) + 2,
	}));
}

/** Columns are keyed by index because names may repeat in a result. */
function rowOf(table: ResultTable, texts: readonly string[]): TableRow {
	return Object.fromEntries(table.columns.map(({index}, i) => [String(index), texts[i] ?? '']));
}

function HeaderCell({children}: {readonly children?: ReactNode}) {
	return <Text bold>{children}</Text>;
}

function RuleCell({children}: {readonly children?: ReactNode}) {
	return <Text {...subduedProps(use(PaletteContext))}>{children}</Text>;
}

/** The selected cell is inverse and in brackets, so that it shows without colours. */
function ValueCell({column, children}: {readonly column: number; readonly children?: ReactNode}) {
	const {selectedColumn, nulls} = use(RowContext);
	const palette = use(PaletteContext);
	if (column !== selectedColumn)
		return <Text {...(nulls[column] === true && subduedProps(palette))}>{children}</Text>;
	return <Text inverse>{`[${String(children).slice(1, -1)}]`}</Text>;
}

type ResultGridProps = Pick<Props, 'table' | 'selected'>;

export const ResultGrid = memo(function ResultGrid({table, selected}: ResultGridProps) {
	const columns = table.columns.map(({index}) => String(index));
	if (useIsScreenReaderEnabled()) return <Lines lines={spokenRows({table, ...(selected && {selected})})} />;
	InkResultGrid ??= defineGrid();
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

/** Rows for a screen reader, each value after the name of its column. */
function spokenRows({table, selected}: ResultGridProps): readonly Line[] {
	return table.rows.map(({index, cells}) => {
		const values = cells.map(({text}, i) => {
			const column = table.columns[i];
			const isSelected = selected?.row === index && selected.column === column?.index;
			return `${isSelected ? 'selected ' : ''}${column?.header.trim()}: ${text.trim()}`;
		});
		return [span(`Row ${index + 1}, ${values.join(', ')}`)];
	});
}
