import {Secret} from '../config/password.js';
import type {WarehouseSettings} from '../config/settings.js';
import {safeText} from '../format/safe-text.js';

/**
Asks for a missing password. An empty answer leaves it out, for servers that need none. With IAM there is nothing to ask.
@param readSecret By default, asks at the terminal, if there is one.
@throws CancelledError
*/
export async function withPassword<T extends WarehouseSettings>(
	settings: T,
	readSecret: (question: string) => Promise<string> = readAtTerminal,
): Promise<T> {
	if (settings.engine === 'duckdb') return settings;
	const {password, iam, user, host} = settings.connection;
	if (password !== undefined || iam !== undefined) return settings;
	const typed = await readSecret(`Password of ${user} at ${host} (Enter for none)`);
	if (typed === '') return settings;
	return {...settings, connection: {...settings.connection, password: new Secret(typed)}};
}

async function readAtTerminal(question: string): Promise<string> {
	const {stdin, stderr} = process;
	if (!stdin.isTTY || !stderr.isTTY) return '';
	const {askSecret} = await import('../plain/ask-secret.js');
	return askSecret(safeText(`${question}: `), stdin, text => stderr.write(text));
}
