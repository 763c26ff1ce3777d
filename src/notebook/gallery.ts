import {statement, statementNames} from '../sql/statements.js';

/** A predefined query. */
export type GalleryQuery = {
	/** Name of its file, e.g. `top-songs`. */
	readonly name: string;
	/** Short title, e.g. `Top songs`. */
	readonly title: string;
	/** Description in one sentence. */
	readonly about: string;
	/** The statement with its semicolon. */
	readonly sql: string;
};

const folder = 'queries';

/** The queries of `sql/queries/`, sorted by title. */
export function gallery(): readonly GalleryQuery[] {
	return statementNames(folder)
		.map(name => parseGalleryQuery(name.slice(folder.length + 1), statement(name)))
		.sort((a, b) => (a.title < b.title ? -1 : 1));
}

/** Parses a gallery file: `-- Title`, `-- one sentence`, the statement. @throws Error when the format is wrong, which is a bug */
export function parseGalleryQuery(name: string, text: string): GalleryQuery {
	const [, title, about, sql] = /^-- (.+)\n-- (.+)\n([^-][\s\S]*;)$/.exec(text.trim()) ?? [];
	if (title === undefined || about === undefined || sql === undefined) {
		throw new Error(
			`sql/${folder}/${name}.sql must begin with its title and one sentence, and end with a semicolon.`,
		);
	}
	return {name, title, about, sql};
}
