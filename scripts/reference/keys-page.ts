import {everywhere} from '../../src/ui/keys/common-keys.js';
import {keySections, shownKeys} from '../../src/ui/lines/help-lines.js';
import {code, page, plain, table} from './markdown.js';

/** docs/keys.md: what the help of the notebook lists. */
export function keysPage(): string {
	const common = new Set(everywhere);
	return page(
		'# Keys',
		'The footer of the notebook shows the keys that work now; **?** (Ctrl+G in the editor) lists all of them, those of the current place first. Pasted text never runs anything.',
		...keySections.flatMap(({title, bindings}) => [
			`## ${title}`,
			keyTable(shownKeys(bindings.filter(binding => !common.has(binding)))),
		]),
		'## Everywhere',
		keyTable(shownKeys(everywhere)),
	);
}

function keyTable(keys: ReturnType<typeof shownKeys>): string {
	return table(
		['key', ''],
		keys.map(({label, help}) => [code(label), plain(help)]),
	);
}
