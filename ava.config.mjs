// The longest first, so that no process is left with a long file at the end.
const slow = [
	/warehouse.duckdb.crash/,
	/terminal/,
	/semantics/,
	/commands.(?:load|query|run|parity|doctor|classic)/,
	/source.s3/,
	/ui.components/,
	/warehouse/,
];

/** @param {string} file */
function rank(file) {
	const index = slow.findIndex(pattern => pattern.test(file));
	return index === -1 ? slow.length : index;
}

export default {
	files: ['test/**/*.test.{ts,tsx}'],
	sortTestFiles: (/** @type {string} */ a, /** @type {string} */ b) => rank(a) - rank(b) || (a < b ? -1 : 1),
	typescript: {
		extensions: ['ts', 'tsx'],
		rewritePaths: {'test/': 'build/test/'},
		compile: false,
	},
	nodeArguments: ['--enable-source-maps'],
	// The size of ink-testing-library's terminal. Without it, Ink starts tput for each frame.
	environmentVariables: {COLUMNS: '100', LINES: '30'},
	concurrency: 3,
	timeout: '120s',
	workerThreads: false,
};
