import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {program, workFolder} from '../commands/run-program.js';

/** Runs the program while Node claims another version. */
function runAs(version: string, folder: string) {
	const disguise = join(folder, 'disguise.cjs');
	writeFileSync(
		disguise,
		`const versions = {...process.versions, node: '${version}'};
		Object.defineProperty(process, 'versions', {value: versions});`,
	);
	const {status, stdout, stderr} = spawnSync(process.execPath, ['-r', disguise, program, '--version'], {
		encoding: 'utf8',
	});
	return {status, stdout, stderr};
}

test('a Node that is too old gets one line and code 2', t => {
	for (const version of ['10.24.1', '18.20.8', '20.19.6'])
		t.deepEqual(runAs(version, workFolder(t)), {
			status: 2,
			stdout: '',
			stderr: `sparkify-tui: Node ${version} is too old. Install Node 20.20 or newer: https://nodejs.org\n`,
		});
});

test('a Node that is new enough runs the program', t => {
	for (const version of ['20.20.0', '22.0.0', '100.1.0'])
		t.is(runAs(version, workFolder(t)).status, 0, version);
});
