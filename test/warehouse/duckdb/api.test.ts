import test from 'ava';
import {exitCode} from '../../../src/errors.js';
import {type DuckDbMissingError, loadDuckDb} from '../../../src/warehouse/duckdb/api.js';

/** The error when DuckDB's package throws another. */
function errorOf(
	t: {is: (a: unknown, b: unknown) => unknown},
	code: string,
	message: string,
): DuckDbMissingError {
	try {
		loadDuckDb(
			() => {
				throw Object.assign(new Error(message), {code});
			},
			() => 'linux arm64, musl',
		);
	} catch (error) {
		t.is((error as DuckDbMissingError).exitCode, exitCode.connection);
		return error as DuckDbMissingError;
	}
	throw new Error('loaded');
}

test('says which binary is missing, and what works without it', t => {
	const {failure} = errorOf(
		t,
		'MODULE_NOT_FOUND',
		`Cannot find module '@duckdb/node-bindings-linux-arm64-musl/duckdb.node'\nRequire stack:\n- /home/me/duckdb.js`,
	);
	t.deepEqual(failure, {
		message: "DuckDB's binary for this machine (linux arm64, musl) is not installed.",
		advice:
			'PostgreSQL and Redshift work without it: run sparkify-tui init. For DuckDB, install sparkify-tui again without --omit=optional; DuckDB may have no binary for this system.',
		detail: "Cannot find module '@duckdb/node-bindings-linux-arm64-musl/duckdb.node'",
	});
});

test('says that a binary needs a newer system', t => {
	const {failure} = errorOf(
		t,
		'ERR_DLOPEN_FAILED',
		"/lib64/libc.so.6: version `GLIBC_2.28' not found (required by libduckdb.so)",
	);
	t.is(failure.message, "DuckDB's binary does not run on this machine (linux arm64, musl).");
	t.regex(failure.advice ?? '', /PostgreSQL and Redshift work without it.*newer system/);
	t.regex(failure.detail ?? '', /GLIBC_2\.28/);
});

test('loads DuckDB where it has a binary', t => {
	t.is(typeof loadDuckDb().DuckDBInstance.create, 'function');
});
