import {commandsPage} from './commands-page.js';
import {configurationPage} from './configuration-page.js';
import {keysPage} from './keys-page.js';
import {manPage} from './man-page.js';
import {troubleshootingPage} from './troubleshooting-page.js';

/** The files that are made from the code, by path from the root of the repository. */
export function generatedFiles(): ReadonlyMap<string, string> {
	return new Map([
		['man/sparkify-tui.1', manPage()],
		['docs/commands.md', commandsPage()],
		['docs/configuration.md', configurationPage()],
		['docs/keys.md', keysPage()],
		['docs/troubleshooting.md', troubleshootingPage()],
	]);
}
