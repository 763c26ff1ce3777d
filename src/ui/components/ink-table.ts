import {createRequire} from 'node:module';
import * as ink from 'ink';
import type {Component, ComponentType, ReactElement, ReactNode} from 'react';

export type TableRow = Readonly<Record<string, string>>;
export type TableColumn = {readonly key: string; readonly column: string; readonly width: number};
type Draw = (props: {key: string; columns: readonly TableColumn[]; data: TableRow}) => ReactElement;

/** Props of ink-table. */
export type TableProps = {
	readonly data: readonly TableRow[];
	readonly columns: readonly string[];
	readonly header?: ComponentType<{readonly children?: ReactNode}>;
	readonly cell?: ComponentType<{readonly column: number; readonly children?: ReactNode}>;
	readonly skeleton?: ComponentType<{readonly children?: ReactNode}>;
};

/** The type of ink-table's class. Its own typings need the global JSX namespace, which React 19 removed. */
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
// (ERR_REQUIRE_ASYNC_MODULE). This puts the instance that is already loaded into the cache. The bundle doesn't need
// this file.
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

/** Loads ink-table's class, which takes 2 ms and which the first frame does not need. */
export function loadTable(): TableClass {
	return (require('ink-table') as {default: TableClass}).default;
}
