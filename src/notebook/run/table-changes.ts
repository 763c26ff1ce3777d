import {changedTables} from '../../sql/changed-tables.js';
import {mayChangeTables} from '../../sql/statement-kind.js';

/** Tables that changed; without names, any may have. */
export type ChangedTables = {readonly tables?: readonly string[]};

/** Follows which tables the statements of a session change, and when other sessions see that. */
export class TableChanges {
	/** The tables changed in the open transaction; `undefined` in it stands for unknown ones. */
	readonly #uncommitted = new Set<string | undefined>();
	#mayBeSeen = false;

	/** Notes a statement that succeeded. Returns what it changed, if anything. */
	ran(sql: string, isReadOnly: boolean): ChangedTables | undefined {
		if (!isReadOnly && mayChangeTables(sql)) this.#mayBeSeen = true;
		const tables = changedTables(sql);
		// In a read-only session these are temporary tables, and without their names there are none.
		if (tables === undefined ? isReadOnly : tables.length === 0) return undefined;
		for (const table of tables ?? [undefined]) this.#uncommitted.add(table);
		return changed(tables);
	}

	/** Notes that no transaction is open after a statement. Returns what was rolled back, if anything. */
	ended(isRolledBack: boolean): ChangedTables | undefined {
		if (this.#uncommitted.size === 0) return undefined;
		const names = [...this.#uncommitted].filter(name => name !== undefined);
		const tables = this.#uncommitted.has(undefined) ? undefined : names;
		this.#uncommitted.clear();
		this.#mayBeSeen = true;
		return isRolledBack ? changed(tables) : undefined;
	}

	/** Whether other sessions may see changes that were made since the last call. */
	take(): boolean {
		const mayBeSeen = this.#mayBeSeen;
		this.#mayBeSeen = false;
		return mayBeSeen;
	}
}

function changed(tables: readonly string[] | undefined): ChangedTables {
	return tables === undefined ? {} : {tables};
}
