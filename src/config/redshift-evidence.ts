import type {ConfigFile, PlacedEntry} from './config-file.js';
import {endpointValue, entryName, isEmpty, isPolicy, roleValue} from './misplaced-keys.js';

/** Entries that only occur in a file for Redshift, strongest evidence first. */
const kinds: ReadonlyArray<(entry: PlacedEntry) => boolean> = [
	({text}) => endpointValue.test(text),
	entry => !isPolicy(entry) && (roleValue.test(entry.text) || /(?:^|_)ARN$|ROLE_NAME$/i.test(entry.key)),
	({key}) => /JSON_?PATH/i.test(key),
	({key}) => /(?:^|_)CLUSTER_IDENTIFIER$|^WORKGROUP(?:_NAME)?$/i.test(key),
	({key, section, text}) =>
		/^CLUSTER$/i.test(section) && /^IAM$/i.test(key) && /^["']?(?:true|yes|on|1)["']?$/i.test(text),
	({key, text}) =>
		(/(?:^|_)PORT$/i.test(key) && /^\W*5439\W*$/.test(text)) ||
		(/(?:^|_)HOST$/i.test(key) && /:5439\b/.test(text)),
];

/** Label of the entry that shows that a file is for Redshift, e.g. `dwh.cfg:9: ARN`. */
export function redshiftEvidence(file: ConfigFile | undefined): string | undefined {
	if (file === undefined) return undefined;
	const entries = file.all.filter(entry => !isEmpty(entry));
	for (const isEvidence of kinds) {
		const entry = entries.find(isEvidence);
		if (entry !== undefined) return entryName(file.path, entry);
	}
	return undefined;
}
