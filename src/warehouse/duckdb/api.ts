import {createRequire} from 'node:module';
import {ConnectionError} from '../../errors.js';

type Api = typeof import('@duckdb/node-api');

/** DuckDB can't be loaded here: its package has no binary for this machine, or npm did not install it. */
export class DuckDbMissingError extends ConnectionError {
	override name = 'DuckDbMissingError';
}

/**
Loads DuckDB's binding. `require` because Node scans a CommonJS package for its export names when it is imported, which
takes a quarter of the time of a short query.
@throws DuckDbMissingError
*/
export function loadDuckDb(
	require: (name: string) => unknown = createRequire(import.meta.url),
	machine: () => string = machineName,
): Api {
	try {
		return require('@duckdb/node-api') as Api;
	} catch (error) {
		const {message, code} = error as NodeJS.ErrnoException;
		// The message of a missing module continues with the files that required it.
		const [detail = ''] = message.split('\n');
		const isInstalled = code === 'ERR_DLOPEN_FAILED';
		throw new DuckDbMissingError(
			{
				message: isInstalled
					? `DuckDB's binary does not run on this machine (${machine()}).`
					: `DuckDB's binary for this machine (${machine()}) is not installed.`,
				advice: `PostgreSQL and Redshift work without it: run sparkify-tui init. For DuckDB, ${
					isInstalled
						? 'use a newer system.'
						: 'install sparkify-tui again without --omit=optional; DuckDB may have no binary for this system.'
				}`,
				detail,
			},
			{cause: error},
		);
	}
}

/** `linux x64, glibc 2.17`, or `musl` where there is no glibc. */
function machineName(): string {
	const {platform, arch} = process;
	if (platform !== 'linux') return `${platform} ${arch}`;
	const {header} = process.report.getReport() as {readonly header?: {readonly glibcVersionRuntime?: string}};
	const glibc = header?.glibcVersionRuntime;
	return `${platform} ${arch}, ${glibc === undefined ? 'musl' : `glibc ${glibc}`}`;
}
