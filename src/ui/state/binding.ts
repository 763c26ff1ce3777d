import type {Command} from './command.js';
import type {KeyMode} from './mode.js';

/** An entry of the key table, which dispatches keys and provides the footer and the help. */
export type Binding = {
	/** Key names as in `key-press.ts`. */
	readonly keys: readonly string[];
	readonly command: Command;
	/** How the footer and the help describe the keys; absent if another entry covers them. */
	readonly shown?: {
		/** The keys, as displayed. */
		readonly label: string;
		/** A sentence for the help. */
		readonly help: string;
		/** A word or two for the footer; absent if the footer omits the key. */
		readonly footer?: string;
	};
	/** Whether the entry that describes the keys is one of another mode. */
	readonly isUnlisted?: true;
};

/** What each key does in each mode. The first entry with the key applies. */
export type KeyTable = Readonly<Record<KeyMode, readonly Binding[]>>;
