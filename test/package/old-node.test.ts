import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {program, workFolder} from '../commands/run-program.js';

/** Runs the program with a fake Node version. */
function runAs(version: string, folder: string) {
	const fakeVersion = join(folder, 'fakeVersion.cjs');
	writeFileSync(
		fakeVersion,
		`const versions = {...process.versions, node: '${version}'};
		Object.defineProperty(process, 'versions', {value: versions});`,
	);
	const {status, stdout, stderr} = spawnSync(process.execPath, ['-r', fakeVersion, program, '--version'], {
		encoding: 'utf8',
	});
	return {status, stdout, stderr};
}

test('rejects an old Node version with one line and code 2', t => {
	for (const version of ['10.24.1', '18.20.8', '20.19.6'])
		t.deepEqual(runAs(version, workFolder(t)), {
			status: 2,
			stdout: '',
			stderr: `sparkify-tui: Node ${version} is too old. Install Node 20.20 or newer: https://nodejs.org\n`,
		});
});

test('runs on a new enough Node version', t => {
	for (const version of ['20.20.0', '22.0.0', '100.1.0'])
		t.is(runAs(version, workFolder(t)).status, 0, version);
});
