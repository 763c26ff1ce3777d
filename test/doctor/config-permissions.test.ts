import {chmodSync} from 'node:fs';
import {join} from 'node:path';
import test from 'ava';
import {permissionWarnings} from '../../src/doctor/config-permissions.js';
import {configFolder} from '../config/config-folder.js';

const posix = process.platform === 'win32' ? test.skip : test;

posix('warns about a secret in a file that others can read, and never shows it', t => {
	const warnings = (mode: number, line: string) => {
		const path = join(configFolder(t, {'dwh.cfg': `[CLUSTER]\nHOST=h\n${line}\n`}), 'dwh.cfg');
		chmodSync(path, mode);
		return permissionWarnings(path).map(text => text.replaceAll(path, 'dwh.cfg'));
	};
	const warning = [
		'dwh.cfg:3: DB_PASSWORD can be read by other users of this machine. Run: chmod 600 dwh.cfg',
	];
	for (const mode of [0o644, 0o640, 0o604]) t.deepEqual(warnings(mode, 'DB_PASSWORD=hunter2'), warning);
	t.deepEqual(warnings(0o600, 'DB_PASSWORD=hunter2'), []);
	t.deepEqual(warnings(0o644, `DB_PASSWORD='\${PGPASSWORD:-hunter2}'`), warning);
	for (const line of [
		'DB_PASSWORD=',
		"DB_PASSWORD=''",
		`DB_PASSWORD=\${PGPASSWORD}`,
		`DB_PASSWORD="\${P}"`,
		'',
	])
		t.deepEqual(warnings(0o644, line), [], line);
	t.is(warnings(0o644, '[AWS]\nKEY=AKIA\nSECRET=hunter2').length, 1);
	t.deepEqual(permissionWarnings('/nowhere/dwh.cfg'), []);
});
