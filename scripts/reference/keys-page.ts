import {keyTable as defaultKeys} from '../../src/ui/keys/key-table.js';
import {everywhereKeys, keySections, shownKeys} from '../../src/ui/lines/help-lines.js';
import {code, page, plain, table} from './markdown.js';

/** docs/keys.md: what the help of the notebook lists. */
export function keysPage(): string {
	return page(
		'# Keys',
		'The footer of the notebook shows the keys that work now; **?** (Ctrl+G in the editor) lists all of them, those of the current place first. Pasted text never runs anything.',
		...keySections(defaultKeys).flatMap(({title, bindings}) => [
			`## ${title}`,
			keyTable(shownKeys(bindings)),
		]),
		'## Everywhere',
		keyTable(shownKeys(everywhereKeys(defaultKeys))),
	);
}

function keyTable(keys: ReturnType<typeof shownKeys>): string {
	return table(
		['key', ''],
		keys.map(({label, help}) => [code(label), plain(help)]),
	);
}
