// Opens the notebook on a scripted warehouse for manual testing: `npx tsx test/ui/scripted-notebook.ts '{"stagingMs":4000}'`.

import {prepareColors} from '../../src/commands/prepare-colors.js';
import {createLoadSession} from '../../src/load/create-load-session.js';
import {openNotebook} from '../../src/notebook/files/open-notebook.js';
import {History} from '../../src/notebook/history.js';
import {NotebookSession} from '../../src/notebook/notebook-session.js';
import {closingSummary} from '../../src/plain/closing-summary.js';
import {noSetup} from './no-setup.js';
import {type Script, ScriptedSource, ScriptedWarehouse} from './scripted-warehouse.js';

prepareColors(process.env);
const {startNotebook} = await import('../../src/ui/start-notebook.js');
const script = JSON.parse(process.argv[2] ?? '{}') as Script;
const session = createLoadSession({
	warehouse: new ScriptedWarehouse(script),
	source: new ScriptedSource(),
	maxErrors: 0,
	ledger: false,
});
const notebook = new NotebookSession(session.warehouse.notebook, {on: 'Test ← sample', isReadOnly: true});
const file = await openNotebook(undefined);
const history = await History.open(process.env.HISTORY ?? '/nowhere/history.jsonl');
process.exitCode = await startNotebook({
	session,
	notebook,
	file,
	setup: noSetup,
	mayWrite: true,
	history,
	isUnicode: true,
});
process.stdout.write(closingSummary(session.state, session.warehouse.name));
await notebook.close();
await session.close();
