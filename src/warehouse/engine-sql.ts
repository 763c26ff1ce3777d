import type {Dialect} from './warehouse.js';

/** The name of an engine's version of an SQL file, for `statement`: `sql/<engine>/<name>.sql`. */
export function engineSql({engine}: Pick<Dialect, 'engine'>, name: string): string {
	return `${engine}/${name}`;
}
