import {createHash} from 'node:crypto';
import {appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync} from 'node:fs';
import {homedir} from 'node:os';
import {dirname, isAbsolute, join} from 'node:path';
import type {PipelineEvent} from './events.js';
import {parseEvent} from './parse-event.js';

/** The events of the loads into one warehouse, kept from run to run. Losing them costs a load, never a warehouse. */
export type Ledger = {
	/** The events so far; none when there is no ledger or it cannot be read. */
	read(): readonly PipelineEvent[];
	/** Adds an event. What only lives in the moment, progress, plans and dry runs, is left out. */
	record(event: PipelineEvent): void;
};

/** For a load that leaves no trace. */
export const noLedger: Ledger = {read: () => [], record() {}};

/**
The ledger of a warehouse: JSON lines, one file a warehouse, readable by its owner only.
Nothing is thrown: a disk that is full or read-only makes the next run start without a memory of this one.
@param identity What tells the warehouse from every other one.
*/
export function openLedger(identity: string, folder: string = defaultLedgerFolder()): Ledger {
	const file = join(folder, `${createHash('sha256').update(identity).digest('hex').slice(0, 32)}.jsonl`);
	let begun = false;

	function append(event: PipelineEvent): void {
		mkdirSync(dirname(file), {recursive: true, mode: 0o700});
		// The first line of a run ends whatever line a run that was killed had begun.
		appendFileSync(file, `${begun ? '' : '\n'}${JSON.stringify(event)}\n`, {mode: 0o600});
		begun = true;
	}

	/** Nothing that came before a drop of the tables says anything about the ones that come now. */
	function startOver(event: PipelineEvent): void {
		mkdirSync(dirname(file), {recursive: true, mode: 0o700});
		const draft = `${file}.${process.pid}`;
		writeFileSync(draft, `${JSON.stringify(event)}\n`, {mode: 0o600});
		renameSync(draft, file);
		begun = true;
	}

	return {
		read() {
			return readLines(file).flatMap(line => parseEvent(line) ?? []);
		},
		record(event) {
			if (!isLasting(event)) return;
			try {
				if (event.type === 'stage-finished' && event.stage === 'drop-tables') startOver(event);
				else append(event);
			} catch {
				// Said above: a load goes on without its ledger.
			}
		},
	};
}

/** Whether a later run has a use for the event. */
function isLasting({type}: PipelineEvent): boolean {
	return type !== 'stage-progress' && type !== 'stage-planned' && !type.startsWith('dry-run-');
}

/** `$XDG_STATE_HOME/sparkify-tui/loads`, or below `~/.local/state`. */
export function defaultLedgerFolder(environment: NodeJS.ProcessEnv = process.env): string {
	const {XDG_STATE_HOME: state = ''} = environment;
	const home = isAbsolute(state) ? state : join(homedir(), '.local', 'state');
	return join(home, 'sparkify-tui', 'loads');
}

function readLines(file: string): readonly string[] {
	try {
		return readFileSync(file, 'utf8').split('\n');
	} catch {
		return [];
	}
}
