import {createRequire} from 'node:module';
import * as ink from 'ink';
import type {Component, ComponentType, ReactElement, ReactNode} from 'react';

export type TableRow = Readonly<Record<string, string>>;
export type TableColumn = {readonly key: string; readonly column: string; readonly width: number};
type Draw = (props: {key: string; columns: readonly TableColumn[]; data: TableRow}) => ReactElement;

/** Props that ink-table knows. */
export type TableProps = {
	readonly data: readonly TableRow[];
	readonly columns: readonly string[];
	readonly header?: ComponentType<{readonly children?: ReactNode}>;
	readonly cell?: ComponentType<{readonly column: number; readonly children?: ReactNode}>;
	readonly skeleton?: ComponentType<{readonly children?: ReactNode}>;
};

/** What ink-table's class really looks like; its own typings need the global JSX namespace that React 19 removed. */
type TableClass = new <P extends TableProps>(
	props: P,
) => Component<P> & {
	header: Draw;
	heading: Draw;
	separator: Draw;
	data: Draw;
	footer: Draw;
};

// ink-table is CommonJS and calls require('ink'), which Node refuses for a module graph with top-level await
// (ERR_REQUIRE_ASYNC_MODULE): it is handed the instance that is loaded already. The bundle does without this file.
const require = createRequire(import.meta.url);
const filename = require.resolve('ink');
require.cache[filename] ??= {
	id: filename,
	filename,
	loaded: true,
	exports: ink,
	children: [],
	paths: [],
} as unknown as NodeJS.Module;

export const {default: Table} = require('ink-table') as {default: TableClass};
