import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {packageRoot} from '../package-root.js';
import type {ChartSpec} from './charts/chart.js';
import {parseInfo} from './markdown/cell-info.js';

/** A predefined query. */
export type GalleryQuery = {
	/** Name of its cell, e.g. `top_songs`. */
	readonly name: string;
	/** Short title, e.g. `Top songs`. */
	readonly title: string;
	/** Description in one sentence. */
	readonly about: string;
	/** The statement with its semicolon. */
	readonly sql: string;
	/** How its result is drawn. */
	readonly chart?: ChartSpec;
};

const file = join('sql', 'queries.sparkify.md');

/** The ready queries, in the order of their notebook. */
export function gallery(): readonly GalleryQuery[] {
	return parseGallery(readFileSync(join(packageRoot, file), 'utf8').replaceAll('\r\n', '\n'));
}

const query = /^(.+)\n\n(.+)\n\n```sql (.+)\n([^`]+;)\n```\n*$/;

/**
Parses the notebook of the ready queries. Each has a second-level heading, one sentence and a named cell. Does not load the
Markdown parser, for which the user would have to wait.
@throws Error when the format is wrong, which is a bug
*/
export function parseGallery(text: string): readonly GalleryQuery[] {
	const [, ...sections] = text.split(/^## /m);
	return sections.map(section => {
		const [, title, about, info = '', sql] = query.exec(section) ?? [];
		const {name, chart} = parseInfo(info);
		if (title === undefined || about === undefined || sql === undefined || name === undefined)
			throw new Error(
				`${file}: "${section.split('\n', 1)[0]}" must have one sentence and a named SQL cell that ends with a semicolon.`,
			);
		return {name, title, about, sql, ...(chart !== undefined && {chart})};
	});
}
