import {appendFileSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {replaceFile} from '../files/replace-file.js';
import {makeStateFolder, nameOfWarehouse, stateFolder} from '../files/state-folder.js';
import type {PipelineEvent} from './events.js';
import {parseEvent} from './parse-event.js';

/** The persisted events of the loads into one warehouse. Losing them loses history, never data. */
export type Ledger = {
	/** The events so far; empty when there is no ledger or it can't be read. */
	read(): readonly PipelineEvent[];
	/** Appends the start, end or skip of a stage. Ignores other events. */
	record(event: PipelineEvent): void;
};

/** A ledger that stores nothing. */
export const noLedger: Ledger = {read: () => [], record() {}};

/**
The ledger of a warehouse: JSON lines, one file per warehouse, readable by its owner only.
Never throws: on a full or read-only disk, the next run starts without the history of this one.
@param identity Uniquely identifies the warehouse.
*/
export function openLedger(identity: string, folder: string = defaultLedgerFolder()): Ledger {
	const file = join(folder, `${nameOfWarehouse(identity)}.jsonl`);
	let begun = false;

	function append(event: PipelineEvent): void {
		makeStateFolder(folder);
		// A run that was killed may have left an unfinished line.
		appendFileSync(file, `${begun ? '' : '\n'}${JSON.stringify(event)}\n`, {mode: 0o600});
		begun = true;
	}

	/** Replaces the file: events before a drop say nothing about the new tables. */
	function startOver(event: PipelineEvent): void {
		makeStateFolder(folder);
		replaceFile(file, `${JSON.stringify(event)}\n`);
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
				// A load continues without its ledger.
			}
		},
	};
}

/** Whether a later run needs the event. */
function isLasting({type}: PipelineEvent): boolean {
	return type.startsWith('stage-') && type !== 'stage-progress' && type !== 'stage-planned';
}

/** Folder of the ledgers, in the program's state folder. */
export function defaultLedgerFolder(environment: NodeJS.ProcessEnv = process.env): string {
	return join(stateFolder(environment), 'loads');
}

function readLines(file: string): readonly string[] {
	try {
		return readFileSync(file, 'utf8').split('\n');
	} catch {
		return [];
	}
}
